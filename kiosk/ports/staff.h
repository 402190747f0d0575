// What a venue's staff ask of their station: the PIN, sessions, figures, corrections, the end of a
// day. `ledger` implements it; every call returns after its commit or its failure, and errors are
// storage failures unless a call says more.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "kiosk/ports/door.h"
#include "server-sync/base/clock.h"
#include "server-sync/base/date.h"
#include "server-sync/base/ids.h"
#include "server-sync/base/result.h"
#include "server-sync/wire/messages.h"
#include "server-sync/wire/vocabulary.h"

namespace keqian::kiosk {

// ---- PIN ---------------------------------------------------------------------------------------

inline constexpr std::size_t kPinDigits = 6;
// Exactly kPinDigits digits, neither all the same nor a run up or down such as 123456.
bool is_acceptable_pin(std::string_view pin);

enum class PinVerdict {
  kRight,
  kWrong,
  kLocked,  // too many wrong tries: no try is taken before `locked_ms` are over
  kNotSet   // nobody has chosen one yet
};
struct PinAnswer {
  PinVerdict verdict = PinVerdict::kNotSet;
  int tries_left = 0;          // with kWrong: before the next lock
  std::int64_t locked_ms = 0;  // with kLocked: still to wait, of running time; survives a restart
  UtcMs set_utc_ms = 0;        // with kRight: when it was set; 0: not known
  bool operator==(const PinAnswer&) const = default;
};

// What the staff tell their bureau when the PIN is forgotten; its code is of wire::kResetCodeDigits
// digits.
struct PinReset {
  std::string number;  // empty: no bureau can make a code (not enrolled, or the key file is lost)
  KioskId kiosk;
  std::string kiosk_name;
  bool operator==(const PinReset&) const = default;
};

// ---- Sessions ----------------------------------------------------------------------------------

// How the ledger titles the sessions that no programme names; screens say them in their language.
inline constexpr std::string_view kDailyOpeningTitle = "日常开放";
inline constexpr std::string_view kAdHocTitle = "临时场次";  // a time follows, as in "… 14:30"

// The four roles of rows 9–12 of the form (Jincheng 2024, 附件1).
inline constexpr std::array kStaffRoles = {Category::kProfessional, Category::kScienceWorker,
                                           Category::kVolunteer, Category::kOtherStaff};
// Persons of each role, in the order of kStaffRoles; 0–100,000.
using StaffHeadCounts = std::array<std::int64_t, kStaffRoles.size()>;

// One holding, opened on this kiosk today.
struct HeldSession {
  SessionId id;
  std::string title;
  Audience audience = Audience::kPublic;
  UtcMs opened_utc_ms = 0;
  UtcMs closed_utc_ms = 0;          // 0 while open
  bool ended_with_its_day = false;  // left open, and closed by the end of the day
  std::int64_t persons = 0;
  StaffHeadCounts staff{};
  bool staff_reported = false;  // somebody entered them, be it with 0
  bool operator==(const HeldSession&) const = default;
};
// One of the bureau's programme for today, not opened here yet.
struct PlannedHolding {
  SessionId id;
  std::string title;
  Audience audience = Audience::kPublic;
  int starts_minute = 0;  // of today, 0–1439
  int ends_minute = 0;
  bool operator==(const PlannedHolding&) const = default;
};
// A configured activity or the daily opening, which may be held at any time.
struct ActivityChoice {
  ActivityId id;
  std::string title;
  Audience audience = Audience::kPublic;
  bool operator==(const ActivityChoice&) const = default;
};
// Staff head counts to begin a form with, and whose they were.
struct ProposedStaff {
  StaffHeadCounts staff{};
  std::string title;  // of the last session that has some: of today, or of a day before
  BusinessDate date;
  bool operator==(const ProposedStaff&) const = default;
};
struct Programme {
  std::optional<SessionId> counting;    // the session that the next visitor counts for
  std::vector<HeldSession> held;        // newest first
  std::vector<PlannedHolding> planned;  // by time
  std::vector<ActivityChoice> activities;
  std::optional<ProposedStaff> proposed;  // empty: no session has had head counts yet
  bool operator==(const Programme&) const = default;
};

// A session without a place in the programme. It is titled 临时场次 with the minute that its form
// shows, and told apart by a number where today has one of that title.
struct AdHocSession {
  Audience audience = Audience::kPublic;
  int minute_of_day = 0;  // 0–1439, as the screen's clock says
  bool operator==(const AdHocSession&) const = default;
};
struct SessionOpening {
  std::variant<SessionId, ActivityId, AdHocSession> what;
  StaffHeadCounts staff{};
  bool operator==(const SessionOpening&) const = default;
};

// ---- The ledger's rows -------------------------------------------------------------------------

// What a correction does.
enum class CorrectionAct {
  kChange,   // another head count or category for a check-in
  kVoid,     // takes a whole check-in back
  kAdd,      // counts persons by hand
  kSubtract  // takes persons back by hand
};
// Why; kept with the row, sent nowhere.
enum class CorrectionReason {
  kCountedTwice,
  kWrongNumber,
  kWrongCategory,
  kWrongSession,
  kTrial,          // staff tried the station, or a code was read by mistake
  kMissed,         // came in without being counted
  kDeviceWasAway,  // counted by hand while the station was not running
  kPaperCount,     // from a list on paper
  kOther
};
inline constexpr std::array kCorrectionReasons = {
    CorrectionReason::kCountedTwice,  CorrectionReason::kWrongNumber,
    CorrectionReason::kWrongCategory, CorrectionReason::kWrongSession,
    CorrectionReason::kTrial,         CorrectionReason::kMissed,
    CorrectionReason::kDeviceWasAway, CorrectionReason::kPaperCount,
    CorrectionReason::kOther};
// "counted_twice" "wrong_number" "wrong_category" "wrong_session" "trial" "missed"
// "device_was_away" "paper_count" "other"
std::string_view name(CorrectionReason reason);
// The reasons that an act can have, in the order in which they are offered.
std::span<const CorrectionReason> reasons_for(CorrectionAct act);
bool fits(CorrectionAct act, CorrectionReason reason);

// What rows say of themselves where no CorrectionReason stands.
inline constexpr std::string_view kReasonChangedAtTheDoor = "changed_at_the_door";
inline constexpr std::string_view kReasonTakenBackAtTheDoor = "taken_back_at_the_door";
inline constexpr std::string_view kReasonClockRepaired = "clock_repaired";

// What a check-in was before it was changed or moved.
struct FirstCount {
  wire::Sequence sequence = 0;
  UtcMs utc_ms = 0;
  Category category = Category::kPublic;
  int persons = 0;
  bool operator==(const FirstCount&) const = default;
};
// A row of the ledger as the staff see it.
struct LedgerLine {
  wire::Sequence sequence = 0;
  UtcMs utc_ms = 0;  // when it was written, as the machine's clock said
  BusinessDate business_date;
  int hour = 0;
  SessionId session;
  std::string session_title;
  Category category = Category::kPublic;
  Method method = Method::kCamera;
  int persons = 0;                         // negative for a reversal
  std::optional<wire::Sequence> reverses;  // the row that this one takes back
  bool reversed = false;                   // another row took this one back
  std::optional<FirstCount> first;         // where this is the newest row of a check-in but not its
                                           // only one
  std::string reason;                      // a word of the ledger: of this row, else of the newest
                                           // correction; empty for a plain check-in
  bool leaving = false;                    // an exit: not in 人次
  std::vector<wire::Sequence> corrections;  // the rows that its check-in's corrections took, oldest
                                            // first; with the newest row of a check-in
  bool operator==(const LedgerLine&) const = default;
};
// The number by which the staff know a check-in, whatever was corrected since: that of its first
// row.
inline wire::Sequence check_in_number(const LedgerLine& line) {
  return line.first ? line.first->sequence : line.sequence;
}

enum class LineView {
  kCheckIns,   // every check-in once, as it stands now, in the place of its first row
  kCorrected,  // of those, the ones that were taken back or count otherwise than at first
  kAllRows     // every row, reversals and replaced ones too
};
struct LineFilter {
  std::optional<Category> category;
  std::optional<Method> method;
  std::optional<SessionId> session;
  LineView view = LineView::kCheckIns;
  bool operator==(const LineFilter&) const = default;
};
inline constexpr int kLinesPerPage = 50;
struct LinePage {
  std::vector<LedgerLine> lines;  // newest first, at most kLinesPerPage
  bool more = false;              // older ones follow
  bool operator==(const LinePage&) const = default;
};

// ---- Figures -----------------------------------------------------------------------------------

struct SessionFigure {
  SessionId session;
  std::string title;
  BusinessDate business_date;
  std::int64_t persons = 0;
  bool ended_with_its_day = false;  // left open, and closed by the end of the day
  UtcMs opened_utc_ms = 0;
  UtcMs closed_utc_ms = 0;      // 0 while open
  StaffHeadCounts staff{};      // as entered
  bool staff_reported = false;  // somebody entered them, be it with 0
  bool operator==(const SessionFigure&) const = default;
};
struct ActivityFigure {
  ActivityId activity;
  std::string title;
  std::int64_t persons = 0;
  int sessions = 0;
  bool operator==(const ActivityFigure&) const = default;
};
// 人次 of a span of days; staff categories included where the array has them.
struct Figures {
  std::int64_t persons = 0;
  std::array<std::int64_t, 24> by_hour{};
  std::array<std::int64_t, kCategories.size()> by_category{};  // in the order of kCategories
  std::array<std::int64_t, kMethods.size()> by_method{};       // in the order of kMethods
  std::vector<SessionFigure> by_session;                       // in the order of opening
  std::vector<ActivityFigure> by_activity;                     // most persons first
  // Head counts of the sessions of these days, added up; badges are in by_category.
  StaffHeadCounts staff{};
  bool operator==(const Figures&) const = default;
};
struct DayFigure {
  BusinessDate date;
  std::int64_t persons = 0;
  bool operator==(const DayFigure&) const = default;
};
struct StaffFigures {
  Figures today;
  Figures yesterday;
  // The two days are compared up to the hour that runs: persons before it, and which it is.
  int compared_hour = 0;
  std::int64_t today_before = 0;
  std::int64_t yesterday_before = 0;
  Figures campaign;             // all days of the campaign so far
  std::vector<DayFigure> days;  // of the campaign, oldest first, at most 62
  // Persons inside now, today's entries less exits; only where the venue counts exits.
  std::optional<std::int64_t> inside;
  bool operator==(const StaffFigures&) const = default;
};

// How many of these sessions nobody has entered the staff's head counts of.
int sessions_without_staff(const Figures& figures);

// ---- The station -------------------------------------------------------------------------------

struct QuarantinedItem {
  std::string kind;  // "session" "tally" "staff_head_count"
  SessionId session;
  std::string session_title;
  std::string reason;  // the bureau's word
  UtcMs refused_utc_ms = 0;
  bool operator==(const QuarantinedItem&) const = default;
};
// Something that happened to the station, in the ledger's words.
struct LogLine {
  UtcMs utc_ms = 0;
  std::string kind;
  std::string detail;
  std::string subject;  // the title or name of what `detail` identifies; empty where it has none
  bool operator==(const LogLine&) const = default;
};
enum class ClockTrust { kSet, kCorrected, kUnset };
// What the last check of the ledger came to.
struct PastCheck {
  UtcMs utc_ms = 0;
  std::int64_t check_ins = 0;
  std::int64_t persons = 0;
  std::int64_t findings = 0;
  bool operator==(const PastCheck&) const = default;
};
// A closed day whose figures at the bureau are not those that it was closed with.
struct ClosingDifference {
  BusinessDate date;
  std::int64_t persons = 0;  // here
  std::int64_t check_ins = 0;
  std::int64_t bureau_persons = 0;
  std::int64_t bureau_check_ins = 0;
  bool operator==(const ClosingDifference&) const = default;
};
struct StationReport {
  std::string kiosk_id;  // empty before the enrolment
  std::string kiosk_name;
  std::string bureau_url;
  std::string version;      // of this program
  std::string incarnation;  // of this ledger
  std::int64_t ledger_sequence = 0;
  std::int64_t ledger_bytes = 0;
  std::int64_t disk_free_bytes = 0;
  ClockTrust clock = ClockTrust::kSet;
  bool date_told = false;  // with kUnset: the staff have told the day, which is believed meanwhile
  std::optional<std::int64_t> clock_offset_ms;  // bureau minus kiosk, as last measured
  std::int64_t unset_rows = 0;                  // counted with an unset clock, not placed yet
  std::optional<PastCheck> last_check;          // empty: never
  std::vector<QuarantinedItem> quarantined;     // at most 50
  std::vector<ClosingDifference> differences;   // newest first, at most 31
  std::vector<LogLine> log;                     // newest first, at most 50
  bool operator==(const StationReport&) const = default;
};
struct LedgerCheck {
  std::int64_t check_ins = 0;
  std::int64_t persons = 0;
  std::vector<std::string> findings;  // English, one line each; empty: all is well
  UtcMs utc_ms = 0;                   // when it was done
  bool operator==(const LedgerCheck&) const = default;
};

// A closing of the day, and what it came to then.
struct EarlierClosing {
  UtcMs closed_utc_ms = 0;
  std::int64_t persons = 0;  // 人次 of the day, then
  bool operator==(const EarlierClosing&) const = default;
};
// The closing record of a business day: what was counted, signed with the kiosk's key.
struct DayClosing {
  BusinessDate date;
  VenueId venue;  // empty where nothing is configured
  std::string venue_name;
  Figures figures;
  wire::Sequence ledger_sequence = 0;
  std::string chain_head;  // 64 hex digits; empty for an empty ledger
  std::string signature;   // "ed25519:…" over the record; empty before the enrolment
  UtcMs closed_utc_ms = 0;
  bool closed = false;                    // false: a preview of a day that still runs
  std::optional<EarlierClosing> earlier;  // with a preview: the last one
  bool operator==(const DayClosing&) const = default;
};

// ---- The papers of a day -----------------------------------------------------------------------

// One of the day's counters.
struct DayTally {
  SessionId session;
  std::string title;
  int hour = 0;
  Category category = Category::kPublic;
  Method method = Method::kCamera;
  std::int64_t persons = 0;
  std::int64_t check_ins = 0;  // that stand: neither reversals nor what they took back
  bool operator==(const DayTally&) const = default;
};
// One of its rows, and how far its time can be trusted.
struct DayRow {
  LedgerLine line;
  ClockTrust clock = ClockTrust::kSet;
  bool operator==(const DayRow&) const = default;
};
// Check-ins of the day that count otherwise than before, each once however often it was corrected,
// and by how many persons together. What came to nothing is not among them.
struct CorrectionSum {
  std::int64_t check_ins = 0;
  std::int64_t persons = 0;  // added; negative where fewer count now
  bool operator==(const CorrectionSum&) const = default;
};
struct DayCorrections {
  CorrectionSum at_the_door;  // by the visitors themselves, while their result was on the screen
  CorrectionSum changed;      // by the staff: another number or category
  CorrectionSum voided;       // by the staff: taken back as a whole
  bool operator==(const DayCorrections&) const = default;
};
struct DayReport {
  DayClosing closing;                    // the day as it stands
  std::vector<EarlierClosing> closings;  // all of this day, oldest first; empty: never closed
  std::string closing_record;            // as it was last signed, signature and all; empty: never
  std::string kiosk_id;                  // empty before the enrolment
  std::string kiosk_name;
  std::string campaign_name;
  std::vector<HeldSession> sessions;  // in the order of opening
  std::vector<DayTally> tallies;
  wire::Sequence first_sequence = 0;  // of the day's rows; 0: none
  wire::Sequence last_sequence = 0;
  DayCorrections corrections;
  UtcMs made_utc_ms = 0;
  bool operator==(const DayReport&) const = default;
};

// ------------------------------------------------------------------------------------------------

// The setting that turns the figure of persons inside on, and its value; anything else is off.
inline constexpr std::string_view kExitCountingSetting = "exit_counting";
inline constexpr std::string_view kSettingOn = "on";

class StaffDesk {
 public:
  virtual ~StaffDesk() = default;

  // Takes one try. The 5th wrong one in a row locks for 30 s (the answer is then kLocked), and each
  // one more for twice as long, at most an hour; the lock is stored.
  virtual Result<PinAnswer> check_pin(std::string_view pin) = 0;
  // Takes no try: kNotSet, kLocked, or kWrong with the tries that are left.
  virtual Result<PinAnswer> pin_state() = 0;
  // kInvalid unless is_acceptable_pin().
  virtual Status set_pin(std::string_view pin) = 0;
  // For a forgotten PIN: the same number, also after a restart, until the right PIN was entered or
  // one is set. kConflict while none is set.
  virtual Result<PinReset> pin_reset() = 0;
  // Takes one try as check_pin does: of the bureau's code for that number. A right one may be
  // checked again until a PIN is set.
  virtual Result<PinAnswer> check_reset_code(std::string_view code) = 0;
  // Checks the code once more and sets the PIN, which spends the code. kDenied unless it is right,
  // kInvalid unless is_acceptable_pin().
  virtual Status reset_pin(std::string_view code, std::string_view pin) = 0;

  virtual Result<Programme> programme() = 0;
  // kNotFound and kConflict as Sessions::open. It counts from now on, also when it was open before;
  // the session that was counting stays open and counts again when this one is closed.
  virtual Result<HeldSession> open_session(const SessionOpening& opening) = 0;
  // From now on visitors count for this open session. kNotFound; kConflict when it is closed.
  virtual Status count_into(const SessionId& id) = 0;
  virtual Status close_session(const SessionId& id) = 0;
  virtual Status set_head_counts(const SessionId& id, const StaffHeadCounts& staff) = 0;

  // Rows older than `before` (0: from the newest): with kAllRows a sequence, otherwise a
  // check_in_number.
  virtual Result<LinePage> lines(const LineFilter& filter, wire::Sequence before) = 0;
  // Replaces the row by another category and head count (1–500, kInvalid otherwise) with a reason
  // of kChange: reversal and new row in one transaction, in the session, day and hour of the
  // original, whose pass stays used. The answer's sequence is the new row's. kConflict as reverse.
  virtual Result<DoorAnswer> amend(wire::Sequence sequence, Category category, int persons,
                                   CorrectionReason reason) = 0;
  // Takes the row back, with a reason of kVoid; its pass may be counted again. kConflict when that
  // happened before or it is a reversal itself.
  virtual Result<DoorAnswer> reverse(wire::Sequence sequence, CorrectionReason reason) = 0;
  // Counts `persons` (−500 … 500, not 0) by hand in a session of today; a negative number takes
  // back earlier rows of that session and category and may not go below zero (kInvalid). The reason
  // is one of kAdd or kSubtract.
  virtual Result<DoorAnswer> count_by_hand(const SessionId& session, Category category, int persons,
                                           CorrectionReason reason) = 0;

  virtual Result<StaffFigures> figures() = 0;
  virtual Result<StationReport> report() = 0;
  // Seconds on a large ledger. This, day_report, day_rows and write_support_bundle may run on a
  // thread of their own beside the other calls, and hold none of them up.
  virtual Result<LedgerCheck> check() = 0;

  // With an unset clock: believe this day and minute from now on, until the bureau is heard or the
  // machine restarts; what is counted stays marked. kConflict when the clock is not unset, kInvalid
  // for a day before the bureau's last word.
  virtual Status set_date(BusinessDate date, int minute_of_day) = 0;

  virtual Result<DayClosing> preview_closing() = 0;
  // Closes every session of today, destroys the repeat-guard key, signs the record. Visitors who
  // still come reopen the daily opening. Repeated: a new record of the whole day, which holds
  // instead of the one before; the same one where nothing has happened since.
  virtual Result<DayClosing> close_day() = 0;
  virtual Result<DayReport> day_report(BusinessDate date) = 0;
  // Hands out the day's rows in the order of the ledger, at most 2,000,000.
  virtual Status day_rows(BusinessDate date, const std::function<void(const DayRow&)>& take) = 0;
  // Versions, states, log and settings without personal data, as one archive; gives the file.
  virtual Result<std::filesystem::path> write_support_bundle(
      const std::filesystem::path& folder) = 0;

  // Small settings of the station (sound level, theme, camera …): words chosen by the caller.
  virtual Result<std::string> setting(std::string_view key) = 0;  // empty: never set
  virtual Status set_setting(std::string_view key, std::string_view value) = 0;
};

}  // namespace keqian::kiosk
