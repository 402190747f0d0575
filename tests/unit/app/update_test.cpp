// What holds for every screen: language and comfort, rest, storage, connection and time.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kiosk/app/update.h"
#include "tests/unit/app/door_script.h"

namespace keqian::kiosk {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

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
  Resting() { door.now(SettingsRead{{{"dim", "on 1200 420"}}}).later(kRestsAfterMs); }
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

TEST_F(Resting, BeginsWhenNobodyWasThereForAWhile) {
  DoorScript fresh;
  fresh.tick();
  EXPECT_FALSE(is_resting(fresh.model())) << "the day begins awake";
  EXPECT_LE(next_deadline_ms(fresh.model()), fresh.model().now_ms + kRestsAfterMs);
  fresh.later(kRestsAfterMs).tick();
  EXPECT_TRUE(is_resting(fresh.model()));
  fresh.now(ViewChanged{true}).later(2 * kRestsAfterMs).tick();
  EXPECT_FALSE(is_resting(fresh.model())) << "somebody stands before the camera";
  fresh.now(ViewChanged{false}).tick();
  EXPECT_FALSE(is_resting(fresh.model())) << "and has only just left";
  fresh.later(kRestsAfterMs).tick();
  EXPECT_TRUE(is_resting(fresh.model()));
  fresh.now(ViewChanged{true}).now(CameraChanged{CameraState::kBroken, ""}).later(kRestsAfterMs);
  fresh.tick();
  EXPECT_TRUE(is_resting(fresh.model())) << "a camera that fails sees nobody";
  fresh.now(Touched{});
  EXPECT_FALSE(is_resting(fresh.model()));
}

TEST_F(Resting, ShowsAProgrammeWhereThereIsOneAndNoTrouble) {
  Place place;
  door.now(PlaceChanged{place}).later(kRestsAfterMs).now(Tick{kNoon});
  EXPECT_FALSE(shows_programme_at_rest(door.model())) << "no empty card";
  place.programme = {{"讲座", 15 * 60, 16 * 60}};
  door.now(PlaceChanged{place});
  EXPECT_TRUE(shows_programme_at_rest(door.model()));
  door.now(CameraChanged{CameraState::kBroken, ""});
  EXPECT_FALSE(shows_programme_at_rest(door.model()));
}

TEST_F(Resting, TheProgrammeFollowsTheClock) {
  using enum PlannedState;
  Place place;
  place.programme = {
      {"a", 600, 660}, {"b", 660, 780}, {"c", 780, 840}, {"d", 780, 800}, {"e", 900, 960}};
  door.now(PlaceChanged{place}).now(Tick{kNoon});
  EXPECT_EQ(programme_states(door.model()), (std::vector{kOver, kOnNow, kNext, kNext, kLater}));
  door.now(Tick{kNoon + kMsPerHour});
  EXPECT_EQ(programme_states(door.model()), (std::vector{kOver, kOver, kOnNow, kOnNow, kNext}));
  door.now(Tick{kNight});
  EXPECT_EQ(programme_states(door.model()), std::vector(5, kOver));
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
  door.read("A").now(StorageFailed{1, StorageCause::kDiskFull});
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
  door.read("A").now(StorageFailed{1, StorageCause::kDeviceError});
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

TEST(Sync, AKioskOfNoBureauIsNotInTrouble) {
  Sync sync;
  sync.pending = 12;
  sync.problem = SyncProblem::kNotEnrolled;
  EXPECT_EQ(sync_light(sync), SyncLight::kLocal);
  EXPECT_FALSE(needs_care(SyncLight::kLocal));
  EXPECT_TRUE(needs_care(SyncLight::kOffline));
}

TEST(Sync, IsSlowOnlyOnceItTakesLongerThanAnUploadDoes) {
  Sync sync;
  sync.last_success_utc_ms = 1'000'000;
  sync.pending = 1;
  EXPECT_FALSE(uploads_slowly(sync, 1'000'000 + kUploadSlowMs));
  EXPECT_TRUE(uploads_slowly(sync, 1'000'001 + kUploadSlowMs));
  sync.pending = 0;
  EXPECT_FALSE(uploads_slowly(sync, 9'000'000)) << "nothing waits";
}

TEST(Sessions, WhoComesLateIsInTheDailyOpeningOnEveryScreenAtOnce) {
  DoorScript door;
  EXPECT_EQ(door.model().place.session_title, "");
  door.at(1000).now(OneTapped{}).answered(Outcome::kAccepted);
  EXPECT_EQ(door.model().place.session_title, "专场");
}

TEST(Sync, SendNowSaysThatItTriesAndWhatCameOfIt) {
  DoorScript door;
  door.now(SyncDetailsToggled{});
  EXPECT_EQ(send_state(door.model()), SendState::kNotAsked);
  door.now(SyncNowTapped{});
  EXPECT_EQ(door.all<SyncNow>().size(), 1U);
  EXPECT_EQ(send_state(door.model()), SendState::kUnderWay);
  door.now(SyncNowTapped{});
  EXPECT_TRUE(door.all<SyncNow>().empty()) << "it is asked once";
  Sync sync;
  sync.pending = 3;
  door.now(SyncChanged{sync});
  EXPECT_EQ(send_state(door.model()), SendState::kUnderWay) << "somebody was counted meanwhile";
  sync.attempts = 1;
  sync.problem = SyncProblem::kNoNetwork;
  sync.next_attempt_ms = door.model().now_ms + 18'000;
  door.now(SyncChanged{sync});
  EXPECT_EQ(send_state(door.model()), SendState::kFailed);
  EXPECT_LE(next_deadline_ms(door.model()), door.model().now_ms + 1000) << "it counts down";
  door.now(SyncNowTapped{});
  sync.attempts = 2;
  sync.problem = SyncProblem::kNone;
  sync.last_success_utc_ms = 1;
  door.now(SyncChanged{sync});
  EXPECT_EQ(send_state(door.model()), SendState::kSent);
  door.now(SyncDetailsToggled{}).now(SyncDetailsToggled{});
  EXPECT_EQ(send_state(door.model()), SendState::kNotAsked) << "the page was left";
}

TEST(Sync, SendNowWithoutAnAnswerIsNotSaidForEver) {
  DoorScript door;
  door.now(SyncDetailsToggled{}).now(SyncNowTapped{});
  door.later(kSendNowMsMax / 2).now(Touched{}).later(kSendNowMsMax / 2).now(Touched{});
  EXPECT_EQ(send_state(door.model()), SendState::kNotAsked);
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
