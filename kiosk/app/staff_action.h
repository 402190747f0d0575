// What happens on the staff's screens and while a kiosk is set up: touches from the screens,
// answers from the runtime. Part of action.h.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "kiosk/app/one_of.h"
#include "kiosk/app/setup_model.h"
#include "kiosk/app/staff_model.h"

namespace keqian::kiosk {

// ---- The way in and out ------------------------------------------------------------------------

struct StaffTapped {  // id `staff`, on the welcome screen and on every screen that stops
  bool operator==(const StaffTapped&) const = default;
};
struct PinDigitTyped {
  int digit = 0;  // 0–9; the last that is missing asks at once
  bool operator==(const PinDigitTyped&) const = default;
};
struct PinDigitErased {
  bool operator==(const PinDigitErased&) const = default;
};
struct PinBegun {  // after PinPurpose::kFirst: the one who reads it chooses the PIN
  bool operator==(const PinBegun&) const = default;
};
struct PinForgotten {  // id `pin_forgotten`, beside the keys that take the PIN
  bool operator==(const PinForgotten&) const = default;
};
struct PinCancelled {  // in the setting-up: one step back
  bool operator==(const PinCancelled&) const = default;
};
enum class StaffPageName { kHome, kSessions, kFigures, kCorrections, kStation, kClosing };
struct StaffPageOpened {
  StaffPageName page = StaffPageName::kHome;
  bool operator==(const StaffPageOpened&) const = default;
};
struct StaffBackTapped {  // a form or question → its page → home → the visitors' screen
  bool operator==(const StaffBackTapped&) const = default;
};
struct StaffLeft {  // straight to the visitors' screen
  bool operator==(const StaffLeft&) const = default;
};
struct GroupShownFirst {  // a waiting group, before the staff area, until it is settled
  bool operator==(const GroupShownFirst&) const = default;
};

// ---- On several pages --------------------------------------------------------------------------

struct PageReloaded {
  bool operator==(const PageReloaded&) const = default;
};
// Yes to the form or question in view.
struct StaffConfirmed {
  bool operator==(const StaffConfirmed&) const = default;
};
// Digits and steps go to the number in view: a head count's field, what a check-in shall count, or
// persons counted by hand.
struct NumberDigitTyped {
  int digit = 0;  // 0–9
  bool operator==(const NumberDigitTyped&) const = default;
};
struct NumberDigitErased {
  bool operator==(const NumberDigitErased&) const = default;
};
struct NumberStepped {
  int by = 1;
  bool operator==(const NumberStepped&) const = default;
};

// ---- Sessions ----------------------------------------------------------------------------------

struct SessionsTabChosen {
  SessionsTab tab = SessionsTab::kHeld;
  bool operator==(const SessionsTabChosen&) const = default;
};
struct HoldingPicked {  // of Programme::planned
  SessionId id;
  bool operator==(const HoldingPicked&) const = default;
};
struct ActivityPicked {
  ActivityId id;
  bool operator==(const ActivityPicked&) const = default;
};
struct AdHocPicked {
  bool operator==(const AdHocPicked&) const = default;
};
struct HeadCountsPicked {  // of Programme::held
  SessionId id;
  bool operator==(const HeadCountsPicked&) const = default;
};
struct CountIntoTapped {  // of Programme::held, open, and not the one that counts
  SessionId id;
  bool operator==(const CountIntoTapped&) const = default;
};
struct ClosePicked {  // of Programme::held, open
  SessionId id;
  bool operator==(const ClosePicked&) const = default;
};
struct AudienceChosen {  // of an ad hoc session
  Audience audience = Audience::kPublic;
  bool operator==(const AudienceChosen&) const = default;
};
// Every role's head count of the form becomes 0, and is no proposal any more.
struct StaffZeroed {
  bool operator==(const StaffZeroed&) const = default;
};
struct StaffFieldChosen {
  std::size_t field = 0;  // of kStaffRoles
  bool operator==(const StaffFieldChosen&) const = default;
};

// ---- Figures -----------------------------------------------------------------------------------

struct FiguresSpanChosen {
  FiguresSpan span = FiguresSpan::kToday;
  bool operator==(const FiguresSpanChosen&) const = default;
};
struct FiguresViewChosen {
  FiguresView view = FiguresView::kHours;
  bool operator==(const FiguresViewChosen&) const = default;
};

// ---- Corrections -------------------------------------------------------------------------------

struct UndoLastTapped {  // finds the newest check-in that stands and asks for the reason
  bool operator==(const UndoLastTapped&) const = default;
};
struct LinePicked {
  wire::Sequence sequence = 0;
  bool operator==(const LinePicked&) const = default;
};
struct LineWayChosen {  // of the row that was picked
  CorrectionWay way = CorrectionWay::kChange;
  bool operator==(const LineWayChosen&) const = default;
};
struct LineCategoryChosen {  // that the row shall have
  Category category = Category::kPublic;
  bool operator==(const LineCategoryChosen&) const = default;
};
struct ReasonChosen {  // one of those that the act in view can have
  CorrectionReason reason = CorrectionReason::kOther;
  bool operator==(const ReasonChosen&) const = default;
};
struct OlderLinesTapped {
  bool operator==(const OlderLinesTapped&) const = default;
};
struct NewerLinesTapped {
  bool operator==(const NewerLinesTapped&) const = default;
};
struct FilterToggled {  // the filter's panel
  bool operator==(const FilterToggled&) const = default;
};
struct FilterChosen {
  LineFilter filter;
  bool operator==(const FilterChosen&) const = default;
};
struct HandCountTapped {
  bool operator==(const HandCountTapped&) const = default;
};
struct HandCountSessionsToggled {  // the list of the sessions that can be counted for
  bool operator==(const HandCountSessionsToggled&) const = default;
};
struct HandCountSessionChosen {  // ends the list
  SessionId id;
  bool operator==(const HandCountSessionChosen&) const = default;
};
struct HandCountCategoryChosen {
  Category category = Category::kPublic;
  bool operator==(const HandCountCategoryChosen&) const = default;
};
struct HandCountDirectionChosen {
  bool takes_away = false;
  bool operator==(const HandCountDirectionChosen&) const = default;
};

// ---- Station -----------------------------------------------------------------------------------

struct StationTabChosen {
  StationTab tab = StationTab::kOverview;
  bool operator==(const StationTabChosen&) const = default;
};
struct LedgerCheckTapped {
  bool operator==(const LedgerCheckTapped&) const = default;
};
struct SupportBundleTapped {
  bool operator==(const SupportBundleTapped&) const = default;
};
struct DateFormTapped {  // only with an unset clock
  bool operator==(const DateFormTapped&) const = default;
};
struct DateStepped {
  DatePart part = DatePart::kDay;
  int by = 1;
  bool operator==(const DateStepped&) const = default;
};
// The whole settings as they shall be; takes effect and is stored at once. In the setting-up too.
struct SettingsChosen {
  Settings settings;
  bool operator==(const SettingsChosen&) const = default;
};
struct SoundTried {  // plays one at the level that is set
  bool operator==(const SoundTried&) const = default;
};
// The page of the USB stick: from the connection's tab, and in the setting-up's enrolment step.
struct StickOpened {
  bool operator==(const StickOpened&) const = default;
};
struct StickVisitTapped {
  bool operator==(const StickVisitTapped&) const = default;
};
struct RelayOpened {  // from the connection's tab: shows what is pending as codes
  bool operator==(const RelayOpened&) const = default;
};
struct RelayStepped {  // another code, which is then held
  int by = 1;
  bool operator==(const RelayStepped&) const = default;
};
struct RelayHoldToggled {
  bool operator==(const RelayHoldToggled&) const = default;
};
struct ChangePinTapped {
  bool operator==(const ChangePinTapped&) const = default;
};
// A station that counts without a bureau (StationReport::kiosk_id is empty) joins one: leads to the
// setting-up's enrolment step.
struct EnrolTapped {
  bool operator==(const EnrolTapped&) const = default;
};
struct LeaveProgramTapped {  // asks first
  bool operator==(const LeaveProgramTapped&) const = default;
};

// ---- End of the day ----------------------------------------------------------------------------

struct CloseDayTapped {  // asks first
  bool operator==(const CloseDayTapped&) const = default;
};
// Instead of the question's yes: to the head counts that are missing, and back here.
struct MissingStaffTapped {
  bool operator==(const MissingStaffTapped&) const = default;
};
struct ExportDayTapped {
  bool operator==(const ExportDayTapped&) const = default;
};

using StaffTouchKinds = std::variant<
    StaffTapped, PinBegun, PinDigitTyped, PinDigitErased, PinForgotten, PinCancelled,
    StaffPageOpened, StaffBackTapped, StaffLeft, GroupShownFirst, PageReloaded, StaffConfirmed,
    NumberDigitTyped, NumberDigitErased, NumberStepped, SessionsTabChosen, HoldingPicked,
    ActivityPicked, AdHocPicked, HeadCountsPicked, CountIntoTapped, ClosePicked, AudienceChosen,
    StaffZeroed, StaffFieldChosen, FiguresSpanChosen, FiguresViewChosen, UndoLastTapped, LinePicked,
    LineWayChosen, LineCategoryChosen, ReasonChosen, OlderLinesTapped, NewerLinesTapped,
    FilterToggled, FilterChosen, HandCountTapped, HandCountSessionsToggled, HandCountSessionChosen,
    HandCountCategoryChosen, HandCountDirectionChosen, StationTabChosen, LedgerCheckTapped,
    SupportBundleTapped, DateFormTapped, DateStepped, SettingsChosen, SoundTried, StickOpened,
    StickVisitTapped, RelayOpened, RelayStepped, RelayHoldToggled, ChangePinTapped, EnrolTapped,
    LeaveProgramTapped, CloseDayTapped, MissingStaffTapped, ExportDayTapped>;
using StaffTouch = OneOf<StaffTouchKinds>;

// ---- Setting up --------------------------------------------------------------------------------

struct SetupNextTapped {  // also skips: the enrolment only where that can be done without a bureau
  bool operator==(const SetupNextTapped&) const = default;
};
struct SetupBackTapped {
  bool operator==(const SetupBackTapped&) const = default;
};
struct SetupFinished {  // of the last page
  bool operator==(const SetupFinished&) const = default;
};
struct EnrolmentTypingToggled {  // opens or closes the keypad
  bool operator==(const EnrolmentTypingToggled&) const = default;
};
struct EnrolmentFieldChosen {
  TypedEnrolment::Field field = TypedEnrolment::Field::kAddress;
  bool operator==(const EnrolmentFieldChosen&) const = default;
};
struct EnrolmentCharacterTyped {  // letters, digits, and '.' ':' '/' '-' '_' in an address
  char character = '0';
  bool operator==(const EnrolmentCharacterTyped&) const = default;
};
struct EnrolmentCharacterErased {
  bool operator==(const EnrolmentCharacterErased&) const = default;
};
struct EnrolmentTyped {  // asks the bureau
  bool operator==(const EnrolmentTyped&) const = default;
};

using SetupTouch = std::variant<SetupNextTapped, SetupBackTapped, SetupFinished,
                                EnrolmentTypingToggled, EnrolmentFieldChosen,
                                EnrolmentCharacterTyped, EnrolmentCharacterErased, EnrolmentTyped>;

// ---- Answers -----------------------------------------------------------------------------------
// Each question of staff_effect.h is answered once, by what stands there or by StaffFailed.

struct PinStateRead {  // ReadPinState: kNotSet, kLocked, or kWrong with the tries that are left
  RequestId request = 0;
  PinAnswer state;
  bool operator==(const PinStateRead&) const = default;
};
struct PinAnswered {  // CheckPin, CheckResetCode
  RequestId request = 0;
  PinAnswer answer;
  bool operator==(const PinAnswered&) const = default;
};
struct PinResetRead {
  RequestId request = 0;
  PinReset reset;
  bool operator==(const PinResetRead&) const = default;
};
struct ProgrammeRead {
  RequestId request = 0;
  Programme programme;
  bool operator==(const ProgrammeRead&) const = default;
};
// SetPin, ResetPin, OpenSession, CountInto, CloseSession, SetHeadCounts, SetDate, StoreSettings
struct StaffDone {
  RequestId request = 0;
  bool operator==(const StaffDone&) const = default;
};
struct LinesRead {
  RequestId request = 0;
  LinePage page;
  bool operator==(const LinesRead&) const = default;
};
struct RowCorrected {  // AmendLine, ReverseLine, CountByHand
  RequestId request = 0;
  DoorAnswer answer;
  bool operator==(const RowCorrected&) const = default;
};
struct FiguresRead {
  RequestId request = 0;
  StaffFigures figures;
  bool operator==(const FiguresRead&) const = default;
};
struct ReportRead {
  RequestId request = 0;
  StationReport report;
  bool operator==(const ReportRead&) const = default;
};
struct LedgerChecked {
  RequestId request = 0;
  LedgerCheck check;
  bool operator==(const LedgerChecked&) const = default;
};
struct ClosingRead {  // PreviewClosing, CloseDay
  RequestId request = 0;
  DayClosing closing;
  bool operator==(const ClosingRead&) const = default;
};
struct FilesWritten {  // ExportDay, WriteSupportBundle
  RequestId request = 0;
  Written written;
  bool operator==(const FilesWritten&) const = default;
};
struct CamerasListed {
  RequestId request = 0;
  std::vector<CameraChoice> cameras;
  bool operator==(const CamerasListed&) const = default;
};
struct StickVisited {  // VisitStick; what failed at the stick stands in it
  RequestId request = 0;
  StickVisit visit;
  bool operator==(const StickVisited&) const = default;
};
struct RelayPacked {  // PackRelay
  RequestId request = 0;
  RelayCodes codes;
  bool operator==(const RelayPacked&) const = default;
};
struct RelayTaken {  // TakeRelayed
  RequestId request = 0;
  RelayReceipt receipt;
  bool operator==(const RelayTaken&) const = default;
};
struct StaffFailed {
  RequestId request = 0;
  StaffTrouble trouble;
  bool operator==(const StaffFailed&) const = default;
};
// Once, before the first PlaceChanged or NotEnrolledFound: what was stored under kSettingKeys.
struct SettingsRead {
  std::vector<StoredSetting> stored;
  bool operator==(const SettingsRead&) const = default;
};

using StaffNewsKinds =
    std::variant<PinStateRead, PinAnswered, PinResetRead, ProgrammeRead, StaffDone, LinesRead,
                 RowCorrected, FiguresRead, ReportRead, LedgerChecked, ClosingRead, FilesWritten,
                 CamerasListed, StickVisited, RelayPacked, RelayTaken, StaffFailed, SettingsRead>;
using StaffNews = OneOf<StaffNewsKinds>;

}  // namespace keqian::kiosk
