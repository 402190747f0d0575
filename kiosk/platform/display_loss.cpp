#include "kiosk/platform/display_loss.h"

#include <X11/Xlib.h>

#include <cstdlib>

#include "server-sync/base/log.h"

namespace keqian::kiosk {
namespace {

int end_without_display(Display*) {
  log_error("window: the display went away");
  std::_Exit(EXIT_FAILURE);
}

}  // namespace

void end_when_display_goes() {
  ::XSetIOErrorHandler(end_without_display);
}

}  // namespace keqian::kiosk
