// Sessions as the staff open, correct and close them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/app/door_script.h"

namespace keqian::kiosk {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class StaffSessions : public ::testing::Test {
 protected:
  StaffSessions() {
    programme.counting = SessionId{"s-1"};
    programme.held = {
        {.id = {"s-1"},
         .title = "讲座",
         .opened_utc_ms = 1000,
         .persons = 40,
         .staff = {1, 2, 3, 4}},
        {.id = {"s-0"}, .title = "日常开放", .opened_utc_ms = 500, .closed_utc_ms = 900}};
    programme.planned = {{SessionId{"s-2"}, "体验", Audience::kBusiness, 840, 900}};
    programme.activities = {{ActivityId{"a-1"}, "研学", Audience::kPublic}};
    programme.proposed = ProposedStaff{{5, 6, 7, 8}, "讲座", *BusinessDate::parse("2026-05-27")};
    door.enter_staff_area().open(StaffPageName::kSessions);
    door.now(ProgrammeRead{door.one<LoadProgramme>().request, programme});
  }
  const SessionsPage& page() const { return *door.page<SessionsPage>(); }

  Programme programme;
  DoorScript door;
};

TEST_F(StaffSessions, ArePlannedOnesOpenedWithTheHeadCountsOfBefore) {
  EXPECT_EQ(*page().programme, programme);
  door.now(SessionsTabChosen{SessionsTab::kPlanned}).now(HoldingPicked{SessionId{"s-2"}});
  ASSERT_TRUE(page().form);
  door.now(StaffFieldChosen{2}).now(NumberDigitTyped{1}).now(NumberDigitTyped{2});
  door.now(StaffConfirmed{});
  EXPECT_EQ(door.one<OpenSession>().opening, (SessionOpening{SessionId{"s-2"}, {5, 6, 12, 8}}));
  door.now(StaffConfirmed{});
  EXPECT_THAT(door.all<OpenSession>(), IsEmpty()) << "once";
  door.done();
  EXPECT_FALSE(page().form);
  EXPECT_EQ(page().tab, SessionsTab::kHeld);
  EXPECT_THAT(door.all<LoadProgramme>(), SizeIs(1)) << "shown as it is now";
}

TEST_F(StaffSessions, SayWhatWasDoneUntilTheNextTouch) {
  const auto read_again = [&] {
    door.done().now(ProgrammeRead{door.model().last_request, programme});
  };
  door.now(HoldingPicked{SessionId{"s-2"}}).now(StaffConfirmed{});
  EXPECT_FALSE(page().done) << "not before it is";
  read_again();
  EXPECT_EQ(page().done, (SessionDone{SessionAct::kOpened, {}}));
  door.now(HeadCountsPicked{SessionId{"s-1"}});
  EXPECT_FALSE(page().done);
  door.now(StaffConfirmed{});
  read_again();
  EXPECT_EQ(page().done, (SessionDone{SessionAct::kHeadCounts, SessionId{"s-1"}}));
  door.now(ClosePicked{SessionId{"s-1"}}).now(StaffConfirmed{});
  read_again();
  EXPECT_EQ(page().done, (SessionDone{SessionAct::kClosed, SessionId{"s-1"}}));
  programme.counting.reset();
  door.now(PageReloaded{}).now(ProgrammeRead{door.model().last_request, programme});
  door.now(CountIntoTapped{SessionId{"s-1"}});
  read_again();
  EXPECT_EQ(page().done, (SessionDone{SessionAct::kCountedInto, {}}));
  door.now(CountIntoTapped{SessionId{"s-1"}}).failed(StaffProblem::kStorage);
  EXPECT_FALSE(page().done) << "nothing was";
}

TEST(PlannedHoldings, AreOverWhenTheirLastMinuteIs) {
  const UtcMs ten = BusinessDate::parse("2026-05-28")->start_utc_ms() + 10 * kMsPerHour;
  PlannedHolding planned;
  planned.ends_minute = 10 * 60;
  EXPECT_TRUE(is_over(planned, ten));
  EXPECT_FALSE(is_over(planned, ten - 1));
}

TEST_F(StaffSessions, AreOpenedFromAnActivityOrAdHoc) {
  door.now(ActivityPicked{ActivityId{"a-1"}}).now(StaffConfirmed{});
  EXPECT_EQ(door.one<OpenSession>().opening, (SessionOpening{ActivityId{"a-1"}, {5, 6, 7, 8}}));
  door.done().now(ProgrammeRead{door.model().last_request, programme});
  door.now(AdHocPicked{}).now(AudienceChosen{Audience::kInternal});
  const UtcMs noon = BusinessDate::parse("2026-05-28")->start_utc_ms() + 12 * kMsPerHour;
  door.now(Tick{noon + 29 * 60 * kMsPerSecond}).now(StaffConfirmed{});
  EXPECT_EQ(door.one<OpenSession>().opening,
            (SessionOpening{AdHocSession{Audience::kInternal, 12 * 60 + 29}, {5, 6, 7, 8}}))
      << "titled with the minute that the form shows";
}

TEST_F(StaffSessions, TheFormSaysWhoseHeadCountsItBeganWith) {
  door.now(HoldingPicked{SessionId{"s-2"}});
  EXPECT_EQ(page().form->proposed, programme.proposed);
  door.now(StaffZeroed{});
  EXPECT_FALSE(page().form->proposed);
  door.now(StaffConfirmed{});
  EXPECT_EQ(door.one<OpenSession>().opening, (SessionOpening{SessionId{"s-2"}, {}}));
  door.done().now(ProgrammeRead{door.model().last_request, programme});
  door.now(HeadCountsPicked{SessionId{"s-1"}});
  EXPECT_FALSE(page().form->proposed) << "these are its own";
}

TEST_F(StaffSessions, AnotherOpenOneIsCountedInto) {
  programme.held.push_back({.id = {"s-9"}, .title = "日常开放", .opened_utc_ms = 700});
  door.open(StaffPageName::kSessions);
  door.now(ProgrammeRead{door.one<LoadProgramme>().request, programme});
  door.now(CountIntoTapped{SessionId{"s-1"}}).now(CountIntoTapped{SessionId{"s-0"}});
  EXPECT_THAT(door.all<CountInto>(), IsEmpty()) << "one counts already, the other is closed";
  door.now(CountIntoTapped{SessionId{"s-9"}});
  EXPECT_EQ(door.one<CountInto>().id, SessionId{"s-9"});
  door.done();
  EXPECT_THAT(door.all<LoadProgramme>(), SizeIs(1)) << "shown as it is now";
}

TEST_F(StaffSessions, HeadCountsAreCorrected) {
  door.now(HeadCountsPicked{SessionId{"s-1"}}).now(NumberStepped{1}).now(StaffConfirmed{});
  const auto asked = door.one<SetHeadCounts>();
  EXPECT_EQ(asked.id, SessionId{"s-1"});
  EXPECT_EQ(asked.staff, (StaffHeadCounts{2, 2, 3, 4}));
}

TEST_F(StaffSessions, HeadCountsStayWithinTheirRange) {
  door.now(HeadCountsPicked{SessionId{"s-0"}}).now(NumberStepped{-1});
  EXPECT_EQ(page().form->staff[0].value, 0);
  for (int i = 0; i < 9; ++i) door.now(NumberDigitTyped{9});
  EXPECT_EQ(page().form->staff[0].value, 99'999);
  for (int i = 0; i < 9; ++i) door.now(NumberDigitErased{});
  EXPECT_EQ(page().form->staff[0].value, 0);
}

TEST_F(StaffSessions, AreClosedAfterAQuestion) {
  door.now(ClosePicked{SessionId{"s-0"}});
  EXPECT_FALSE(page().closing) << "it is closed";
  door.now(ClosePicked{SessionId{"s-1"}});
  ASSERT_TRUE(page().closing);
  EXPECT_THAT(door.all<CloseSession>(), IsEmpty());
  door.now(StaffConfirmed{});
  EXPECT_EQ(door.one<CloseSession>().id, SessionId{"s-1"});
  door.done();
  EXPECT_FALSE(page().closing);
}

TEST_F(StaffSessions, SayWhyTheyCouldNotBeOpenedAndKeepTheForm) {
  door.now(HoldingPicked{SessionId{"s-2"}}).now(StaffConfirmed{}).failed(StaffProblem::kConflict);
  ASSERT_TRUE(page().state.trouble);
  EXPECT_EQ(page().state.trouble->problem, StaffProblem::kConflict);
  EXPECT_TRUE(page().form);
  door.now(StaffConfirmed{});
  EXPECT_FALSE(page().state.trouble) << "the next try ends it";
}

TEST_F(StaffSessions, TypingHeadCountsHasMoreTime) {
  door.now(AdHocPicked{}).later(kStaffLeavesTypingMs - 1).tick();
  EXPECT_EQ(door.screen(), Screen::kStaff);
  door.later(1).tick();
  EXPECT_EQ(door.screen(), Screen::kWelcome);
}

}  // namespace
}  // namespace keqian::kiosk
