#include "kiosk/platform/frame_slots.h"

#include <chrono>
#include <utility>

namespace keqian::kiosk {

void FrameSlots::put(GrayFrame frame, MonotonicMs now_ms) {
  {
    const std::lock_guard lock(mutex_);
    frame.number = ++frame_number_;
    frame_ = std::move(frame);
    last_frame_ms_ = now_ms;
  }
  arrived_.notify_one();
}

void FrameSlots::put(ColourPicture picture) {
  const std::lock_guard lock(mutex_);
  picture.number = ++picture_number_;
  picture_ = std::move(picture);
}

void FrameSlots::clear() {
  const std::lock_guard lock(mutex_);
  frame_.reset();
  picture_.reset();
  last_frame_ms_.reset();
}

std::optional<GrayFrame> FrameSlots::next_frame(int timeout_ms) {
  std::unique_lock lock(mutex_);
  arrived_.wait_for(lock, std::chrono::milliseconds(timeout_ms),
                    [this] { return frame_.has_value(); });
  return std::exchange(frame_, std::nullopt);
}

std::optional<ColourPicture> FrameSlots::picture(std::uint64_t after) const {
  const std::lock_guard lock(mutex_);
  if (!picture_ || picture_->number <= after) return std::nullopt;
  return picture_;
}

std::optional<MonotonicMs> FrameSlots::last_frame_ms() const {
  const std::lock_guard lock(mutex_);
  return last_frame_ms_;
}

}  // namespace keqian::kiosk
