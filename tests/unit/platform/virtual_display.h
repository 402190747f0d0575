// A virtual X display for the tests of the real window, ended with the object.
#pragma once

#include <sys/types.h>

#include <string>

namespace keqian::testing {

class VirtualDisplay {
 public:
  // Starts Xvfb on a free number and points DISPLAY at it.
  VirtualDisplay(int width, int height);
  ~VirtualDisplay();
  VirtualDisplay(const VirtualDisplay&) = delete;
  VirtualDisplay& operator=(const VirtualDisplay&) = delete;

  bool is_running() const { return !name_.empty(); }

 private:
  pid_t process_ = -1;
  std::string name_;  // ":7"
};

}  // namespace keqian::testing
