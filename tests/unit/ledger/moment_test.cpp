#include "kiosk/ledger/moment.h"

#include <gtest/gtest.h>

namespace keqian::kiosk {
namespace {

constexpr UtcMs kTenOClock = 1'779'933'600'000;  // 2026-05-28 10:00 in Shanghai
constexpr MonotonicMs kUptime = 60'000;

TEST(Moment, BelievesAPlausibleClock) {
  const auto moment = judge_moment(kTenOClock, kUptime, "boot", {});
  EXPECT_EQ(moment.clock_state, ClockState::kSet);
  EXPECT_EQ(moment.business_date.iso(), "2026-05-28");
  EXPECT_EQ(moment.hour, 10);
}

TEST(Moment, TakesTheLastKnownDayWhileTheClockIsUnset) {
  ClockReference reference;
  reference.bureau_utc_ms = kTenOClock;
  const auto moment = judge_moment(12 * kMsPerHour, kUptime, "boot", reference);
  EXPECT_EQ(moment.clock_state, ClockState::kUnset);
  EXPECT_EQ(moment.business_date.iso(), "2026-05-28");
  EXPECT_EQ(moment.utc_ms, 12 * kMsPerHour);  // the row keeps what the machine said
}

TEST(Moment, DistrustsAClockBehindTheBureausLastWord) {
  ClockReference reference;
  reference.bureau_utc_ms = kTenOClock;
  const auto moment = judge_moment(kTenOClock - 3 * kMsPerDay, kUptime, "boot", reference);
  EXPECT_EQ(moment.clock_state, ClockState::kUnset);
}

TEST(Moment, CorrectsByTheOffsetMeasuredInThisBoot) {
  const UtcMs wrong = kTenOClock - 2 * kMsPerDay;
  const ClockReference reference{kTenOClock, 2 * kMsPerDay, "boot", wrong - kUptime};
  const auto later = judge_moment(wrong + kMsPerHour, kUptime + kMsPerHour, "boot", reference);
  EXPECT_EQ(later.clock_state, ClockState::kCorrected);
  EXPECT_EQ(later.business_date.iso(), "2026-05-28");
  EXPECT_EQ(later.hour, 11);
}

TEST(Moment, ForgetsTheOffsetWhenSomebodySetsTheClock) {
  const UtcMs wrong = kTenOClock - 2 * kMsPerDay;
  const ClockReference reference{kTenOClock, 2 * kMsPerDay, "boot", wrong - kUptime};
  const auto corrected = judge_moment(kTenOClock + 1000, kUptime + 1000, "boot", reference);
  EXPECT_EQ(corrected.clock_state, ClockState::kSet);
  EXPECT_EQ(corrected.business_date.iso(), "2026-05-28");
}

TEST(Moment, TrustsTheBureauAndTheMonotonicClockOverAJump) {
  const ClockReference reference{kTenOClock, 0, "boot", kTenOClock - kUptime};
  for (const auto jump : {kMsPerDay, -kMsPerDay}) {
    const auto moment =
        judge_moment(kTenOClock + jump + kMsPerHour, kUptime + kMsPerHour, "boot", reference);
    EXPECT_EQ(moment.clock_state, ClockState::kCorrected);
    EXPECT_EQ(moment.business_date.iso(), "2026-05-28");
    EXPECT_EQ(moment.hour, 11);
  }
}

TEST(Moment, ForgetsTheOffsetOfAnotherBoot) {
  const ClockReference reference{kTenOClock, 2 * kMsPerDay, "boot before", 0};
  const auto moment = judge_moment(kTenOClock, kUptime, "boot", reference);
  EXPECT_EQ(moment.clock_state, ClockState::kSet);
}

}  // namespace
}  // namespace keqian::kiosk
