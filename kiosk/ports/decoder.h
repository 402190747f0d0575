// Finds codes in frames of the camera.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "kiosk/ports/camera.h"

namespace keqian::kiosk {

// A place in the picture as fractions of its width and height, 0–1.
struct PicturePoint {
  float x = 0;
  float y = 0;
};

struct SeenCode {
  std::string text;                     // valid UTF-8; never kept or logged when it is not a pass
  std::array<PicturePoint, 4> corners;  // top left of the code, then clockwise
};

struct SeenCodes {
  std::vector<SeenCode> codes;  // nearest the centre first
  bool scene_changed = true;    // false: nothing moved since the frame before
};

// Used by one thread, the decode worker.
class Decoder {
 public:
  virtual ~Decoder() = default;
  virtual SeenCodes decode(const GrayFrame& frame) = 0;
};

}  // namespace keqian::kiosk
