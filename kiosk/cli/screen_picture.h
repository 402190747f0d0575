// What the screen showed when somebody asked for it as a file. Any thread.
#pragma once

#include <mutex>
#include <string>

#include "kiosk/ports/window.h"

namespace keqian::kiosk {

class ScreenPicture {
 public:
  void keep(WindowCapture capture);
  // As a PNG file; empty before the first. Takes tenths of a second.
  std::string png() const;

 private:
  mutable std::mutex mutex_;
  WindowCapture capture_;
};

}  // namespace keqian::kiosk
