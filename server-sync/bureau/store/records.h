// What the store keeps, as plain values. Nothing here knows a database.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server-sync/base/date.h"
#include "server-sync/base/ids.h"
#include "server-sync/bureau/definitions/campaign.h"
#include "server-sync/bureau/statistics/table.h"
#include "server-sync/wire/messages.h"
#include "server-sync/wire/vocabulary.h"

namespace keqian::bureau {

// Who changes something and when; it goes into the audit log in the same transaction.
struct Act {
  std::string who;  // a user's name, "command line", or "kiosk ID"
  UtcMs utc_ms = 0;
};

// ---- Campaigns, units, venues, activities ------------------------------------------------------

struct CampaignRecord {
  CampaignId id;
  std::uint16_t number = 0;  // in the pass; given by the store at the first import
  std::string name;
  std::string theme;
  std::string place;
  UnitId unit;                               // whose week it is; its subtree is the campaign
  std::optional<BusinessDate> starts, ends;  // both or neither
  std::optional<BusinessDate> due;
  FormId form;        // empty: the notice asks for no table
  std::string annex;  // of the notice, which the table is
};

struct CampaignImport {
  CampaignDefinition definition;
  std::string definition_text;  // the file, as it was read
  std::string form_text;        // of `definition.form`; empty where there is none
};

enum class ImportOutcome { kCreated, kUpdated, kUnchanged };
std::string_view name(ImportOutcome outcome);  // "created" "updated" "unchanged"

struct UnitRecord {
  UnitId id;
  std::string name;
  UnitId parent;  // empty at the top
};

struct VenueRecord {
  VenueId id;
  std::string name;
  VenueKind kind = VenueKind::kOther;
  UnitId unit;
  std::string unit_name;
  int opens_minute = kOpensMinuteDefault;  // of the day
  int closes_minute = kClosesMinuteDefault;
};

// ---- Kiosks ------------------------------------------------------------------------------------

struct KioskRecord {
  KioskId id;
  std::string name;
  VenueId venue;
  std::string venue_name;
  wire::PublicKey public_key;
  bool revoked = false;
  UtcMs enrolled_utc_ms = 0;
  UtcMs last_seen_utc_ms = 0;  // 0: never
  // Of the incarnation that counts, of several the longest; empty and 0 before the first upload.
  std::string incarnation;
  wire::Revision acknowledged_revision = 0;
  wire::Sequence ledger_sequence = 0;  // "complete to"
  wire::DeviceStatus device;           // as last reported
  std::int64_t refused_items = 0;      // kept with their reasons, see quarantined_items
  int incarnations = 0;                // of this kiosk, counted or not
  // Those (a clone, a restored backup) that no person has looked at since they last grew: not in
  // any sum (待核).
  int incarnations_pending_review = 0;
  std::int64_t persons_pending_review = 0;
  UtcMs hands_over_until_utc_ms = 0;  // of a withdrawn one: it may send what it had counted
  int differing_closings = 0;         // days that do not add up here to what they were closed with
};

enum class ClosingState {
  kWaiting,  // something before it has not arrived
  kAgrees,
  kDiffers,
  kOutdated  // counted in again since: the next closing tells
};

// What the staff closed a day of a kiosk with, and what its tallies add up to here.
struct ClosingRecord {
  wire::DayTotal kiosk;
  UtcMs closed_utc_ms = 0;
  ClosingState state = ClosingState::kWaiting;
  wire::DayTotal bureau;  // when it was compared; zeros while it waits
};

// What each request of a kiosk is judged by.
struct KioskIdentity {
  wire::PublicKey public_key;
  bool revoked = false;
  UtcMs hands_over_until_utc_ms = 0;
};

// How a life of a kiosk's ledger began.
enum class LifeOrigin {
  kUnknown,  // its program does not tell
  kEmpty,    // with an empty ledger
  kCopy      // as a copy of another life
};

// What a life counted on one day, with the part that it has from its parent.
struct DayOfLife {
  BusinessDate date;
  std::int64_t persons = 0;
  std::int64_t check_ins = 0;
  std::int64_t shared_persons = 0;
  int first_hour = 0;  // 0–23, of its first and last check-in
  int last_hour = 0;
};

// One life of a kiosk's ledger, as a person sees it who has to say whether it counts.
struct IncarnationRecord {
  std::string id;
  bool is_counted = false;
  bool counts_whole = true;  // false: without what its parent counts
  bool is_in_review = false;
  UtcMs first_heard_utc_ms = 0;  // 0: before this was kept
  UtcMs last_heard_utc_ms = 0;
  wire::Sequence ledger_sequence = 0;  // its last check-in, as far as it was told
  LifeOrigin origin = LifeOrigin::kUnknown;
  std::string parent;               // of a copy
  wire::Sequence shared_until = 0;  // the last check-in that the parent may have too
  std::vector<DayOfLife> days;      // oldest first
};

// A person's word on which lives of a kiosk count, about all of them as they were shown.
struct JudgedLife {
  std::string incarnation;
  bool counts = false;
  wire::Sequence ledger_sequence = 0;  // as shown: what comes after it is for another look
};
struct LifeChoice {
  KioskId kiosk;
  std::vector<JudgedLife> lives;
};

struct EnrolmentCode {
  std::string code_digest;  // of the normalised code, see `one_time_digest`
  VenueId venue;
  UtcMs expires_utc_ms = 0;
  KioskId kiosk{};  // which gets another key by it; empty: a new kiosk
};

struct EnrolmentAttempt {
  std::string code_digest;
  wire::PublicKey public_key;
  std::string version;
};

// ---- Uploads -----------------------------------------------------------------------------------

struct ReceivedUpload {
  wire::Upload upload;  // its signature has been verified
  UtcMs received_utc_ms = 0;
};

enum class UploadProblem {
  kNone,
  kUnknownKiosk,
  kRevokedKiosk,
  kHistoryDiffers  // its `after` is not what we have seen of this life: see `seen`
};

struct UploadOutcome {
  UploadProblem problem = UploadProblem::kNone;  // with one, nothing of the upload was kept
  wire::UploadAnswer answer;
  // With kHistoryDiffers.
  wire::LedgerPoint seen;
  std::vector<wire::LedgerOpening> openings;
};

struct QuarantinedItem {
  KioskId kiosk;
  wire::ItemVerdict verdict;
  UtcMs received_utc_ms = 0;
  std::string title;         // of a session
  std::int64_t persons = 0;  // of a tally or head count
};

// One counter of one kiosk, as it counts.
struct TallyRecord {
  KioskId kiosk;
  wire::Tally tally;
};

// ---- Live figures ------------------------------------------------------------------------------

// Who the persons of a figure were. Who is in neither was at a session for business or internal
// audiences.
struct PersonsByKind {
  std::int64_t visitors = 0;  // 群众, as in the official table: public and youth, public sessions
  std::int64_t staff = 0;     // counted by their badges
};

// Everybody counted at a venue's doors, whatever the category.
struct VenueFigures {
  VenueRecord venue;
  std::int64_t persons_today = 0;
  std::int64_t check_ins_today = 0;
  std::int64_t persons_campaign = 0;
  PersonsByKind kinds_today;  // of sessions of that day
  PersonsByKind kinds_campaign;
  std::array<std::int64_t, 24> persons_by_hour_today{};
  int open_sessions = 0;
};

// ---- People at the bureau ----------------------------------------------------------------------

enum class Role { kViewer, kReporter, kReviewer, kAdministrator };
std::string_view name(Role role);  // "viewer" "reporter" "reviewer" "administrator"
std::optional<Role> parse_role(std::string_view text);

struct UserRecord {
  std::string name;  // unique; 2–32 characters of a–z, 0–9, '.', '-', '_'
  std::string display_name;
  Role role = Role::kViewer;
  UnitId unit;  // whose subtree a reporter may fill in; empty for all
  std::string password_hash;
  bool disabled = false;
};

struct SignInRecord {
  std::string token_digest;  // of the cookie
  std::string user;
  std::string csrf_token;
  UtcMs started_utc_ms = 0;
  UtcMs last_used_utc_ms = 0;
  UtcMs expires_utc_ms = 0;
};

// Failures in a row of one name or address.
struct ThrottleRecord {
  std::string key;
  int failures = 0;
  UtcMs last_failure_utc_ms = 0;
  UtcMs locked_until_utc_ms = 0;
};

// ---- Desk --------------------------------------------------------------------------------------

// One entry by hand. Entries are never changed: of one unit and cell the newest stands, and a
// table adds up the standing entries of its subtree. "none" and "zero" have no amount.
struct ManualEntry {
  CampaignId campaign;
  UnitId unit;
  int cell = 0;
  CellState state = CellState::kValue;  // never kUnfilled
  std::int64_t amount = 0;              // a count, or hundredths of 万元
  std::string reason;                   // where the number is from; never empty
  std::string who;
  UtcMs utc_ms = 0;
};

struct AuditEntry {
  std::int64_t sequence = 0;  // without gaps
  UtcMs utc_ms = 0;
  std::string who;
  std::string action;   // "campaign.import", "user.add", …
  std::string subject;  // what it was done to
  std::string detail;
  std::string chain;  // hex BLAKE2b over the entry before and this one
};

}  // namespace keqian::bureau
