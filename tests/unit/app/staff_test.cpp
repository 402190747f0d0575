// The staff area: its way in and out, and visitors who go on meanwhile.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/app/door_script.h"

namespace keqian::kiosk {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

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
  door.now(StorageFailed{0, StorageCause::kDiskFull}).enter_staff_area();
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

}  // namespace
}  // namespace keqian::kiosk
