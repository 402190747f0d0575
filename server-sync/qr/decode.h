// Reads QR codes in grey pictures: a cascade of cheap attempts by ZXing and by our own grid reader
// (attempts.h lists them), because no single one reads glare, moiré, thumbs and inverted screens
// alike.
// Nothing here keeps, logs or hashes a text that it read.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "server-sync/qr/image.h"

namespace keqian::qr {

struct Corner {
  int x = 0;
  int y = 0;
};

struct DecodedCode {
  std::string text;               // valid UTF-8, never empty
  std::array<Corner, 4> corners;  // in pixels of the picture: top left, then clockwise
};

// All codes of one still picture, nearest the centre first; tries every attempt before it gives
// up (about 30 ms for an empty 720p picture). Pure; any thread.
std::vector<DecodedCode> decode_picture(const GrayImage& picture);

// What one camera frame showed.
struct FrameCodes {
  std::vector<DecodedCode> codes;  // nearest the centre first
  bool changed = true;             // false: the scene is the same as in the frame before
};

// Reads a stream of frames: the best attempts on every frame, the rest spread over the following
// ones, and none at all while an unchanged scene has already been tried with everything. Beside a
// code that was read others are looked for in the same way.
// One thread at a time; owned by the decode worker.
class FrameDecoder {
 public:
  FrameDecoder();
  ~FrameDecoder();
  FrameDecoder(FrameDecoder&&) noexcept;
  FrameDecoder& operator=(FrameDecoder&&) noexcept;

  FrameCodes decode(const GrayImage& frame);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace keqian::qr
