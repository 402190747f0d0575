// Counting without a code, families and large groups, and their corrections.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kiosk/app/update.h"
#include "tests/unit/app/door_script.h"

namespace keqian::kiosk {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(Tap, CommitsOnePersonOfThePublicAtOnce) {
  DoorScript door;
  door.now(OneTapped{});
  EXPECT_EQ(door.all<RecordTap>(), (std::vector{RecordTap{1, Category::kPublic, 1}}));
  door.answered(Outcome::kAccepted, 1, 9);
  EXPECT_TRUE(door.shown<Counted>()->without_code);
}

TEST(Tap, CategoryAndNumberChangeThroughAmendments) {
  DoorScript door;
  door.now(OneTapped{}).answered(Outcome::kAccepted, 1, 9).later(1000);
  door.now(CategoryChosen{Category::kYouth});
  EXPECT_EQ(door.all<AmendRow>(), (std::vector{AmendRow{2, 9, Category::kYouth, 1}}));
  EXPECT_EQ(door.shown<Counted>()->category, Category::kPublic) << "shown only when committed";
  door.answered(Outcome::kAccepted, 1, 11, Category::kYouth);
  EXPECT_EQ(*door.shown<Counted>(), (Counted{11, Category::kYouth, 1, true, true, 111, "专场"}));
  EXPECT_EQ(door.model().result->until_ms, door.model().now_ms + kAmendableMs);
}

TEST(Tap, QuickStepsAreNotLostWhileAnAmendmentIsUnderWay) {
  DoorScript door;
  door.now(OneTapped{}).answered(Outcome::kAccepted, 1, 9);
  door.now(PersonsStepped{1});
  EXPECT_EQ(door.all<AmendRow>(), (std::vector{AmendRow{2, 9, Category::kPublic, 2}}));
  door.now(PersonsStepped{1}).now(PersonsStepped{1});
  EXPECT_THAT(door.all<AmendRow>(), IsEmpty()) << "one question at a time";
  EXPECT_EQ(wanted_of(door.model(), *door.shown<Counted>()).persons, 4);
  door.answered(Outcome::kAccepted, 2, 11);
  EXPECT_EQ(door.all<AmendRow>(), (std::vector{AmendRow{3, 11, Category::kPublic, 4}}));
  door.answered(Outcome::kAccepted, 4, 13);
  EXPECT_EQ(door.shown<Counted>()->persons, 4);
  EXPECT_THAT(door.model().requests, IsEmpty());
}

TEST(Tap, StepsStandEvenWhenTheNextVisitorHasTheScreen) {
  DoorScript door;
  door.now(OneTapped{}).answered(Outcome::kAccepted, 1, 9);
  door.now(PersonsStepped{1}).now(PersonsStepped{1});
  const RequestId amendment = door.model().last_request;
  door.counted("B", 1, 10);
  DoorAnswer answer;
  answer.outcome = Outcome::kAccepted;
  answer.persons = 2;
  answer.sequence = 12;
  door.now(DoorAnswered{amendment, answer});
  ASSERT_THAT(door.all<AmendRow>(), SizeIs(1));
  EXPECT_EQ(door.all<AmendRow>()[0].sequence, 12);
  EXPECT_EQ(door.all<AmendRow>()[0].persons, 3);
  EXPECT_EQ(door.shown<Counted>()->sequence, 10) << "the next visitor's result stays";
}

TEST(Tap, CanBeTakenBack) {
  DoorScript door;
  door.now(OneTapped{}).answered(Outcome::kAccepted, 1, 9).now(TakeBackTapped{});
  EXPECT_EQ(door.all<AmendRow>(), (std::vector{AmendRow{2, 9, Category::kPublic, 0}}));
  door.answered(Outcome::kAccepted, 0, 10);
  EXPECT_TRUE(door.shown<TakenBack>());
}

TEST(Tap, CorrectionEndsAfterFiveSeconds) {
  DoorScript door;
  door.now(OneTapped{}).answered(Outcome::kAccepted, 1, 9);
  door.later(kAmendableMs - 1).tick();
  EXPECT_TRUE(door.shown<Counted>());
  door.later(1).now(PersonsStepped{1});
  EXPECT_THAT(door.all<AmendRow>(), IsEmpty());
  EXPECT_EQ(door.screen(), Screen::kWelcome);
}

TEST(Tap, AtAButtonOfTheScreenBeforeCountsNobody) {
  DoorScript door;
  // A double tap on "not counted": on the next screen the one-tap count is where that was.
  door.read("A").answered(Outcome::kNeedsConfirmation, 30).later(3000).now(GroupCancelled{});
  door.later(350).now(OneTapped{});
  EXPECT_THAT(door.all<RecordTap>(), IsEmpty());
  door.later(kScreenSettlesMs).now(OneTapped{});
  EXPECT_THAT(door.all<RecordTap>(), SizeIs(1));
}

TEST(Tap, TwiceInAMomentIsOnce) {
  DoorScript door;
  door.now(OneTapped{}).answered(Outcome::kAccepted, 1, 9);
  door.later(kDoubleTapMs - 1).now(OneTapped{});
  EXPECT_THAT(door.all<RecordTap>(), IsEmpty());
  door.later(1).now(OneTapped{});
  EXPECT_THAT(door.all<RecordTap>(), SizeIs(1));
}

TEST(Tap, WhereAScreenHasJustClosedByItselfCountsNobody) {
  DoorScript door;
  door.now(SyncDetailsToggled{}).later(kDetailsShownMs).tick();
  ASSERT_EQ(door.screen(), Screen::kWelcome);
  door.later(200).now(OneTapped{});
  EXPECT_THAT(door.all<RecordTap>(), IsEmpty());
}

TEST(Tap, MoreThanTenInTenSecondsPauseKindly) {
  DoorScript door;
  for (int i = 0; i < kTapsMax; ++i) {
    door.later(900).now(OneTapped{});
    ASSERT_THAT(door.all<RecordTap>(), SizeIs(1)) << i;
    door.answered(Outcome::kAccepted, 1, i + 1);
  }
  door.later(900).now(OneTapped{});
  EXPECT_THAT(door.all<RecordTap>(), IsEmpty());
  EXPECT_TRUE(door.shown<TapPause>());
  EXPECT_TRUE(taps_paused(door.model()));
  door.later(10).read("A");
  EXPECT_THAT(door.all<RecordScan>(), SizeIs(1)) << "codes are read during the pause";
  door.later(kTapPauseMs).now(OneTapped{});
  EXPECT_THAT(door.all<RecordTap>(), SizeIs(1));
}

TEST(Tap, TenInMoreThanTenSecondsGoOn) {
  DoorScript door;
  for (int i = 0; i < 40; ++i) {
    door.later(1001).now(OneTapped{});
    ASSERT_THAT(door.all<RecordTap>(), SizeIs(1)) << i;
    door.answered(Outcome::kAccepted, 1, i + 1);
  }
}

TEST(Family, IsCountedAtOnceAndCanBeCorrected) {
  DoorScript door;
  door.counted("A", 4, 20);
  EXPECT_EQ(door.screen(), Screen::kResult);
  door.now(PersonsStepped{-1});
  EXPECT_EQ(door.all<AmendRow>(), (std::vector{AmendRow{2, 20, Category::kPublic, 3}}));
  door.now(CategoryChosen{Category::kYouth});
  EXPECT_EQ(wanted_of(door.model(), *door.shown<Counted>()).category, Category::kPublic)
      << "the pass says the category";
}

TEST(Family, NumberStaysWithinOneAndTen) {
  DoorScript door;
  door.counted("A", kPartySizeUnconfirmed, 20).now(PersonsStepped{1});
  EXPECT_THAT(door.all<AmendRow>(), IsEmpty());
  DoorScript alone;
  alone.counted("A", 1, 20).now(PersonsStepped{-1});
  EXPECT_THAT(alone.all<AmendRow>(), IsEmpty());
}

class LargeGroup : public ::testing::Test {
 protected:
  LargeGroup() { door.read("G").answered(Outcome::kNeedsConfirmation, 32, 0, Category::kYouth); }
  DoorScript door;
};

TEST_F(LargeGroup, IsConfirmedBeforeItCounts) {
  EXPECT_EQ(door.screen(), Screen::kGroupConfirm);
  door.now(GroupConfirmed{});
  EXPECT_EQ(door.all<RecordScan>(), (std::vector{RecordScan{2, "G", Method::kCamera, 32}}));
  EXPECT_EQ(door.screen(), Screen::kGroupConfirm) << "not counted before the commit";
  door.now(GroupConfirmed{});
  EXPECT_THAT(door.all<RecordScan>(), IsEmpty()) << "a second tap does nothing";
  door.answered(Outcome::kAccepted, 32, 5, Category::kYouth);
  EXPECT_EQ(door.shown<Counted>()->persons, 32);
  EXPECT_THAT(door.model().groups, IsEmpty());
}

TEST_F(LargeGroup, HeadCountIsEdited) {
  door.now(GroupStepped{-1}).now(GroupStepped{-1});
  EXPECT_EQ(door.model().groups[0].persons, 30);
  door.now(GroupDigitTyped{4}).now(GroupDigitTyped{7});
  EXPECT_EQ(door.model().groups[0].persons, 47) << "the first digit replaces";
  door.now(GroupDigitTyped{9});
  EXPECT_EQ(door.model().groups[0].persons, 479);
  door.now(GroupDigitTyped{9});
  EXPECT_EQ(door.model().groups[0].persons, 479) << "never above the largest party";
  door.now(GroupDigitErased{}).now(GroupDigitErased{}).now(GroupDigitErased{});
  door.now(GroupConfirmed{});
  EXPECT_THAT(door.all<RecordScan>(), IsEmpty()) << "nobody is not a head count";
}

TEST_F(LargeGroup, TimeOutCountsNothingAndSaysSo) {
  door.later(kGroupConfirmMs).tick();
  ASSERT_TRUE(door.shown<GroupDropped>());
  EXPECT_EQ(*door.shown<GroupDropped>(), (GroupDropped{32, false, true}));
  EXPECT_THAT(door.all<RecordScan>(), IsEmpty());
}

TEST_F(LargeGroup, EveryTouchGivesMoreTime) {
  door.later(kGroupConfirmMs - 1).now(GroupStepped{1}).later(kGroupConfirmMs - 1).tick();
  EXPECT_EQ(door.screen(), Screen::kGroupConfirm);
}

TEST_F(LargeGroup, OtherVisitorsGoOnMeanwhile) {
  door.counted("B", 2, 8);
  EXPECT_EQ(door.screen(), Screen::kGroupConfirm);
  EXPECT_EQ(door.shown<Counted>()->sequence, 8);
  EXPECT_EQ(door.model().groups[0].persons, 32);
}

TEST_F(LargeGroup, WaitsBehindTheFirst) {
  door.read("H").answered(Outcome::kNeedsConfirmation, 50);
  EXPECT_EQ(door.model().groups[0].code, "G");
  door.later(kGroupConfirmMs - 1).now(GroupCancelled{});
  ASSERT_THAT(door.model().groups, SizeIs(1));
  EXPECT_EQ(door.model().groups[0].code, "H");
  EXPECT_EQ(door.model().groups[0].until_ms, door.model().now_ms + kGroupConfirmMs);
}

TEST_F(LargeGroup, ShownAgainIsNotAskedTwice) {
  door.later(kCodeOutOfViewMs + 1).read("G");
  EXPECT_THAT(door.all<RecordScan>(), IsEmpty());
  EXPECT_THAT(door.model().groups, SizeIs(1));
}

TEST_F(LargeGroup, CanBeTriedAgainAfterAStorageError) {
  door.now(GroupConfirmed{}).now(StorageFailed{2, StorageCause::kDiskFull});
  EXPECT_EQ(door.screen(), Screen::kStorageTrouble);
  door.now(StorageRecovered{}).now(GroupConfirmed{});
  EXPECT_THAT(door.all<RecordScan>(), SizeIs(1));
}

TEST(TapGroup, KeepsItsOnePersonWhenNothingIsConfirmed) {
  DoorScript door;
  door.now(OneTapped{}).answered(Outcome::kAccepted, 1, 9).now(LargeGroupTapped{});
  EXPECT_EQ(door.screen(), Screen::kGroupConfirm);
  door.later(kGroupConfirmMs).tick();
  EXPECT_EQ(*door.shown<GroupDropped>(), (GroupDropped{0, true, true}));
  EXPECT_THAT(door.all<AmendRow>(), IsEmpty());
}

TEST(TapGroup, ReplacesItsRowWhenConfirmed) {
  DoorScript door;
  door.now(OneTapped{}).answered(Outcome::kAccepted, 1, 9).now(LargeGroupTapped{});
  door.now(GroupDigitTyped{4}).now(GroupDigitTyped{5}).now(GroupConfirmed{});
  EXPECT_EQ(door.all<AmendRow>(), (std::vector{AmendRow{2, 9, Category::kPublic, 45}}));
  door.answered(Outcome::kAccepted, 45, 11);
  EXPECT_EQ(door.shown<Counted>()->persons, 45);
  EXPECT_THAT(door.model().groups, IsEmpty());
}

TEST(TapGroup, FollowsAnAmendmentStillUnderWay) {
  DoorScript door;
  door.now(OneTapped{}).answered(Outcome::kAccepted, 1, 9).now(PersonsStepped{1});
  door.now(LargeGroupTapped{}).now(GroupDigitTyped{4}).now(GroupDigitTyped{5});
  door.now(GroupConfirmed{});
  EXPECT_THAT(door.all<AmendRow>(), IsEmpty());
  door.answered(Outcome::kAccepted, 2, 11);
  EXPECT_EQ(door.all<AmendRow>(), (std::vector{AmendRow{3, 11, Category::kPublic, 45}}));
  door.answered(Outcome::kAccepted, 45, 13);
  EXPECT_EQ(door.shown<Counted>()->persons, 45);
  EXPECT_THAT(door.model().groups, IsEmpty());
}

}  // namespace
}  // namespace keqian::kiosk
