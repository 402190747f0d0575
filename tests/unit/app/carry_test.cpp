// What a venue without a network carries by hand: the USB stick and the phone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server-sync/wire/messages.h"
#include "server-sync/wire/part.h"
#include "tests/unit/app/door_script.h"

namespace keqian::kiosk {
namespace {

using ::testing::IsEmpty;

class Carrying : public ::testing::Test {
 protected:
  Carrying() { door.enter_staff_area().open(StaffPageName::kStation); }
  const StationPage& page() const { return *door.page<StationPage>(); }
  const RelayPage& relay() const { return *page().relay; }

  void show_codes(std::size_t count) {
    door.now(RelayOpened{});
    const RelayCodes codes{.codes = std::vector<CodePicture>(count), .rows = 4};
    door.now(RelayPacked{door.one<PackRelay>().request, codes});
  }
  static std::vector<std::string> receipt_codes(const std::string& bytes) {
    std::vector<std::string> texts;
    const auto parts = *wire::cut(bytes, 4);
    for (const auto& part : parts) texts.push_back(wire::encode(part));
    return texts;
  }

  DoorScript door;
};

TEST_F(Carrying, VisitsTheStickOnceAtATimeAndSaysWhatItCameTo) {
  door.now(StickVisitTapped{});
  EXPECT_THAT(door.all<VisitStick>(), IsEmpty()) << "its page is not open";
  door.now(StickOpened{}).now(StickVisitTapped{});
  const auto asked = door.one<VisitStick>();
  EXPECT_EQ(asked.enrolment, "");
  door.now(StickVisitTapped{});
  EXPECT_THAT(door.all<VisitStick>(), IsEmpty());
  const StickVisit visit{.answers_taken = 1, .written = "a.to-bureau", .rows = 4, .pending = 3};
  door.now(StickVisited{asked.request, visit});
  EXPECT_EQ(page().stick->visit, visit);
  EXPECT_EQ(door.model().sync.pending, 3) << "before the uploader's next attempt";
  EXPECT_EQ(door.all<SyncNow>().size(), 1U);
  EXPECT_EQ(door.one<PlaySound>().sound, Sound::kAccepted);
  door.now(StickVisitTapped{});
  EXPECT_FALSE(page().stick->visit);
  door.now(StickVisited{door.one<VisitStick>().request, {.problem = StickProblem::kFull}});
  EXPECT_EQ(door.one<PlaySound>().sound, Sound::kRefused);
  EXPECT_THAT(door.all<SyncNow>(), IsEmpty());
  door.now(StickVisitTapped{}).failed(StaffProblem::kStorage);
  EXPECT_EQ(page().stick->visit->problem, StickProblem::kFailed);
  door.now(StaffBackTapped{});
  EXPECT_FALSE(page().stick);
  EXPECT_TRUE(door.page<StationPage>()) << "back to the page that led there";
}

TEST_F(Carrying, CodesChangeByThemselvesUntilOneIsHeld) {
  show_codes(3);
  EXPECT_EQ(relay().shown, 0U);
  door.later(kRelayCodeShownMs - 1).tick();
  EXPECT_EQ(relay().shown, 0U);
  door.later(1).tick();
  EXPECT_EQ(relay().shown, 1U);
  door.later(4 * kRelayCodeShownMs).tick();
  EXPECT_EQ(relay().shown, 2U) << "several were due";
  door.now(RelayStepped{1});
  EXPECT_EQ(relay().shown, 0U);
  door.now(RelayStepped{-1}).later(5 * kRelayCodeShownMs).tick();
  EXPECT_EQ(relay().shown, 2U) << "held";
  door.now(RelayHoldToggled{}).later(kRelayCodeShownMs).tick();
  EXPECT_EQ(relay().shown, 0U);
}

TEST_F(Carrying, TheNextCodeIsADeadlineOfTheScreen) {
  door.now(Tick{1'779'933'600'000});
  show_codes(2);
  EXPECT_EQ(next_deadline_ms(door.model()), door.model().now_ms + kRelayCodeShownMs);
}

TEST_F(Carrying, AReceiptIsReadInAnyOrderAndHandedOverOnce) {
  show_codes(1);
  auto texts = receipt_codes("the receipt");
  ASSERT_EQ(texts.size(), 3U);
  door.read(texts[2]).read(texts[2]).read(texts[0]);
  EXPECT_EQ(relay().receipt.missing(), std::vector{2});
  EXPECT_THAT(door.all<RecordScan>(), IsEmpty()) << "no visitor's code";
  door.read(texts[1]);
  const auto asked = door.one<TakeRelayed>();
  EXPECT_EQ(asked.bytes, "the receipt");
  door.read(texts[1]);
  EXPECT_THAT(door.effects(), IsEmpty()) << "it is being taken";
  door.now(RelayTaken{asked.request, {.pending = 0}});
  EXPECT_EQ(relay().taken, RelayReceipt{});
  EXPECT_EQ(door.all<SyncNow>().size(), 1U);
  for (const auto& text : texts) door.read(text);
  EXPECT_THAT(door.all<TakeRelayed>(), IsEmpty()) << "the phone shows the same codes on and on";
  EXPECT_EQ(relay().taken, RelayReceipt{}) << "and what came of them stays in view";
}

TEST_F(Carrying, VisitorsAreCountedMeanwhile) {
  show_codes(2);
  door.read("KQ1PASS");
  EXPECT_EQ(door.one<RecordScan>().code, "KQ1PASS");
}

TEST_F(Carrying, AtTheDoorAReceiptIsACodeLikeAnyOther) {
  const auto text = receipt_codes("the receipt").front();
  door.read(text);
  EXPECT_EQ(door.one<RecordScan>().code, text) << "the page is not open";
}

TEST_F(Carrying, WhoReadsWithAPhoneNeedNotTouchTheScreen) {
  show_codes(1);
  door.later(kStaffLeavesMs + 1000).tick();
  ASSERT_TRUE(page().relay);
  door.read(receipt_codes("the receipt").front()).later(kStaffLeavesTypingMs - 1000).tick();
  EXPECT_TRUE(door.model().staff);
  door.later(2000).tick();
  EXPECT_FALSE(door.model().staff);
}

TEST_F(Carrying, CodesThatCannotBeMadeOrAReceiptThatIsNotStoredSaySo) {
  door.now(RelayOpened{}).failed(StaffProblem::kStorage);
  EXPECT_FALSE(relay().codes);
  EXPECT_EQ(relay().packing, 0U);
  for (const auto& text : receipt_codes("the receipt")) door.read(text);
  door.failed(StaffProblem::kStorage);
  EXPECT_EQ(relay().taken->problem, RelayProblem::kFailed);
}

// ---- A new kiosk -------------------------------------------------------------------------------

TEST(CarriedEnrolment, GoesByStickWhereThereIsNoNetwork) {
  auto door = DoorScript::starting();
  door.now(SettingsRead{}).now(NotEnrolledFound{}).now(SetupNextTapped{});
  wire::EnrolmentString enrolment;
  enrolment.bureau_url = "https://bureau.example.org";
  enrolment.code = "7K3M-Q9TD-2XHB";
  const auto code = wire::encode_enrolment_string(enrolment);
  door.read(code).now(EnrolmentFailed{EnrolmentProblem::kUnreachable, "no network"});
  door.now(StickOpened{});
  EXPECT_EQ(door.screen(), Screen::kNotEnrolled);
  door.now(StickVisitTapped{});
  EXPECT_EQ(door.one<VisitStick>().enrolment, code) << "the code that was read before";
  door.now(StickVisited{door.one<VisitStick>().request, {.written = "new.to-bureau"}});
  EXPECT_EQ(door.model().wizard->stick->visit->written, "new.to-bureau");

  // A code that is shown now waits for the stick instead of the network.
  enrolment.code = "7K3M-Q9TD-2XHC";
  door.read(wire::encode_enrolment_string(enrolment));
  EXPECT_THAT(door.all<Enrol>(), IsEmpty());
  EXPECT_EQ(door.model().wizard->enrolment, wire::encode_enrolment_string(enrolment));

  door.now(StickVisitTapped{});
  const StickVisit enrolled{.answers_taken = 1, .enrolled = true};
  door.now(StickVisited{door.one<VisitStick>().request, enrolled}).now(PlaceChanged{});
  EXPECT_EQ(door.model().wizard->step, SetupStep::kCamera);
  EXPECT_FALSE(door.model().wizard->stick);
}

TEST(CarriedEnrolment, TakesATypedCodeWhereNothingReadsOne) {
  auto door = DoorScript::starting();
  door.now(SettingsRead{}).now(NotEnrolledFound{}).now(SetupNextTapped{}).now(StickOpened{});
  EXPECT_EQ(sync_light(door.model().sync), SyncLight::kLocal) << "all is not well";
  door.now(EnrolmentTypingToggled{});
  for (const char c : std::string_view("bureau.example.org")) door.now(EnrolmentCharacterTyped{c});
  door.now(EnrolmentFieldChosen{TypedEnrolment::Field::kCode});
  for (const char c : std::string_view("7K3MQ9TD2XHB")) door.now(EnrolmentCharacterTyped{c});
  door.now(EnrolmentTyped{});
  EXPECT_THAT(door.all<Enrol>(), IsEmpty()) << "there is no network";
  EXPECT_FALSE(door.model().wizard->typed);
  door.now(StickVisitTapped{});
  const auto enrolment = wire::parse_enrolment_string(door.one<VisitStick>().enrolment);
  ASSERT_TRUE(enrolment.ok());
  EXPECT_EQ(enrolment->bureau_url, "https://bureau.example.org");
  const StickVisit enrolled{.answers_taken = 1, .enrolled = true};
  door.now(StickVisited{door.one<VisitStick>().request, enrolled}).now(PlaceChanged{});
  EXPECT_EQ(sync_light(door.model().sync), SyncLight::kSending);
}

TEST(CarriedEnrolment, BackLeadsToTheCamera) {
  auto door = DoorScript::starting();
  door.now(SettingsRead{}).now(NotEnrolledFound{}).now(SetupNextTapped{}).now(StickOpened{});
  ASSERT_TRUE(door.model().wizard->stick);
  door.now(SetupBackTapped{});
  EXPECT_FALSE(door.model().wizard->stick);
  EXPECT_EQ(door.model().wizard->step, SetupStep::kEnrolment);
}

}  // namespace
}  // namespace keqian::kiosk
