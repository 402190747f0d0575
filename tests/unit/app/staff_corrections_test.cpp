// The staff's corrections, counts by hand and figures.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/app/door_script.h"

namespace keqian::kiosk {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

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
  door.enter_staff_area().open(StaffPageName::kFigures);
  door.now(FiguresSpanChosen{FiguresSpan::kCampaign}).now(FiguresViewChosen{FiguresView::kDays});
  EXPECT_EQ(door.page<FiguresPage>()->span, FiguresSpan::kCampaign);
  EXPECT_EQ(door.page<FiguresPage>()->view, FiguresView::kDays);
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
  ASSERT_TRUE(page().done);
  EXPECT_EQ(page().done->act, CorrectionAct::kVoid);
  EXPECT_EQ(page().done->number, 59);
  EXPECT_EQ(page().done->before, (CountedAs{Category::kPublic, 4}));
  EXPECT_THAT(door.all<LoadLines>(), SizeIs(1)) << "the list as it is now";
  door.now(PageReloaded{});
  EXPECT_FALSE(page().done);
}

TEST_F(StaffCorrections, UndoLastFindsTheLastVisitorAndNotTheLastCorrection) {
  door.now(UndoLastTapped{});
  LinePage answer;
  answer.lines = {line(57, 1), line(60, 4)};
  answer.lines[1].first = FirstCount{31, 0, Category::kPublic, 1};
  door.now(LinesRead{door.one<LoadLines>().request, answer});
  ASSERT_TRUE(page().chosen);
  EXPECT_EQ(page().chosen->line.sequence, 57);
  EXPECT_EQ(page().chosen->way, CorrectionWay::kVoid);
}

TEST_F(StaffCorrections, OlderOnesFollowTheNumberThatTheLastOneHas) {
  door.now(FilterChosen{});
  LinePage answer;
  answer.lines = {line(57, 1), line(60, 4)};
  answer.lines[1].first = FirstCount{31, 0, Category::kPublic, 1};
  answer.more = true;
  door.now(LinesRead{door.one<LoadLines>().request, answer}).now(OlderLinesTapped{});
  EXPECT_EQ(door.one<LoadLines>().before, 31);
  door.now(FilterChosen{LineFilter{.view = LineView::kAllRows}});
  door.now(LinesRead{door.one<LoadLines>().request, answer}).now(OlderLinesTapped{});
  EXPECT_EQ(door.one<LoadLines>().before, 60) << "every row has a number of its own";
}

TEST_F(StaffCorrections, AWrongNumberIsChangedAndNotTakenBack) {
  door.now(LinePicked{59});
  ASSERT_TRUE(page().chosen);
  EXPECT_EQ(page().chosen->way, CorrectionWay::kChange);
  EXPECT_EQ(page().chosen->persons.value, 4) << "as it is";
  door.now(ReasonChosen{CorrectionReason::kTrial});
  EXPECT_FALSE(page().chosen->reason) << "of taking back only";
  door.now(ReasonChosen{CorrectionReason::kWrongNumber}).now(StaffConfirmed{});
  EXPECT_THAT(door.all<AmendLine>(), IsEmpty()) << "nothing would change";
  door.now(NumberDigitTyped{0}).now(StaffConfirmed{});
  EXPECT_THAT(door.all<AmendLine>(), IsEmpty()) << "nobody is no number";
  door.now(NumberDigitTyped{1}).now(NumberDigitTyped{2}).now(NumberStepped{-1});
  door.now(LineCategoryChosen{Category::kYouth}).now(StaffConfirmed{});
  const auto asked = door.one<AmendLine>();
  EXPECT_EQ(asked,
            (AmendLine{asked.request, 59, Category::kYouth, 11, CorrectionReason::kWrongNumber}));
  door.now(RowCorrected{asked.request, {}});
  ASSERT_TRUE(page().done);
  EXPECT_EQ(page().done->act, CorrectionAct::kChange);
  EXPECT_EQ(page().done->before, (CountedAs{Category::kPublic, 4}));
  EXPECT_EQ(page().done->after, (CountedAs{Category::kYouth, 11}));
}

TEST_F(StaffCorrections, EachWayHasItsOwnReasons) {
  door.now(LinePicked{59}).now(ReasonChosen{CorrectionReason::kWrongNumber});
  door.now(LineWayChosen{CorrectionWay::kVoid});
  EXPECT_FALSE(page().chosen->reason) << "a wrong number takes nothing back";
  door.now(NumberDigitTyped{9});
  EXPECT_EQ(page().chosen->persons.value, 4) << "no number is in view";
  door.now(ReasonChosen{CorrectionReason::kOther}).now(LineWayChosen{CorrectionWay::kChange});
  EXPECT_EQ(page().chosen->reason, CorrectionReason::kOther) << "fits both";
  door.now(StaffBackTapped{}).now(HandCountTapped{});
  door.now(ReasonChosen{CorrectionReason::kMissed}).now(HandCountDirectionChosen{true});
  EXPECT_FALSE(page().by_hand->reason);
}

TEST_F(StaffCorrections, SayWhetherThePassMayBeCountedAgain) {
  const UtcMs now_utc_ms = 1'779'933'600'000;
  LedgerLine some = line(59, 4);
  some.business_date = BusinessDate::of(now_utc_ms);
  some.method = Method::kScanner;
  EXPECT_TRUE(frees_pass(some, now_utc_ms));
  EXPECT_FALSE(frees_pass(some, now_utc_ms + kMsPerDay)) << "yesterday's";
  some.method = Method::kTap;
  EXPECT_FALSE(frees_pass(some, now_utc_ms)) << "it had none";
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

TEST_F(StaffCorrections, TheSessionOfAHandCountIsChosenFromAList) {
  door.now(HandCountTapped{});
  Programme programme;
  programme.held.resize(2);
  programme.held[0].id = {"s-1"};
  programme.held[1].id = {"s-2"};
  programme.counting = SessionId{"s-1"};
  door.now(HandCountSessionsToggled{});
  EXPECT_FALSE(page().by_hand->choosing_session) << "they are not read yet";
  door.now(ProgrammeRead{door.model().last_request, programme});
  door.now(HandCountSessionsToggled{});
  EXPECT_TRUE(page().by_hand->choosing_session);
  door.now(StaffBackTapped{});
  ASSERT_TRUE(page().by_hand) << "one step back";
  EXPECT_FALSE(page().by_hand->choosing_session);
  door.now(HandCountSessionsToggled{}).now(HandCountSessionChosen{SessionId{"s-2"}});
  EXPECT_EQ(page().by_hand->session, SessionId{"s-2"});
  EXPECT_FALSE(page().by_hand->choosing_session);
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
  EXPECT_THAT(door.all<CountByHand>(), IsEmpty()) << "the reason was one of adding";
  door.now(ReasonChosen{CorrectionReason::kCountedTwice}).now(StaffConfirmed{});
  const auto asked = door.one<CountByHand>();
  EXPECT_EQ(asked, (CountByHand{asked.request, SessionId{"s-2"}, Category::kYouth, -25,
                                CorrectionReason::kCountedTwice}));
  door.failed(StaffProblem::kInvalid);
  EXPECT_TRUE(page().by_hand) << "the number can be put right";
  door.now(HandCountDirectionChosen{false}).now(ReasonChosen{CorrectionReason::kPaperCount});
  door.now(StaffConfirmed{});
  door.now(RowCorrected{door.one<CountByHand>().request, {}});
  ASSERT_TRUE(page().done);
  EXPECT_EQ(page().done->act, CorrectionAct::kAdd);
  EXPECT_EQ(page().done->after, (CountedAs{Category::kYouth, 25}));
}

}  // namespace
}  // namespace keqian::kiosk
