// The state of the station, and the end of the day.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/app/door_script.h"

namespace keqian::kiosk {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

// ---- Station -----------------------------------------------------------------------------------

class StaffStation : public ::testing::Test {
 protected:
  StaffStation() {
    door.enter_staff_area().open(StaffPageName::kStation);
    StationReport report;
    report.clock = ClockTrust::kUnset;
    door.now(ReportRead{door.one<LoadReport>().request, report});
  }
  const StationPage& page() const { return *door.page<StationPage>(); }

  DoorScript door;
};

TEST_F(StaffStation, ChecksTheLedgerOnceAtATime) {
  door.now(LedgerCheckTapped{});
  const auto asked = door.one<CheckLedger>().request;
  door.now(LedgerCheckTapped{});
  EXPECT_THAT(door.all<CheckLedger>(), IsEmpty());
  EXPECT_NE(page().checking, 0U);
  door.now(LedgerChecked{asked, {.check_ins = 9, .persons = 30, .findings = {}}});
  EXPECT_EQ(page().check->check_ins, 9);
  EXPECT_EQ(page().checking, 0U);
}

TEST_F(StaffStation, WritesASupportBundleAndSaysWhere) {
  door.now(SupportBundleTapped{});
  door.now(FilesWritten{door.one<WriteSupportBundle>().request, {{"/media/stick/a.tar"}, true}});
  EXPECT_TRUE(page().bundle->removable);
  door.now(SupportBundleTapped{}).failed(StaffProblem::kNoMedium);
  EXPECT_EQ(page().state.trouble->problem, StaffProblem::kNoMedium);
}

TEST_F(StaffStation, AsksForTheDateOnlyWithAnUnsetClock) {
  door.now(Tick{BusinessDate::parse("2024-01-31")->start_utc_ms() + 61 * 60'000});
  door.now(DateFormTapped{});
  EXPECT_EQ(page().date, (DateForm{*BusinessDate::parse("2024-01-31"), 61}));
  door.now(DateStepped{DatePart::kMonth, 1});
  EXPECT_EQ(page().date->date.iso(), "2024-02-29") << "the last day of a shorter month";
  door.now(DateStepped{DatePart::kYear, 1}).now(DateStepped{DatePart::kHour, -2});
  EXPECT_EQ(page().date->date.iso(), "2025-02-28");
  EXPECT_EQ(page().date->minute_of_day, 23 * 60 + 1);
  door.now(StaffConfirmed{});
  const auto asked = door.one<SetDate>();
  EXPECT_EQ(asked, (SetDate{asked.request, *BusinessDate::parse("2025-02-28"), 23 * 60 + 1}));
  door.done();
  EXPECT_FALSE(page().date);
  EXPECT_THAT(door.all<LoadReport>(), SizeIs(1));
  door.now(ReportRead{door.model().last_request, {}}).now(DateFormTapped{});
  EXPECT_FALSE(page().date) << "the clock is set";
}

TEST_F(StaffStation, EndsTheProgramAfterAQuestion) {
  door.now(StaffConfirmed{});
  EXPECT_THAT(door.all<ExitProgram>(), IsEmpty());
  door.now(LeaveProgramTapped{}).now(StaffBackTapped{}).now(StaffConfirmed{});
  EXPECT_THAT(door.all<ExitProgram>(), IsEmpty());
  door.now(LeaveProgramTapped{}).now(StaffConfirmed{});
  EXPECT_THAT(door.all<ExitProgram>(), SizeIs(1));
}

TEST_F(StaffStation, ListsCamerasWhenTheyAreLookedAt) {
  door.now(StationTabChosen{StationTab::kCamera});
  door.now(CamerasListed{door.one<ListCameras>().request, {{"auto", ""}}});
  EXPECT_THAT(page().cameras, SizeIs(1));
}

// ---- End of the day ----------------------------------------------------------------------------

TEST(StaffClosing, ShowsTheTotalsAsksAndCloses) {
  DoorScript door;
  door.enter_staff_area().open(StaffPageName::kClosing).now(CloseDayTapped{});
  EXPECT_FALSE(door.page<ClosingPage>()->confirming) << "nothing was shown yet";
  DayClosing closing;
  closing.date = *BusinessDate::parse("2026-05-28");
  closing.figures.persons = 312;
  door.now(ClosingRead{door.model().last_request, closing}).now(StaffConfirmed{});
  EXPECT_THAT(door.all<CloseDay>(), IsEmpty()) << "not without the question";
  door.now(CloseDayTapped{}).now(StaffConfirmed{});
  closing.closed = true;
  door.now(ClosingRead{door.one<CloseDay>().request, closing});
  EXPECT_TRUE(door.page<ClosingPage>()->closing->closed);
  EXPECT_FALSE(door.page<ClosingPage>()->confirming);
  door.now(CloseDayTapped{}).now(StaffConfirmed{});
  EXPECT_THAT(door.all<CloseDay>(), IsEmpty()) << "once";
  door.now(ExportDayTapped{});
  EXPECT_EQ(door.one<ExportDay>().date, closing.date);
  door.now(FilesWritten{door.one<ExportDay>().request, {{"/data/day.csv"}, false}});
  EXPECT_THAT(door.page<ClosingPage>()->exported->files, SizeIs(1));
}

// At the question whether the day shall be closed.
class StaffMissingAtTheDaysEnd : public ::testing::Test {
 protected:
  StaffMissingAtTheDaysEnd() {
    programme.held = {{.id = {"s-1"}, .title = "讲座", .opened_utc_ms = 1000},
                      {.id = {"s-2"}, .title = "日常开放", .opened_utc_ms = 500}};
    programme.held[1].staff_reported = true;
    door.enter_staff_area().open(StaffPageName::kClosing);
    show_closing();
    door.now(CloseDayTapped{});
  }
  void show_closing() { door.now(ClosingRead{door.one<PreviewClosing>().request, {}}); }
  void show_programme() { door.now(ProgrammeRead{door.one<LoadProgramme>().request, programme}); }
  const SessionsPage* sessions() const { return door.page<SessionsPage>(); }
  const ClosingPage* closing() const { return door.page<ClosingPage>(); }

  Programme programme;
  DoorScript door;
};

TEST_F(StaffMissingAtTheDaysEnd, IsEnteredInTheOneSessionThatLacksItAndLeadsBack) {
  door.now(MissingStaffTapped{});
  show_programme();
  ASSERT_TRUE(sessions()->form);
  EXPECT_EQ(std::get<HeldSession>(sessions()->form->what).id, SessionId{"s-1"});
  door.now(NumberDigitTyped{3}).now(StaffConfirmed{});
  EXPECT_EQ(door.one<SetHeadCounts>().id, SessionId{"s-1"});
  programme.held[0].staff_reported = true;
  door.done();
  show_programme();
  ASSERT_TRUE(closing());
  EXPECT_TRUE(closing()->staff_reported);
  EXPECT_FALSE(closing()->confirming) << "asked again, with the figures as they are now";
  show_closing();
  door.now(CloseDayTapped{});
  EXPECT_TRUE(closing()->confirming);
  EXPECT_FALSE(closing()->staff_reported);
}

TEST_F(StaffMissingAtTheDaysEnd, BackLeadsToWhereOneCameFrom) {
  door.now(MissingStaffTapped{});
  show_programme();
  door.now(StaffBackTapped{});
  ASSERT_TRUE(closing()) << "there was no list before the form";
  EXPECT_FALSE(closing()->staff_reported);
  show_closing();

  programme.held[1].staff_reported = false;
  door.now(CloseDayTapped{}).now(MissingStaffTapped{});
  show_programme();
  ASSERT_TRUE(sessions());
  EXPECT_FALSE(sessions()->form) << "which of the two is chosen from the list";
  door.now(HeadCountsPicked{SessionId{"s-2"}}).now(StaffBackTapped{});
  ASSERT_TRUE(sessions()) << "the form came from the list";
  EXPECT_FALSE(sessions()->form);
  door.now(HeadCountsPicked{SessionId{"s-2"}}).now(StaffConfirmed{});
  programme.held[1].staff_reported = true;
  door.done();
  show_programme();
  ASSERT_TRUE(sessions()) << "one is missing still";
  EXPECT_FALSE(sessions()->form);
  EXPECT_EQ(sessions()->done, (SessionDone{SessionAct::kHeadCounts, SessionId{"s-2"}}));
  door.now(StaffBackTapped{});
  EXPECT_TRUE(closing());
  show_closing();
  door.now(StaffBackTapped{});
  EXPECT_TRUE(door.page<HomePage>());
}

TEST_F(StaffMissingAtTheDaysEnd, IsAskedForOnlyBesideTheQuestion) {
  door.now(StaffBackTapped{}).now(MissingStaffTapped{});
  EXPECT_TRUE(closing());
  door.open(StaffPageName::kSessions);
  show_programme();
  EXPECT_FALSE(sessions()->form);
  door.now(StaffBackTapped{});
  EXPECT_TRUE(door.page<HomePage>()) << "from home one goes home";
}

}  // namespace
}  // namespace keqian::kiosk
