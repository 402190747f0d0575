#include "kiosk/ledger/ledger_outbox.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "kiosk/ledger/clock_repair.h"
#include "kiosk/ledger/closing.h"
#include "kiosk/ledger/core.h"
#include "kiosk/ledger/identity.h"
#include "kiosk/ledger/kept_parcels.h"
#include "kiosk/ledger/key_file.h"
#include "kiosk/ledger/life.h"
#include "kiosk/ledger/rows.h"
#include "kiosk/ledger/session_rows.h"
#include "kiosk/ledger/upload_rows.h"
#include "server-sync/base/log.h"

namespace keqian::kiosk {
namespace {

constexpr std::int64_t kBytesPerMb = 1'000'000;

constexpr char kWriteIdentity[] =
    "INSERT OR REPLACE INTO identity (id, kiosk_id, venue_id, kiosk_name, bureau_url, bureau_key, "
    "certificate_sha256, public_key) VALUES (1, ?, ?, ?, ?, ?, ?, ?)";
// The bureau may have renamed or moved this kiosk.
constexpr char kFollowIdentity[] =
    "UPDATE identity SET kiosk_name = ?, venue_id = ? WHERE id = 1 AND kiosk_id = ?";
constexpr char kReadKioskId[] = "SELECT kiosk_id FROM identity WHERE id = 1";
constexpr char kDropConfiguration[] = "DELETE FROM configuration";
constexpr char kSetAcknowledged[] =
    "UPDATE upload_state SET acknowledged_revision = ?, seen_sequence = ? WHERE id = 1";
constexpr char kSetTold[] = "UPDATE upload_state SET told_sequence = ? WHERE id = 1";
constexpr char kSetSeen[] = "UPDATE upload_state SET seen_sequence = ? WHERE id = 1";
constexpr char kReadEtag[] = "SELECT etag FROM configuration WHERE id = 1";
constexpr char kWriteConfiguration[] =
    "INSERT OR REPLACE INTO configuration (id, bytes, etag, stored_utc_ms) VALUES (1, ?, ?, ?)";
constexpr char kReadOffset[] = "SELECT offset_ms FROM clock_reference WHERE id = 1";
constexpr char kWriteClockReference[] =
    "INSERT OR REPLACE INTO clock_reference (id, bureau_utc_ms, offset_ms, round_trip_ms, "
    "boot_id, utc_minus_monotonic_ms) VALUES (1, ?, ?, ?, ?, ?)";

constexpr char kReadBelonging[] =
    "SELECT kiosk_id, venue_id, bureau_key, "
    "(SELECT acknowledged_revision FROM upload_state WHERE id = 1) FROM identity "
    "WHERE id = 1 AND EXISTS (SELECT 1 FROM tally)";

std::optional<std::string> single_text(Connection& connection, const char* sql) {
  auto query = connection.query(sql);
  if (!query.step()) return std::nullopt;
  return query.text(0);
}

// A ledger with counts stays the kiosk that it is to its bureau. Under another name the same
// counters would be summed twice there, and at another venue nobody would take them. To a bureau
// that has nothing of them (its database is lost, or none was sent yet) it may present itself anew.
Status may_become(Connection& connection, const uploader::KioskIdentity& identity) {
  auto query = connection.query(kReadBelonging);
  if (!query.step() || query.text(0) == identity.kiosk.value) return ok();
  const bool same_venue = query.text(1) == identity.venue.value;
  const bool same_bureau = query.text(2) == wire::view(identity.bureau_key.bytes);
  if (same_venue && (!same_bureau || query.integer(3) == 0)) return ok();
  return Error{ErrorKind::kConflict,
               "this data folder holds the counts of " + query.text(0) + " at " + query.text(1) +
                   " and stays with it",
               "send them with `keqian-kiosk upload --once`, then enrol with a new data folder"};
}

std::int64_t free_mb(const std::filesystem::path& folder) {
  std::error_code error;
  const auto space = std::filesystem::space(folder, error);
  return error ? 0 : static_cast<std::int64_t>(space.available) / kBytesPerMb;
}

}  // namespace

LedgerOutbox::LedgerOutbox(Ledger& ledger, std::string version,
                           std::function<wire::CameraState()> camera)
    : ledger_(ledger), version_(std::move(version)), camera_(std::move(camera)) {}

Result<std::optional<uploader::KioskIdentity>> LedgerOutbox::identity() {
  return read_identity(ledger_.core());
}

Status LedgerOutbox::store_identity(const uploader::KioskIdentity& identity) {
  auto& core = ledger_.core();
  KEQIAN_CHECK_OK(lay_down_next_key(core.directory, identity.keys));
  const auto now = core.now();
  const auto snapshot = core.configuration();
  const auto local_venue = snapshot ? snapshot->configuration.venue : VenueId{};
  KEQIAN_TRY(const bool is_another,
             core.write("store the identity", [&](Connection& connection) -> Result<bool> {
               KEQIAN_CHECK_OK(may_become(connection, identity));
               const auto before = single_text(connection, kReadKioskId);
               connection.query(kWriteIdentity)
                   .bind(identity.kiosk.value, identity.venue.value, identity.kiosk_name,
                         identity.bureau_url, Blob{wire::view(identity.bureau_key.bytes)},
                         Blob{identity.certificate_sha256},
                         Blob{wire::view(identity.keys.public_key.bytes)})
                   .run();
               log_event(connection, now.utc_ms, "enrolled", identity.kiosk.value);
               if (before == identity.kiosk.value) return false;
               // Another kiosk to the bureau: it has nothing of us yet, and its settings are new.
               connection.query(kSetAcknowledged).bind(0, 0).run();
               connection.query(kSetTold).bind(0).run();
               close_sessions_of_other_venues(connection, identity.venue, now);
               // A local configuration of this very venue serves until the bureau's is here.
               if (!before && local_venue == identity.venue) return false;
               connection.query(kDropConfiguration).run();
               return true;
             }));
  if (is_another) core.publish(std::shared_ptr<const ConfigurationSnapshot>());
  return adopt_next_key(core.directory);
}

Result<wire::Upload> LedgerOutbox::pending_upload(std::size_t items_max) {
  return read_upload(items_max, nullptr);
}

Result<wire::Upload> LedgerOutbox::pending_upload_after(const wire::Upload& previous,
                                                        std::size_t items_max) {
  return read_upload(items_max, &previous);
}

Result<wire::Upload> LedgerOutbox::read_upload(std::size_t items_max,
                                               const wire::Upload* previous) {
  auto& core = ledger_.core();
  return core.read("read what is pending", [&](Connection& connection) -> Result<wire::Upload> {
    auto upload = read_pending_upload(connection, items_max, previous);
    upload.kiosk = {single_text(connection, kReadKioskId).value_or("")};
    upload.device.version = version_;
    upload.device.camera = camera_ ? camera_() : wire::CameraState::kNone;
    upload.device.disk_free_mb = free_mb(core.directory);
    auto offset = connection.query(kReadOffset);
    if (offset.step()) upload.device.clock_offset_ms = offset.integer(0);
    return upload;
  });
}

Status LedgerOutbox::apply(const wire::Upload& sent, const wire::UploadAnswer& answer) {
  auto& core = ledger_.core();
  const auto now = core.now();
  return core.write("note what the bureau has", [&](Connection& connection) -> Status {
    settle_quarantine(connection, sent, answer.refused, now.utc_ms);
    note_differences(connection, answer.differing_closings, now.utc_ms);
    const auto acknowledged = answer.acknowledged_revision;
    if (acknowledged > last_revision(connection)) {
      // The bureau has more of this incarnation than we do.
      begin_new_life(connection, core, now.utc_ms, "revision " + std::to_string(acknowledged), {});
      return ok();
    }
    connection.query(kSetAcknowledged).bind(acknowledged, sent.ledger_sequence).run();
    if (sent.complete && acknowledged >= sent.to_revision) {
      connection.query(kSetTold).bind(sent.ledger_sequence).run();
    } else if (acknowledged < sent.from_revision) {
      // How far the check-ins go that a bureau of a backup has, nobody knows.
      connection.query(kSetTold).bind(0).run();
    }
    return ok();
  });
}

Status LedgerOutbox::settle_history(const wire::LedgerPoint& seen,
                                    const std::vector<wire::LedgerOpening>& openings) {
  auto& core = ledger_.core();
  const auto now = core.now();
  return core.write("compare histories", [&](Connection& connection) -> Status {
    if (ledger_point(connection, seen.sequence) == seen) {
      connection.query(kSetSeen).bind(seen.sequence).run();
    } else {
      begin_new_life(connection, core, now.utc_ms, "#" + std::to_string(seen.sequence), openings);
    }
    return ok();
  });
}

Status LedgerOutbox::keep_parcel(const std::string& name, const std::string& content) {
  return kiosk::keep_parcel(ledger_.core().directory, name, content);
}

Result<std::string> LedgerOutbox::kept_parcel(const std::string& name) {
  return kiosk::kept_parcel(ledger_.core().directory, name);
}

Result<uploader::OutboxCounts> LedgerOutbox::counts() {
  return ledger_.core().read("count what is pending", [](Connection& connection) {
    return Result<uploader::OutboxCounts>(outbox_counts(connection));
  });
}

Result<std::string> LedgerOutbox::configuration_etag() {
  return ledger_.core().read("read the configuration", [](Connection& connection) {
    return Result<std::string>(single_text(connection, kReadEtag).value_or(""));
  });
}

Status LedgerOutbox::store_configuration(const wire::Configuration& configuration,
                                         const std::string& bytes, const std::string& etag) {
  auto& core = ledger_.core();
  const auto now = core.now();
  KEQIAN_CHECK_OK(core.write("store the configuration", [&](Connection& connection) -> Status {
    connection.query(kWriteConfiguration).bind(Blob{bytes}, etag, now.utc_ms).run();
    send_refused_again(connection);
    connection.query(kFollowIdentity)
        .bind(configuration.kiosk_name, configuration.venue.value, configuration.kiosk.value)
        .run();
    close_sessions_of_other_venues(connection, configuration.venue, now);
    return ok();
  }));
  core.publish(std::make_shared<const ConfigurationSnapshot>(configuration));
  return ok();
}

Status LedgerOutbox::store_clock_offset(std::int64_t offset_ms, std::int64_t round_trip_ms) {
  auto& core = ledger_.core();
  const auto utc_ms = core.clock->utc_ms();
  const ClockReference reference{utc_ms + offset_ms, offset_ms, core.boot_id,
                                 utc_ms - core.clock->monotonic_ms()};
  KEQIAN_CHECK_OK(core.write("store the clock's offset", [&](Connection& connection) -> Status {
    connection.query(kWriteClockReference)
        .bind(reference.bureau_utc_ms, reference.offset_ms, round_trip_ms, reference.boot_id,
              reference.utc_minus_monotonic_ms)
        .run();
    note_heard_boot(connection, reference);
    return ok();
  }));
  core.publish(reference);
  return repair_clock(core);
}

void LedgerOutbox::note_contact(std::string_view failure) {
  const auto noted = contact_log_.note(ledger_.core(), failure);
  if (!noted) log_warning("the log misses a contact: " + noted.error().text());
}

}  // namespace keqian::kiosk
