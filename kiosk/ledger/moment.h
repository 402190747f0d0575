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

struct Moment {
  UtcMs utc_ms = 0;  // as the machine says
  MonotonicMs monotonic_ms = 0;
  std::string boot_id;
  ClockState clock_state = ClockState::kSet;
  BusinessDate business_date;  // as far as known
  int hour = 0;                // 0–23, at the venue
  int minute = 0;              // 0–59
};

Moment judge_moment(UtcMs utc_ms, MonotonicMs monotonic_ms, const std::string& boot_id,
                    const ClockReference& reference);

}  // namespace keqian::kiosk
