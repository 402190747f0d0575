#include "kiosk/ledger/core.h"

#include "kiosk/ledger/repeat_guard.h"
#include "kiosk/ledger/session_rows.h"
#include "server-sync/base/log.h"

namespace keqian::kiosk {
namespace {

constexpr char kCutLog[] = "PRAGMA wal_checkpoint(TRUNCATE)";

}  // namespace

Moment Core::now() {
  const std::lock_guard lock(published_mutex_);
  auto moment =
      judge_moment(clock->utc_ms(), clock->monotonic_ms(), boot_id, clock_reference_, staff_clock_);
  moment.opening_id = opening_id;
  return moment;
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

void Core::publish(const StaffClock& staff_clock) {
  const std::lock_guard lock(published_mutex_);
  staff_clock_ = staff_clock;
}

ClockReference Core::clock_reference() {
  const std::lock_guard lock(published_mutex_);
  return clock_reference_;
}

bool Core::date_told() {
  const std::lock_guard lock(published_mutex_);
  return staff_clock_.boot_id == boot_id;
}

Status Core::end_past_days(const Moment& moment) {
  if (log_is_uncut_) cut_log();
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
  if (destroyed) cut_log();
  const std::lock_guard lock(published_mutex_);
  settled_ = time;
  return ok();
}

void Core::cut_log() {
  const std::lock_guard lock(writer_mutex_);
  log_is_uncut_ = true;
  try {
    auto query = writer->query(kCutLog);
    query.step();
    log_is_uncut_ = query.integer(0) != 0;  // a reader is still in it
  } catch (const SQLite::Exception& exception) {
    log_warning(to_error(exception, "cut the ledger's log").text());
  }
}

}  // namespace keqian::kiosk
