// Which cameras are connected, and word when one comes or goes.
#pragma once

#include <functional>
#include <memory>
#include <string>

namespace keqian::kiosk {

class DeviceWatch {
 public:
  // `changed` is called on any thread when a camera was plugged in or out.
  explicit DeviceWatch(std::function<void()> changed);
  ~DeviceWatch();
  DeviceWatch(const DeviceWatch&) = delete;
  DeviceWatch& operator=(const DeviceWatch&) = delete;

  // The device file of the first camera, "/dev/video0"; empty when none is connected.
  std::string first_camera() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace keqian::kiosk
