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
  EXPECT_EQ(page().done, (CorrectionDone{Category::kPublic, -4}));
  EXPECT_THAT(door.all<LoadLines>(), SizeIs(1)) << "the list as it is now";
  door.now(PageReloaded{});
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
  const auto asked = door.one<CountByHand>();
  EXPECT_EQ(asked, (CountByHand{asked.request, SessionId{"s-2"}, Category::kYouth, -25,
                                CorrectionReason::kPaperCount}));
  door.failed(StaffProblem::kInvalid);
  EXPECT_TRUE(page().by_hand) << "the number can be put right";
  door.now(HandCountDirectionChosen{false}).now(StaffConfirmed{});
  door.now(RowCorrected{door.one<CountByHand>().request, {}});
  EXPECT_EQ(page().done, (CorrectionDone{Category::kYouth, 25}));
}

}  // namespace
}  // namespace keqian::kiosk
