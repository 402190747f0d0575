#include "kiosk/ledger/core.h"

#include "kiosk/ledger/repeat_guard.h"
#include "kiosk/ledger/session_rows.h"
#include "server-sync/base/log.h"

namespace keqian::kiosk {

Moment Core::now() {
  const std::lock_guard lock(published_mutex_);
  return judge_moment(clock->utc_ms(), clock->monotonic_ms(), boot_id, clock_reference_);
}

std::shared_ptr<const ConfigurationSnapshot> Core::configuration() {
  const std::lock_guard lock(published_mutex_);
  return configuration_;
}

void Core::publish(std::shared_ptr<const ConfigurationSnapshot> configuration) {
  const std::lock_guard lock(published_mutex_);
  configuration_ = std::move(configuration);
}

void Core::publish(const ClockReference& reference) {
  const std::lock_guard lock(published_mutex_);
  clock_reference_ = reference;
}

Status Core::end_past_days(const Moment& moment) {
  const auto time = std::string(name(moment.clock_state)) + moment.business_date.iso();
  {
    const std::lock_guard lock(published_mutex_);
    if (settled_ == time) return ok();
  }
  KEQIAN_TRY(const bool destroyed,
             write("end the past days", [&](Connection& connection) -> Result<bool> {
               end_sessions_before(connection, moment);
               return destroy_stale_repeat_key(connection, moment);
             }));
  if (destroyed) truncate_log();
  const std::lock_guard lock(published_mutex_);
  settled_ = time;
  return ok();
}

void Core::truncate_log() {
  const std::lock_guard lock(writer_mutex_);
  try {
    writer->execute("PRAGMA wal_checkpoint(TRUNCATE)");
  } catch (const SQLite::Exception& exception) {
    log_warning(to_error(exception, "cut the ledger's log").text());
  }
}

}  // namespace keqian::kiosk
