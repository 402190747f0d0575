// The newest frame and picture of a camera, between its threads and their readers.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>

#include "kiosk/ports/camera.h"
#include "server-sync/base/clock.h"

namespace keqian::kiosk {

// All calls from any thread.
class FrameSlots {
 public:
  void put(GrayFrame frame, MonotonicMs now_ms);
  void put(ColourPicture picture);
  // Forgets both: an old picture must not pass for a living camera.
  void clear();

  std::optional<GrayFrame> next_frame(int timeout_ms);
  std::optional<ColourPicture> picture(std::uint64_t after) const;
  // When the last frame came since clear(); nothing before the first.
  std::optional<MonotonicMs> last_frame_ms() const;

 private:
  mutable std::mutex mutex_;
  std::condition_variable arrived_;
  std::optional<GrayFrame> frame_;
  std::optional<ColourPicture> picture_;
  std::optional<MonotonicMs> last_frame_ms_;
  std::uint64_t frame_number_ = 0;
  std::uint64_t picture_number_ = 0;
};

}  // namespace keqian::kiosk
