// Thousands of random actions, in any order a screen, a thread or a slip could bring them: whatever
// happens, some things hold.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "server-sync/base/randomness.h"
#include "server-sync/wire/messages.h"
#include "server-sync/wire/part.h"
#include "tests/unit/app/door_script.h"

namespace keqian::kiosk {
namespace {

// A storage that answers some questions, late and in any order, and remembers the PIN.
class Walk {
 public:
  explicit Walk(std::uint64_t seed) : randomness_(seed), door_(DoorScript::starting()) {
    if (pick(2) == 0) door_.now(SettingsRead{});
  }

  void step() {
    at_ms_ += pick(20) == 0 ? pick(200'000) : pick(900);
    door_.at(at_ms_);
    const bool was_in = door_.model().staff.has_value();
    let_in_ = false;
    switch (pick(8)) {
      case 0:
        something_happens();
        break;
      case 1:
      case 2:
        answer_one();
        break;
      case 3:
        visitor_touch();
        break;
      case 4:
        try_pin();
        break;
      default:
        staff_touch();
        break;
    }
    const bool came_in = !was_in && door_.model().staff;
    EXPECT_FALSE(came_in && !let_in_) << "in without a right PIN";
    collect();
    check();
  }

 private:
  int pick(int below) {
    return static_cast<int>(randomness_.next() % static_cast<std::uint64_t>(below));
  }
  bool flip() { return pick(2) == 0; }

  void something_happens() {
    switch (pick(9)) {
      case 0:
        door_.now(PlaceChanged{});
        break;
      case 1:
        door_.now(NotEnrolledFound{});
        break;
      case 2:
        door_.now(TodayChanged{{.persons = pick(1000)}});
        break;
      case 3:
        door_.now(StorageFailed{0, StorageCause::kDiskFull});
        break;
      case 4:
        door_.now(StorageRecovered{});
        break;
      case 5:
        door_.now(EnrolmentFailed{EnrolmentProblem::kUnreachable, ""});
        break;
      default:
        door_.now(CodeRead{"code " + std::to_string(pick(40)),
                           flip() ? Method::kCamera : Method::kScanner});
        break;
    }
  }

  void visitor_touch() {
    switch (pick(16)) {
      case 0:
        door_.now(Touched{});
        break;
      case 1:
        door_.now(LanguageChosen{flip() ? Language::kEnglish : Language::kChinese});
        break;
      case 2:
        door_.now(OneTapped{});
        break;
      case 3:
        door_.now(PersonsStepped{flip() ? 1 : -1});
        break;
      case 4:
        door_.now(CategoryChosen{kCategories[static_cast<std::size_t>(pick(6))]});
        break;
      case 5:
        door_.now(TakeBackTapped{});
        break;
      case 6:
        door_.now(LargeGroupTapped{});
        break;
      case 7:
        door_.now(ResultDismissed{});
        break;
      case 8:
        door_.now(GroupStepped{pick(21) - 10});
        break;
      case 9:
        door_.now(GroupDigitTyped{pick(12) - 1});
        break;
      case 10:
        door_.now(GroupConfirmed{});
        break;
      case 11:
        door_.now(GroupCancelled{});
        break;
      case 12:
        door_.now(SyncDetailsToggled{});
        break;
      case 13:
        door_.now(AccessibilityToggled{});
        break;
      case 14:
        door_.now(LeavingTapped{});
        break;
      default:
        door_.now(GroupShownFirst{});
        break;
    }
  }

  void try_pin() {
    door_.now(StaffTapped{});
    collect();
    for (const char digit : std::string_view(flip() ? "314159" : "271828")) {
      door_.now(PinDigitTyped{digit - '0'});
      collect();
    }
    if (pick(6) == 0) try_reset();
    if (pick(10) == 0) door_.now(PinBegun{});
    if (pick(10) == 0) door_.now(PinCancelled{});
  }

  // A code, right or wrong, and perhaps a new PIN typed twice.
  void try_reset() {
    door_.now(PinForgotten{});
    collect();
    answer_one();
    for (const char digit : std::string_view(flip() ? "1678262024" : "1678262023")) {
      door_.now(PinDigitTyped{digit - '0'});
      collect();
    }
    answer_one();
    for (const char digit : std::string_view("161803161803")) {
      door_.now(PinDigitTyped{digit - '0'});
      collect();
    }
  }

  void staff_touch() {
    switch (pick(42)) {
      case 0:
        door_.now(StaffBackTapped{});
        break;
      case 1:
        if (pick(4) == 0) door_.now(StaffLeft{});
        break;
      case 2:
        door_.now(HandCountSessionsToggled{});
        break;
      case 3:
        door_.now(PageReloaded{});
        break;
      case 4:
      case 5:
      case 6:
        door_.now(StaffConfirmed{});
        break;
      case 7:
        door_.now(NumberDigitTyped{pick(12) - 1});
        break;
      case 8:
        door_.now(NumberDigitErased{});
        break;
      case 9:
        door_.now(NumberStepped{pick(200) - 100});
        break;
      case 10:
        door_.now(HoldingPicked{SessionId{"s-2"}});
        break;
      case 11:
        door_.now(ActivityPicked{ActivityId{"a-1"}});
        break;
      case 12:
        door_.now(AdHocPicked{});
        break;
      case 13:
        door_.now(HeadCountsPicked{SessionId{"s-1"}});
        break;
      case 14:
        door_.now(ClosePicked{SessionId{"s-1"}});
        break;
      case 15:
        door_.now(AudienceChosen{Audience::kBusiness});
        break;
      case 16:
        door_.now(StaffFieldChosen{static_cast<std::size_t>(pick(6))});
        break;
      case 17:
        door_.now(UndoLastTapped{});
        break;
      case 18:
        door_.now(LinePicked{pick(5)});
        break;
      case 19:
        door_.now(ReasonChosen{kCorrectionReasons.at(
            static_cast<std::size_t>(pick(static_cast<int>(kCorrectionReasons.size()))))});
        break;
      case 20:
        door_.now(OlderLinesTapped{});
        break;
      case 21:
        door_.now(NewerLinesTapped{});
        break;
      case 22:
        door_.now(FilterChosen{});
        break;
      case 23:
        door_.now(HandCountTapped{});
        break;
      case 24:
        door_.now(StationTabChosen{StationTab::kCamera});
        break;
      case 25:
        door_.now(LedgerCheckTapped{});
        break;
      case 26:
        door_.now(SupportBundleTapped{});
        break;
      case 27:
        door_.now(DateFormTapped{});
        break;
      case 28:
        door_.now(DateStepped{static_cast<DatePart>(pick(5)), pick(7) - 3});
        break;
      case 29: {
        Settings settings;
        settings.sound_percent = pick(120);
        settings.exit_counting = flip();
        settings.dim.on = flip();
        door_.now(SettingsChosen{settings});
        break;
      }
      case 30:
        door_.now(ChangePinTapped{});
        break;
      case 31:
        door_.now(CloseDayTapped{});
        if (flip()) door_.now(MissingStaffTapped{});
        break;
      case 32:
        door_.now(flip() ? SetupTouch{SetupNextTapped{}} : SetupTouch{SetupBackTapped{}});
        break;
      case 33:
        door_.now(CountIntoTapped{SessionId{"s-1"}});
        break;
      case 34:
        door_.now(StaffZeroed{});
        break;
      case 35:
        door_.now(LineWayChosen{flip() ? CorrectionWay::kChange : CorrectionWay::kVoid});
        break;
      case 36:
        door_.now(LineCategoryChosen{Category::kYouth});
        break;
      case 37:
        door_.now(flip() ? StaffTouch{StickOpened{}} : StaffTouch{RelayOpened{}});
        break;
      case 38:
        door_.now(StickVisitTapped{});
        break;
      case 39:
        door_.now(flip() ? StaffTouch{RelayStepped{pick(9) - 4}} : StaffTouch{RelayHoldToggled{}});
        break;
      case 40:
        door_.read(wire::encode(wire::cut("abc", 2)->at(static_cast<std::size_t>(pick(2)))));
        break;
      default:
        door_.open(static_cast<StaffPageName>(pick(6)));
        break;
    }
  }

  // Takes the effects of the last action as questions.
  void collect() {
    for (const auto& effect : door_.effects()) {
      if (!std::holds_alternative<StoreSettings>(effect)) questions_.push_back(effect);
    }
    door_.clear_effects();
  }

  void answer_one() {
    if (questions_.empty()) return;
    const auto at = questions_.begin() + pick(static_cast<int>(questions_.size()));
    const Effect question = *at;
    questions_.erase(at);
    std::visit([&](const auto& asked) { answer(asked); }, question);
  }

  template <typename Asked>
  void answer(const Asked& asked) {
    if constexpr (requires { asked.request; }) {
      if (pick(8) == 0) return fail(asked);
      answer_well(asked);
    }
  }
  template <typename Asked>
  void fail(const Asked& asked) {
    if constexpr (is_of_the_door<Asked>) {
      door_.now(StorageFailed{asked.request, StorageCause::kOther});
    } else {
      door_.now(StaffFailed{asked.request, {StaffProblem::kStorage, ""}});
    }
  }
  template <typename Asked>
  static constexpr bool is_of_the_door =
      std::is_same_v<Asked, RecordScan> || std::is_same_v<Asked, RecordTap> ||
      std::is_same_v<Asked, RecordLeaving> || std::is_same_v<Asked, AmendRow>;

  template <typename Asked>
  void answer_well(const Asked& asked) {
    const auto request = asked.request;
    if constexpr (is_of_the_door<Asked>) {
      DoorAnswer answer;
      answer.outcome = static_cast<Outcome>(pick(4));
      answer.persons = 1 + pick(40);
      answer.sequence = ++sequence_;
      door_.now(DoorAnswered{request, answer});
    } else if constexpr (std::is_same_v<Asked, ReadPinState>) {
      door_.now(PinStateRead{request, {PinVerdict::kWrong, 5, 0}});
    } else if constexpr (std::is_same_v<Asked, CheckPin>) {
      const bool right = asked.pin == "314159";
      let_in_ = right;
      door_.now(PinAnswered{request, {right ? PinVerdict::kRight : PinVerdict::kWrong, 3, 0}});
    } else if constexpr (std::is_same_v<Asked, ReadPinReset>) {
      door_.now(PinResetRead{request, {pick(4) == 0 ? "" : "48210734", {"k-7f3a"}, ""}});
    } else if constexpr (std::is_same_v<Asked, CheckResetCode>) {
      const bool right = asked.code == "1678262024";
      door_.now(PinAnswered{request, {right ? PinVerdict::kRight : PinVerdict::kWrong, 3, 0}});
    } else if constexpr (std::is_same_v<Asked, ResetPin>) {
      EXPECT_EQ(asked.code, "1678262024") << "a PIN is reset with the right code alone";
      let_in_ = true;
      door_.now(StaffDone{request});
    } else if constexpr (std::is_same_v<Asked, LoadProgramme>) {
      Programme programme;
      programme.held = {{.id = {"s-1"}, .title = "一"}};
      programme.planned = {{SessionId{"s-2"}, "二", {}, 1, 2}};
      programme.activities = {{ActivityId{"a-1"}, "三", {}}};
      door_.now(ProgrammeRead{request, programme});
    } else if constexpr (std::is_same_v<Asked, LoadLines>) {
      LinePage page;
      for (int i = 4; i > 0; --i) page.lines.push_back({.sequence = i, .persons = 1});
      page.more = flip();
      door_.now(LinesRead{request, page});
    } else if constexpr (std::is_same_v<Asked, ReverseLine> || std::is_same_v<Asked, AmendLine> ||
                         std::is_same_v<Asked, CountByHand>) {
      door_.now(RowCorrected{request, {}});
    } else if constexpr (std::is_same_v<Asked, LoadFigures>) {
      door_.now(FiguresRead{request, {}});
    } else if constexpr (std::is_same_v<Asked, LoadReport>) {
      StationReport report;
      report.clock = flip() ? ClockTrust::kUnset : ClockTrust::kSet;
      door_.now(ReportRead{request, report});
    } else if constexpr (std::is_same_v<Asked, CheckLedger>) {
      door_.now(LedgerChecked{request, {}});
    } else if constexpr (std::is_same_v<Asked, PreviewClosing> || std::is_same_v<Asked, CloseDay>) {
      door_.now(ClosingRead{request, {}});
    } else if constexpr (std::is_same_v<Asked, ExportDay> ||
                         std::is_same_v<Asked, WriteSupportBundle>) {
      door_.now(FilesWritten{request, {}});
    } else if constexpr (std::is_same_v<Asked, VisitStick>) {
      door_.now(StickVisited{request, {.answers_taken = pick(2)}});
    } else if constexpr (std::is_same_v<Asked, PackRelay>) {
      door_.now(RelayPacked{
          request, {.codes = std::vector<CodePicture>(static_cast<std::size_t>(pick(4)))}});
    } else if constexpr (std::is_same_v<Asked, TakeRelayed>) {
      door_.now(RelayTaken{request, {.refused = flip()}});
    } else if constexpr (std::is_same_v<Asked, ListCameras>) {
      door_.now(CamerasListed{request, {{"auto", ""}}});
    } else {
      // A new PIN lets in whoever may choose it; this storage has one, so only the staff are asked.
      door_.now(StaffDone{request});
    }
  }

  void check() {
    const Model& model = door_.model();
    ASSERT_LE(model.requests.size(), kRequestsMax);
    ASSERT_LE(model.staff_requests.size(), kStaffRequestsMax);
    ASSERT_LE(model.groups.size(), kGroupsMax + 1) << "one more begins with a tap";
    ASSERT_LE(model.codes_in_view.size(), kCodesInMemoryMax);
    ASSERT_TRUE(std::ranges::is_sorted(model.staff_requests)) << "each once";
    ASSERT_FALSE(model.pin_pad && model.pin_pad->digits.size() > digits_wanted(*model.pin_pad));
    // Everything asked of the staff's desk is either in a queue or was answered.
    const auto open = std::ranges::count_if(questions_, [](const Effect& effect) {
      return std::visit(
          [](const auto& asked) {
            using Asked = std::decay_t<decltype(asked)>;
            if constexpr (requires { asked.request; }) return !is_of_the_door<Asked>;
            return false;
          },
          effect);
    });
    ASSERT_EQ(static_cast<std::size_t>(open), model.staff_requests.size());
    // Time-outs: at its next deadline, nothing that fell due is left over, and time goes on.
    Step later = update(model, {next_deadline_ms(model), News{Tick{1 + at_ms_}}});
    ASSERT_GT(next_deadline_ms(later.model), later.model.now_ms);
    Step untouched = update(model, {model.now_ms + kStaffLeavesTypingMs, News{Tick{1}}});
    ASSERT_FALSE(untouched.model.staff) << "nobody is there any more";
    // Drawing it twice needs nothing new: the same action on the same model gives the same.
    ASSERT_EQ(update(model, {at_ms_, News{Tick{5}}}).model,
              update(model, {at_ms_, News{Tick{5}}}).model);
  }

  SeededRandomness randomness_;
  DoorScript door_;
  MonotonicMs at_ms_ = 1'000'000;
  std::vector<Effect> questions_;
  wire::Sequence sequence_ = 0;
  bool let_in_ = false;
};

class RandomWalk : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(RandomWalk, KeepsWhatAlwaysHolds) {
  Walk walk(GetParam());
  for (int i = 0; i < 5000 && !HasFatalFailure(); ++i) walk.step();
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomWalk, ::testing::Range<std::uint64_t>(1, 9));

}  // namespace
}  // namespace keqian::kiosk
