// All state of the bureau behind one interface, free of any database. One contract test suite
// (tests/unit/bureau/store_contract_test.cpp) holds for every implementation.
//
// Every method is one transaction and may be called from any thread. Commands work beside a
// running server: another process's writing is waited for. Lists are ordered and bounded.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server-sync/base/randomness.h"
#include "server-sync/base/result.h"
#include "server-sync/bureau/store/records.h"
#include "server-sync/wire/messages.h"
#include "server-sync/wire/pass.h"

namespace keqian::bureau {

inline constexpr std::size_t kListRowsMax = 10000;

class Store {
 public:
  virtual ~Store() = default;

  // ---- Campaigns ----
  // Creates or updates; units, venues and activities come with it. The first import gives the
  // campaign its number and its first pass key. A unit tree with a circle is refused.
  virtual Result<ImportOutcome> import_campaign(const CampaignImport& import, const Act& act) = 0;
  virtual Result<std::vector<CampaignRecord>> campaigns() = 0;
  virtual Result<CampaignRecord> campaign(const CampaignId& id) = 0;
  // The texts the campaign was imported from.
  virtual Result<std::string> campaign_definition_text(const CampaignId& id) = 0;
  virtual Result<std::string> form_text(const FormId& id) = 0;
  // The unit whose week it is and everything below, parents before children.
  virtual Result<std::vector<UnitRecord>> units(const CampaignId& campaign) = 0;
  virtual Result<std::vector<VenueRecord>> venues(const CampaignId& campaign) = 0;
  virtual Result<VenueRecord> venue(const VenueId& id) = 0;
  virtual Result<std::vector<wire::PassKey>> pass_keys(const CampaignId& campaign) = 0;
  // A further pass key, after a kiosk was lost. Passes are made with the newest; those of the keys
  // before are good until `former_good_until`, 0: as long as they say, and never longer than
  // before.
  virtual Result<wire::PassKey> rotate_pass_key(const CampaignId& campaign, UtcMs former_good_until,
                                                const Act& act) = 0;
  virtual Status revoke_pass(const CampaignId& campaign, wire::PassNumber number,
                             const Act& act) = 0;

  // ---- Kiosks ----
  virtual Status add_enrolment_code(const EnrolmentCode& code, const Act& act) = 0;
  // Uses the code up and makes the kiosk, or gives the code's kiosk its new key, or refuses:
  // kNotFound unknown, kConflict used, kDenied expired. The same code with the same key again gives
  // the same kiosk: its first answer may have been lost.
  virtual Result<KioskRecord> enrol_kiosk(const EnrolmentAttempt& attempt, UtcMs now) = 0;
  virtual Result<KioskRecord> kiosk(const KioskId& id) = 0;
  // Cheap: it is asked for every request of every kiosk.
  virtual Result<KioskIdentity> kiosk_identity(const KioskId& id) = 0;
  virtual Result<std::vector<KioskRecord>> kiosks() = 0;
  virtual Status revoke_kiosk(const KioskId& id, const Act& act) = 0;
  // A withdrawn kiosk may send until then what it had counted up to the day of its withdrawal.
  // kConflict for one that is not withdrawn.
  virtual Status let_hand_over(const KioskId& id, UtcMs until, const Act& act) = 0;
  // `name` is 1 to 400 bytes of text.
  virtual Status rename_kiosk(const KioskId& id, std::string_view name, const Act& act) = 0;
  // What it has counted stays with the venue where it was; sessions of that venue up to the day of
  // the move are still taken from it, since they may not have been sent yet.
  virtual Status move_kiosk(const KioskId& id, const VenueId& venue, const Act& act) = 0;
  // The lives of its ledger that the bureau has heard of, in the order of being heard.
  virtual Result<std::vector<IncarnationRecord>> incarnations(const KioskId& id) = 0;
  // Which of them count from now on, until the next word on it; uploads no longer choose by
  // themselves. kConflict when a life was not among those shown, kInvalid by judge_lives.
  virtual Status resolve_incarnations(const LifeChoice& choice, std::string_view reason,
                                      const Act& act) = 0;
  // What the kiosk needs to work offline: campaigns of its venue that have not ended on `today`.
  virtual Result<wire::Configuration> configuration(const KioskId& id, BusinessDate today) = 0;
  // The same for a kiosk of that venue that belongs to no bureau yet; it is called kLocalKiosk.
  virtual Result<wire::Configuration> venue_configuration(const VenueId& id,
                                                          BusinessDate today) = 0;

  // ---- Uploads ----
  // Keeps a batch of uploads in one transaction: the newest revision of each row stands, whatever
  // the order and however often they come. Outcomes are in the order given.
  virtual Result<std::vector<UploadOutcome>> apply_uploads(
      std::span<const ReceivedUpload> uploads) = 0;
  virtual Result<std::vector<QuarantinedItem>> quarantined_items(const KioskId& kiosk) = 0;
  // What was counted at `venue` for the activity `alias`, which no campaign of that venue has, is
  // `activity` from now on; kiosks send again what was refused. kInvalid where `alias` is known or
  // `activity` is not: one of the venue's, or kAdHoc.
  virtual Status map_activity(const VenueId& venue, const ActivityId& alias,
                              const ActivityId& activity, const Act& act) = 0;
  // The days that the kiosk's staff have closed, newest first.
  virtual Result<std::vector<ClosingRecord>> closings(const KioskId& kiosk) = 0;
  // The counters behind a session, for "where does this number come from".
  virtual Result<std::vector<TallyRecord>> tallies(const SessionId& session) = 0;

  // ---- Figures ----
  // What `fill_table` needs. An empty `unit` is the campaign's own.
  virtual Result<TableInput> table_input(const CampaignId& campaign, const UnitId& unit) = 0;
  // The same as it would be with that choice; nothing is changed.
  virtual Result<TableInput> table_input_with(const CampaignId& campaign,
                                              const LifeChoice& choice) = 0;
  virtual Result<std::vector<VenueFigures>> venue_figures(const CampaignId& campaign,
                                                          BusinessDate today) = 0;
  // Grows with every change by any process: compare it to know whether to read again.
  virtual Result<std::int64_t> change_number() = 0;

  // ---- Desk ----
  virtual Status add_manual_entry(const ManualEntry& entry) = 0;
  // All entries of one unit's cell, newest first.
  virtual Result<std::vector<ManualEntry>> manual_entries(const CampaignId& campaign,
                                                          const UnitId& unit, int cell) = 0;

  // ---- Users ----
  virtual Result<std::int64_t> user_count() = 0;
  virtual Status add_user(const UserRecord& user, const Act& act) = 0;  // kConflict if it exists
  virtual Result<UserRecord> user(std::string_view name) = 0;
  virtual Result<std::vector<UserRecord>> users() = 0;
  virtual Status set_password_hash(std::string_view name, std::string_view hash,
                                   const Act& act) = 0;
  virtual Status set_user_disabled(std::string_view name, bool disabled, const Act& act) = 0;
  // The one-time link for the first administrator: a newer token replaces an older one.
  virtual Status set_first_administrator_token(std::string_view token_digest,
                                               UtcMs expires_utc_ms) = 0;
  // When that token expires or expired; 0 when none was set.
  virtual Result<UtcMs> first_administrator_token_expiry() = 0;
  // Makes the first administrator and uses the token up, or kDenied. Refused (kConflict) once any
  // user exists.
  virtual Status add_first_administrator(std::string_view token_digest, const UserRecord& user,
                                         const Act& act) = 0;

  virtual Status add_sign_in(const SignInRecord& record) = 0;
  // kNotFound when there is none, it has expired at `now`, or its user is disabled.
  virtual Result<SignInRecord> sign_in(std::string_view token_digest, UtcMs now) = 0;
  virtual Status touch_sign_in(std::string_view token_digest, UtcMs last_used_utc_ms,
                               UtcMs expires_utc_ms) = 0;
  virtual Status remove_sign_in(std::string_view token_digest) = 0;
  virtual Status remove_expired_sign_ins(UtcMs now) = 0;

  virtual Result<ThrottleRecord> throttle(std::string_view key) = 0;  // zeros when there is none
  virtual Status save_throttle(const ThrottleRecord& record) = 0;     // 0 failures removes it

  // ---- Audit and settings ----
  virtual Status append_audit(const Act& act, std::string_view action, std::string_view subject,
                              std::string_view detail) = 0;
  // Entries after `sequence`, oldest first, at most kListRowsMax.
  virtual Result<std::vector<AuditEntry>> audit_entries(std::int64_t after_sequence) = 0;
  virtual Result<std::string> setting(std::string_view name) = 0;  // empty when it is not set
  virtual Status set_setting(std::string_view name, std::string_view value) = 0;
};

// Settings by name.
inline constexpr std::string_view kSettingPublicUrl = "public_url";  // where kiosks reach us
inline constexpr std::string_view kSettingCertificate = "certificate_sha256";  // base64url, pinned

// The hex digest under which a one-time code, link token or cookie is kept.
std::string one_time_digest(std::string_view secret);

// Opens DIR/bureau.db, making or migrating it. `randomness` outlives the store.
Result<std::unique_ptr<Store>> open_sqlite_store(const std::string& data_directory,
                                                 Randomness& randomness);
// Opens it without writing anything, for a folder that may only be read: everything that writes is
// refused. A file of an older program has to be opened by open_sqlite_store first.
Result<std::unique_ptr<Store>> open_sqlite_store_to_read(const std::string& data_directory,
                                                         Randomness& randomness);

}  // namespace keqian::bureau
