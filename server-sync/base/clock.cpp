#include "server-sync/base/clock.h"

#include <time.h>

#include "server-sync/base/files.h"

namespace keqian {
namespace {

std::int64_t read_ms(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<std::int64_t>(now.tv_sec) * 1000 + now.tv_nsec / 1'000'000;
}

}  // namespace

UtcMs SystemClock::utc_ms() {
  return read_ms(CLOCK_REALTIME);
}
MonotonicMs SystemClock::monotonic_ms() {
  return read_ms(CLOCK_BOOTTIME);
}

std::string system_boot_id() {
  auto text = read_file("/proc/sys/kernel/random/boot_id", 64);
  if (!text) return "unknown";
  while (!text->empty() && text->back() == '\n') text->pop_back();
  return *text;
}

}  // namespace keqian
