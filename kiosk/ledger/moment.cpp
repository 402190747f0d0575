#include "kiosk/ledger/moment.h"

#include <algorithm>
#include <cstdlib>

namespace keqian::kiosk {
namespace {

constexpr UtcMs kEarliestPossibleUtcMs = 1'704'038'400'000;  // 2024-01-01 in Shanghai
constexpr std::int64_t kOffsetToleratedMs = 2 * 60 * kMsPerSecond;
constexpr std::int64_t kClockSetMs = 5 * kMsPerSecond;  // a larger jump: somebody set the clock
// Behind the bureau's last word by more than this, the clock has lost its time.
constexpr std::int64_t kBehindToleratedMs = kMsPerHour;

bool offset_still_holds(UtcMs utc_ms, MonotonicMs monotonic_ms, const std::string& boot_id,
                        const ClockReference& reference) {
  if (reference.bureau_utc_ms == 0 || reference.boot_id != boot_id) return false;
  const auto moved = (utc_ms - monotonic_ms) - reference.utc_minus_monotonic_ms;
  return std::abs(moved) <= kClockSetMs;
}

}  // namespace

std::string_view name(ClockState state) {
  switch (state) {
    case ClockState::kSet:
      return "set";
    case ClockState::kCorrected:
      return "corrected";
    case ClockState::kUnset:
      return "unset";
  }
  return "unset";
}

Moment judge_moment(UtcMs utc_ms, MonotonicMs monotonic_ms, const std::string& boot_id,
                    const ClockReference& reference) {
  Moment moment;
  moment.utc_ms = utc_ms;
  moment.monotonic_ms = monotonic_ms;
  moment.boot_id = boot_id;
  UtcMs believed_utc_ms = utc_ms;
  const auto earliest =
      std::max(kEarliestPossibleUtcMs, reference.bureau_utc_ms - kBehindToleratedMs);
  if (offset_still_holds(utc_ms, monotonic_ms, boot_id, reference)) {
    if (std::abs(reference.offset_ms) > kOffsetToleratedMs) {
      believed_utc_ms = utc_ms + reference.offset_ms;
      moment.clock_state = ClockState::kCorrected;
    }
  } else if (utc_ms < earliest) {
    believed_utc_ms = std::max(kEarliestPossibleUtcMs, reference.bureau_utc_ms);
    moment.clock_state = ClockState::kUnset;
  }
  moment.business_date = BusinessDate::of(believed_utc_ms);
  moment.hour = business_hour(believed_utc_ms);
  moment.minute = business_minute(believed_utc_ms);
  return moment;
}

}  // namespace keqian::kiosk
