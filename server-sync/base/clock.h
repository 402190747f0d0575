// The two clocks: wall time for dates, monotonic time for durations. Only clock.cpp reads them;
// everybody else takes a `Clock&` or plain times as arguments.
#pragma once

#include <cstdint>
#include <string>

#include "server-sync/base/date.h"

namespace keqian {

using MonotonicMs = std::int64_t;  // milliseconds since this machine booted

class Clock {
 public:
  virtual ~Clock() = default;
  virtual UtcMs utc_ms() = 0;
  virtual MonotonicMs monotonic_ms() = 0;
};

class SystemClock final : public Clock {
 public:
  UtcMs utc_ms() override;
  MonotonicMs monotonic_ms() override;
};

// Names the period in which monotonic times compare: the kernel's boot id.
std::string system_boot_id();

}  // namespace keqian
