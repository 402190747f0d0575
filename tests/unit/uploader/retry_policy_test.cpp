#include "server-sync/uploader/retry_policy.h"

#include <gtest/gtest.h>

#include "server-sync/base/randomness.h"

namespace keqian::uploader {
namespace {

constexpr RetryPolicy kPolicy;

// The longest and shortest pause after the n-th failure, over many random numbers.
std::pair<MonotonicMs, MonotonicMs> range(int failures, std::optional<std::int64_t> retry_after_s) {
  SeededRandomness randomness(static_cast<std::uint64_t>(failures));
  MonotonicMs shortest = 1LL << 60, longest = 0;
  for (int i = 0; i < 20'000; ++i) {
    const auto delay = delay_after_failure_ms(kPolicy, failures, retry_after_s, randomness.next());
    shortest = std::min(shortest, delay);
    longest = std::max(longest, delay);
  }
  return {shortest, longest};
}

TEST(Backoff, SpreadsBelowACeilingThatDoubles) {
  MonotonicMs ceiling = 1000;
  for (int failures = 1; failures <= 9; ++failures, ceiling *= 2) {
    const auto [shortest, longest] = range(failures, std::nullopt);
    EXPECT_GE(shortest, kPolicy.backoff_min_ms);
    EXPECT_LE(longest, ceiling);
    EXPECT_GT(longest, ceiling * 9 / 10) << failures;
    EXPECT_LT(shortest, std::max<MonotonicMs>(ceiling / 10, 260)) << failures;
  }
}

TEST(Backoff, EndsAtFiveMinutesHoweverLongTheOutage) {
  for (const int failures : {10, 30, 100, 1'000'000, 2'147'483'647}) {
    const auto delay = delay_after_failure_ms(kPolicy, failures, std::nullopt, 300'000);
    EXPECT_EQ(delay, 300'000);
  }
}

TEST(Backoff, HonoursRetryAfterAndSpreadsIt) {
  const auto [shortest, longest] = range(1, 30);
  EXPECT_GE(shortest, 30'000);
  EXPECT_LE(longest, 60'000);
  EXPECT_GT(longest, 55'000);
}

TEST(Backoff, DoesNotLetAWishStopTheKioskForADay) {
  const auto [shortest, longest] = range(1, 1'000'000'000'000);
  EXPECT_GE(shortest, 3'600'000);
  EXPECT_LE(longest, 3'630'000);
  EXPECT_GE(range(1, -5).first, kPolicy.backoff_min_ms);
}

TEST(Plan, ContactsAtOnceWhileMoreIsPendingAndElseOnceAMinute) {
  EXPECT_EQ(attempt_after_success(kPolicy, 1000, true), 1000);
  EXPECT_EQ(attempt_after_success(kPolicy, 1000, false), 61'000);
}

TEST(Plan, BringsAChangeForwardButNeverThePauseAfterAFailure) {
  EXPECT_EQ(attempt_after_change(kPolicy, 1000, 61'000, false), 6000);
  EXPECT_EQ(attempt_after_change(kPolicy, 2000, 6000, false), 6000);
  EXPECT_EQ(attempt_after_change(kPolicy, 1000, 300'000, true), 300'000);
}

}  // namespace
}  // namespace keqian::uploader
