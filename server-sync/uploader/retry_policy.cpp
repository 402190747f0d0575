#include "server-sync/uploader/retry_policy.h"

#include <algorithm>

#include "server-sync/base/date.h"

namespace keqian::uploader {
namespace {

constexpr MonotonicMs kRetryAfterSpreadMs = 30'000;

// Evenly in 0 … max. The modulo's bias is below 2^-44 here.
MonotonicMs pick(std::uint64_t random, MonotonicMs max) {
  return static_cast<MonotonicMs>(random % (static_cast<std::uint64_t>(max) + 1));
}

}  // namespace

MonotonicMs delay_after_failure_ms(const RetryPolicy& policy, int failures,
                                   std::optional<std::int64_t> retry_after_s,
                                   std::uint64_t random) {
  if (retry_after_s) {
    const MonotonicMs wished_ms =
        std::clamp<std::int64_t>(*retry_after_s, 0, policy.retry_after_max_s) * kMsPerSecond;
    return std::max(policy.backoff_min_ms, wished_ms + pick(random, kRetryAfterSpreadMs));
  }
  MonotonicMs ceiling = policy.backoff_first_ms;
  for (int i = 1; i < failures && ceiling < policy.backoff_max_ms; ++i) ceiling *= 2;
  ceiling = std::min(ceiling, policy.backoff_max_ms);
  return std::max(policy.backoff_min_ms, pick(random, ceiling));
}

MonotonicMs attempt_after_success(const RetryPolicy& policy, MonotonicMs now, bool more_pending) {
  return more_pending ? now : now + policy.sign_of_life_ms;
}

MonotonicMs attempt_after_change(const RetryPolicy& policy, MonotonicMs now, MonotonicMs planned,
                                 bool pausing_after_failure) {
  return pausing_after_failure ? planned : std::min(planned, now + policy.change_delay_ms);
}

}  // namespace keqian::uploader
