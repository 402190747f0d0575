#include "tests/unit/platform/virtual_display.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

namespace keqian::testing {
namespace {

constexpr int kStartMsMax = 20'000;

// The number that Xvfb writes once it takes connections; empty when it never does.
std::string read_number(int pipe) {
  std::string number;
  char character = 0;
  pollfd readable{pipe, POLLIN, 0};
  while (::poll(&readable, 1, kStartMsMax) == 1 && ::read(pipe, &character, 1) == 1) {
    if (character == '\n') return number;
    number += character;
  }
  return {};
}

}  // namespace

VirtualDisplay::VirtualDisplay(int width, int height) {
  int ends[2];
  if (::pipe(ends) != 0) return;
  process_ = ::fork();
  if (process_ == 0) {
    ::close(ends[0]);
    const int silence = ::open("/dev/null", O_WRONLY);
    ::dup2(silence, STDERR_FILENO);
    const std::string screen = std::to_string(width) + "x" + std::to_string(height) + "x24";
    const std::string descriptor = std::to_string(ends[1]);
    // Without -noreset the server starts anew, and is away meanwhile, when a test's window closes.
    ::execlp("Xvfb", "Xvfb", "-displayfd", descriptor.c_str(), "-screen", "0", screen.c_str(),
             "-nolisten", "tcp", "-noreset", static_cast<char*>(nullptr));
    ::_exit(127);
  }
  ::close(ends[1]);
  const std::string number = read_number(ends[0]);
  ::close(ends[0]);
  if (number.empty()) return;
  name_ = ":" + number;
  ::setenv("DISPLAY", name_.c_str(), 1);
}

VirtualDisplay::~VirtualDisplay() {
  if (process_ <= 0) return;
  ::kill(process_, SIGTERM);
  ::waitpid(process_, nullptr, 0);
}

}  // namespace keqian::testing
