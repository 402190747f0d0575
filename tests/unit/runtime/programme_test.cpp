#include "kiosk/runtime/programme.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace keqian::kiosk {
namespace {

using ::testing::SizeIs;

const BusinessDate kToday = *BusinessDate::parse("2026-05-28");

// One planned session an hour from `first` o'clock on.
wire::Configuration hourly(int first, int count) {
  wire::Configuration configuration;
  for (int i = 0; i < count; ++i) {
    const int starts = (first + i) * 60;
    auto& session = configuration.sessions.emplace_back();
    session.business_date = kToday;
    session.title = std::to_string(first + i);
    session.starts_minute = starts;
    session.ends_minute = starts + 60;
  }
  return configuration;
}

TEST(Programme, IsOfTodayAndByTime) {
  auto configuration = hourly(9, 3);
  std::swap(configuration.sessions.front(), configuration.sessions.back());
  configuration.sessions.emplace_back(configuration.sessions.front()).business_date =
      kToday.plus_days(1);
  const auto programme = programme_of(configuration, kToday, 0);
  ASSERT_THAT(programme, SizeIs(3));
  EXPECT_EQ(programme.front().title, "9");
  EXPECT_EQ(programme.back().title, "11");
}

TEST(Programme, OfALongDayWhatIsOverIsLeftOutFirst) {
  const auto configuration = hourly(6, static_cast<int>(kProgrammeMax) + 3);
  const auto in_the_morning = programme_of(configuration, kToday, 0);
  ASSERT_THAT(in_the_morning, SizeIs(kProgrammeMax));
  EXPECT_EQ(in_the_morning.front().title, "6") << "nothing is over: what comes last has no room";
  const auto later = programme_of(configuration, kToday, 8 * 60);
  ASSERT_THAT(later, SizeIs(kProgrammeMax));
  EXPECT_EQ(later.front().title, "8") << "6 and 7 o'clock are over";
  EXPECT_EQ(later.back().title, "19");
}

}  // namespace
}  // namespace keqian::kiosk
