// Ends the program in order when the system or the terminal asks (SIGTERM, SIGINT, SIGHUP): a
// thread waits for the signal, so that no handler runs amid other code.
#pragma once

#include <signal.h>

#include <atomic>
#include <functional>
#include <thread>

namespace keqian::kiosk {

class Ending {
 public:
  // Before any other thread begins: they inherit that the signals are not theirs.
  Ending();
  ~Ending();
  Ending(const Ending&) = delete;
  Ending& operator=(const Ending&) = delete;

  // `wake` is called once on the waiting thread, after `asked` became true. Once.
  void watch(std::function<void()> wake);
  // As if the system had asked.
  void ask();
  const std::atomic<bool>& asked() const { return asked_; }

 private:
  sigset_t signals_;
  std::atomic<bool> asked_{false};
  std::thread thread_;
};

}  // namespace keqian::kiosk
