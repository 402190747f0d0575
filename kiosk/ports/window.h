// The window as the runtime sees it: it owns the event loop's waiting, the ImGui context and its
// drawing backend. The implementation makes the ImGui context current when it opens, so screens
// simply use ImGui between begin_frame and end_frame.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kiosk/ports/camera.h"

namespace keqian::kiosk {

struct WindowSize {
  int width = 0;  // pixels of the framebuffer
  int height = 0;
  bool operator==(const WindowSize&) const = default;
};

// What one wait brought.
struct WindowEvents {
  bool any = false;    // draw: input, resize or exposure; not wake() alone
  bool close = false;  // the window was asked to close
  bool touched = false;
  std::vector<std::string> scans;  // texts of keyboard-wedge scanners, wherever the focus is
};

// An RGBA picture of the framebuffer, top row first.
struct WindowCapture {
  WindowSize size;
  std::vector<std::uint8_t> rgba;
};

// Main thread only, except wake().
class Window {
 public:
  virtual ~Window() = default;

  // Waits until something happens, `timeout_ms` has passed (0: does not wait) or wake() was called.
  virtual WindowEvents wait_events(int timeout_ms) = 0;
  // Ends a wait from any thread; the next wait returns at once if none is running.
  virtual void wake() = 0;

  virtual WindowSize size() const = 0;

  // Between the two, ImGui draws. After an event draw at least two frames: ImGui takes a press and
  // its release in separate ones.
  virtual void begin_frame() = 0;
  virtual void end_frame() = 0;
  // Instead of end_frame: nothing of the frame is shown.
  virtual void drop_frame() = 0;

  // The font atlas was rebuilt: hand it to the graphics card before the next begin_frame.
  virtual void reload_fonts() = 0;

  // Replaces the camera's picture on the graphics card. The texture (an ImTextureID once cast to a
  // pointer) stays the same for the window's life; before the first picture it is one black pixel.
  virtual void show_picture(const ColourPicture& picture) = 0;
  virtual std::uintptr_t picture_texture() const = 0;

  // What the last end_frame showed.
  virtual WindowCapture capture() = 0;
};

}  // namespace keqian::kiosk
