// Everything the kiosk's screens show, as plain values. Pure: no clock, no thread, no device; times
// come in with actions. `update` (update.h) is the only writer; the screens only read.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/app/question.h"
#include "kiosk/app/settings.h"
#include "kiosk/app/setup_model.h"
#include "kiosk/app/staff_model.h"
#include "kiosk/ports/camera.h"
#include "kiosk/ports/door.h"
#include "server-sync/base/clock.h"
#include "server-sync/base/date.h"
#include "server-sync/wire/crypto.h"
#include "server-sync/wire/pass.h"
#include "server-sync/wire/vocabulary.h"

namespace keqian::kiosk {

inline constexpr MonotonicMs kCodeOutOfViewMs = 3000;  // a code absent so long counts anew
inline constexpr MonotonicMs kAmendableMs = 5000;      // a counted result can be corrected so long
inline constexpr MonotonicMs kAlreadyCountedShownMs = 4000;
inline constexpr MonotonicMs kRefusalShownMs = 7000;
inline constexpr MonotonicMs kNoticeShownMs = 4000;
inline constexpr MonotonicMs kGroupConfirmMs = 20000;  // after the last touch
inline constexpr MonotonicMs kDetailsShownMs = 60000;  // after the last touch
inline constexpr UtcMs kUploadSlowMs = 120000;  // after the last success, with something to send
inline constexpr MonotonicMs kSendNowMsMax = 60000;       // without an answer it is not said longer
inline constexpr MonotonicMs kLanguageReturnsMs = 30000;  // after the last touch; comfort too
inline constexpr MonotonicMs kDimsAfterMs = 30000;        // nobody there, within the schedule
inline constexpr MonotonicMs kRestsAfterMs = 60000;       // nobody there: the calm welcome screen
inline constexpr MonotonicMs kTapWindowMs = 10000;
// A finger that was after a button of the screen before must not count anybody on this one.
inline constexpr MonotonicMs kScreenSettlesMs = 500;
// Two taps so close are one: the button for the next person stands where the first tap was.
inline constexpr MonotonicMs kDoubleTapMs = 600;
inline constexpr int kTapsMax = 10;  // within kTapWindowMs
inline constexpr MonotonicMs kTapPauseMs = 5000;
inline constexpr std::size_t kCodesInMemoryMax = 32;
inline constexpr std::size_t kRequestsMax = 8;  // asked of the door and not answered yet
inline constexpr std::size_t kGroupsMax = 4;    // head counts waiting to be confirmed
inline constexpr int kDimPercent = 70;          // of the light, taken away from a resting screen

// ---- What the runtime tells --------------------------------------------------------------------

enum class Setup {
  kStarting,     // the ledger is being opened
  kNotEnrolled,  // belongs to no bureau yet: the bureau's enrolment code is awaited
  kEnrolling,    // the bureau is being asked
  kReady
};

enum class EnrolmentProblem {
  kNone,
  kNotAnEnrolmentCode,  // another code was shown
  kUnreachable,         // no network, or the bureau does not answer
  kCodeSpent,           // the one-time code is unknown, used or expired
  kNotTrusted,          // the server's certificate or key is not the expected one
  kOther
};

struct PlannedStart {
  std::string title;
  int starts_minute = 0;  // of today, 0–1439
  int ends_minute = 0;
  bool operator==(const PlannedStart&) const = default;
};
inline constexpr std::size_t kProgrammeMax = 12;

// Where this kiosk stands, from the bureau's configuration and the ledger. Texts may be empty.
struct Place {
  std::string kiosk_name;
  std::string venue_name;
  VenueKind venue_kind = VenueKind::kOther;
  std::string campaign_name;
  std::string theme;
  std::string session_title;            // the session that counts now
  std::vector<PlannedStart> programme;  // what is planned for today, by time; at most kProgrammeMax
  bool operator==(const Place&) const = default;
};

// What this kiosk counted today.
struct Today {
  std::int64_t persons = 0;
  std::array<std::int64_t, 24> persons_by_hour{};
  bool operator==(const Today&) const = default;
};

enum class SyncProblem {
  kNone,
  kNotEnrolled,     // belongs to no bureau: counts are kept here
  kNoNetwork,       // no route, or the name is not found
  kNoAnswer,        // refused, timed out, or the bureau is out of order
  kNotTrusted,      // certificate, or an answer that is not the bureau's (a captive portal)
  kRejected,        // the bureau refuses this kiosk: revoked or unknown
  kWrongAnswer,     // an answer this version does not understand
  kStorageTrouble,  // the ledger cannot be read
};

struct Sync {
  UtcMs last_success_utc_ms = 0;  // 0: never yet
  std::int64_t pending = 0;       // counters the bureau has not confirmed
  // Check-ins as people count them that wait for it; 0 where only sessions or head counts do.
  std::int64_t pending_check_ins = 0;
  std::int64_t quarantined = 0;     // counters the bureau refused, set aside
  std::int64_t differing_days = 0;  // closed days that the bureau adds up to something else
  // A damaged ledger was set aside and lies in the data folder still: what it had not sent is
  // missing at the bureau.
  bool damaged_ledger = false;
  SyncProblem problem = SyncProblem::kNone;
  std::string detail;         // English, one line, for the staff
  std::int64_t attempts = 0;  // that have ended, since the start
  MonotonicMs next_attempt_ms = 0;
  bool operator==(const Sync&) const = default;
};

// The state of the connection in one word.
enum class SyncLight {
  kSynced,
  kSending,
  kLocal,  // belongs to no bureau, and is not meant to send
  kOffline,
  kTrouble
};
SyncLight sync_light(const Sync& sync);
// Whether somebody should look after it.
bool needs_care(SyncLight light);
// What waits has waited for longer than an upload takes, and nothing says why.
bool uploads_slowly(const Sync& sync, UtcMs now_utc_ms);

enum class StorageCause { kDiskFull, kReadOnly, kDamaged, kDeviceError, kOther };

struct StorageTrouble {
  StorageCause cause = StorageCause::kOther;
  bool retrying = false;  // asked again, not answered yet
  bool operator==(const StorageTrouble&) const = default;
};

// ---- What the last visitor sees ----------------------------------------------------------------

// Committed; can be corrected until `until_ms`.
struct Counted {
  wire::Sequence sequence = 0;
  Category category = Category::kPublic;
  int persons = 1;
  bool without_code = false;  // a tap: the category can be changed as well
  bool corrected = false;
  std::int64_t number_today = 0;  // persons counted today with this one: the running number
  std::string session_title{};    // what was counted for
  bool leaving = false;           // a person who left: words and colour of their own
  bool operator==(const Counted&) const = default;
};
struct AlreadyCounted {
  Category category = Category::kPublic;
  int persons = 1;
  bool operator==(const AlreadyCounted&) const = default;
};
struct Refused {
  wire::PassProblem problem = wire::PassProblem::kNotOurs;
  bool operator==(const Refused&) const = default;
};
// A counted row was withdrawn by the visitor.
struct TakenBack {
  int persons = 1;
  bool operator==(const TakenBack&) const = default;
};
// A group's head count was not confirmed: `persons` of the pass were not counted. With `one_stays`
// it began with a tap, whose single person stays counted.
struct GroupDropped {
  int persons = 0;
  bool one_stays = false;
  bool timed_out = false;
  bool operator==(const GroupDropped&) const = default;
};
// Too many taps in a short time.
struct TapPause {
  bool operator==(const TapPause&) const = default;
};
using ResultKind =
    std::variant<Counted, AlreadyCounted, Refused, TakenBack, GroupDropped, TapPause>;

struct VisitorResult {
  ResultKind kind;
  MonotonicMs shown_ms = 0;
  MonotonicMs until_ms = 0;
  bool operator==(const VisitorResult&) const = default;
};

// A head count above kPartySizeUnconfirmed, or one that a tap is raised to. Nothing of a code's
// group is counted before it is confirmed.
struct Group {
  std::string code;  // of the pass; empty after a tap
  Method method = Method::kCamera;
  std::optional<wire::Sequence> amends;  // the row of the tap that this replaces
  Category category = Category::kPublic;
  int persons_on_pass = 0;  // 0 after a tap
  int persons = 0;          // as edited; 0: erased
  bool typing = false;      // the next digit is appended; otherwise it replaces
  bool submitted = false;   // confirmed and being committed
  MonotonicMs until_ms = 0;
  bool operator==(const Group&) const = default;
};

// ---- Book-keeping ------------------------------------------------------------------------------

// A code in view, known by a digest keyed for this run of the program.
struct CodeInView {
  wire::Digest digest{};
  MonotonicMs last_seen_ms = 0;
  bool operator==(const CodeInView&) const = default;
};

enum class RequestKind { kCode, kGroup, kTap, kAmend, kLeave };

struct Request {
  RequestId id = 0;
  RequestKind kind = RequestKind::kCode;
  std::string code;                       // kCode, kGroup
  Method method = Method::kCamera;        // kCode, kGroup
  wire::Sequence sequence = 0;            // kAmend: the row being replaced
  Category category = Category::kPublic;  // kTap, kAmend: as wanted now,
  int persons = 1;                        // which may differ from what was asked
  Category asked = Category::kPublic;     // kAmend: in flight
  int asked_persons = 1;
  bool for_group = false;  // kAmend: a confirmed head count
  bool operator==(const Request&) const = default;
};

// "Send now" was tapped on the page that is still open.
struct SendNow {
  MonotonicMs asked_ms = 0;
  std::int64_t attempts_before = 0;  // Sync::attempts at that time
  bool operator==(const SendNow&) const = default;
};

struct Model {
  MonotonicMs now_ms = 0;
  UtcMs utc_ms = 0;             // of the last Tick; 0: none yet
  MonotonicMs utc_read_ms = 0;  // when that was
  Language language = Language::kChinese;
  Comfort comfort;  // now; the venue's own is in the settings
  Settings settings;
  MonotonicMs last_touch_ms = 0;
  MonotonicMs last_visitor_ms = 0;  // a code was read, somebody was in view, or the day began
  bool somebody_in_view = false;    // as the camera sees it

  Setup setup = Setup::kStarting;
  EnrolmentProblem enrolment_problem = EnrolmentProblem::kNone;
  std::string enrolment_detail;
  Place place;
  Today today;
  CameraState camera = CameraState::kStarting;
  std::string camera_cause;
  bool camera_torch = false;  // it offers a light
  Sync sync;
  std::optional<StorageTrouble> storage;

  std::optional<VisitorResult> result;
  std::vector<Group> groups;  // the first is on screen
  bool sync_details_open = false;
  MonotonicMs sync_details_until_ms = 0;
  std::optional<SendNow> send_now;
  bool accessibility_open = false;  // closes when the language returns

  std::optional<PinPad> pin_pad;
  std::optional<StaffArea> staff;
  std::optional<Wizard> wizard;            // of a new kiosk
  std::optional<SetupStep> setup_reached;  // as stored; empty: never begun here

  std::vector<MonotonicMs> taps;  // counting taps of the last kTapWindowMs
  MonotonicMs taps_paused_until_ms = 0;
  MonotonicMs screen_left_ms = -kScreenSettlesMs;  // when a screen with other buttons last went
  wire::SecretKey view_key{};
  std::vector<CodeInView> codes_in_view;
  std::vector<Request> requests;
  std::vector<RequestId> staff_requests;  // asked and not answered, whatever page is in view now
  RequestId last_request = 0;
  bool operator==(const Model&) const = default;
};

// Which screen a model shows, in order of precedence.
enum class Screen {
  kPinPad,
  kStaff,  // model.staff->page
  kStorageTrouble,
  kStarting,
  kNotEnrolled,  // and enrolling: the wizard's enrolment step
  kSetup,        // the wizard's other steps
  kGroupConfirm,
  kResult,
  kAccessibility,
  kSyncDetails,
  kWelcome
};
Screen screen_of(const Model& model);

// What has come of "Send now".
enum class SendState { kNotAsked, kUnderWay, kSent, kFailed };
SendState send_state(const Model& model);
// The pages that show it, and when uploads are tried again after a failure.
bool shows_connection(const Model& model);

// The category and head count a shown row is heading for: corrections under way included.
struct Wanted {
  Category category = Category::kPublic;
  int persons = 1;
  bool operator==(const Wanted&) const = default;
};
Wanted wanted_of(const Model& model, const Counted& counted);

bool taps_paused(const Model& model);

// How long after the last touch the staff area leaves by itself.
MonotonicMs staff_leaves_ms(const Model& model);

// Visitors are counted behind another screen (PIN pad, staff area, setting-up): their result or
// waiting group is drawn as a small notice over it.
bool visitors_in_background(const Model& model);

// Where a planned start stands now.
enum class PlannedState { kOver, kOnNow, kNext, kLater };
// One for each of the place's programme. Several may be on at once; the next are all that start
// earliest after now. Before the first Tick everything is later.
std::vector<PlannedState> programme_states(const Model& model);

// Nobody was at the welcome screen for a while: it has its calm look.
bool is_resting(const Model& model);
// The resting screen shows the day's programme in the place of the camera's picture.
bool shows_programme_at_rest(const Model& model);

// How much light to take from the picture now, 0–kDimPercent: a black veil over everything.
int dim_percent(const Model& model);

// Where to move the resting screen's contents, in design units, −3 … 3 each: it changes every few
// minutes so that nothing burns in; nothing moves while somebody is there.
struct RestShift {
  int x = 0;
  int y = 0;
  bool operator==(const RestShift&) const = default;
};
RestShift rest_shift(const Model& model);

// The next time at which a Tick would change what is shown, clock and countdowns included.
MonotonicMs next_deadline_ms(const Model& model);

// Whether the screen that shows `shown` needs no new drawing to show `now`, which came after it.
// A code held in view changes nothing but the book-keeping, fifteen times a second.
bool looks_alike(const Model& shown, const Model& now);

}  // namespace keqian::kiosk
