// A camera that can be exchanged for another one while the kiosk runs.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "kiosk/ports/camera.h"
#include "kiosk/runtime/job_thread.h"

namespace keqian::kiosk {

class CameraSwitch final : public Camera {
 public:
  // Makes the camera of a source as `--camera` names it; nothing for a source that cannot be.
  using Make = std::function<std::unique_ptr<Camera>(const std::string& source)>;

  // `first` is the source as the program was started.
  CameraSwitch(std::string first, Make make);

  // Any thread; does not wait. An empty source is the first one; an impossible one changes nothing.
  void choose(std::string source);

  CameraStatus status() const override;
  std::optional<GrayFrame> next_frame(int timeout_ms) override;
  std::optional<ColourPicture> picture(std::uint64_t after) const override;
  void set_pace(CameraPace pace) override;
  void set_torch(bool on) override;  // does not wait either
  void on_change(std::function<void()> listener) override;
  void start() override;

 private:
  // A camera with numbers that go on after those of the one before.
  struct Numbered {
    std::shared_ptr<Camera> camera;
    std::uint64_t offset = 0;
  };
  Numbered current() const;
  void exchange(const std::string& source);
  void note(std::uint64_t number) const;

  const std::string first_;
  const Make make_;
  std::function<void()> listener_;  // set before start()

  mutable std::mutex mutex_;
  Numbered current_;
  std::string source_;
  mutable std::uint64_t last_number_ = 0;
  CameraPace pace_ = CameraPace::kAwake;
  bool torch_ = false;
  bool started_ = false;

  JobThread exchanges_;  // ends before what it uses
};

}  // namespace keqian::kiosk
