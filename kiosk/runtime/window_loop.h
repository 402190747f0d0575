// The main thread's loop: waits for input, news or time, applies them, and draws only when
// something changed.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <vector>

#include "kiosk/app/action.h"
#include "kiosk/ports/camera.h"
#include "kiosk/ports/window.h"
#include "kiosk/runtime/mailbox.h"
#include "kiosk/runtime/station.h"

namespace keqian::kiosk {

// The camera's picture as the screens need it; width 0 before the first.
struct ShownPicture {
  std::uintptr_t texture = 0;
  int width = 0;
  int height = 0;
};

// The screens, as the loop sees them.
class Painter {
 public:
  virtual ~Painter() = default;
  // Between begin_frame and end_frame of the window; gives the touches of this frame.
  virtual std::vector<Touch> draw(const Model& model, const ShownPicture& picture) = 0;
  // The last drawing asked for glyphs that the atlas did not have and left them blank.
  virtual bool lacks_glyphs() const = 0;
  // Outside of a frame: brings them into the atlas, which must be reloaded.
  virtual void rebuild_fonts() = 0;
  // Something drawn moves by itself for now: another frame is due.
  virtual bool moving() const = 0;
};

class WindowLoop {
 public:
  // All outlive the loop.
  WindowLoop(Window& window, Painter& painter, Camera& camera, Mailbox& mailbox, Station& station);

  // Until `stop` is set (then somebody calls Window::wake) or the window is closed. `alive` is
  // called in each round, at least once a second.
  void run(const std::atomic<bool>& stop, const std::function<void()>& alive);
  // One wait and what follows from it; false when the window was closed. For tests.
  bool step(int wait_ms_max);

 private:
  // ImGui takes a press and its release in separate frames, and a layout settles in the second.
  static constexpr int kFramesAfterChange = 2;
  // Of one frame: new glyphs may change a layout, which may ask for others.
  static constexpr int kAttemptsMax = 4;

  void take_camera();
  void draw();
  std::vector<Touch> draw_with_all_glyphs();

  Window& window_;
  Painter& painter_;
  Camera& camera_;
  Mailbox& mailbox_;
  Station& station_;
  CameraStatus camera_status_;
  std::uint64_t picture_number_ = 0;
  ShownPicture picture_;
  Model drawn_;
  int frames_due_ = kFramesAfterChange;
};

}  // namespace keqian::kiosk
