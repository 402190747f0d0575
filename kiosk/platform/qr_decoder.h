// The decoder port over server-sync/qr.
#pragma once

#include "kiosk/ports/decoder.h"
#include "server-sync/qr/decode.h"

namespace keqian::kiosk {

class QrDecoder final : public Decoder {
 public:
  SeenCodes decode(const GrayFrame& frame) override;

 private:
  qr::FrameDecoder decoder_;
};

}  // namespace keqian::kiosk
