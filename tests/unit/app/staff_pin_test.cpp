// The staff's PIN, rule by rule.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/app/door_script.h"

namespace keqian::kiosk {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class StaffPin : public ::testing::Test {
 protected:
  StaffPin& state(PinVerdict verdict, std::int64_t locked_ms = 0) {
    door.now(StaffTapped{});
    door.now(PinStateRead{door.one<ReadPinState>().request, {verdict, 0, locked_ms}});
    return *this;
  }
  void answer(PinAnswer answer) { door.now(PinAnswered{door.model().last_request, answer}); }
  void forgotten() {
    state(PinVerdict::kWrong);
    door.type_pin("31").now(PinForgotten{});
    door.now(PinResetRead{door.one<ReadPinReset>().request, kReset});
  }
  const PinPad& pad() const { return *door.model().pin_pad; }

  const PinReset kReset{"48210734", {"k-7f3a"}, "东门"};
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

TEST_F(StaffPin, IsNotChosenBeforeItIsSaidWhoShould) {
  state(PinVerdict::kNotSet);
  EXPECT_EQ(pad().purpose, PinPurpose::kFirst);
  door.type_pin("314159");
  EXPECT_THAT(pad().digits, IsEmpty());
  EXPECT_EQ(pad().purpose, PinPurpose::kFirst);
  door.now(PinCancelled{});
  EXPECT_EQ(door.screen(), Screen::kWelcome);
  state(PinVerdict::kNotSet);
  door.now(PinBegun{});
  EXPECT_EQ(pad().purpose, PinPurpose::kChoose);
}

TEST_F(StaffPin, TheStaffAreaKnowsWhenItWasSet) {
  constexpr UtcMs kSet = 1'790'000'000'000;
  state(PinVerdict::kWrong);
  door.type_pin("314159");
  answer({PinVerdict::kRight, 0, 0, kSet});
  EXPECT_EQ(door.model().staff->pin_set_utc_ms, kSet);
  door.open(StaffPageName::kFigures).now(StaffBackTapped{});
  EXPECT_EQ(door.model().staff->pin_set_utc_ms, kSet) << "on its first page again";
}

TEST_F(StaffPin, IsAskedForTwiceWhenNoneIsSet) {
  state(PinVerdict::kNotSet);
  door.now(PinBegun{});
  EXPECT_EQ(pad().purpose, PinPurpose::kChoose);
  door.type_pin("314159");
  EXPECT_EQ(pad().purpose, PinPurpose::kRepeat);
  door.type_pin("314158");
  EXPECT_EQ(pad().problem, PinProblem::kDiffers);
  EXPECT_EQ(pad().purpose, PinPurpose::kChoose);
  door.type_pin("314159").type_pin("314159").done();
  EXPECT_EQ(door.screen(), Screen::kStaff);
  EXPECT_TRUE(door.page<HomePage>()->pin_set) << "it is said that there is one now";
}

TEST_F(StaffPin, OneThatIsEasilyGuessedIsRefusedAtOnce) {
  state(PinVerdict::kNotSet);
  door.now(PinBegun{});
  for (const char* pin : {"111111", "123456", "654321"}) {
    door.type_pin(pin);
    EXPECT_EQ(pad().problem, PinProblem::kTooSimple) << pin;
    EXPECT_EQ(pad().purpose, PinPurpose::kChoose) << "nobody repeats it in vain";
  }
  EXPECT_THAT(door.all<SetPin>(), IsEmpty());
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

TEST_F(StaffPin, ForgottenTheBureausCodeLeadsToANewOne) {
  forgotten();
  EXPECT_EQ(pad().purpose, PinPurpose::kReset);
  door.type_pin("167826202");
  EXPECT_THAT(door.all<CheckResetCode>(), IsEmpty());
  door.type_pin("4");
  EXPECT_EQ(door.one<CheckResetCode>().code, "1678262024");
  answer({PinVerdict::kRight, 0, 0});
  EXPECT_EQ(door.screen(), Screen::kPinPad) << "a code opens no page";
  EXPECT_EQ(pad().purpose, PinPurpose::kChoose);
  door.type_pin("271828").type_pin("271827");
  EXPECT_EQ(pad().problem, PinProblem::kDiffers);
  door.type_pin("271828").type_pin("271828");
  EXPECT_THAT(door.all<SetPin>(), IsEmpty());
  EXPECT_EQ(door.one<ResetPin>(), (ResetPin{door.model().last_request, "1678262024", "271828"}));
  door.done();
  EXPECT_TRUE(door.page<HomePage>()->pin_set);
}

TEST_F(StaffPin, AWrongCodeIsSaidAndLocksAsAWrongPinDoes) {
  forgotten();
  door.type_pin("0000000000");
  answer({PinVerdict::kWrong, 1, 0});
  EXPECT_EQ(pad().purpose, PinPurpose::kReset);
  EXPECT_EQ(pad().problem, PinProblem::kWrong);
  EXPECT_THAT(pad().digits, IsEmpty());
  door.type_pin("0000000000");
  answer({PinVerdict::kLocked, 0, 30'000});
  door.type_pin("1");
  EXPECT_THAT(pad().digits, IsEmpty());
}

TEST_F(StaffPin, TheNumberIsShownWhileThePadIsLocked) {
  state(PinVerdict::kLocked, 4000);
  door.now(PinForgotten{});
  door.now(PinResetRead{door.one<ReadPinReset>().request, kReset});
  EXPECT_EQ(pad().purpose, PinPurpose::kReset);
  EXPECT_EQ(pad().reset, kReset);
  door.type_pin("1");
  EXPECT_THAT(pad().digits, IsEmpty()) << "no code before the lock is over";
  door.later(4000).type_pin("1");
  EXPECT_EQ(pad().digits, "1");
}

TEST_F(StaffPin, TheNumberStaysInViewForACall) {
  forgotten();
  door.later(kPinPadClosesMs).tick();
  EXPECT_EQ(door.screen(), Screen::kPinPad);
  door.later(kPinResetClosesMs).tick();
  EXPECT_EQ(door.screen(), Screen::kWelcome);
}

TEST_F(StaffPin, WithoutABureauItIsSaidWhatCanBeDone) {
  state(PinVerdict::kWrong);
  door.now(PinForgotten{});
  door.now(PinResetRead{door.model().last_request, {}});
  EXPECT_EQ(pad().purpose, PinPurpose::kNoReset);
  door.type_pin("1678262024");
  EXPECT_THAT(pad().digits, IsEmpty());
  EXPECT_THAT(door.all<CheckResetCode>(), IsEmpty());
}

TEST_F(StaffPin, IsForgottenOnlyWhereItIsAskedFor) {
  state(PinVerdict::kNotSet);
  door.now(PinForgotten{}).now(PinBegun{}).now(PinForgotten{});
  EXPECT_THAT(door.all<ReadPinReset>(), IsEmpty());
}

TEST_F(StaffPin, IsChangedWithinTheStaffArea) {
  door.enter_staff_area().open(StaffPageName::kStation).now(ChangePinTapped{});
  EXPECT_EQ(door.screen(), Screen::kPinPad);
  door.type_pin("271828").type_pin("271828").done();
  EXPECT_EQ(door.screen(), Screen::kStaff);
  EXPECT_TRUE(door.page<StationPage>()->pin_changed);
}

}  // namespace
}  // namespace keqian::kiosk
