// The window over GLFW and OpenGL, with ImGui's backends for both.
#pragma once

#include <memory>
#include <string>

#include "kiosk/ports/window.h"
#include "server-sync/base/clock.h"
#include "server-sync/base/result.h"

namespace keqian::kiosk {

struct WindowOptions {
  WindowSize size{1280, 800};
  // On the first monitor, in its own size whatever that becomes (turned, exchanged); a request to
  // close, from a window manager or a key, is not heard.
  bool fullscreen = false;
  std::string title;
};

// Makes the ImGui context too; both end with the window. One window at a time, main thread. The
// clock outlives it.
Result<std::unique_ptr<Window>> open_window(const WindowOptions& options, Clock& clock);

}  // namespace keqian::kiosk
