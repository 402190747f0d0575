// The staff area, rule by rule: the PIN, the pages, and visitors who go on meanwhile.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/app/door_script.h"

namespace keqian::kiosk {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

// ---- PIN ---------------------------------------------------------------------------------------

class StaffPin : public ::testing::Test {
 protected:
  StaffPin& state(PinVerdict verdict, std::int64_t locked_ms = 0) {
    door.now(StaffTapped{});
    door.now(PinStateRead{door.one<ReadPinState>().request, {verdict, 0, locked_ms}});
    return *this;
  }
  void answer(PinAnswer answer) { door.now(PinAnswered{door.model().last_request, answer}); }
  const PinPad& pad() const { return *door.model().pin_pad; }

  DoorScript door;
};

TEST_F(StaffPin, OpensTheStaffAreaAndNothingElseDoes) {
  state(PinVerdict::kWrong);
  EXPECT_EQ(door.screen(), Screen::kPinPad) << "that a PIN is set opens nothing";
  door.type_pin("31415");
  EXPECT_THAT(door.all<CheckPin>(), IsEmpty());
  door.type_pin("9");
  EXPECT_EQ(door.one<CheckPin>().pin, "314159");
  answer({PinVerdict::kRight, 0, 0});
  EXPECT_EQ(door.screen(), Screen::kStaff);
  EXPECT_TRUE(door.page<HomePage>());
  EXPECT_FALSE(door.model().pin_pad) << "no digit is kept";
}

TEST_F(StaffPin, WrongTriesAreSaidAndCleared) {
  state(PinVerdict::kWrong);
  door.type_pin("000000");
  answer({PinVerdict::kWrong, 4, 0});
  EXPECT_EQ(pad().problem, PinProblem::kWrong);
  EXPECT_EQ(pad().tries_left, 4);
  EXPECT_THAT(pad().digits, IsEmpty());
  EXPECT_EQ(door.screen(), Screen::kPinPad);
}

TEST_F(StaffPin, LockOutTakesNoKeyAndCountsDown) {
  state(PinVerdict::kLocked, 4000);
  EXPECT_EQ(pad().problem, PinProblem::kLocked);
  door.type_pin("3");
  EXPECT_THAT(pad().digits, IsEmpty());
  door.tick();
  EXPECT_EQ(next_deadline_ms(door.model()), door.model().now_ms + 1000);
  door.later(4000).type_pin("3");
  EXPECT_EQ(pad().digits, "3");
}

TEST_F(StaffPin, IsNeverReadFromACode) {
  state(PinVerdict::kWrong);
  door.now(CodeRead{"314159", Method::kScanner}).now(CodeRead{"3", Method::kCamera});
  EXPECT_THAT(pad().digits, IsEmpty());
  EXPECT_THAT(door.all<RecordScan>(), SizeIs(1)) << "it is a visitor's and goes to the door";
}

TEST_F(StaffPin, IsAskedForTwiceWhenNoneIsSet) {
  state(PinVerdict::kNotSet);
  EXPECT_EQ(pad().purpose, PinPurpose::kChoose);
  door.type_pin("314159");
  EXPECT_EQ(pad().purpose, PinPurpose::kRepeat);
  door.type_pin("314158");
  EXPECT_EQ(pad().problem, PinProblem::kDiffers);
  EXPECT_EQ(pad().purpose, PinPurpose::kChoose);
  door.type_pin("111111").type_pin("111111");
  EXPECT_EQ(door.one<SetPin>().pin, "111111");
  door.failed(StaffProblem::kInvalid);
  EXPECT_EQ(pad().problem, PinProblem::kTooSimple);
  door.type_pin("314159").type_pin("314159").done();
  EXPECT_EQ(door.screen(), Screen::kStaff);
}

TEST_F(StaffPin, CancelledWhileItIsCheckedOpensNothing) {
  state(PinVerdict::kWrong);
  door.type_pin("314159").now(PinCancelled{});
  answer({PinVerdict::kRight, 0, 0});
  EXPECT_EQ(door.screen(), Screen::kWelcome);
}

TEST_F(StaffPin, DigitsAreErasedAndNotTakenWhileItIsChecked) {
  state(PinVerdict::kWrong);
  door.type_pin("31").now(PinDigitErased{});
  EXPECT_EQ(pad().digits, "3");
  door.type_pin("14159").type_pin("26");
  EXPECT_EQ(pad().digits, "314159");
}

TEST_F(StaffPin, PadClosesByItself) {
  state(PinVerdict::kWrong);
  door.tick();
  EXPECT_LE(next_deadline_ms(door.model()), door.model().now_ms + kPinPadClosesMs);
  door.later(kPinPadClosesMs).tick();
  EXPECT_EQ(door.screen(), Screen::kWelcome);
}

TEST_F(StaffPin, SaysWhenItCannotBeChecked) {
  state(PinVerdict::kWrong);
  door.type_pin("314159").failed(StaffProblem::kStorage);
  EXPECT_EQ(pad().problem, PinProblem::kFailed);
  door.type_pin("314159");
  EXPECT_THAT(door.all<CheckPin>(), SizeIs(1));
}

TEST_F(StaffPin, IsChangedWithinTheStaffArea) {
  door.enter_staff_area().open(StaffPageName::kStation).now(ChangePinTapped{});
  EXPECT_EQ(door.screen(), Screen::kPinPad);
  door.type_pin("271828").type_pin("271828").done();
  EXPECT_EQ(door.screen(), Screen::kStaff);
  EXPECT_TRUE(door.page<StationPage>()->pin_changed);
}

// ---- The way in and out ------------------------------------------------------------------------

TEST(Staff, LeaveByThemselvesWithoutATouch) {
  DoorScript door;
  door.enter_staff_area().later(kStaffLeavesMs - 1).now(Touched{}).later(kStaffLeavesMs - 1).tick();
  EXPECT_EQ(door.screen(), Screen::kStaff);
  EXPECT_EQ(next_deadline_ms(door.model()), door.model().now_ms + 1);
  door.later(1).tick();
  EXPECT_EQ(door.screen(), Screen::kWelcome);
}

TEST(Staff, GoBackStepByStep) {
  DoorScript door;
  door.enter_staff_area().open(StaffPageName::kCorrections);
  door.now(LinesRead{door.model().last_request, {}}).now(HandCountTapped{});
  ASSERT_TRUE(door.page<CorrectionsPage>()->by_hand);
  door.now(StaffBackTapped{});
  ASSERT_TRUE(door.page<CorrectionsPage>());
  EXPECT_FALSE(door.page<CorrectionsPage>()->by_hand);
  door.now(StaffBackTapped{});
  EXPECT_TRUE(door.page<HomePage>());
  door.now(StaffBackTapped{});
  EXPECT_EQ(door.screen(), Screen::kWelcome);
}

TEST(Staff, TheirTouchesDoNothingWithoutThem) {
  DoorScript door;
  const auto before = door.later(10).now(Touched{}).model();
  door.open(StaffPageName::kClosing).now(CloseDayTapped{}).now(StaffConfirmed{});
  door.now(ExportDayTapped{}).now(UndoLastTapped{}).now(LedgerCheckTapped{});
  door.now(LeaveProgramTapped{}).now(StaffConfirmed{}).now(ChangePinTapped{});
  EXPECT_EQ(door.model(), before);
}

TEST(Staff, KeepTheirLanguageUntilTheyLeave) {
  DoorScript door;
  door.enter_staff_area().now(LanguageChosen{Language::kEnglish});
  door.later(kLanguageReturnsMs + 1).tick();
  EXPECT_EQ(door.model().language, Language::kEnglish);
  door.now(StaffLeft{});
  EXPECT_EQ(door.model().language, Language::kChinese);
}

TEST(Staff, AnswersOfAPageThatWasLeftAreDropped) {
  DoorScript door;
  door.enter_staff_area().open(StaffPageName::kFigures);
  const auto asked = door.one<LoadFigures>().request;
  door.open(StaffPageName::kFigures);
  door.now(FiguresRead{asked, {}});
  EXPECT_FALSE(door.page<FiguresPage>()->figures);
  EXPECT_THAT(door.model().staff_requests, SizeIs(1)) << "the second is on its way";
}

TEST(Staff, NeverAskMoreThanTheStorageCanQueue) {
  DoorScript door;
  door.enter_staff_area();
  for (int i = 0; i < 50; ++i) door.open(StaffPageName::kStation);
  EXPECT_THAT(door.model().staff_requests, SizeIs(kStaffRequestsMax));
  EXPECT_THAT(door.all<LoadReport>(), IsEmpty());
}

TEST(Staff, StorageTroubleDoesNotKeepThemOut) {
  DoorScript door;
  door.now(StorageFailed{0, StorageCause::kDiskFull, "full"}).enter_staff_area();
  EXPECT_EQ(door.screen(), Screen::kStaff);
  door.now(StaffLeft{});
  EXPECT_EQ(door.screen(), Screen::kStorageTrouble);
}

// ---- Visitors meanwhile ------------------------------------------------------------------------

TEST(VisitorsMeanwhile, AreCountedInTheBackground) {
  DoorScript door;
  door.enter_staff_area().counted("A", 3, 7);
  EXPECT_EQ(door.screen(), Screen::kStaff);
  EXPECT_TRUE(visitors_in_background(door.model()));
  EXPECT_EQ(door.shown<Counted>()->persons, 3);
  EXPECT_EQ(door.all<PlaySound>(), std::vector{PlaySound{Sound::kAccepted}});
  door.later(kAmendableMs).tick();
  EXPECT_FALSE(door.model().result);
}

TEST(VisitorsMeanwhile, AGroupWaitsWithoutLosingItsTime) {
  DoorScript door;
  door.enter_staff_area().read("G").answered(Outcome::kNeedsConfirmation, 32);
  door.later(kGroupConfirmMs + 1).now(Touched{});
  EXPECT_EQ(door.screen(), Screen::kStaff);
  ASSERT_THAT(door.model().groups, SizeIs(1));
  door.now(StaffLeft{});
  EXPECT_EQ(door.screen(), Screen::kGroupConfirm);
  EXPECT_EQ(door.model().groups[0].until_ms, door.model().now_ms + kGroupConfirmMs);
}

TEST(VisitorsMeanwhile, AGroupCanBeLetFirst) {
  DoorScript door;
  door.enter_staff_area().open(StaffPageName::kHome).read("G");
  door.answered(Outcome::kNeedsConfirmation, 32).now(GroupShownFirst{});
  EXPECT_EQ(door.screen(), Screen::kGroupConfirm);
  door.now(GroupConfirmed{}).answered(Outcome::kAccepted, 32, 5);
  EXPECT_EQ(door.screen(), Screen::kStaff) << "and the staff go on where they were";
  door.read("H").answered(Outcome::kNeedsConfirmation, 50);
  EXPECT_EQ(door.screen(), Screen::kStaff) << "the next group waits";
}

// ---- Sessions ----------------------------------------------------------------------------------

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
    programme.proposed_staff = {5, 6, 7, 8};
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

TEST_F(StaffSessions, AreOpenedFromAnActivityOrAdHoc) {
  door.now(ActivityPicked{ActivityId{"a-1"}}).now(StaffConfirmed{});
  EXPECT_EQ(door.one<OpenSession>().opening, (SessionOpening{ActivityId{"a-1"}, {5, 6, 7, 8}}));
  door.done().now(ProgrammeRead{door.model().last_request, programme});
  door.now(AdHocPicked{}).now(AudienceChosen{Audience::kInternal}).now(StaffConfirmed{});
  EXPECT_EQ(door.one<OpenSession>().opening,
            (SessionOpening{AdHocSession{Audience::kInternal}, {5, 6, 7, 8}}));
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

// ---- Figures -----------------------------------------------------------------------------------

TEST(StaffFiguresPage, AreReadAgainWhenVisitorsCome) {
  DoorScript door;
  door.enter_staff_area().open(StaffPageName::kFigures);
  StaffFigures figures;
  figures.today.persons = 5;
  door.now(FiguresRead{door.one<LoadFigures>().request, figures});
  EXPECT_EQ(door.page<FiguresPage>()->figures->today.persons, 5);
  door.now(TodayChanged{{.persons = 6}});
  EXPECT_THAT(door.all<LoadFigures>(), IsEmpty()) << "not with every single one";
  door.tick();
  EXPECT_LE(next_deadline_ms(door.model()), door.model().now_ms + kFiguresLiveMs);
  door.later(kFiguresLiveMs).tick();
  EXPECT_THAT(door.all<LoadFigures>(), SizeIs(1));
  door.later(kFiguresLiveMs).tick();
  EXPECT_THAT(door.all<LoadFigures>(), IsEmpty()) << "nobody came";
}

TEST(StaffFiguresPage, ChangeTheirViewWithoutAsking) {
  DoorScript door;
  door.enter_staff_area().open(StaffPageName::kFigures).now(ListMoved{8});
  door.now(FiguresSpanChosen{FiguresSpan::kCampaign}).now(FiguresViewChosen{FiguresView::kDays});
  EXPECT_EQ(door.page<FiguresPage>()->span, FiguresSpan::kCampaign);
  EXPECT_EQ(door.page<FiguresPage>()->view, FiguresView::kDays);
  EXPECT_EQ(door.page<FiguresPage>()->state.first_row, 0);
  EXPECT_THAT(door.all<LoadFigures>(), IsEmpty());
}

// ---- Corrections -------------------------------------------------------------------------------

class StaffCorrections : public ::testing::Test {
 protected:
  StaffCorrections() {
    door.enter_staff_area().open(StaffPageName::kCorrections);
    lines(door.one<LoadLines>());
  }
  static LedgerLine line(wire::Sequence sequence, int persons) {
    LedgerLine line;
    line.sequence = sequence;
    line.persons = persons;
    return line;
  }
  // 60: a reversal of 58; 59: plain; 58: reversed.
  void lines(const LoadLines& asked) {
    LinePage answer;
    answer.lines = {line(60, -2), line(59, 4), line(58, 2)};
    answer.lines[0].reverses = 58;
    answer.lines[2].reversed = true;
    answer.more = true;
    door.now(LinesRead{asked.request, answer});
  }
  const CorrectionsPage& page() const { return *door.page<CorrectionsPage>(); }

  DoorScript door;
};

TEST_F(StaffCorrections, UndoLastFindsTheNewestRowThatStands) {
  door.now(UndoLastTapped{});
  lines(door.one<LoadLines>());
  ASSERT_TRUE(page().chosen);
  EXPECT_EQ(page().chosen->line.sequence, 59);
  door.now(StaffConfirmed{});
  EXPECT_THAT(door.all<ReverseLine>(), IsEmpty()) << "not without a reason";
  door.now(ReasonChosen{CorrectionReason::kTrial}).now(StaffConfirmed{});
  const auto asked = door.one<ReverseLine>();
  EXPECT_EQ(asked.sequence, 59);
  EXPECT_EQ(asked.reason, CorrectionReason::kTrial);
  DoorAnswer answer;
  answer.outcome = Outcome::kAccepted;
  answer.persons_today = 96;
  door.now(RowCorrected{asked.request, answer});
  EXPECT_EQ(door.model().today.persons, 96);
  EXPECT_FALSE(page().chosen);
  EXPECT_EQ(page().done, (CorrectionDone{Category::kPublic, -4}));
  EXPECT_THAT(door.all<LoadLines>(), SizeIs(1)) << "the list as it is now";
  door.now(ListMoved{1});
  EXPECT_FALSE(page().done);
}

TEST_F(StaffCorrections, UndoLastLooksPastAFilterAndSaysWhenThereIsNothing) {
  LineFilter filter;
  filter.category = Category::kYouth;
  door.now(FilterChosen{filter});
  EXPECT_EQ(door.one<LoadLines>().filter, filter);
  door.now(UndoLastTapped{});
  EXPECT_EQ(door.one<LoadLines>().filter, LineFilter{});
  door.now(LinesRead{door.one<LoadLines>().request, {}});
  EXPECT_FALSE(page().chosen);
  EXPECT_EQ(page().state.trouble->problem, StaffProblem::kNotFound);
}

TEST_F(StaffCorrections, OnlyRowsThatStandCanBeChosen) {
  door.now(LinePicked{60});
  EXPECT_FALSE(page().chosen);
  door.now(LinePicked{58});
  EXPECT_FALSE(page().chosen);
  door.now(LinePicked{1});
  EXPECT_FALSE(page().chosen);
  door.now(LinePicked{59});
  EXPECT_TRUE(page().chosen);
}

TEST_F(StaffCorrections, OlderAndNewerPages) {
  door.now(NewerLinesTapped{});
  EXPECT_THAT(door.all<LoadLines>(), IsEmpty());
  door.now(OlderLinesTapped{});
  EXPECT_EQ(door.one<LoadLines>().before, 58);
  door.now(OlderLinesTapped{});
  EXPECT_THAT(door.all<LoadLines>(), IsEmpty()) << "one page at a time";
  door.now(LinesRead{door.model().last_request, {{line(57, 1)}, false}});
  door.now(OlderLinesTapped{});
  EXPECT_THAT(door.all<LoadLines>(), IsEmpty()) << "there are none";
  door.now(NewerLinesTapped{});
  EXPECT_EQ(door.one<LoadLines>().before, 0);
}

TEST_F(StaffCorrections, CountByHandNeedsSessionNumberAndReason) {
  door.now(HandCountTapped{});
  Programme programme;
  programme.held = {{.id = {"s-2"}, .title = "二"}, {.id = {"s-1"}, .title = "一"}};
  programme.counting = SessionId{"s-1"};
  door.now(ProgrammeRead{door.one<LoadProgramme>().request, programme});
  EXPECT_EQ(page().by_hand->session, SessionId{"s-1"});
  door.now(HandCountSessionChosen{SessionId{"s-9"}});
  EXPECT_EQ(page().by_hand->session, SessionId{"s-1"}) << "no such session";
  door.now(HandCountSessionChosen{SessionId{"s-2"}});
  door.now(ReasonChosen{CorrectionReason::kPaperCount}).now(StaffConfirmed{});
  EXPECT_THAT(door.all<CountByHand>(), IsEmpty()) << "nobody";
  door.now(NumberDigitTyped{2}).now(NumberDigitTyped{5});
  door.now(HandCountCategoryChosen{Category::kYouth}).now(HandCountDirectionChosen{true});
  door.now(StaffConfirmed{});
  const auto asked = door.one<CountByHand>();
  EXPECT_EQ(asked, (CountByHand{asked.request, SessionId{"s-2"}, Category::kYouth, -25,
                                CorrectionReason::kPaperCount}));
  door.failed(StaffProblem::kInvalid);
  EXPECT_TRUE(page().by_hand) << "the number can be put right";
  door.now(HandCountDirectionChosen{false}).now(StaffConfirmed{});
  door.now(RowCorrected{door.one<CountByHand>().request, {}});
  EXPECT_EQ(page().done, (CorrectionDone{Category::kYouth, 25}));
}

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

}  // namespace
}  // namespace keqian::kiosk
