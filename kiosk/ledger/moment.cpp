#include "kiosk/ledger/moment.h"

#include <algorithm>
#include <cstdlib>

namespace keqian::kiosk {
namespace {

constexpr UtcMs kEarliestPossibleUtcMs = 1'704'038'400'000;  // 2024-01-01 in Shanghai
// Behind the bureau's last word by more than this, the clock has lost its time.
constexpr std::int64_t kBehindToleratedMs = kMsPerHour;

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

std::int64_t bureau_minus_monotonic_ms(const ClockReference& reference) {
  return reference.utc_minus_monotonic_ms + reference.offset_ms;
}

Moment judge_moment(UtcMs utc_ms, MonotonicMs monotonic_ms, const std::string& boot_id,
                    const ClockReference& reference, const StaffClock& staff) {
  Moment moment;
  moment.utc_ms = utc_ms;
  moment.monotonic_ms = monotonic_ms;
  moment.boot_id = boot_id;
  UtcMs believed_utc_ms = utc_ms;
  const auto earliest =
      std::max(kEarliestPossibleUtcMs, reference.bureau_utc_ms - kBehindToleratedMs);
  if (reference.bureau_utc_ms != 0 && reference.boot_id == boot_id) {
    const auto bureau_utc_ms = monotonic_ms + bureau_minus_monotonic_ms(reference);
    if (std::abs(bureau_utc_ms - utc_ms) > kOffsetToleratedMs) {
      believed_utc_ms = bureau_utc_ms;
      moment.clock_state = ClockState::kCorrected;
    }
  } else if (utc_ms < earliest) {
    believed_utc_ms = staff.boot_id == boot_id
                          ? monotonic_ms + staff.utc_minus_monotonic_ms
                          : std::max(kEarliestPossibleUtcMs, reference.bureau_utc_ms);
    moment.clock_state = ClockState::kUnset;
  }
  moment.business_date = BusinessDate::of(believed_utc_ms);
  moment.hour = business_hour(believed_utc_ms);
  moment.minute = business_minute(believed_utc_ms);
  return moment;
}

}  // namespace keqian::kiosk
