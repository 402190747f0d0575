#include "kiosk/ledger/staff_clock.h"

#include "kiosk/ledger/rows.h"

namespace keqian::kiosk {
namespace {

constexpr int kMinutesPerDay = 24 * 60;
constexpr std::int64_t kMsPerMinute = 60 * kMsPerSecond;
constexpr int kLastYear = 2199;

constexpr char kWrite[] =
    "INSERT OR REPLACE INTO staff_clock (id, boot_id, utc_minus_monotonic_ms) VALUES (1, ?, ?)";

}  // namespace

Status set_date(Core& core, BusinessDate date, int minute_of_day) {
  const auto moment = core.now();
  if (moment.clock_state != ClockState::kUnset) {
    return Error{ErrorKind::kConflict, "the clock is set",
                 "where it is wrong, the bureau's time corrects it at the next contact"};
  }
  if (minute_of_day < 0 || minute_of_day >= kMinutesPerDay || date.year() > kLastYear) {
    return invalid("this is no time of a day", "a minute is from 0 to 1439");
  }
  const auto earliest = BusinessDate::of(core.clock_reference().bureau_utc_ms);
  if (date < earliest) {
    return invalid("the bureau was heard on " + earliest.iso() + " already",
                   "tell that day or a later one");
  }
  const auto utc_ms = date.start_utc_ms() + minute_of_day * kMsPerMinute;
  const StaffClock told{moment.boot_id, utc_ms - moment.monotonic_ms};
  KEQIAN_CHECK_OK(core.write("store the date", [&](Connection& connection) -> Status {
    connection.query(kWrite).bind(told.boot_id, told.utc_minus_monotonic_ms).run();
    log_event(connection, moment.utc_ms, "date_told_by_staff", date.iso());
    return ok();
  }));
  core.publish(told);
  return ok();
}

}  // namespace keqian::kiosk
