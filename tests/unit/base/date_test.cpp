#include "server-sync/base/date.h"

#include <gtest/gtest.h>

namespace keqian {
namespace {

TEST(BusinessDate, ReadsOnlyRealDays) {
  EXPECT_EQ(BusinessDate::parse("2024-02-29")->iso(), "2024-02-29");
  for (const char* wrong :
       {"2023-02-29", "2024-13-01", "2024-00-10", "2024-04-31", "1969-12-31", "2024-2-29",
        "2024/02/29", "+024-02-29", "2024-02-29 ", "", "2024-02-"}) {
    EXPECT_FALSE(BusinessDate::parse(wrong)) << wrong;
  }
}

TEST(BusinessDate, IsTheDayAtTheVenue) {
  const UtcMs midnight = BusinessDate::parse("2026-05-25")->start_utc_ms();
  EXPECT_EQ(iso_time(midnight), "2026-05-25T00:00:00.000+08:00");
  EXPECT_EQ(BusinessDate::of(midnight).iso(), "2026-05-25");
  EXPECT_EQ(BusinessDate::of(midnight - 1).iso(), "2026-05-24");
  EXPECT_EQ(business_hour(midnight - 1), 23);
  EXPECT_EQ(business_hour(midnight), 0);
  EXPECT_EQ(business_minute(midnight + 61 * 60 * kMsPerSecond), 1);
}

TEST(BusinessDate, HoldsBefore1970ForAnUnsetClock) {
  EXPECT_EQ(BusinessDate::of(-9 * kMsPerHour).iso(), "1969-12-31");
  EXPECT_EQ(business_hour(-9 * kMsPerHour), 23);
  EXPECT_EQ(iso_time(0), "1970-01-01T08:00:00.000+08:00");
}

TEST(BusinessDate, GoesRoundForEveryDayOfACentury) {
  for (auto date = *BusinessDate::parse("1999-12-25"); date < *BusinessDate::parse("2101-01-05");
       date = date.plus_days(1)) {
    const auto again = BusinessDate::parse(date.iso());
    ASSERT_TRUE(again) << date.iso();
    ASSERT_EQ(*again, date);
    ASSERT_EQ(BusinessDate::of(date.start_utc_ms()), date);
    ASSERT_EQ(BusinessDate::of(date.start_utc_ms() + kMsPerDay - 1), date);
  }
}

TEST(BusinessDate, KnowsTheWeekday) {
  EXPECT_EQ(BusinessDate::parse("2026-05-24")->weekday(), 0);
  EXPECT_EQ(BusinessDate::parse("2026-05-30")->weekday(), 6);
}

}  // namespace
}  // namespace keqian
