#include "kiosk/ledger/contact_log.h"

#include <algorithm>
#include <string>

#include "kiosk/ledger/rows.h"

namespace keqian::kiosk {
namespace {

constexpr int kFailuresOfAnOutage = 2;

constexpr char kNewestOfContact[] =
    "SELECT kind, utc_ms FROM event_log WHERE kind IN (?, ?) ORDER BY sequence DESC LIMIT 1";

// When the outage began that the log does not know the end of.
std::optional<UtcMs> logged_outage(Connection& connection) {
  auto query = connection.query(kNewestOfContact);
  if (!query.bind(kEventBureauLost, kEventBureauHeard).step()) return std::nullopt;
  if (query.text(0) != kEventBureauLost) return std::nullopt;
  return query.integer(1);
}

}  // namespace

Status ContactLog::note(Core& core, std::string_view failure) {
  const UtcMs now_utc_ms = core.clock->utc_ms();
  const bool is_out = !failure.empty();
  if (is_out) {
    if (++failures_ == 1) first_failure_utc_ms_ = now_utc_ms;
    if (failures_ < kFailuresOfAnOutage) return ok();
  } else {
    failures_ = 0;
  }
  if (outage_is_logged_ == is_out) return ok();
  KEQIAN_CHECK_OK(core.write("note a contact", [&](Connection& connection) -> Status {
    const auto began_utc_ms = logged_outage(connection);
    if (is_out && !began_utc_ms) {
      log_event(connection, first_failure_utc_ms_, kEventBureauLost, failure);
    } else if (!is_out && began_utc_ms) {
      const auto length_ms = std::max<std::int64_t>(0, now_utc_ms - *began_utc_ms);
      log_event(connection, now_utc_ms, kEventBureauHeard, std::to_string(length_ms) + " ms");
    }
    return ok();
  }));
  outage_is_logged_ = is_out;
  return ok();
}

}  // namespace keqian::kiosk
