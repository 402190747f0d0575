// Codes that visitors show: what is asked, shown and said of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "kiosk/app/update.h"
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
  door.now(StorageFailed{1, StorageCause::kOther}).read("late");
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

}  // namespace
}  // namespace keqian::kiosk
