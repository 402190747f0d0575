// Keeps a program alive: runs its work in a child process and starts it again when it crashed, hung
// or lost its display. The child remembers nothing: what must last is on disk.
#pragma once

#include <functional>
#include <string>

#include "server-sync/base/clock.h"

namespace keqian::kiosk {

// The child's word to its supervisor.
class Lifeline {
 public:
  // `descriptor` is the writing end of a pipe, kept by the supervisor's caller.
  Lifeline(int descriptor, std::string last_end)
      : descriptor_(descriptor), last_end_(std::move(last_end)) {}

  // The work goes on; at least each second once it has begun. Any thread; does not wait.
  void beat() const;
  // How the life before ended, "it crashed: Segmentation fault"; empty for the first.
  const std::string& last_end() const { return last_end_; }

 private:
  int descriptor_;
  std::string last_end_;
};

struct Patience {
  MonotonicMs pause_ms_min = 250;     // before a new life; doubled with each short life …
  MonotonicMs pause_ms_max = 10'000;  // … up to this
  MonotonicMs steady_ms = 60'000;     // a life of this length is no short one
  // Without a beat after the first, the child hangs and is killed.
  MonotonicMs silence_ms_max = 60'000;
};

// Returns the exit status of the work: in the child that of its own, in the supervisor that of the
// last child. A child that returns from `work` ends it all; only where the work had begun to beat
// once, in this life or an earlier one, a failure (not 0) is tried again: what it needs, such as a
// display, went away and may come back.
// SIGTERM, SIGINT and SIGHUP are passed on to the child, and nothing is started after them. When
// the supervisor is killed, so is the child.
// Call it while the program has no other thread.
int supervise(Clock& clock, const std::function<int(const Lifeline&)>& work,
              const Patience& patience = {});

}  // namespace keqian::kiosk
