// The programme of the day and what the staff do with it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "kiosk/ledger/ledger_desk.h"
#include "kiosk/ledger/ledger_door.h"
#include "tests/support/kiosk_bench.h"

namespace keqian::kiosk {
namespace {

using test::KioskBench;

struct Desk {
  Desk() : ledger(bench.open_enrolled()), desk(*ledger, "test"), door(*ledger) {}
  void plan(const std::string& id, int starts_minute) {
    auto configuration = test::bench_configuration(bench.today());
    configuration.sessions = {{{id},
                               {"open-lab"},
                               "上午场",
                               Audience::kPublic,
                               bench.today(),
                               starts_minute,
                               starts_minute + 60}};
    LedgerOutbox outbox(*ledger, "test");
    ASSERT_TRUE(
        outbox.store_configuration(configuration, wire::encode(configuration), "\"2\"").ok());
  }
  HeldSession open(const SessionOpening& opening) {
    auto opened = desk.open_session(opening);
    EXPECT_TRUE(opened.ok()) << opened.error().text();
    return opened.ok() ? *opened : HeldSession{};
  }

  KioskBench bench;
  std::unique_ptr<Ledger> ledger;
  LedgerDesk desk;
  LedgerDoor door;
};

TEST(StaffSessions, ThePlannedOneLeavesTheProgrammeWhenItIsOpened) {
  Desk desk;
  desk.plan("open-lab.library.2026-05-28.1", 600);
  auto programme = desk.desk.programme();
  ASSERT_TRUE(programme.ok());
  ASSERT_EQ(programme->planned.size(), 1u);
  EXPECT_EQ(programme->planned[0].title, "上午场");
  ASSERT_EQ(programme->activities.size(), 2u);
  EXPECT_EQ(programme->activities[0].title, "日常开放");
  EXPECT_FALSE(programme->counting);
  const auto held = desk.open({programme->planned[0].id, {3, 0, 5, 1}});
  EXPECT_EQ(held.staff, (StaffHeadCounts{3, 0, 5, 1}));
  ASSERT_TRUE(desk.door.tap(Category::kPublic, 4).ok());
  programme = desk.desk.programme();
  EXPECT_TRUE(programme->planned.empty());
  EXPECT_EQ(programme->counting, held.id);
  ASSERT_EQ(programme->held.size(), 1u);
  EXPECT_EQ(programme->held[0].persons, 4);
  ASSERT_TRUE(programme->proposed);
  EXPECT_EQ(*programme->proposed,
            (ProposedStaff{{3, 0, 5, 1}, "上午场", *BusinessDate::parse("2026-05-28")}));
}

TEST(StaffSessions, AnActivityMayBeHeldAgainAndAgain) {
  Desk desk;
  desk.plan("open-lab.library.2026-05-28.1", 600);
  const auto first = desk.open({ActivityId{"open-lab"}, {}});
  EXPECT_EQ(first.id.value, "open-lab.library.2026-05-28.2");  // 1 is the bureau's
  EXPECT_EQ(desk.open({ActivityId{"open-lab"}, {}}).id, first.id);
  ASSERT_TRUE(desk.desk.close_session(first.id).ok());
  EXPECT_EQ(desk.open({ActivityId{"open-lab"}, {}}).id.value, "open-lab.library.2026-05-28.3");
  EXPECT_EQ(desk.desk.open_session({ActivityId{"unknown"}, {}}).error().kind, ErrorKind::kNotFound);
}

TEST(StaffSessions, TheOneThatCountsCanBeChosen) {
  Desk desk;
  ASSERT_TRUE(desk.door.tap(Category::kPublic, 1).ok());
  const auto daily = *desk.desk.programme()->counting;
  const auto talk = desk.open({ActivityId{"open-lab"}, {}});
  EXPECT_EQ(desk.desk.programme()->counting, talk.id);
  ASSERT_TRUE(desk.desk.count_into(daily).ok());
  EXPECT_EQ(desk.desk.programme()->counting, daily);
  EXPECT_EQ(desk.door.tap(Category::kPublic, 2)->session, daily);
  EXPECT_EQ(desk.open({ActivityId{"open-lab"}, {}}).id, talk.id);
  EXPECT_EQ(desk.desk.programme()->counting, talk.id) << "opening what is open chooses it";
  ASSERT_TRUE(desk.desk.close_session(talk.id).ok());
  EXPECT_EQ(desk.desk.programme()->counting, daily);
  EXPECT_EQ(desk.desk.count_into(talk.id).error().kind, ErrorKind::kConflict);
  EXPECT_EQ(desk.desk.count_into(SessionId{"nowhere"}).error().kind, ErrorKind::kNotFound);
}

TEST(StaffSessions, AHeadCountOf0ThatWasEnteredIsNotOneThatNobodyEntered) {
  Desk desk;
  ASSERT_TRUE(desk.door.tap(Category::kPublic, 1).ok());
  const auto daily = desk.desk.programme()->held.at(0);
  EXPECT_FALSE(daily.staff_reported);
  EXPECT_EQ(sessions_without_staff(desk.desk.preview_closing()->figures), 1);
  ASSERT_TRUE(desk.desk.set_head_counts(daily.id, {}).ok());
  EXPECT_TRUE(desk.desk.programme()->held.at(0).staff_reported);
  EXPECT_EQ(desk.desk.programme()->held.at(0).staff, StaffHeadCounts{});
  EXPECT_EQ(sessions_without_staff(desk.desk.preview_closing()->figures), 0);
  EXPECT_TRUE(desk.open({ActivityId{"open-lab"}, {}}).staff_reported) << "the form asked for them";
}

TEST(StaffSessions, TheDailyOpeningCanBeOpenedBesideATalk) {
  Desk desk;
  const auto talk = desk.open({ActivityId{"open-lab"}, {}});
  const auto daily = desk.open({ActivityId{"daily"}, {}});
  EXPECT_EQ(daily.title, "日常开放");
  EXPECT_EQ(desk.door.tap(Category::kPublic, 2)->session, daily.id);
  ASSERT_TRUE(desk.desk.close_session(daily.id).ok());
  EXPECT_EQ(desk.desk.programme()->counting, talk.id);
}

TEST(StaffSessions, TheChosenOneStaysChosenOverARestart) {
  Desk desk;
  ASSERT_TRUE(desk.door.tap(Category::kPublic, 1).ok());
  const auto daily = *desk.desk.programme()->counting;
  desk.open({ActivityId{"open-lab"}, {}});
  ASSERT_TRUE(desk.desk.count_into(daily).ok());
  desk.ledger.reset();
  auto again = desk.bench.open();
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(LedgerDesk(**again, "test").programme()->counting, daily);
}

TEST(StaffSessions, AnAdHocOneIsNamedByTheMinuteOfItsForm) {
  Desk desk;
  desk.bench.clock.advance_ms(31 * 60 * kMsPerSecond);  // 10:31
  const auto held = desk.open({AdHocSession{Audience::kInternal, 10 * 60 + 31}, {}});
  EXPECT_EQ(held.id.value, "ad-hoc.library.2026-05-28.316");
  EXPECT_EQ(held.title, "临时场次 10:31");
  EXPECT_EQ(held.audience, Audience::kInternal);
  EXPECT_EQ(desk.open({AdHocSession{Audience::kInternal, 10 * 60 + 31}, {}}).id, held.id);
}

TEST(StaffSessions, AdHocOnesOfTheSameMinutesAreToldApart) {
  Desk desk;
  const int minute = 10 * 60;
  std::set<std::string> ids;
  std::set<std::string> titles;
  for (int i = 0; i < 4; ++i) {
    const auto held = desk.open({AdHocSession{Audience::kPublic, minute}, {}});
    ids.insert(held.id.value);
    titles.insert(held.title);
    ASSERT_TRUE(desk.desk.close_session(held.id).ok());
  }
  EXPECT_THAT(titles, ::testing::ElementsAre("临时场次 10:00", "临时场次 10:00 (2)",
                                             "临时场次 10:00 (3)", "临时场次 10:00 (4)"));
  EXPECT_EQ(ids.size(), 4u);
  // Another kiosk's session of the next two minutes is another session.
  const SessionId next{"ad-hoc.library.2026-05-28." + std::to_string(ad_hoc_number(minute + 2))};
  EXPECT_FALSE(ids.contains(next.value));
}

TEST(StaffSessions, TheOneThatCountedBeforeCountsAgain) {
  Desk desk;
  const auto first = desk.open({ActivityId{"open-lab"}, {}});
  const auto second = desk.open({AdHocSession{}, {}});
  EXPECT_EQ(desk.desk.programme()->counting, second.id);
  ASSERT_TRUE(desk.desk.close_session(second.id).ok());
  EXPECT_EQ(desk.desk.programme()->counting, first.id);
}

TEST(StaffSessions, TheHeadCountsOfYesterdayAreProposed) {
  Desk desk;
  desk.open({ActivityId{"open-lab"}, {1, 2, 3, 4}});
  desk.bench.clock.advance_ms(kMsPerDay);
  EXPECT_EQ(desk.desk.programme()->proposed->staff, (StaffHeadCounts{1, 2, 3, 4}));
  const auto held = desk.open({ActivityId{"open-lab"}, {1, 2, 3, 4}});
  ASSERT_TRUE(desk.desk.set_head_counts(held.id, {0, 2, 3, 9}).ok());
  EXPECT_EQ(desk.desk.programme()->held[0].staff, (StaffHeadCounts{0, 2, 3, 9}));
  EXPECT_EQ(desk.desk.set_head_counts(held.id, {100'001, 0, 0, 0}).error().kind,
            ErrorKind::kInvalid);
  EXPECT_FALSE(desk.desk.set_head_counts({"nonsense"}, {}).ok());
}

TEST(StaffSessions, LeftOpenItIsClosedByTheEndOfItsDayAndMarked) {
  Desk desk;
  desk.open({ActivityId{"open-lab"}, {}});
  ASSERT_TRUE(desk.door.tap(Category::kPublic, 2).ok());
  desk.bench.clock.advance_ms(kMsPerDay);
  ASSERT_TRUE(desk.ledger->end_past_days().ok());
  const auto figures = desk.desk.figures();
  ASSERT_TRUE(figures.ok());
  ASSERT_EQ(figures->yesterday.by_session.size(), 1u);
  EXPECT_TRUE(figures->yesterday.by_session[0].ended_with_its_day);
  EXPECT_EQ(figures->yesterday.by_session[0].persons, 2);
}

}  // namespace
}  // namespace keqian::kiosk
