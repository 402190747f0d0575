// The staff's side of the model: the PIN pad and the pages behind it. Plain values; `update` is the
// only writer. How to draw it: screen_of() says Screen::kPinPad or Screen::kStaff; the page is
// `model.staff->page`. Every page has a PageState: `reading` ≠ 0 while its contents are on their
// way, `doing` ≠ 0 while an act is being carried out (buttons rest), `trouble` after something
// failed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/app/carry_model.h"
#include "kiosk/app/question.h"
#include "kiosk/app/settings.h"
#include "kiosk/ports/staff.h"
#include "server-sync/base/clock.h"

namespace keqian::kiosk {

inline constexpr MonotonicMs kStaffLeavesMs = 90'000;  // after the last touch
inline constexpr MonotonicMs kStaffLeavesTypingMs =
    180'000;  // while a number is being typed or a phone reads
inline constexpr MonotonicMs kPinPadClosesMs = 30'000;  // after the last touch
// Likewise, while its number is read to the bureau and the code is awaited.
inline constexpr MonotonicMs kPinResetClosesMs = 300'000;
inline constexpr std::size_t kStaffRequestsMax = 8;  // asked and not answered yet
inline constexpr MonotonicMs kFiguresLiveMs = 5'000;
inline constexpr std::size_t kLinePagesMax = 400;       // older lines are found by the filter
inline constexpr std::int64_t kHeadCountMax = 100'000;  // of one role in one session

// ---- PIN pad -----------------------------------------------------------------------------------

enum class PinPurpose {
  kEnter,   // the staff area's PIN
  kFirst,   // there is none: says who should choose it, and takes no digit
  kChoose,  // a new PIN
  kRepeat,  // the same once more
  kReset,   // it is forgotten: shows the number for the bureau, takes the bureau's code
  kNoReset  // likewise, where no bureau can help: says what can, and takes no digit
};
// Where the pad leads when it has done its work.
enum class PinLeadsTo { kStaffArea, kStationPage, kSetup };
enum class PinProblem {
  kNone,
  kWrong,      // `tries_left` before the next lock
  kLocked,     // no try before `locked_until_ms`
  kDiffers,    // the repetition was another one: chosen anew
  kTooSimple,  // all the same digit, or a run
  kFailed      // it could not be checked or stored
};
struct PinPad {
  PinPurpose purpose = PinPurpose::kEnter;
  PinLeadsTo leads_to = PinLeadsTo::kStaffArea;
  // Typed so far, at most digits_wanted(): the PIN's are drawn as dots, never as digits.
  std::string digits;
  std::string chosen;      // with kRepeat: the first typing
  PinReset reset;          // with kReset, and with the PIN that is chosen by its code
  std::string reset_code;  // it was right: the new PIN is set with it
  RequestId checking = 0;  // the pad rests
  PinProblem problem = PinProblem::kNone;
  int tries_left = 0;
  MonotonicMs locked_until_ms = 0;  // keys rest until then; counts down
  bool operator==(const PinPad&) const = default;
};

// How many digits the pad takes before it asks; 0: it takes none.
std::size_t digits_wanted(const PinPad& pad);
// How long after the last touch it closes by itself.
MonotonicMs pin_pad_closes_ms(const PinPad& pad);

// ---- What the pages share ----------------------------------------------------------------------

enum class StaffProblem {
  kStorage,   // nothing was changed
  kNotFound,  // the session, row or file is not there (any more)
  kConflict,  // already opened, closed or taken back
  kInvalid,   // a number that cannot be: below zero, too large
  kNoMedium   // the USB stick cannot be written: full, protected, pulled out
};
struct StaffTrouble {
  StaffProblem problem = StaffProblem::kStorage;
  std::string detail;  // English, one line
  bool operator==(const StaffTrouble&) const = default;
};
struct PageState {
  RequestId reading = 0;
  RequestId doing = 0;
  std::optional<StaffTrouble> trouble;  // of the last question; the next one ends it
  bool operator==(const PageState&) const = default;
};

// A number on a keypad: the first digit replaces it, further ones are appended.
struct NumberEntry {
  std::int64_t value = 0;
  bool typing = false;
  bool operator==(const NumberEntry&) const = default;
};

// ---- Home --------------------------------------------------------------------------------------

// Today's figure, the session that counts and the connection are in the model itself.
struct HomePage {
  PageState state;
  bool pin_set = false;  // just now, for the first time
  bool operator==(const HomePage&) const = default;
};

// ---- Sessions ----------------------------------------------------------------------------------

enum class SessionsTab { kHeld, kPlanned, kActivities };

// Opening a session, or putting its staff head counts right.
struct SessionForm {
  // What is opened; a HeldSession's head counts are edited.
  std::variant<PlannedHolding, ActivityChoice, AdHocSession, HeldSession> what;
  std::array<NumberEntry, kStaffRoles.size()> staff{};  // in the order of kStaffRoles
  std::size_t field = 0;                                // of `staff`: where digits go
  std::optional<ProposedStaff> proposed;                // whose head counts `staff` began with
  bool operator==(const SessionForm&) const = default;
};
// What the staff have just done with a session, shown until the next touch on the page.
enum class SessionAct { kOpened, kCountedInto, kClosed, kHeadCounts };
struct SessionDone {
  SessionAct act = SessionAct::kOpened;
  std::optional<SessionId> session;  // with kClosed and kHeadCounts; else the one that counts now
  bool operator==(const SessionDone&) const = default;
};
// Whether the planned time is over at this time: it can be opened late, and its form says so.
bool is_over(const PlannedHolding& planned, UtcMs now_utc_ms);

struct SessionsPage {
  PageState state;
  Loaded<Programme> programme;
  SessionsTab tab = SessionsTab::kHeld;
  std::optional<SessionForm> form;
  std::optional<HeldSession> closing;  // asks whether it shall be closed
  std::optional<SessionDone> done;
  // Came from the end of the day for the staff's head counts: leads back there, and at once when
  // every session has them.
  bool for_day_end = false;
  bool straight_to_form = false;  // likewise, only one lacked them: there was no list before it
  bool operator==(const SessionsPage&) const = default;
};
// The sessions of today whose staff nobody has reported.
std::vector<HeldSession> without_staff(const Programme& programme);

// ---- Figures -----------------------------------------------------------------------------------

enum class FiguresSpan { kToday, kCampaign };
enum class FiguresView { kHours, kCategories, kActivities, kSessions, kMethods, kDays };

struct FiguresPage {
  PageState state;
  Loaded<StaffFigures> figures;
  FiguresSpan span = FiguresSpan::kToday;
  FiguresView view = FiguresView::kHours;
  MonotonicMs read_ms = 0;  // when it was asked
  bool stale = false;       // somebody was counted since; read again kFiguresLiveMs after the last
  bool operator==(const FiguresPage&) const = default;
};

// ---- Corrections -------------------------------------------------------------------------------

enum class CorrectionWay { kChange, kVoid };
// A check-in that is about to be corrected.
struct LineChoice {
  LedgerLine line;
  CorrectionWay way = CorrectionWay::kChange;
  Category category = Category::kPublic;   // as it shall be; at first as it is
  NumberEntry persons;                     // likewise, 0–500
  std::optional<CorrectionReason> reason;  // chosen before it can be confirmed
  bool operator==(const LineChoice&) const = default;
};
// Persons counted by hand, or taken back, for a session of today.
struct HandCount {
  RequestId reading = 0;
  Loaded<Programme> programme;       // its held sessions can be chosen; empty: being read
  std::optional<SessionId> session;  // the one that counts, at first
  bool choosing_session = false;     // the list of sessions is in view
  Category category = Category::kPublic;
  bool takes_away = false;  // the number is taken back
  NumberEntry persons;      // 0–500
  std::optional<CorrectionReason> reason;
  bool operator==(const HandCount&) const = default;
};
// What a check-in counts.
struct CountedAs {
  Category category = Category::kPublic;
  int persons = 0;
  bool operator==(const CountedAs&) const = default;
};
// What the last correction came to, shown until the next touch on the page.
struct CorrectionDone {
  CorrectionAct act = CorrectionAct::kChange;
  wire::Sequence number = 0;  // check_in_number, with kChange and kVoid
  CountedAs before;           // likewise
  CountedAs after;            // with kChange; with kAdd and kSubtract what was counted by hand, > 0
  bool pass_is_free = false;  // with kVoid: its pass may be counted again
  bool operator==(const CorrectionDone&) const = default;
};
// Whether a row can be picked: the newest of its check-in, and not taken back.
bool stands(const LedgerLine& line);
// What the form would do, and whether everything for it is chosen; a change must change something.
CorrectionAct act_of(const LineChoice& choice);
CorrectionAct act_of(const HandCount& count);
bool changes_something(const LineChoice& choice);
bool is_ready(const LineChoice& choice);
bool is_ready(const HandCount& count);
// Once this row is taken back, its pass may be counted again: it had one, and its day still runs.
bool frees_pass(const LedgerLine& line, UtcMs now_utc_ms);

struct CorrectionsPage {
  PageState state;
  Loaded<LinePage> lines;
  LineFilter filter;
  std::vector<wire::Sequence> newer;  // the `before` of each page left behind, newest first page
                                      // = 0 at the front; empty on the newest page
  wire::Sequence before = 0;          // of the page in view
  bool filter_open = false;
  bool undoing_last = false;  // the newest row is being looked for
  std::optional<LineChoice> chosen;
  std::optional<HandCount> by_hand;
  std::optional<CorrectionDone> done;
  bool operator==(const CorrectionsPage&) const = default;
};

// ---- Station -----------------------------------------------------------------------------------

enum class StationTab { kOverview, kConnection, kCamera, kScreen, kLog };

// With an unset clock: the day and minute as the staff know them.
struct DateForm {
  BusinessDate date;
  int minute_of_day = 0;  // 0–1439
  bool operator==(const DateForm&) const = default;
};
enum class DatePart { kYear, kMonth, kDay, kHour, kMinute };

// A camera that can be chosen, in the words of `--camera`.
struct CameraChoice {
  std::string source;       // "auto", "none", "/dev/video2"
  std::string name;         // of the device; empty for "auto" and "none"
  bool as_started = false;  // the program was started with it: in use until another is chosen
  bool operator==(const CameraChoice&) const = default;
};
// Files that were written for the staff to take along.
struct Written {
  std::vector<std::string> files;  // full paths
  bool removable = false;          // on a USB stick: it may be pulled out now
  bool operator==(const Written&) const = default;
};
struct StationPage {
  PageState state;
  StationTab tab = StationTab::kOverview;
  Loaded<StationReport> report;
  RequestId checking = 0;  // the ledger is being checked: seconds
  Loaded<LedgerCheck> check;
  std::optional<DateForm> date;
  RequestId listing_cameras = 0;
  std::vector<CameraChoice> cameras;
  std::optional<Written> bundle;
  std::optional<StickPage> stick;  // over the connection's tab, and so is
  std::optional<RelayPage> relay;  // this
  bool pin_changed = false;        // just now
  bool leaving = false;            // asks whether the program shall end
  bool operator==(const StationPage&) const = default;
};

// ---- End of the day ----------------------------------------------------------------------------

struct ClosingPage {
  PageState state;
  Loaded<DayClosing> closing;  // a preview until `closing->closed`
  bool confirming = false;     // asks whether the day shall be closed
  RequestId exporting = 0;
  std::optional<Written> exported;
  bool staff_reported = false;  // just now, the last that was missing; until the next touch
  bool operator==(const ClosingPage&) const = default;
};

// ------------------------------------------------------------------------------------------------

using StaffPage =
    std::variant<HomePage, SessionsPage, FiguresPage, CorrectionsPage, StationPage, ClosingPage>;

// Exists only after the right PIN. Visitors are counted meanwhile: `model.result` and
// `model.groups` are drawn as a small notice; touching a waiting group's (GroupShownFirst) puts the
// group on screen until it is settled.
struct StaffArea {
  StaffPage page;
  bool group_first = false;
  UtcMs pin_set_utc_ms = 0;  // when the PIN was set; 0: not known
  bool operator==(const StaffArea&) const = default;
};

}  // namespace keqian::kiosk
