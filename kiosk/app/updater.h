// The work behind `update`, private to this folder: one value that holds the new model and gathers
// the effects while one action is applied.
#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "kiosk/app/update.h"

namespace keqian::kiosk {

class Updater {
 public:
  explicit Updater(Model model)
      : model_(std::move(model)),
        groups_waited_(groups_wait()),
        screen_before_(screen_of(model_)) {}

  void advance_to(MonotonicMs now_ms);  // time-outs that fell due
  void apply(const Touch& touch);
  void apply(const News& news);
  Step finish() &&;

 private:
  // touches.cpp
  void on(const Touched&) {}
  void on(const LanguageChosen& touch);
  void on(const OneTapped&);
  void on(const PersonsStepped& touch);
  void on(const CategoryChosen& touch);
  void on(const TakeBackTapped&);
  void on(const LargeGroupTapped&);
  void on(const ResultDismissed&);
  void on(const GroupStepped& touch);
  void on(const GroupDigitTyped& touch);
  void on(const GroupDigitErased&);
  void on(const GroupConfirmed&);
  void on(const GroupCancelled&);
  void on(const SyncDetailsToggled&);
  void on(const SyncNowTapped&);
  void on(const StorageRetryTapped&);
  void on(const AccessibilityToggled&);
  void on(const ComfortChosen& touch);
  void on(const LeavingTapped&);
  bool may_tap();
  Counted* shown_counted();
  Group* editable_group();
  // Moves a counted row towards another category and head count; 0 persons take it back.
  void want(const Counted& counted, Category category, int persons);

  // update.cpp
  void close_forgotten_screens();
  void on(const Tick& news);
  void on(const CodeRead& news);
  void on(const StorageRecovered&);
  void on(const NotEnrolledFound&);
  void on(const EnrolmentFailed& news);
  void on(const PlaceChanged& news);
  void on(const TodayChanged& news);
  void on(const ViewChanged& news);
  void on(const CameraChanged& news);
  void on(const SyncChanged& news);
  bool is_held_in_view(std::string_view code);  // and remembers that it was seen now
  void read_enrolment(const CodeRead& news);
  void take_enrolment(std::string enrolment);  // by the network, or by the stick
  void enrol(std::string enrolment);

  // answers.cpp
  void on(const DoorAnswered& news);
  void on(const StorageFailed& news);
  std::optional<Request> take_request(RequestId id);
  void answer_code(const Request& request, const DoorAnswer& answer);
  void answer_amend(const Request& request, const DoorAnswer& answer);
  void await_group(const Request& request, const DoorAnswer& answer);
  void ask_amend(wire::Sequence sequence, Category category, int persons, bool for_group);

  // pin.cpp
  void on(const StaffTapped&);
  void on(const PinBegun&);
  void on(const PinDigitTyped& touch);
  void on(const PinDigitErased&);
  void on(const PinForgotten&);
  void on(const PinCancelled&);
  void on(const PinStateRead& news);
  void on(const PinResetRead& news);
  void on(const PinAnswered& news);
  PinPad* usable_pin_pad();  // takes keys now
  void finish_pin(PinPad& pad);
  bool ask_to_store(PinPad& pad);  // the PIN that was typed twice
  void choose_pin_anew(PinPad& pad, PinProblem problem);
  void lock_pin_pad(PinPad& pad, MonotonicMs locked_ms);
  void close_pin_pad();
  void pin_stored();
  void pin_is_set_up();  // the setting-up goes on
  void pin_failed();

  // staff_pages.cpp
  void on(const StaffTouch& touch);
  void on(const StaffNews& news);
  void on(const StaffPageOpened& touch);
  void on(const StaffBackTapped&);
  void on(const StaffLeft&);
  void on(const GroupShownFirst&);
  void on(const PageReloaded&);
  void on(const StaffConfirmed&);
  void on(const NumberDigitTyped& touch);
  void on(const NumberDigitErased&);
  void on(const NumberStepped& touch);
  void on(const StaffDone& news);
  void on(const StaffFailed& news);
  void enter_staff_area(UtcMs pin_set_utc_ms);
  void leave_staff_area();
  void read_page();
  bool close_form();
  void return_to_day_end();
  PageState* page_state();
  struct OpenNumber {
    NumberEntry* number = nullptr;
    std::int64_t max = 0;
  };
  OpenNumber open_number();

  // sessions_page.cpp
  void on(const SessionsTabChosen& touch);
  void on(const HoldingPicked& touch);
  void on(const ActivityPicked& touch);
  void on(const AdHocPicked&);
  void on(const HeadCountsPicked& touch);
  void on(const CountIntoTapped& touch);
  void on(const ClosePicked& touch);
  void on(const AudienceChosen& touch);
  void on(const StaffZeroed&);
  void on(const StaffFieldChosen& touch);
  void on(const ProgrammeRead& news);
  static SessionDone done_of(const SessionsPage& sessions);
  void confirm(SessionsPage& sessions);
  SessionsPage* idle_sessions_page();  // with nothing open over its list
  static void open_head_counts(SessionsPage& sessions, const HeldSession& held);
  // With a programme that was read; `first`: the list has not been in view.
  void go_on_to_missing_staff(SessionsPage& sessions, bool first);

  // corrections_page.cpp
  void on(const UndoLastTapped&);
  void on(const LinePicked& touch);
  void on(const LineWayChosen& touch);
  void on(const LineCategoryChosen& touch);
  void on(const ReasonChosen& touch);
  void on(const OlderLinesTapped&);
  void on(const NewerLinesTapped&);
  void on(const FilterToggled&);
  void on(const FilterChosen& touch);
  void on(const HandCountTapped&);
  void on(const HandCountSessionsToggled& touch);
  void on(const HandCountSessionChosen& touch);
  void on(const HandCountCategoryChosen& touch);
  void on(const HandCountDirectionChosen& touch);
  void on(const LinesRead& news);
  void on(const RowCorrected& news);
  void confirm(CorrectionsPage& corrections);
  CorrectionsPage* idle_corrections_page();
  HandCount* open_hand_count();
  void choose_line(CorrectionsPage& corrections, const LedgerLine& line, CorrectionWay way);
  void show_newest_lines(CorrectionsPage& corrections);
  void on(const FiguresSpanChosen& touch);
  void on(const FiguresViewChosen& touch);
  void on(const FiguresRead& news);
  void read_stale_figures();

  // station_page.cpp
  void on(const StationTabChosen& touch);
  void on(const LedgerCheckTapped&);
  void on(const SupportBundleTapped&);
  void on(const DateFormTapped&);
  void on(const DateStepped& touch);
  void on(const SettingsChosen& touch);
  void on(const SoundTried&);
  void on(const ChangePinTapped&);
  void on(const EnrolTapped&);
  void on(const LeaveProgramTapped&);
  void on(const CloseDayTapped&);
  void on(const MissingStaffTapped&);
  void on(const ExportDayTapped&);
  void on(const ReportRead& news);
  void on(const LedgerChecked& news);
  void on(const FilesWritten& news);
  void on(const CamerasListed& news);
  void on(const SettingsRead& news);
  void on(const ClosingRead& news);
  void confirm(StationPage& station);
  void confirm(ClosingPage& closing);

  // carry_page.cpp
  void on(const StickOpened&);
  void on(const StickVisitTapped&);
  void on(const StickVisited& news);
  StickPage* stick_page();
  void on(const RelayOpened&);
  void on(const RelayStepped& touch);
  void on(const RelayHoldToggled&);
  void on(const RelayPacked& news);
  void on(const RelayTaken& news);
  RelayPage* relay_page();
  void show_next_relay_code();              // when its time has come
  bool read_receipt(const CodeRead& news);  // a part of one, with the page in view
  void note_taken(std::int64_t pending);

  // setup.cpp
  void on(const SetupTouch& touch);
  void on(const SetupNextTapped&);
  void on(const SetupBackTapped&);
  void on(const SetupFinished&);
  void on(const EnrolmentTypingToggled&);
  void on(const EnrolmentFieldChosen& touch);
  void on(const EnrolmentCharacterTyped& touch);
  void on(const EnrolmentCharacterErased&);
  void on(const EnrolmentTyped&);
  void begin_setup();
  void reach(SetupStep step);

  // The staff's questions: bounded, each with a slot of the model that awaits its answer.
  bool may_ask_staff() const { return model_.staff_requests.size() < kStaffRequestsMax; }
  template <typename Question>
  bool ask(RequestId& slot, Question question) {
    if (!may_ask_staff()) return false;
    slot = question.request = ++model_.last_request;
    model_.staff_requests.push_back(slot);
    effects_.emplace_back(std::move(question));
    return true;
  }
  // For the page in view, whose trouble of before is over.
  template <typename Question>
  bool ask_for(RequestId& slot, Question question) {
    page_state()->trouble.reset();
    return ask(slot, std::move(question));
  }
  void forget(RequestId request);                           // it was answered
  static bool answers(RequestId request, RequestId& slot);  // frees the slot that awaited it
  template <typename Page>
  Page* page() {
    return model_.staff ? std::get_if<Page>(&model_.staff->page) : nullptr;
  }

  bool may_ask() const { return model_.requests.size() < kRequestsMax; }
  Request& add_request(RequestKind kind);
  void show(const ResultKind& kind, MonotonicMs duration_ms);
  void end_first_group();
  void play(Sound sound) { effects_.emplace_back(PlaySound{sound}); }
  void speak(Prompt prompt);  // where the venue wants that

  bool left_a_screen() const;   // one whose buttons are elsewhere than the next one's
  bool screen_settles() const;  // such a one went a moment ago
  // A group cannot be confirmed now: the staff's screens cover it, and its time stands still.
  bool groups_wait() const;

  Model model_;
  bool groups_waited_ = false;
  Screen screen_before_;
  std::vector<Effect> effects_;
};

}  // namespace keqian::kiosk
