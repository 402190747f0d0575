#include "kiosk/runtime/camera_switch.h"

#include <algorithm>
#include <utility>

#include "server-sync/base/assert.h"

namespace keqian::kiosk {

CameraSwitch::CameraSwitch(std::string first, Make make)
    : first_(std::move(first)), make_(std::move(make)), source_(first_) {
  current_.camera = make_(first_);
  KEQIAN_ASSERT(current_.camera);
}

void CameraSwitch::choose(std::string source) {
  // A camera ends and begins in its own time: not in the caller's.
  exchanges_.post(
      [this, source = std::move(source)] { exchange(source.empty() ? first_ : source); });
}

void CameraSwitch::exchange(const std::string& source) {
  std::shared_ptr<Camera> before;
  {
    const std::lock_guard lock(mutex_);
    if (source == source_) return;
    before = current_.camera;
  }
  std::shared_ptr<Camera> next = make_(source);
  if (!next) return;
  if (listener_) next->on_change(listener_);
  bool started = false;
  {
    const std::lock_guard lock(mutex_);
    source_ = source;
    current_ = {next, last_number_};
    next->set_pace(pace_);
    next->set_torch(torch_);
    started = started_;
  }
  // Where nobody waits for a frame of it, this lets go of the device before the next one opens it;
  // else that one is tried again by itself.
  before.reset();
  if (started) next->start();
  if (listener_) listener_();
}

CameraSwitch::Numbered CameraSwitch::current() const {
  const std::lock_guard lock(mutex_);
  return current_;
}

void CameraSwitch::note(std::uint64_t number) const {
  const std::lock_guard lock(mutex_);
  last_number_ = std::max(last_number_, number);
}

CameraStatus CameraSwitch::status() const {
  return current().camera->status();
}

std::optional<GrayFrame> CameraSwitch::next_frame(int timeout_ms) {
  const auto [camera, offset] = current();
  auto frame = camera->next_frame(timeout_ms);
  if (!frame) return frame;
  frame->number += offset;
  note(frame->number);
  return frame;
}

std::optional<ColourPicture> CameraSwitch::picture(std::uint64_t after) const {
  const auto [camera, offset] = current();
  auto picture = camera->picture(after > offset ? after - offset : 0);
  if (!picture) return picture;
  picture->number += offset;
  note(picture->number);
  return picture;
}

void CameraSwitch::set_pace(CameraPace pace) {
  const std::lock_guard lock(mutex_);
  pace_ = pace;
  current_.camera->set_pace(pace);
}

void CameraSwitch::set_torch(bool on) {
  exchanges_.post([this, on] {
    const auto now = [this, on] {
      const std::lock_guard lock(mutex_);
      torch_ = on;
      return current_;
    }();
    now.camera->set_torch(on);
  });
}

void CameraSwitch::on_change(std::function<void()> listener) {
  listener_ = std::move(listener);
  current().camera->on_change(listener_);
}

void CameraSwitch::start() {
  const auto now = [this] {
    const std::lock_guard lock(mutex_);
    started_ = true;
    return current_;
  }();
  now.camera->start();
}

}  // namespace keqian::kiosk
