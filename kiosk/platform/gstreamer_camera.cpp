#include "kiosk/platform/gstreamer_camera.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>
#include <utility>

#include "kiosk/platform/camera_controls.h"
#include "kiosk/platform/device_watch.h"
#include "kiosk/platform/frame_slots.h"
#include "kiosk/platform/video_pipeline.h"

namespace keqian::kiosk {
namespace {

// How often a running pipeline is looked after; its failures end the wait at once.
constexpr int kWatchMs = 250;
// How often a named device that is missing is looked for.
constexpr MonotonicMs kAbsentLookMs = 2000;

using Kind = CameraSource::Kind;

class GStreamerCamera final : public Camera {
 public:
  GStreamerCamera(CameraSource source, Clock& clock, const CameraPatience& patience)
      : source_(std::move(source)), clock_(clock), patience_(patience) {
    status_ = source_.kind == Kind::kNone ? CameraStatus{CameraState::kOff, "no camera is wanted"}
                                          : CameraStatus{CameraState::kStarting, {}};
  }

  ~GStreamerCamera() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      if (running_ != nullptr) running_->interrupt();
    }
    woken_.notify_all();
    if (thread_.joinable()) thread_.join();
  }

  CameraStatus status() const override {
    const std::lock_guard lock(mutex_);
    return status_;
  }

  std::optional<GrayFrame> next_frame(int timeout_ms) override {
    return slots_.next_frame(timeout_ms);
  }

  std::optional<ColourPicture> picture(std::uint64_t after) const override {
    return slots_.picture(after);
  }

  void set_pace(CameraPace pace) override {
    const std::lock_guard lock(mutex_);
    pace_ = pace;
    if (running_ != nullptr) running_->set_pace(pace);
  }

  void set_torch(bool on) override {
    std::string device;
    {
      const std::lock_guard lock(mutex_);
      torch_ = on;
      device = device_;
    }
    if (!device.empty()) set_camera_controls(device, {.torch = on});
  }

  void on_change(std::function<void()> listener) override { listener_ = std::move(listener); }

  void start() override {
    KEQIAN_ASSERT(!thread_.joinable());
    if (source_.kind != Kind::kNone) thread_ = std::thread([this] { run(); });
  }

 private:
  void run() {
    // Plugging in a camera ends the wait for one.
    std::unique_ptr<DeviceWatch> devices;
    if (source_.kind == Kind::kAuto) {
      devices = std::make_unique<DeviceWatch>([this] {
        const std::lock_guard lock(mutex_);
        devices_changed_ = true;
        woken_.notify_all();
      });
    }
    MonotonicMs retry_ms = patience_.retry_ms_min;
    while (!is_stopping()) {
      const auto plan = plan_now(devices.get());
      if (plan.ok() && plan->description.empty()) {
        set_status({CameraState::kNone, absence()});
        wait(kAbsentLookMs);
        retry_ms = patience_.retry_ms_min;
        continue;
      }
      const Status ended = plan.ok() ? play(*plan) : Status(plan.error());
      const bool worked = slots_.last_frame_ms().has_value();
      slots_.clear();
      if (is_stopping()) break;
      if (ended.ok()) continue;
      set_status({CameraState::kBroken, ended.error().message});
      if (worked) retry_ms = patience_.retry_ms_min;
      wait(retry_ms);
      retry_ms = std::min(2 * retry_ms, patience_.retry_ms_max);
    }
  }

  std::string absence() const {
    return source_.kind == Kind::kAuto ? "no camera is connected"
                                       : "there is no camera at " + source_.path;
  }

  // A plan without a description means that there is no camera.
  Result<PipelinePlan> plan_now(const DeviceWatch* devices) const {
    if (source_.kind == Kind::kFile) return plan_for_file(source_.path);
    std::error_code error;
    const std::string device = devices != nullptr ? devices->first_camera() : source_.path;
    if (device.empty() || !std::filesystem::exists(device, error)) return PipelinePlan{};
    return plan_for_device(device);
  }

  // Runs one pipeline until it fails (an error says why) or the camera ends.
  Status play(const PipelinePlan& plan) {
    const MonotonicMs started_ms = clock_.monotonic_ms();
    KEQIAN_TRY(const auto pipeline, VideoPipeline::start(plan, taker()));
    if (!plan.device.empty()) set_controls(plan.device);
    {
      const std::lock_guard lock(mutex_);
      running_ = pipeline.get();
      pipeline->set_pace(pace_);
    }
    Status result = ok();
    while (result.ok() && !is_stopping()) {
      result = pipeline->watch(kWatchMs);
      if (result.ok()) result = check_frames(started_ms);
    }
    const std::lock_guard lock(mutex_);
    running_ = nullptr;
    device_.clear();
    has_torch_ = false;
    return result;
  }

  // Some drivers forget their controls when a stream begins.
  void set_controls(const std::string& device) {
    bool torch = false;
    {
      const std::lock_guard lock(mutex_);
      device_ = device;
      torch = torch_;
    }
    const bool has_torch = set_camera_controls(device, {.torch = torch});
    {
      const std::lock_guard lock(mutex_);
      has_torch_ = has_torch;
      status_.torch = has_torch && status_.state == CameraState::kOk;
    }
    if (has_torch && listener_) listener_();
  }

  Status check_frames(MonotonicMs started_ms) const {
    const auto last_ms = slots_.last_frame_ms();
    const MonotonicMs silent_ms = clock_.monotonic_ms() - last_ms.value_or(started_ms);
    const auto silent_ms_max = last_ms ? patience_.stall_ms_max : patience_.first_frame_ms_max;
    if (silent_ms <= silent_ms_max) return ok();
    return Error{ErrorKind::kUnavailable,
                 last_ms ? "the camera stopped giving frames" : "the camera gives no frames",
                 {}};
  }

  FrameTaker taker() {
    return {[this](GrayFrame frame) {
              slots_.put(std::move(frame), clock_.monotonic_ms());
              set_status({CameraState::kOk, {}});
            },
            [this](ColourPicture picture) {
              slots_.put(std::move(picture));
              if (listener_) listener_();
            }};
  }

  void set_status(CameraStatus status) {
    {
      const std::lock_guard lock(mutex_);
      status.torch = has_torch_ && status.state == CameraState::kOk;
      if (status == status_) return;
      status_ = std::move(status);
    }
    if (listener_) listener_();
  }

  bool is_stopping() const {
    const std::lock_guard lock(mutex_);
    return stopping_;
  }

  void wait(MonotonicMs duration_ms) {
    std::unique_lock lock(mutex_);
    woken_.wait_for(lock, std::chrono::milliseconds(duration_ms),
                    [this] { return stopping_ || devices_changed_; });
    devices_changed_ = false;
  }

  const CameraSource source_;
  Clock& clock_;
  const CameraPatience patience_;
  std::function<void()> listener_;
  FrameSlots slots_;

  mutable std::mutex mutex_;
  std::condition_variable woken_;
  CameraStatus status_;
  CameraPace pace_ = CameraPace::kAwake;
  bool torch_ = false;  // is wanted
  bool has_torch_ = false;
  std::string device_;  // that is open; empty: none
  VideoPipeline* running_ = nullptr;
  bool devices_changed_ = false;
  bool stopping_ = false;

  std::thread thread_;
};

}  // namespace

std::unique_ptr<Camera> make_camera(CameraSource source, Clock& clock,
                                    const CameraPatience& patience) {
  return std::make_unique<GStreamerCamera>(std::move(source), clock, patience);
}

}  // namespace keqian::kiosk
