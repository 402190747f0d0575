// Which cameras are connected, and word when one comes or goes.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace keqian::kiosk {

struct ConnectedCamera {
  std::string device;  // "/dev/video0"
  std::string name;    // as its maker calls it
};

class DeviceWatch {
 public:
  // `changed` is called on any thread when a camera was plugged in or out.
  explicit DeviceWatch(std::function<void()> changed);
  ~DeviceWatch();
  DeviceWatch(const DeviceWatch&) = delete;
  DeviceWatch& operator=(const DeviceWatch&) = delete;

  // The device file of the first camera, "/dev/video0"; empty when none is connected.
  std::string first_camera() const;
  // All of them, by device file.
  std::vector<ConnectedCamera> cameras() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace keqian::kiosk
