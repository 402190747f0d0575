// The time of a check-in, judged: a kiosk's clock may be wrong or, without a battery, unset. Pure.
#pragma once

#include <string>
#include <string_view>

#include "server-sync/base/clock.h"
#include "server-sync/base/date.h"

namespace keqian::kiosk {

enum class ClockState {
  kSet,        // believed as it is
  kCorrected,  // it is off; the bureau's offset of this boot tells by how much
  kUnset       // before anything possible: the date is the last one known
};
std::string_view name(ClockState state);  // "set" "corrected" "unset"

// What the bureau's signed answers taught about our clock.
struct ClockReference {
  UtcMs bureau_utc_ms = 0;                  // the newest time heard; 0: never
  std::int64_t offset_ms = 0;               // bureau minus kiosk, then
  std::string boot_id;                      // measured in this boot …
  std::int64_t utc_minus_monotonic_ms = 0;  // … while the clock ran thus
};
// What has to be added to a monotonic time of the reference's boot for the bureau's.
std::int64_t bureau_minus_monotonic_ms(const ClockReference& reference);

// The day and minute that the staff have told while the clock was unset, good in one boot.
struct StaffClock {
  std::string boot_id;  // empty: they told nothing
  std::int64_t utc_minus_monotonic_ms = 0;
};

struct Moment {
  UtcMs utc_ms = 0;  // as the machine says
  MonotonicMs monotonic_ms = 0;
  std::string boot_id;
  std::string opening_id;  // of the ledger's opening, see schema.cpp
  ClockState clock_state = ClockState::kSet;
  BusinessDate business_date;  // as far as known
  int hour = 0;                // 0–23, at the venue
  int minute = 0;              // 0–59
};

// In a boot in which the bureau was heard, its time and the monotonic clock together are right
// whatever happens to the machine's clock; in others the machine's clock is believed while it is
// possible, and the staff's word where it is not.
Moment judge_moment(UtcMs utc_ms, MonotonicMs monotonic_ms, const std::string& boot_id,
                    const ClockReference& reference, const StaffClock& staff = {});

// How far the machine's clock may be off without being corrected: 2 minutes.
inline constexpr std::int64_t kOffsetToleratedMs = 2 * 60 * kMsPerSecond;

}  // namespace keqian::kiosk
