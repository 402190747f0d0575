#include "kiosk/runtime/window_loop.h"

#include <utility>

namespace keqian::kiosk {
namespace {

constexpr int kWaitMsMax = 1000;

}  // namespace

WindowLoop::WindowLoop(Window& window, Painter& painter, Camera& camera, Mailbox& mailbox,
                       Station& station)
    : window_(window),
      painter_(painter),
      camera_(camera),
      mailbox_(mailbox),
      station_(station),
      camera_status_{CameraState::kStarting, {}, false} {}

void WindowLoop::run(const std::atomic<bool>& stop, const std::function<void()>& alive) {
  while (!stop && step(kWaitMsMax)) alive();
}

bool WindowLoop::step(int wait_ms_max) {
  WindowEvents events = window_.wait_events(frames_due_ > 0 ? 0 : station_.wait_ms(wait_ms_max));
  if (events.close) return false;
  if (events.touched) station_.apply(Touch{Touched{}});
  for (auto& text : events.scans) {
    station_.apply(News{CodeRead{std::move(text), Method::kScanner}});
  }
  for (auto& news : mailbox_.take()) station_.apply(std::move(news));
  take_camera();
  if (station_.wait_ms(1) == 0) station_.tick();
  if (events.any || !looks_alike(drawn_, station_.model())) frames_due_ = kFramesAfterChange;
  if (frames_due_ > 0) draw();
  return true;
}

void WindowLoop::take_camera() {
  if (CameraStatus status = camera_.status(); status != camera_status_) {
    camera_status_ = std::move(status);
    station_.apply(
        News{CameraChanged{camera_status_.state, camera_status_.cause, camera_status_.torch}});
  }
  const auto picture = camera_.picture(picture_number_);
  if (!picture) return;
  picture_number_ = picture->number;
  window_.show_picture(*picture);
  picture_ = {window_.picture_texture(), picture->width, picture->height};
  // The resting screen may have the day's programme in its place.
  if (frames_due_ == 0 && !shows_programme_at_rest(station_.model())) frames_due_ = 1;
}

void WindowLoop::draw() {
  drawn_ = station_.model();
  const std::vector<Touch> touches = draw_with_all_glyphs();
  --frames_due_;
  for (const auto& touch : touches) station_.apply(touch);
  if (!touches.empty()) frames_due_ = kFramesAfterChange;
  if (painter_.moving() && frames_due_ == 0) frames_due_ = 1;
}

// A frame that lacks glyphs is never shown: a figure with a missing digit would be another figure.
std::vector<Touch> WindowLoop::draw_with_all_glyphs() {
  std::vector<Touch> touches;
  for (int attempt = 1;; ++attempt) {
    window_.begin_frame();
    std::vector<Touch> more = painter_.draw(drawn_, picture_);
    touches.insert(touches.end(), more.begin(), more.end());
    const bool is_last = attempt == kAttemptsMax;
    if (is_last || !painter_.lacks_glyphs()) {
      window_.end_frame();
      return touches;
    }
    window_.drop_frame();
    painter_.rebuild_fonts();
    window_.reload_fonts();
  }
}

}  // namespace keqian::kiosk
