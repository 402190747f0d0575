#include "kiosk/cli/ending.h"

#include <pthread.h>
#include <unistd.h>

#include <utility>

namespace keqian::kiosk {

Ending::Ending() {
  ::sigemptyset(&signals_);
  for (const int number : {SIGTERM, SIGINT, SIGHUP}) ::sigaddset(&signals_, number);
  ::pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
}

Ending::~Ending() {
  if (!thread_.joinable()) return;
  // Every thread blocks these signals, so this one only ends the waiting for them.
  // NOLINTNEXTLINE(bugprone-bad-signal-to-kill-thread)
  if (!asked_) ::pthread_kill(thread_.native_handle(), SIGTERM);
  thread_.join();
}

void Ending::ask() {
  ::kill(::getpid(), SIGTERM);
}

void Ending::watch(std::function<void()> wake) {
  thread_ = std::thread([this, wake = std::move(wake)] {
    int number = 0;
    ::sigwait(&signals_, &number);
    asked_ = true;
    wake();
  });
}

}  // namespace keqian::kiosk
