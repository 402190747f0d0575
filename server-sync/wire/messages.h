// The messages of PROTOCOL.md version 1 as plain values, and their codec. Encoders give the exact
// bytes to sign and send; decoders check every type, length and range and name the first fault.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server-sync/base/date.h"
#include "server-sync/base/ids.h"
#include "server-sync/base/result.h"
#include "server-sync/wire/crypto.h"
#include "server-sync/wire/json.h"
#include "server-sync/wire/pass.h"
#include "server-sync/wire/vocabulary.h"

namespace keqian::wire {

inline constexpr int kProtocolVersion = 1;
inline constexpr std::size_t kUploadItemsMax = 500;          // rows of all kinds in one upload
inline constexpr std::size_t kUploadBytesMax = 1024 * 1024;  // body
inline constexpr std::size_t kConfigurationBytesMax = 8 * 1024 * 1024;
inline constexpr std::size_t kTitleBytesMax = 400;

using Revision = std::int64_t;  // the kiosk's own counter, 1 at its first change; 0 is "nothing"
using Sequence = std::int64_t;  // of the ledger, 1 at its first check-in, without gaps

// ---- Enrolment: POST /v1/enrolments ------------------------------------------------------------

struct EnrolmentRequest {
  std::string code;  // normalised one-time code
  PublicKey public_key;
  std::string version;  // of the kiosk program
};

struct EnrolmentAnswer {
  KioskId kiosk;
  VenueId venue;
  std::string kiosk_name;
  PublicKey bureau_key;
  UtcMs server_utc_ms = 0;
};

// What the bureau's QR holds: "keqian://enrol?bureau=URL&code=CODE&key=B64URL[&certificate=B64URL]"
// with percent-encoded values. `certificate` is the SHA-256 of the server's public key (SPKI) when
// it is pinned; without it the system's certificate store decides.
struct EnrolmentString {
  std::string bureau_url;  // https://…, or http:// to this very machine
  std::string code;
  std::optional<PublicKey> bureau_key;
  std::string certificate_sha256;  // 32 bytes or empty
};
std::string encode_enrolment_string(const EnrolmentString& enrolment);
Result<EnrolmentString> parse_enrolment_string(std::string_view text);
// True for https, and for http to a loopback host; anything else must not carry counts.
bool is_acceptable_bureau_url(std::string_view url);

// ---- Upload: PUT /v1/kiosks/{id}/tallies -------------------------------------------------------

// A session as its kiosk knows it. Sent when opened, closed or renamed.
struct SessionState {
  SessionId id;
  std::string title;
  Audience audience = Audience::kPublic;
  UtcMs opened_utc_ms = 0;
  UtcMs closed_utc_ms = 0;  // 0 while open
  Revision revision = 0;
  bool operator==(const SessionState&) const = default;
};

// The absolute value of one counter.
struct Tally {
  SessionId session;
  BusinessDate business_date;
  int hour = 0;  // 0–23
  Category category = Category::kPublic;
  Method method = Method::kCamera;
  std::int64_t persons = 0;    // may be negative only transiently; −10^9 … 10^9
  std::int64_t check_ins = 0;  // rows behind it, reversals included
  Revision revision = 0;
  bool operator==(const Tally&) const = default;
};

// The head count of one staff role in one session, as the guide gave it.
struct StaffHeadCount {
  SessionId session;
  Category role = Category::kProfessional;
  std::int64_t persons = 0;
  Revision revision = 0;
  bool operator==(const StaffHeadCount&) const = default;
};

// What the staff closed a business day with: the sums over all of the kiosk's tallies of that day
// as they stood then. The last closing of a day counts.
struct ClosingTotal {
  BusinessDate business_date;
  UtcMs closed_utc_ms = 0;
  std::int64_t persons = 0;
  std::int64_t check_ins = 0;  // rows, reversals included
  Revision revision = 0;       // above that of every tally it sums up
  bool operator==(const ClosingTotal&) const = default;
};

// The bureau's sums over the tallies of a kiosk's business day.
struct DayTotal {
  BusinessDate business_date;
  std::int64_t persons = 0;
  std::int64_t check_ins = 0;
  bool operator==(const DayTotal&) const = default;
};
inline constexpr std::size_t kDifferingClosingsMax = 31;  // in one answer, the newest

enum class CameraState { kOk, kNone, kBroken };
std::string_view name(CameraState state);

struct DeviceStatus {
  std::string version;
  CameraState camera = CameraState::kNone;
  std::int64_t pending = 0;      // rows still to send after this upload
  std::int64_t quarantined = 0;  // rows the bureau has refused
  std::int64_t disk_free_mb = 0;
  std::int64_t clock_offset_ms = 0;  // bureau minus kiosk, as last measured
  bool operator==(const DeviceStatus&) const = default;
};

// A check-in, named by its number and the hash over it and all before it: two ledgers that share
// one have the same history up to there.
struct LedgerPoint {
  Sequence sequence = 0;   // 0: before the first check-in
  std::string chain_head;  // 64 hex digits; empty with 0
  bool operator==(const LedgerPoint&) const = default;
};

// A time in which the ledger was open and counted. Numbers go up from 1 without gaps and ids are
// random, so two ledgers that share an opening have the same history up to the end of it, unless
// one was copied meanwhile.
struct LedgerOpening {
  std::int64_t number = 0;
  std::string id;               // 32 hex digits
  Sequence first_sequence = 0;  // its first check-in
  bool operator==(const LedgerOpening&) const = default;
};
inline constexpr std::size_t kOpeningsMax = 100;  // in one message, the newest

// How a life of a ledger began.
struct LifeOrigin {
  std::string incarnation;  // the life it was copied from; empty: it began with an empty ledger
  Sequence shared_sequence =
      0;  // no check-in after this one is also in that life; 0 when it is empty
  bool operator==(const LifeOrigin&) const = default;
};

struct Upload {
  KioskId kiosk;
  std::string incarnation;           // 32 hex digits: one life of the kiosk's database
  Revision from_revision = 0;        // everything up to it was acknowledged
  Revision to_revision = 0;          // the highest revision in this upload; from_revision if empty
  bool complete = true;              // nothing newer was left out
  Sequence ledger_sequence = 0;      // last row of the ledger, sent or not
  std::string chain_head;            // hash of that row, 64 hex digits; empty for an empty ledger
  std::optional<LedgerPoint> after;  // the last row that the bureau is known to have seen, as this
                                     // ledger has it now; empty: histories are not compared
  std::vector<SessionState> sessions;
  std::vector<Tally> tallies;
  std::vector<StaffHeadCount> staff_head_counts;
  std::vector<ClosingTotal> closings;
  DeviceStatus device;
  std::optional<LifeOrigin> origin;     // with the first uploads of a life; empty: it is not known
  std::vector<LedgerOpening> openings;  // those with check-ins after `after`, or all
  // Of rows in `tallies` the part that the origin's check-ins made, which may be in the sums
  // already.
  std::vector<Tally> shared_tallies;
};
// What names a row among those of its kind, whatever its revision: a refused one is known again.
std::string item_name(const SessionState& row);
std::string item_name(const Tally& row);
std::string item_name(const StaffHeadCount& row);
// Rows of all kinds; a shared part goes with its row.
std::size_t item_count(const Upload& upload);

// One refused row; the kiosk sets it aside with the reason, the rest of the upload stands.
struct ItemVerdict {
  std::string kind;  // "session", "tally", "staff_head_count"
  SessionId session;
  Revision revision = 0;
  std::string reason;  // "unknown_session", "other_venue", "outside_campaign", "out_of_range"
};

struct UploadAnswer {
  Revision acknowledged_revision = 0;  // what the bureau really has; may run backwards
  std::vector<ItemVerdict> refused;
  UtcMs server_utc_ms = 0;
  std::int64_t configuration_version = 0;
  // The days of this life that the bureau adds up to something else than their closing says, with
  // its own sums, newest first.
  std::vector<DayTotal> differing_closings{};
};

// ---- Configuration: GET /v1/kiosks/{id}/configuration (ETag) -----------------------------------

struct ConfiguredCampaign {
  CampaignId id;
  std::uint16_t number = 0;  // in the pass
  std::string name;
  std::string theme;
  BusinessDate starts, ends;  // inclusive
  std::vector<PassKey> pass_keys;
  std::vector<PassNumber> revoked_passes;
};

struct ConfiguredActivity {
  ActivityId id;
  CampaignId campaign;
  std::string title;
  std::string organiser;
  Audience audience = Audience::kPublic;
};

struct PlannedSession {
  SessionId id;
  ActivityId activity;
  std::string title;
  Audience audience = Audience::kPublic;
  BusinessDate business_date;
  int starts_minute = 0;  // of the day, 0–1439
  int ends_minute = 0;
};

// The kiosk of a configuration file for one that is not enrolled yet.
inline constexpr std::string_view kLocalKiosk = "local";

struct Configuration {
  std::int64_t version = 0;
  KioskId kiosk;
  std::string kiosk_name;
  VenueId venue;
  std::string venue_name;
  VenueKind venue_kind = VenueKind::kOther;
  std::vector<ConfiguredCampaign> campaigns;
  std::vector<ConfiguredActivity> activities;
  std::vector<PlannedSession> sessions;
};

// ---- Errors: every answer that is not 2xx or 304 -----------------------------------------------

struct ErrorAnswer {
  std::string code{};     // "unknown_kiosk", "revoked_kiosk", "bad_signature", "bad_message", …
  std::string message{};  // one line in English for the log; screens word the code themselves
  std::string hint{};
  std::int64_t retry_after_s = 0;
  std::optional<LedgerPoint> ledger{};    // with kHistoryDiffers: what the bureau has seen
  std::vector<LedgerOpening> openings{};  // with kHistoryDiffers: the newest of that incarnation
};
inline constexpr std::string_view kHistoryDiffers = "history_differs";

// ---- Codec -------------------------------------------------------------------------------------

std::string encode(const EnrolmentRequest& message);
std::string encode(const EnrolmentAnswer& message);
std::string encode(const Upload& message);
std::string encode(const UploadAnswer& message);
std::string encode(const Configuration& message);
std::string encode(const ErrorAnswer& message);
Result<EnrolmentRequest> decode_enrolment_request(std::string_view bytes);
Result<EnrolmentAnswer> decode_enrolment_answer(std::string_view bytes);
Result<Upload> decode_upload(std::string_view bytes);
Result<UploadAnswer> decode_upload_answer(std::string_view bytes);
Result<Configuration> decode_configuration(std::string_view bytes);
Result<ErrorAnswer> decode_error_answer(std::string_view bytes);

// ---- Where the exchanges are (PROTOCOL.md sections 5 to 7) --------------------------------------

inline constexpr std::string_view kEnrolmentPath = "/v1/enrolments";
std::string tallies_path(const KioskId& kiosk);
std::string configuration_path(const KioskId& kiosk);

// ---- Signatures over exact bytes ---------------------------------------------------------------
// Headers: Keqian-Kiosk, Keqian-Time (UTC ms), Keqian-Nonce (32 hex digits), Keqian-Signature
// ("ed25519:" + base64). An answer signs the request's nonce, so none can be replayed to another
// request. (Enrolment: the request is signed by the new key, Keqian-Kiosk is "-".)

inline constexpr std::string_view kKioskHeader = "Keqian-Kiosk";
inline constexpr std::string_view kTimeHeader = "Keqian-Time";
inline constexpr std::string_view kNonceHeader = "Keqian-Nonce";
inline constexpr std::string_view kSignatureHeader = "Keqian-Signature";
inline constexpr std::string_view kNobody = "-";  // Keqian-Kiosk before the enrolment
inline constexpr std::size_t kNonceDigits = 32;

bool is_valid_nonce(std::string_view text);
std::string make_nonce(Randomness& randomness);

struct SignedRequest {
  std::string method;  // "PUT"
  std::string path;    // "/v1/kiosks/k-7f3a/tallies", as on the request line
  std::string kiosk;
  UtcMs time_utc_ms = 0;
  std::string nonce;
  std::string body;
};
std::string signing_input(const SignedRequest& request);

struct SignedAnswer {
  int status = 200;
  std::string path;
  std::string kiosk;
  std::string nonce;  // the request's
  std::string etag;   // empty when the answer has none
  std::string body;
};
std::string signing_input(const SignedAnswer& answer);

// The value of the Keqian-Signature header.
std::string encode_signature(const Signature& signature);
std::optional<Signature> parse_signature(std::string_view text);

}  // namespace keqian::wire
