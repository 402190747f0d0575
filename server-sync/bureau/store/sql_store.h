// The store over an SQL database (today SQLite). One connection writes and one reads, each behind
// its own lock, so that a long read of the table never holds up an upload.
// The methods stand by subject in sql_store_*.cpp, each beside its SQL.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <type_traits>

#include "server-sync/bureau/store/database.h"
#include "server-sync/bureau/store/store.h"

namespace keqian::bureau {

class SqlStore final : public Store {
 public:
  SqlStore(std::unique_ptr<Database> writer, std::unique_ptr<Database> reader,
           Randomness& randomness)
      : writer_(std::move(writer)), reader_(std::move(reader)), randomness_(randomness) {}

  Result<ImportOutcome> import_campaign(const CampaignImport& import, const Act& act) override;
  Result<std::vector<CampaignRecord>> campaigns() override;
  Result<CampaignRecord> campaign(const CampaignId& id) override;
  Result<std::string> campaign_definition_text(const CampaignId& id) override;
  Result<std::string> form_text(const FormId& id) override;
  Result<std::vector<UnitRecord>> units(const CampaignId& campaign) override;
  Result<std::vector<VenueRecord>> venues(const CampaignId& campaign) override;
  Result<VenueRecord> venue(const VenueId& id) override;
  Result<std::vector<wire::PassKey>> pass_keys(const CampaignId& campaign) override;
  Result<wire::PassKey> rotate_pass_key(const CampaignId& campaign, UtcMs former_good_until,
                                        const Act& act) override;
  Status revoke_pass(const CampaignId& campaign, wire::PassNumber number, const Act& act) override;

  Status add_enrolment_code(const EnrolmentCode& code, const Act& act) override;
  Result<KioskRecord> enrol_kiosk(const EnrolmentAttempt& attempt, UtcMs now) override;
  Result<KioskRecord> kiosk(const KioskId& id) override;
  Result<KioskIdentity> kiosk_identity(const KioskId& id) override;
  Result<std::vector<KioskRecord>> kiosks() override;
  Status let_hand_over(const KioskId& id, UtcMs until, const Act& act) override;
  Status revoke_kiosk(const KioskId& id, const Act& act) override;
  Status rename_kiosk(const KioskId& id, std::string_view name, const Act& act) override;
  Status move_kiosk(const KioskId& id, const VenueId& venue, const Act& act) override;
  Result<std::vector<IncarnationRecord>> incarnations(const KioskId& id) override;
  Status resolve_incarnations(const LifeChoice& choice, std::string_view reason,
                              const Act& act) override;
  Result<wire::Configuration> configuration(const KioskId& id, BusinessDate today) override;
  Result<wire::Configuration> venue_configuration(const VenueId& id, BusinessDate today) override;

  Result<std::vector<UploadOutcome>> apply_uploads(
      std::span<const ReceivedUpload> uploads) override;
  Result<std::vector<QuarantinedItem>> quarantined_items(const KioskId& kiosk) override;
  Status map_activity(const VenueId& venue, const ActivityId& alias, const ActivityId& activity,
                      const Act& act) override;
  Result<std::vector<ClosingRecord>> closings(const KioskId& kiosk) override;
  Result<std::vector<TallyRecord>> tallies(const SessionId& session) override;

  Result<TableInput> table_input(const CampaignId& campaign, const UnitId& unit) override;
  Result<TableInput> table_input_with(const CampaignId& campaign,
                                      const LifeChoice& choice) override;
  Result<std::vector<VenueFigures>> venue_figures(const CampaignId& campaign,
                                                  BusinessDate today) override;
  Result<std::int64_t> change_number() override;

  Status add_manual_entry(const ManualEntry& entry) override;
  Result<std::vector<ManualEntry>> manual_entries(const CampaignId& campaign, const UnitId& unit,
                                                  int cell) override;

  Result<std::int64_t> user_count() override;
  Status add_user(const UserRecord& user, const Act& act) override;
  Result<UserRecord> user(std::string_view name) override;
  Result<std::vector<UserRecord>> users() override;
  Status set_password_hash(std::string_view name, std::string_view hash, const Act& act) override;
  Status set_user_disabled(std::string_view name, bool disabled, const Act& act) override;
  Status set_first_administrator_token(std::string_view token_digest,
                                       UtcMs expires_utc_ms) override;
  Result<UtcMs> first_administrator_token_expiry() override;
  Status add_first_administrator(std::string_view token_digest, const UserRecord& user,
                                 const Act& act) override;
  Status add_sign_in(const SignInRecord& record) override;
  Result<SignInRecord> sign_in(std::string_view token_digest, UtcMs now) override;
  Status touch_sign_in(std::string_view token_digest, UtcMs last_used_utc_ms,
                       UtcMs expires_utc_ms) override;
  Status remove_sign_in(std::string_view token_digest) override;
  Status remove_expired_sign_ins(UtcMs now) override;
  Result<ThrottleRecord> throttle(std::string_view key) override;
  Status save_throttle(const ThrottleRecord& record) override;

  Status append_audit(const Act& act, std::string_view action, std::string_view subject,
                      std::string_view detail) override;
  Result<std::vector<AuditEntry>> audit_entries(std::int64_t after_sequence) override;
  Result<std::string> setting(std::string_view name) override;
  Status set_setting(std::string_view name, std::string_view value) override;

 private:
  // Whether a change shows in figures or lists, so that watchers read again.
  enum class Visible { kNo, kYes };

  // Runs `work(Database&)` in one writing transaction: all of it or, when it throws, nothing.
  template <typename Work>
  auto write(Visible visible, Work&& work) -> Result<std::invoke_result_t<Work, Database&>> {
    const std::lock_guard lock(writer_mutex_);
    return in_transaction(*writer_, &Database::begin_immediate, work,
                          [visible](Database& database) {
                            if (visible == Visible::kYes) count_change(database);
                            database.commit();
                          });
  }
  // The same, and takes everything back.
  template <typename Work>
  auto rehearse(Work&& work) -> Result<std::invoke_result_t<Work, Database&>> {
    const std::lock_guard lock(writer_mutex_);
    return in_transaction(*writer_, &Database::begin_immediate, work,
                          [](Database& database) { database.roll_back(); });
  }
  template <typename Work>
  auto read(Work&& work) -> Result<std::invoke_result_t<Work, Database&>> {
    const std::lock_guard lock(reader_mutex_);
    return in_transaction(*reader_, &Database::begin_snapshot, work,
                          [](Database& database) { database.commit(); });
  }
  // A fault becomes the error, and whatever is thrown takes the work back.
  template <typename Work, typename End>
  static auto in_transaction(Database& database, void (Database::*begin)(), Work& work, End end)
      -> Result<std::invoke_result_t<Work&, Database&>> {
    try {
      (database.*begin)();
    } catch (const StorageFault& fault) {
      return fault.error;
    }
    try {
      auto value = work(database);
      end(database);
      return value;
    } catch (const StorageFault& fault) {
      database.roll_back();
      return fault.error;
    } catch (...) {
      database.roll_back();
      throw;
    }
  }
  static void count_change(Database& database);

  std::mutex writer_mutex_;
  std::unique_ptr<Database> writer_;
  std::mutex reader_mutex_;
  std::unique_ptr<Database> reader_;
  Randomness& randomness_;
};

// For the SQL beside the methods. All run inside a transaction and throw StorageFault.
[[noreturn]] void refuse(ErrorKind kind, std::string message, std::string hint = {});
void audit(Database& database, const Act& act, std::string_view action, std::string_view subject,
           std::string_view detail);
// Kiosks read their configuration again.
void count_configuration_change(Database& database);
std::int64_t configuration_version(Database& database);
std::vector<wire::PassKey> read_pass_keys(Database& database, std::uint16_t campaign_number);
CampaignRecord read_campaign(Database& database, const CampaignId& id);
VenueRecord read_venue(Database& database, const VenueId& id);
KioskRecord read_kiosk(Database& database, const KioskId& id);
// Which lives count, and the sums with them; gives the words for the audit log.
std::string choose_lives(Database& database, const LifeChoice& choice);
TableInput read_table_input(Database& database, const CampaignId& campaign, const UnitId& unit);
// Refuses a unit that is not the campaign's own or below it; an empty one is the campaign's own.
UnitRecord read_unit_of(Database& database, const CampaignRecord& campaign, const UnitId& unit);

}  // namespace keqian::bureau
