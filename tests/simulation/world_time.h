// The true time of the simulated world, and the clocks of its machines, which may be wrong.
#pragma once

#include "server-sync/base/clock.h"

namespace keqian::simulation {

struct WorldTime {
  UtcMs utc_ms = 1'779'930'000'000;  // 2026-05-28 09:00 in Shanghai
  void pass_ms(std::int64_t by) { utc_ms += by; }
};

// A machine's two clocks since it was switched on.
class MachineClock final : public Clock {
 public:
  explicit MachineClock(const WorldTime& world) : world_(world), on_since_(world.utc_ms) {}
  UtcMs utc_ms() override { return world_.utc_ms + wrong_by_ms_; }
  MonotonicMs monotonic_ms() override { return world_.utc_ms - on_since_ + kMsUntilPrograms; }

  void set_wrong_by(std::int64_t ms) { wrong_by_ms_ = ms; }
  // Without a battery a clock begins again at 1970.
  void switch_on(bool has_battery) {
    on_since_ = world_.utc_ms;
    if (!has_battery) wrong_by_ms_ = kMsUntilPrograms - world_.utc_ms;
  }
  bool is_unset() const { return world_.utc_ms + wrong_by_ms_ < kMsPerDay * 365; }

 private:
  static constexpr MonotonicMs kMsUntilPrograms = 20'000;

  const WorldTime& world_;
  UtcMs on_since_;
  std::int64_t wrong_by_ms_ = 0;
};

}  // namespace keqian::simulation
