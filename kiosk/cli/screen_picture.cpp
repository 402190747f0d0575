#include "kiosk/cli/screen_picture.h"

#include <utility>

#include "server-sync/qr/encode.h"

namespace keqian::kiosk {

void ScreenPicture::keep(WindowCapture capture) {
  const std::lock_guard lock(mutex_);
  capture_ = std::move(capture);
}

std::string ScreenPicture::png() const {
  const WindowCapture capture = [this] {
    const std::lock_guard lock(mutex_);
    return capture_;
  }();
  if (capture.rgba.empty()) return {};
  return qr::rgba_png(capture.rgba, capture.size.width, capture.size.height);
}

}  // namespace keqian::kiosk
