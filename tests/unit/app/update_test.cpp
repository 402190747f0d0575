// The kiosk's behaviour, rule by rule: actions in, model and effects out.
#include "kiosk/app/update.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <initializer_list>
#include <set>
#include <string>

#include "server-sync/wire/messages.h"
#include "tests/unit/app/door_script.h"

namespace keqian::kiosk {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(Code, AsksTheDoorAndShowsTheAnswer) {
  DoorScript door;
  door.read("A");
  EXPECT_EQ(door.all<RecordScan>(), (std::vector{RecordScan{1, "A", Method::kCamera, {}}}));
  EXPECT_EQ(door.screen(), Screen::kWelcome) << "nothing is announced before its commit";
  door.answered(Outcome::kAccepted, 2, 7);
  ASSERT_TRUE(door.shown<Counted>());
  EXPECT_EQ(*door.shown<Counted>(), (Counted{7, Category::kPublic, 2, false, false, 107, "专场"}));
  EXPECT_EQ(door.model().today.persons, 107);
  EXPECT_EQ(door.all<PlaySound>(), std::vector{PlaySound{Sound::kAccepted}});
}

TEST(Code, HeldInViewCountsOnce) {
  DoorScript door;
  door.counted("A", 1);
  for (int frame = 0; frame < 200; ++frame) {
    door.later(66).read("A");
    ASSERT_THAT(door.all<RecordScan>(), IsEmpty());
  }
}

TEST(Code, CountsAgainAfterItWasAway) {
  DoorScript door;
  door.counted("A", 1);
  door.later(kCodeOutOfViewMs).read("A");
  EXPECT_THAT(door.all<RecordScan>(), IsEmpty());
  door.later(kCodeOutOfViewMs + 1).read("A");
  EXPECT_THAT(door.all<RecordScan>(), SizeIs(1));
}

TEST(Code, OfTheNextVisitorInterruptsTheResultAtOnce) {
  DoorScript door;
  door.counted("A", 3, 1).later(10);
  door.read("B");
  EXPECT_THAT(door.all<RecordScan>(), SizeIs(1));
  door.answered(Outcome::kAlreadyCheckedIn);
  EXPECT_TRUE(door.shown<AlreadyCounted>());
}

TEST(Code, AnswersFindTheirQuestionsInAnyOrder) {
  DoorScript door;
  door.read("A").read("B");
  DoorAnswer answer;
  answer.outcome = Outcome::kAccepted;
  answer.sequence = 5;
  door.now(DoorAnswered{2, answer});
  EXPECT_EQ(door.shown<Counted>()->sequence, 5);
  answer.sequence = 4;
  door.now(DoorAnswered{1, answer});
  EXPECT_EQ(door.shown<Counted>()->sequence, 4);
  door.now(DoorAnswered{1, answer});
  EXPECT_THAT(door.model().requests, IsEmpty());
}

TEST(Code, BeyondTheQueueIsAskedAboutInALaterFrame) {
  DoorScript door;
  for (std::size_t i = 0; i < kRequestsMax; ++i) door.read("code " + std::to_string(i));
  door.read("late");
  EXPECT_THAT(door.all<RecordScan>(), IsEmpty());
  door.now(StorageFailed{1, StorageCause::kOther, ""}).read("late");
  EXPECT_THAT(door.all<RecordScan>(), SizeIs(1));
}

TEST(Code, TheMemoryOfCodesIsBounded) {
  DoorScript door;
  for (int i = 0; i < 200; ++i) {
    door.later(1).read("code " + std::to_string(i));
    door.refused(wire::PassProblem::kNotOurs);
  }
  EXPECT_LE(door.model().codes_in_view.size(), kCodesInMemoryMax);
}

TEST(Code, IsKeptAsADigestOnly) {
  DoorScript door;
  door.read("something private").refused(wire::PassProblem::kNotOurs);
  EXPECT_THAT(door.model().requests, IsEmpty());
  EXPECT_THAT(door.model().groups, IsEmpty());
}

TEST(Refusal, EveryProblemHasItsOwnResultAndPassesAway) {
  for (const auto problem :
       {wire::PassProblem::kNotOurs, wire::PassProblem::kDamaged, wire::PassProblem::kOtherCampaign,
        wire::PassProblem::kUnknownKey, wire::PassProblem::kNotYetValid,
        wire::PassProblem::kExpired, wire::PassProblem::kRevoked}) {
    DoorScript door;
    door.read("A").refused(problem);
    ASSERT_TRUE(door.shown<Refused>());
    EXPECT_EQ(door.shown<Refused>()->problem, problem);
    EXPECT_EQ(door.all<PlaySound>(), std::vector{PlaySound{Sound::kRefused}});
    door.now(OneTapped{});
    EXPECT_THAT(door.all<RecordTap>(), SizeIs(1)) << "never turned away";
    door.later(kRefusalShownMs).tick();
    EXPECT_EQ(door.screen(), Screen::kWelcome);
  }
}

TEST(Voice, IsSilentUntilTheVenueWantsIt) {
  DoorScript door;
  door.read("A").answered(Outcome::kAccepted);
  EXPECT_THAT(door.all<Speak>(), IsEmpty());
}

TEST(Voice, SaysEveryAnswerAfterItsSoundInTheLanguageOfTheScreen) {
  DoorScript door;
  door.with_voice().read("A").answered(Outcome::kAccepted);
  EXPECT_EQ(door.all<Speak>(), (std::vector{Speak{Prompt::kCounted, SpokenLanguage::kChinese}}));
  EXPECT_TRUE(door.ends_with_words()) << "the sound comes first";
  door.now(LanguageChosen{Language::kEnglish});
  door.read("B").answered(Outcome::kAlreadyCheckedIn);
  EXPECT_EQ(door.all<Speak>(),
            (std::vector{Speak{Prompt::kAlreadyCounted, SpokenLanguage::kEnglish}}));
  door.read("C").answered(Outcome::kNeedsConfirmation, 30);
  EXPECT_EQ(door.all<Speak>(),
            (std::vector{Speak{Prompt::kConfirmGroup, SpokenLanguage::kEnglish}}));
  door.later(kGroupConfirmMs).tick();
  EXPECT_THAT(door.all<Speak>(), SizeIs(1));
}

TEST(Voice, EveryRefusalHasWordsOfItsOwn) {
  std::set<Prompt> prompts;
  for (const auto problem :
       {wire::PassProblem::kNotOurs, wire::PassProblem::kDamaged, wire::PassProblem::kOtherCampaign,
        wire::PassProblem::kUnknownKey, wire::PassProblem::kNotYetValid,
        wire::PassProblem::kExpired, wire::PassProblem::kRevoked}) {
    DoorScript door;
    door.with_voice().read("A").refused(problem);
    ASSERT_THAT(door.all<Speak>(), SizeIs(1));
    EXPECT_EQ(name(door.all<Speak>()[0].prompt), wire::name(problem));
    prompts.insert(door.all<Speak>()[0].prompt);
  }
  EXPECT_THAT(prompts, SizeIs(7));
}

TEST(Voice, CorrectionsAreNotSaidAgainAndTakingBackIs) {
  DoorScript door;
  door.with_voice().now(OneTapped{}).answered(Outcome::kAccepted);
  door.now(PersonsStepped{1}).answered(Outcome::kAccepted, 2, 2);
  EXPECT_THAT(door.all<Speak>(), IsEmpty());
  door.now(TakeBackTapped{}).answered(Outcome::kAccepted, 2, 3);
  EXPECT_EQ(door.all<Speak>(), (std::vector{Speak{Prompt::kTakenBack, SpokenLanguage::kChinese}}));
}

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
  door.now(GroupConfirmed{}).now(StorageFailed{2, StorageCause::kDiskFull, "full"});
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

TEST(Language, ReturnsToChineseThirtySecondsAfterTheLastTouch) {
  DoorScript door;
  door.now(LanguageChosen{Language::kEnglish}).later(20'000).now(Touched{});
  door.later(kLanguageReturnsMs - 1).tick();
  EXPECT_EQ(door.model().language, Language::kEnglish);
  door.later(1).tick();
  EXPECT_EQ(door.model().language, Language::kChinese);
}

TEST(Accessibility, IsTheVisitorsUntilThirtySecondsAfterTheLastTouch) {
  DoorScript door;
  door.now(AccessibilityToggled{});
  EXPECT_EQ(door.screen(), Screen::kAccessibility);
  const Comfort comfort{TextSize::kLarge, Contrast::kHigh, Hand::kLeft};
  door.now(ComfortChosen{comfort}).now(AccessibilityToggled{});
  EXPECT_EQ(door.screen(), Screen::kWelcome);
  EXPECT_EQ(door.model().comfort, comfort);
  EXPECT_LE(next_deadline_ms(door.tick().model()), door.model().now_ms + kLanguageReturnsMs);
  door.later(kLanguageReturnsMs).tick();
  EXPECT_EQ(door.model().comfort, Comfort{});
  EXPECT_EQ(door.model().settings.comfort, Comfort{}) << "nothing of it is stored";
}

TEST(Accessibility, PanelGivesWayToTheNextVisitor) {
  DoorScript door;
  door.now(AccessibilityToggled{}).counted("A", 1);
  EXPECT_EQ(door.screen(), Screen::kResult);
  door.later(kAmendableMs).tick();
  EXPECT_EQ(door.screen(), Screen::kWelcome);
}

TEST(Accessibility, ReturnsToTheVenuesOwnView) {
  DoorScript door;
  const Comfort venue{TextSize::kLarge, Contrast::kNormal, Hand::kRight};
  door.now(SettingsRead{{{"text_size", "large"}}});
  EXPECT_EQ(door.model().comfort, venue);
  door.now(ComfortChosen{}).later(kLanguageReturnsMs).tick();
  EXPECT_EQ(door.model().comfort, venue);
}

TEST(Leaving, IsCountedOnlyWhereTheVenueWantsIt) {
  DoorScript door;
  door.now(LeavingTapped{});
  EXPECT_THAT(door.all<RecordLeaving>(), IsEmpty());
  door.now(SettingsRead{{{"exit_counting", "on"}}}).now(LeavingTapped{});
  EXPECT_EQ(door.one<RecordLeaving>(), (RecordLeaving{1, 1}));
  door.answered(Outcome::kAccepted, 1, 9);
  ASSERT_TRUE(door.shown<Counted>());
  EXPECT_TRUE(door.shown<Counted>()->leaving);
  EXPECT_FALSE(door.shown<Counted>()->without_code) << "a category means nothing here";
  door.now(TakeBackTapped{});
  EXPECT_EQ(door.one<AmendRow>(), (AmendRow{2, 9, Category::kPublic, 0}));
}

class Resting : public ::testing::Test {
 protected:
  static constexpr UtcMs kNoon = 12 * kMsPerHour - 8 * kMsPerHour;  // at the venue
  static constexpr UtcMs kNight = 23 * kMsPerHour - 8 * kMsPerHour;
  Resting() { door.now(SettingsRead{{{"dim", "on 1200 420"}}}); }
  DoorScript door;
};

TEST_F(Resting, IsDimmedWithinTheScheduleWhileNobodyIsThere) {
  door.now(Tick{kNoon});
  EXPECT_EQ(dim_percent(door.model()), 0);
  door.now(Tick{kNight});
  EXPECT_EQ(dim_percent(door.model()), kDimPercent);
  door.later(5000).now(Touched{});
  EXPECT_EQ(dim_percent(door.model()), 0) << "a touch wakes it";
  EXPECT_LE(next_deadline_ms(door.model()), door.model().now_ms + kDimsAfterMs);
  door.later(kDimsAfterMs).now(Tick{kNight});
  EXPECT_EQ(dim_percent(door.model()), kDimPercent);
  door.counted("A", 1).later(kAmendableMs).tick().now(Tick{kNight});
  EXPECT_EQ(door.screen(), Screen::kWelcome);
  EXPECT_EQ(dim_percent(door.model()), 0) << "a visitor wakes it too";
}

TEST_F(Resting, ScheduleWithinOneDayAndOverMidnight) {
  door.now(SettingsRead{{{"dim", "on 600 660"}}}).now(Tick{kNoon});
  EXPECT_EQ(dim_percent(door.model()), 0) << "11 o'clock has passed";
  door.now(SettingsRead{{{"dim", "on 600 780"}}});
  EXPECT_EQ(dim_percent(door.model()), kDimPercent);
  door.now(SettingsRead{{{"dim", "off 600 780"}}});
  EXPECT_EQ(dim_percent(door.model()), 0);
}

TEST_F(Resting, NothingBurnsIn) {
  door.now(Tick{kNoon});
  const RestShift first = rest_shift(door.model());
  door.now(Tick{kNoon + 60 * kMsPerSecond});
  EXPECT_EQ(rest_shift(door.model()), first) << "calm for some minutes";
  door.now(Tick{kNoon + 5 * 60 * kMsPerSecond});
  EXPECT_NE(rest_shift(door.model()), first);
  door.counted("A", 1);
  EXPECT_EQ(rest_shift(door.model()), RestShift{}) << "nothing moves under a finger";
}

TEST(Storage, TroubleIsShownAndTheNextSuccessEndsIt) {
  DoorScript door;
  door.read("A").now(StorageFailed{1, StorageCause::kDiskFull, "no space"});
  EXPECT_EQ(door.screen(), Screen::kStorageTrouble);
  door.now(StorageRetryTapped{});
  EXPECT_EQ(door.all<RetryStorage>(), std::vector{RetryStorage{}});
  door.now(StorageRetryTapped{});
  EXPECT_THAT(door.all<RetryStorage>(), IsEmpty()) << "one try at a time";
  door.counted("B", 1, 3);
  EXPECT_EQ(door.screen(), Screen::kResult);
}

TEST(Storage, WhoStillHoldsACodeUpIsCountedAfterRecovery) {
  DoorScript door;
  door.read("A").now(StorageFailed{1, StorageCause::kDeviceError, ""});
  door.later(60).read("A");
  EXPECT_THAT(door.all<RecordScan>(), IsEmpty());
  door.now(StorageRecovered{}).later(60).read("A");
  EXPECT_THAT(door.all<RecordScan>(), SizeIs(1));
}

TEST(Sync, LightSaysTheWorstThingFirst) {
  Sync sync;
  EXPECT_EQ(sync_light(sync), SyncLight::kSending) << "never yet";
  sync.last_success_utc_ms = 1;
  EXPECT_EQ(sync_light(sync), SyncLight::kSynced);
  sync.pending = 3;
  EXPECT_EQ(sync_light(sync), SyncLight::kSending);
  sync.problem = SyncProblem::kNoNetwork;
  EXPECT_EQ(sync_light(sync), SyncLight::kOffline);
  sync.quarantined = 1;
  EXPECT_EQ(sync_light(sync), SyncLight::kTrouble);
  sync = {};
  sync.last_success_utc_ms = 1;
  sync.damaged_ledger = true;
  EXPECT_EQ(sync_light(sync), SyncLight::kTrouble) << "counts may be missing at the bureau";
}

TEST(Sync, DetailsOpenAndCloseByTouchTimeAndTheNextVisitor) {
  DoorScript door;
  door.now(SyncDetailsToggled{});
  EXPECT_EQ(door.screen(), Screen::kSyncDetails);
  door.now(SyncNowTapped{});
  EXPECT_EQ(door.all<SyncNow>(), std::vector{SyncNow{}});
  door.later(kDetailsShownMs).tick();
  EXPECT_EQ(door.screen(), Screen::kWelcome);
  door.now(SyncDetailsToggled{}).counted("A", 1);
  EXPECT_EQ(door.screen(), Screen::kResult);
}

TEST(Time, TheNextDeadlineIsNeverMissed) {
  DoorScript door;
  door.at(5'000'000).now(Tick{90'000});
  EXPECT_EQ(next_deadline_ms(door.model()), 5'030'000) << "the clock's next minute";
  door.counted("A", 1);
  EXPECT_EQ(next_deadline_ms(door.model()), 5'001'000) << "the countdown's next second";
  door.later(kAmendableMs - 1).tick();
  EXPECT_EQ(next_deadline_ms(door.model()), 5'000'000 + kAmendableMs);
}

TEST(Time, TheClockIsWantedAtOnceAndOtherNewsDoNotPutItOff) {
  DoorScript door;
  EXPECT_EQ(next_deadline_ms(door.model()), door.model().now_ms);
  door.at(5'000'000).now(Tick{90'000});
  for (int i = 0; i < 40; ++i) door.later(1000).now(TodayChanged{});
  EXPECT_EQ(next_deadline_ms(door.model()), 5'030'000) << "overdue by now";
}

TEST(Look, StaysTheSameWhileACodeIsHeldInView) {
  DoorScript door;
  door.at(5'000'000).now(Tick{90'000}).counted("A", 1);
  const Model shown = door.model();
  EXPECT_TRUE(looks_alike(shown, door.later(66).read("A").model()));
  EXPECT_FALSE(looks_alike(shown, door.later(66).now(TodayChanged{{7, {}}}).model()));
}

TEST(Look, IsANewOneFromTheNextDeadlineOn) {
  DoorScript door;
  door.at(5'000'000).now(Tick{90'000}).counted("A", 1);
  const Model shown = door.model();
  EXPECT_TRUE(looks_alike(shown, door.later(999).read("A").model()));
  EXPECT_FALSE(looks_alike(shown, door.later(1).read("A").model())) << "a second less to correct";
}

TEST(Look, OfADimmedScreenChangesWithTheFirstVisitor) {
  DoorScript door;
  door.at(5'000'000).now(Tick{90'000});
  Model shown = door.model();
  shown.settings.dim = {true, 0, 0};
  shown.last_visitor_ms = shown.now_ms - kDimsAfterMs;
  ASSERT_GT(dim_percent(shown), 0);
  Model now = shown;
  now.last_visitor_ms = ++now.now_ms;
  EXPECT_FALSE(looks_alike(shown, now));
}

TEST(Time, NeverRunsBackwards) {
  DoorScript door;
  door.counted("A", 1);
  const auto before = door.model().now_ms;
  door.at(1).tick();
  EXPECT_EQ(door.model().now_ms, before);
}

}  // namespace
}  // namespace keqian::kiosk
