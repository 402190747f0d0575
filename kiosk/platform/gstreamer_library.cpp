#include "kiosk/platform/gstreamer_library.h"

#include <gst/gst.h>

#include <string>

namespace keqian::kiosk {

Status initialise_gstreamer() {
  static const std::string failure = [] {
    GError* error = nullptr;
    if (gst_init_check(nullptr, nullptr, &error)) return std::string();
    std::string text = error != nullptr ? error->message : "unknown failure";
    g_clear_error(&error);
    return text;
  }();
  if (failure.empty()) return ok();
  return Error{ErrorKind::kUnavailable, "GStreamer cannot start: " + failure,
               "install gstreamer1.0-plugins-base and gstreamer1.0-plugins-good"};
}

}  // namespace keqian::kiosk
