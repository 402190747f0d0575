// Camera frames drawn by code: codes on bright cards in front of a cluttered room, under one
// difficulty or several, the same for the same seed. For tests and benchmarks.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "server-sync/qr/image.h"

namespace keqian::testing {

struct DrawnCode {
  std::string text;
  double centre_x = 640;
  double centre_y = 360;
  double pixels_per_module = 6;
  double degrees = 0;  // clockwise
  double lean = 0;     // perspective: how much smaller the far edge is, 0–0.5
  bool inverted = false;
  double thumb = 0;     // the share of the side that a thumb covers at one corner, 0–0.3
  double contrast = 1;  // of its tones, as a share of the frame's: a screen turned down
};

struct DrawnFrame {
  int width = 1280;
  int height = 720;
  std::vector<DrawnCode> codes;
  int dark = 30;  // tones of the modules, of the card and of the room
  int light = 225;
  int room = 110;
  int blur_pixels = 0;    // radius of defocus
  int motion_pixels = 0;  // length of a horizontal smear
  double noise = 2;       // standard deviation
  double exposure = 1;    // above 1 light tones saturate and spill over
  double glare = 0;       // strength of a round reflection on the first code, 0–1
  double clutter = 1;     // how lively the room behind is, 0–1
  std::uint64_t seed = 1;
};

qr::GrayPicture draw(const DrawnFrame& frame);

}  // namespace keqian::testing
