#include "kiosk/ledger/ledger_desk.h"

#include <utility>

#include "kiosk/ledger/closing.h"
#include "kiosk/ledger/corrections.h"
#include "kiosk/ledger/day_report.h"
#include "kiosk/ledger/ledger_lines.h"
#include "kiosk/ledger/setting_rows.h"
#include "kiosk/ledger/staff_clock.h"
#include "kiosk/ledger/staff_figures.h"
#include "kiosk/ledger/staff_pin.h"
#include "kiosk/ledger/staff_sessions.h"
#include "kiosk/ledger/station_report.h"
#include "kiosk/ledger/support_bundle.h"
#include "kiosk/ledger/verification.h"

namespace keqian::kiosk {
LedgerDesk::LedgerDesk(Ledger& ledger, std::string version)
    : ledger_(ledger), version_(std::move(version)) {}

Result<PinAnswer> LedgerDesk::check_pin(std::string_view pin) {
  return kiosk::check_pin(ledger_.core(), pin);
}

Result<PinAnswer> LedgerDesk::pin_state() {
  return kiosk::pin_state(ledger_.core());
}

Status LedgerDesk::set_pin(std::string_view pin) {
  return kiosk::set_pin(ledger_.core(), pin);
}

Result<PinReset> LedgerDesk::pin_reset() {
  return kiosk::pin_reset(ledger_.core());
}

Result<PinAnswer> LedgerDesk::check_reset_code(std::string_view code) {
  return kiosk::check_reset_code(ledger_.core(), code);
}

Status LedgerDesk::reset_pin(std::string_view code, std::string_view pin) {
  return kiosk::reset_pin(ledger_.core(), code, pin);
}

Status LedgerDesk::forget_pin() {
  return kiosk::forget_pin(ledger_.core());
}

Result<Programme> LedgerDesk::programme() {
  return read_programme(ledger_.core());
}

Result<HeldSession> LedgerDesk::open_session(const SessionOpening& opening) {
  return kiosk::open_session(ledger_.core(), opening);
}

Status LedgerDesk::count_into(const SessionId& id) {
  return kiosk::count_into(ledger_.core(), id);
}

Status LedgerDesk::close_session(const SessionId& id) {
  return kiosk::close_session(ledger_.core(), id);
}

Status LedgerDesk::set_head_counts(const SessionId& id, const StaffHeadCounts& staff) {
  return kiosk::set_head_counts(ledger_.core(), id, staff);
}

Result<LinePage> LedgerDesk::lines(const LineFilter& filter, wire::Sequence before) {
  return read_lines(ledger_.core(), filter, before);
}

Result<DoorAnswer> LedgerDesk::amend(wire::Sequence sequence, Category category, int persons,
                                     CorrectionReason reason) {
  return change(ledger_.core(), sequence, category, persons, reason);
}

Result<DoorAnswer> LedgerDesk::reverse(wire::Sequence sequence, CorrectionReason reason) {
  return kiosk::reverse(ledger_.core(), sequence, reason);
}

Result<DoorAnswer> LedgerDesk::count_by_hand(const SessionId& session, Category category,
                                             int persons, CorrectionReason reason) {
  return kiosk::count_by_hand(ledger_.core(), session, category, persons, reason);
}

Result<StaffFigures> LedgerDesk::figures() {
  return read_figures(ledger_.core());
}

Result<StationReport> LedgerDesk::report() {
  return read_report(ledger_.core(), version_);
}

Result<LedgerCheck> LedgerDesk::check() {
  KEQIAN_TRY(auto verified, verify_ledger(ledger_));
  const LedgerCheck check{verified.check_ins, verified.persons, std::move(verified.findings),
                          ledger_.core().now().utc_ms};
  KEQIAN_CHECK_OK(note_check(ledger_.core(), check));
  return check;
}

Status LedgerDesk::set_date(BusinessDate date, int minute_of_day) {
  return kiosk::set_date(ledger_.core(), date, minute_of_day);
}

Result<DayClosing> LedgerDesk::preview_closing() {
  return kiosk::preview_closing(ledger_.core());
}

Result<DayClosing> LedgerDesk::close_day() {
  return kiosk::close_day(ledger_.core());
}

Result<DayReport> LedgerDesk::day_report(BusinessDate date) {
  return kiosk::day_report(ledger_.core(), date);
}

Status LedgerDesk::day_rows(BusinessDate date, const std::function<void(const DayRow&)>& take) {
  return kiosk::day_rows(ledger_.core(), date, take);
}

Result<std::filesystem::path> LedgerDesk::write_support_bundle(
    const std::filesystem::path& folder) {
  return kiosk::write_support_bundle(ledger_.core(), version_, folder);
}

Result<std::string> LedgerDesk::setting(std::string_view key) {
  return ledger_.core().read("read a setting", [&](Connection& connection) {
    return Result<std::string>(read_setting(connection, key));
  });
}

Status LedgerDesk::set_setting(std::string_view key, std::string_view value) {
  return ledger_.core().write("store a setting", [&](Connection& connection) {
    return write_setting(connection, key, value);
  });
}

}  // namespace keqian::kiosk
