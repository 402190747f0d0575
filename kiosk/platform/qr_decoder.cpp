#include "kiosk/platform/qr_decoder.h"

#include <utility>

namespace keqian::kiosk {

SeenCodes QrDecoder::decode(const GrayFrame& frame) {
  auto found = decoder_.decode({frame.pixels, frame.width, frame.height, frame.stride});
  SeenCodes seen;
  seen.scene_changed = found.changed;
  for (auto& code : found.codes) {
    SeenCode& added = seen.codes.emplace_back();
    added.text = std::move(code.text);
    for (std::size_t i = 0; i < code.corners.size(); ++i) {
      added.corners[i] = {static_cast<float>(code.corners[i].x) / static_cast<float>(frame.width),
                          static_cast<float>(code.corners[i].y) / static_cast<float>(frame.height)};
    }
  }
  return seen;
}

}  // namespace keqian::kiosk
