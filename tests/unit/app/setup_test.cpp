// A new kiosk: from its first start to its first visitor.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server-sync/wire/messages.h"
#include "tests/unit/app/door_script.h"

namespace keqian::kiosk {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

// Before the storage said whether the kiosk is enrolled.
class NewKiosk : public ::testing::Test {
 protected:
  NewKiosk() : door(DoorScript::starting()) {}

  SetupStep step() const { return door.model().wizard ? door.model().wizard->step : SetupStep{}; }
  void pin_is(PinVerdict verdict) {
    door.now(PinStateRead{door.one<ReadPinState>().request, {verdict, 5, 0}});
  }
  static std::string enrolment_code() {
    wire::EnrolmentString enrolment;
    enrolment.bureau_url = "https://bureau.example.org";
    enrolment.code = "7K3M-Q9TD-2XHB";
    return wire::encode_enrolment_string(enrolment);
  }

  DoorScript door;
};

TEST_F(NewKiosk, WalksThroughLanguageEnrolmentCameraSoundAndPin) {
  door.now(SettingsRead{}).now(NotEnrolledFound{});
  EXPECT_EQ(door.screen(), Screen::kSetup);
  EXPECT_EQ(step(), SetupStep::kLanguage);
  Settings settings;
  settings.language = Language::kEnglish;
  door.now(SettingsChosen{settings});
  EXPECT_EQ(door.model().language, Language::kEnglish);
  EXPECT_THAT(door.one<StoreSettings>().settings, (std::vector<StoredSetting>{{"language", "en"}}));
  door.now(SetupNextTapped{});
  EXPECT_EQ(door.screen(), Screen::kNotEnrolled);
  EXPECT_THAT(door.one<StoreSettings>().settings,
              (std::vector<StoredSetting>{{"setup", "enrolment"}}));
  door.now(SetupNextTapped{});
  EXPECT_EQ(step(), SetupStep::kEnrolment) << "without a bureau there is nobody to count for";

  door.read(enrolment_code()).now(PlaceChanged{});
  EXPECT_EQ(step(), SetupStep::kCamera);
  const auto listing = door.one<ListCameras>().request;
  door.now(CamerasListed{listing, {{"auto", ""}, {"/dev/video2", "USB camera"}}});
  EXPECT_THAT(door.model().wizard->cameras, SizeIs(2));
  settings.camera = "/dev/video2";
  door.now(SettingsChosen{settings});
  EXPECT_EQ(door.one<ChooseCamera>().source, "/dev/video2");

  door.now(SetupNextTapped{});
  settings.sound_percent = 40;
  door.now(SettingsChosen{settings});
  EXPECT_EQ(door.one<SetSoundLevel>(), (SetSoundLevel{40, false}));
  door.now(SoundTried{});
  EXPECT_EQ(door.all<PlaySound>(), std::vector{PlaySound{Sound::kAccepted}});

  door.now(SetupNextTapped{});
  EXPECT_EQ(door.screen(), Screen::kPinPad);
  pin_is(PinVerdict::kNotSet);
  door.later(10 * kPinPadClosesMs).tick();
  EXPECT_EQ(door.screen(), Screen::kPinPad) << "setting up has its time";
  door.type_pin("314159").type_pin("314159");
  EXPECT_EQ(door.one<SetPin>().pin, "314159");
  door.done();
  EXPECT_EQ(step(), SetupStep::kDone);
  EXPECT_THAT(door.one<StoreSettings>().settings, (std::vector<StoredSetting>{{"setup", "done"}}));
  EXPECT_EQ(door.screen(), Screen::kSetup);
  door.now(SetupFinished{});
  EXPECT_EQ(door.screen(), Screen::kWelcome);
}

TEST_F(NewKiosk, EnrolledByCommandIsNeverAskedAnything) {
  door.now(SettingsRead{}).now(PlaceChanged{});
  EXPECT_EQ(door.screen(), Screen::kWelcome);
  EXPECT_THAT(door.all<StoreSettings>(), IsEmpty());
}

TEST_F(NewKiosk, GoesOnWhereItWasAfterARestart) {
  door.now(SettingsRead{{{"setup", "sound"}, {"language", "en"}}}).now(PlaceChanged{});
  EXPECT_EQ(step(), SetupStep::kSound);
  EXPECT_EQ(door.model().language, Language::kEnglish);
}

TEST_F(NewKiosk, GoesOnAtTheCameraWhenItWasEnrolledMeanwhile) {
  door.now(SettingsRead{{{"setup", "enrolment"}}}).now(PlaceChanged{});
  EXPECT_EQ(step(), SetupStep::kCamera);
}

TEST_F(NewKiosk, FinishedOnceStaysFinished) {
  door.now(SettingsRead{{{"setup", "done"}}}).now(PlaceChanged{});
  EXPECT_EQ(door.screen(), Screen::kWelcome);
}

TEST_F(NewKiosk, ThatLostItsEnrolmentAsksForItAgain) {
  door.now(SettingsRead{{{"setup", "done"}}}).now(NotEnrolledFound{});
  EXPECT_EQ(step(), SetupStep::kEnrolment);
}

TEST_F(NewKiosk, CannotDoWithoutAPin) {
  door.now(SettingsRead{{{"setup", "pin"}}}).now(PlaceChanged{});
  EXPECT_EQ(door.screen(), Screen::kPinPad);
  pin_is(PinVerdict::kNotSet);
  EXPECT_EQ(door.model().pin_pad->purpose, PinPurpose::kChoose) << "this is the one who sets it up";
  door.now(PinCancelled{});
  EXPECT_EQ(step(), SetupStep::kSound);
  door.now(SetupNextTapped{});
  EXPECT_EQ(door.screen(), Screen::kPinPad);
}

TEST_F(NewKiosk, AsksForNoPinWhereThereIsOne) {
  door.now(SettingsRead{{{"setup", "pin"}}}).now(PlaceChanged{});
  pin_is(PinVerdict::kWrong);
  EXPECT_FALSE(door.model().pin_pad);
  EXPECT_EQ(step(), SetupStep::kDone);
}

TEST_F(NewKiosk, GoesBackAStep) {
  door.now(SettingsRead{{{"setup", "sound"}}}).now(PlaceChanged{}).now(SetupBackTapped{});
  EXPECT_EQ(step(), SetupStep::kCamera);
  door.now(SetupBackTapped{});
  EXPECT_EQ(step(), SetupStep::kLanguage);
  door.now(SetupNextTapped{});
  EXPECT_EQ(step(), SetupStep::kCamera) << "enrolled already";
}

TEST_F(NewKiosk, CountsVisitorsWhileTheRestIsBeingSetUp) {
  door.now(SettingsRead{{{"setup", "sound"}}}).now(PlaceChanged{}).counted("A", 2, 5);
  EXPECT_EQ(door.screen(), Screen::kSetup);
  EXPECT_TRUE(visitors_in_background(door.model()));
  EXPECT_EQ(door.shown<Counted>()->persons, 2);
}

TEST_F(NewKiosk, ReadsTheBureausCodeOnce) {
  door.now(NotEnrolledFound{}).now(SetupNextTapped{});
  door.read("KQ1SOMETHING");
  EXPECT_EQ(door.model().enrolment_problem, EnrolmentProblem::kNotAnEnrolmentCode);
  EXPECT_THAT(door.all<Enrol>(), IsEmpty());
  const auto text = enrolment_code();
  door.read(text);
  EXPECT_EQ(door.all<Enrol>(), std::vector{Enrol{text}});
  door.later(60).read(text).read("another");
  EXPECT_THAT(door.all<Enrol>(), IsEmpty());
  door.now(EnrolmentFailed{EnrolmentProblem::kCodeSpent, "used"});
  EXPECT_EQ(door.model().enrolment_problem, EnrolmentProblem::kCodeSpent);
  door.now(OneTapped{});
  EXPECT_THAT(door.all<RecordTap>(), IsEmpty()) << "nobody to count for";
}

TEST_F(NewKiosk, TakesATypedAddressAndCode) {
  door.now(NotEnrolledFound{}).now(SetupNextTapped{}).now(EnrolmentTypingToggled{});
  for (const char c : std::string_view("Bureau.example.org:8443")) {
    door.now(EnrolmentCharacterTyped{c});
  }
  door.now(EnrolmentCharacterTyped{'8'}).now(EnrolmentCharacterErased{});
  door.now(EnrolmentTyped{});
  EXPECT_THAT(door.all<Enrol>(), IsEmpty()) << "the code is missing";
  door.now(EnrolmentFieldChosen{TypedEnrolment::Field::kCode});
  for (const char c : std::string_view("7k3m-q9td-2xhb")) door.now(EnrolmentCharacterTyped{c});
  EXPECT_EQ(door.model().wizard->typed->address, "bureau.example.org:8443");
  EXPECT_EQ(door.model().wizard->typed->code, "7K3MQ9TD2XHB");
  door.now(EnrolmentTyped{});
  const auto enrolment = wire::parse_enrolment_string(door.one<Enrol>().enrolment);
  ASSERT_TRUE(enrolment.ok());
  EXPECT_EQ(enrolment->bureau_url, "https://bureau.example.org:8443");
  EXPECT_EQ(enrolment->code, "7K3M-Q9TD-2XHB");
  EXPECT_EQ(door.model().setup, Setup::kEnrolling);
}

TEST_F(NewKiosk, RefusesAnAddressThatIsNotSafe) {
  TypedEnrolment typed{"http://bureau.example.org", "7K3MQ9TD2XHB", {}};
  EXPECT_FALSE(is_complete(typed));
  typed.address = "http://127.0.0.1:8080";
  EXPECT_TRUE(is_complete(typed));
  typed.address = "bureau.example.org";
  EXPECT_TRUE(is_complete(typed));
  typed.code = "7K3M";
  EXPECT_FALSE(is_complete(typed));
}

TEST(StationWithoutABureau, CountsAndJoinsOneLater) {
  DoorScript door;
  door.enter_staff_area().open(StaffPageName::kStation);
  StationReport report;
  report.kiosk_id = "k-1";
  door.now(ReportRead{door.one<LoadReport>().request, report}).now(EnrolTapped{});
  EXPECT_EQ(door.screen(), Screen::kStaff) << "it belongs to one";
  report.kiosk_id.clear();
  door.now(PageReloaded{}).now(ReportRead{door.one<LoadReport>().request, report});
  door.now(EnrolTapped{});
  EXPECT_EQ(door.screen(), Screen::kNotEnrolled);
  door.counted("A", 2, 7);
  EXPECT_EQ(door.shown<Counted>()->persons, 2) << "visitors go on";
  wire::EnrolmentString enrolment;
  enrolment.bureau_url = "https://bureau.example.org";
  enrolment.code = "7K3M-Q9TD-2XHB";
  door.read(wire::encode_enrolment_string(enrolment));
  EXPECT_EQ(door.model().setup, Setup::kEnrolling);
  door.now(EnrolmentFailed{EnrolmentProblem::kCodeSpent, ""}).now(PlaceChanged{});
  EXPECT_EQ(door.model().setup, Setup::kReady);
  EXPECT_EQ(door.model().enrolment_problem, EnrolmentProblem::kCodeSpent) << "still to be read";
  door.now(SetupBackTapped{});
  EXPECT_EQ(door.screen(), Screen::kResult) << "or not at all";
  door.enter_staff_area().open(StaffPageName::kStation);
  door.now(ReportRead{door.one<LoadReport>().request, report}).now(EnrolTapped{});
  door.later(kCodeOutOfViewMs + 1).read(wire::encode_enrolment_string(enrolment));
  door.now(PlaceChanged{});
  EXPECT_EQ(door.model().wizard->step, SetupStep::kCamera);
}

TEST(Settings, TheLightOfTheCameraIsSwitchedAndKept) {
  DoorScript door;
  door.enter_staff_area().open(StaffPageName::kStation);
  Settings settings;
  settings.torch = true;
  door.now(SettingsChosen{settings});
  EXPECT_TRUE(door.one<SetTorch>().on);
  EXPECT_EQ(door.one<StoreSettings>().settings, (std::vector{StoredSetting{"torch", "on"}}));
  DoorScript after_a_restart;
  after_a_restart.now(SettingsRead{{{"torch", "on"}}});
  EXPECT_TRUE(after_a_restart.one<SetTorch>().on);
}

TEST(Settings, SurviveBeingStoredAndRead) {
  Settings settings;
  settings.language = Language::kEnglish;
  settings.sound_percent = 0;
  settings.voice = true;
  settings.comfort = {TextSize::kLarge, Contrast::kHigh, Hand::kLeft};
  settings.camera = "file:/a folder";
  settings.torch = true;
  settings.exit_counting = true;
  settings.dim = {true, 1, 1439};
  const auto stored = changed_settings({}, settings);
  EXPECT_THAT(stored, SizeIs(kSettingKeys.size() - 1)) << "all but the step of the setting-up";
  Settings read;
  for (const auto& setting : stored) apply_stored(read, setting);
  EXPECT_EQ(read, settings);
  EXPECT_THAT(changed_settings(settings, read), IsEmpty());
}

TEST(Settings, WordsThatMeanNothingChangeNothing) {
  for (const auto key : kSettingKeys) {
    if (key == setting_key::kCamera) continue;
    for (const auto* value : {"", "maybe", "101", "-1", "on 1 2 3", "on 1", "on 1440 0", "1 2 3"}) {
      Settings settings;
      apply_stored(settings, {std::string(key), value});
      EXPECT_EQ(settings, Settings{}) << key << " " << value;
    }
  }
}

TEST(Settings, AreClampedAndAskedOnlyWhereTheyCanBeChanged) {
  DoorScript door;
  Settings settings;
  settings.sound_percent = 300;
  door.now(SettingsChosen{settings});
  EXPECT_THAT(door.all<StoreSettings>(), IsEmpty()) << "not by a visitor";
  door.enter_staff_area().open(StaffPageName::kStation).now(SettingsChosen{settings});
  EXPECT_EQ(door.model().settings.sound_percent, 100);
}

}  // namespace
}  // namespace keqian::kiosk
