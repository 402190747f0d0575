// A camera in front of which visitors come and go: it hands in frames at a camera's pace and
// remembers when it handed in the first frame of each visitor that can be read at all.
#pragma once

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "kiosk/platform/frame_slots.h"
#include "kiosk/ports/camera.h"
#include "server-sync/base/clock.h"
#include "tests/support/hall_view.h"

namespace keqian::test {

using Instant = std::chrono::steady_clock::time_point;

class VisitorCamera final : public kiosk::Camera {
 public:
  // One visitor for each of `passes`, on a thread of its own; `clock` outlives it.
  VisitorCamera(std::vector<std::string> passes, Clock& clock);
  ~VisitorCamera() override;

  kiosk::CameraStatus status() const override { return {kiosk::CameraState::kOk, {}, false}; }
  std::optional<kiosk::GrayFrame> next_frame(int timeout_ms) override;
  std::optional<kiosk::ColourPicture> picture(std::uint64_t after) const override;
  void set_pace(kiosk::CameraPace) override {}
  void set_torch(bool) override {}
  void on_change(std::function<void()> listener) override { listener_ = std::move(listener); }
  void start() override;

  bool is_over() const { return over_; }
  // When each visitor's first readable frame was handed in; nothing if none of theirs can be read.
  std::vector<std::optional<Instant>> first_readable() const;

 private:
  struct View;
  View view(const std::optional<testing::HeldPhone>& phone, std::uint64_t seed) const;
  void run();
  Instant hand_in(const View& view);

  const std::vector<std::string> passes_;
  Clock& clock_;
  const testing::Hall hall_;
  std::function<void()> listener_;
  kiosk::FrameSlots slots_;
  Instant next_frame_at_;
  mutable std::mutex mutex_;
  std::vector<std::optional<Instant>> first_readable_;
  std::atomic<bool> over_{false};
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace keqian::test
