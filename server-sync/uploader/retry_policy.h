// When to contact the bureau next, as pure functions of times and one random number.
#pragma once

#include <cstdint>
#include <optional>

#include "server-sync/base/clock.h"

namespace keqian::uploader {

struct RetryPolicy {
  MonotonicMs change_delay_ms = 5'000;     // a change waits so long for company
  MonotonicMs sign_of_life_ms = 60'000;    // without any change
  MonotonicMs backoff_first_ms = 1'000;    // ceiling after the first failure, doubled each time
  MonotonicMs backoff_max_ms = 300'000;    // … up to this one
  MonotonicMs backoff_min_ms = 250;        // never sooner, whatever the dice say
  std::int64_t retry_after_max_s = 3'600;  // a longer wish of the bureau is cut to this
};

// The pause after the `failures`-th failure in a row (from 1): evenly random up to a ceiling that
// doubles ("full jitter", so that a thousand kiosks do not come back in the same second). With the
// server's Retry-After at least that long, and spread over up to 30 s more.
MonotonicMs delay_after_failure_ms(const RetryPolicy& policy, int failures,
                                   std::optional<std::int64_t> retry_after_s, std::uint64_t random);

// The next attempt after a success at `now`. `more_pending`: rows were left out of the last upload.
MonotonicMs attempt_after_success(const RetryPolicy& policy, MonotonicMs now, bool more_pending);

// What a change at `now` does to a planned attempt: brings it forward, unless a failure's pause is
// running, which it respects.
MonotonicMs attempt_after_change(const RetryPolicy& policy, MonotonicMs now, MonotonicMs planned,
                                 bool pausing_after_failure);

}  // namespace keqian::uploader
