#include "kiosk/ledger/day_report.h"

#include <string>
#include <utility>

#include "kiosk/ledger/closing.h"
#include "kiosk/ledger/session_rows.h"

namespace keqian::kiosk {
namespace {

constexpr int kRowsMax = 2'000'000;

constexpr char kTallies[] =
    "SELECT tally.session_id, title, hour, category, method, persons, check_ins "
    "FROM tally JOIN session ON session.id = tally.session_id WHERE tally.business_date = ? "
    "ORDER BY tally.session_id, hour, category, method LIMIT ?";
constexpr char kSessions[] =
    "SELECT " KEQIAN_SESSION_COLUMNS
    ", (SELECT COALESCE(SUM(persons), 0) FROM tally "
    "WHERE session_id = session.id) FROM session WHERE business_date = ? AND opened_utc_ms > 0 "
    "ORDER BY opening LIMIT ?";
constexpr char kRows[] =
    "SELECT sequence, utc_ms, hour, session_id, title, category, method, persons, direction, "
    "reverses, reason, clock_state, EXISTS (SELECT 1 FROM check_in AS reversal "
    "WHERE reversal.reverses = check_in.sequence) "
    "FROM check_in JOIN session ON session.id = session_id "
    "WHERE check_in.business_date = ? ORDER BY sequence LIMIT ?";
constexpr char kExtent[] =
    "SELECT COALESCE(MIN(sequence), 0), COALESCE(MAX(sequence), 0), "
    "COUNT(reverses), COALESCE(SUM(CASE WHEN reverses IS NOT NULL AND direction = 'in' "
    "THEN -persons END), 0) FROM check_in WHERE business_date = ?";
constexpr char kIdentity[] = "SELECT kiosk_id, kiosk_name FROM identity WHERE id = 1";

std::vector<DayTally> read_tallies(Connection& connection, BusinessDate date) {
  std::vector<DayTally> tallies;
  auto query = connection.query(kTallies);
  query.bind(date.iso(), kRowsMax);
  while (query.step()) {
    tallies.push_back({{query.text(0)},
                       query.text(1),
                       static_cast<int>(query.integer(2)),
                       parse_category(query.text(3)).value_or(Category::kPublic),
                       parse_method(query.text(4)).value_or(Method::kManual),
                       query.integer(5),
                       query.integer(6)});
  }
  return tallies;
}

std::vector<HeldSession> read_sessions(Connection& connection, BusinessDate date) {
  std::vector<std::pair<Session, std::int64_t>> found;  // with the persons counted
  {
    auto query = connection.query(kSessions);
    query.bind(date.iso(), kRowsMax);
    while (query.step()) found.emplace_back(read_session(query), query.integer(6));
  }
  std::vector<HeldSession> sessions;
  sessions.reserve(found.size());
  for (const auto& [session, persons] : found) {
    sessions.push_back(held_session(connection, session, persons));
  }
  return sessions;
}

ClockTrust trust_of(std::string_view clock_state) {
  if (clock_state == name(ClockState::kSet)) return ClockTrust::kSet;
  return clock_state == name(ClockState::kCorrected) ? ClockTrust::kCorrected : ClockTrust::kUnset;
}

void read_extent(Connection& connection, DayReport& report) {
  auto query = connection.query(kExtent);
  query.bind(report.closing.date.iso()).step();
  report.first_sequence = query.integer(0);
  report.last_sequence = query.integer(1);
  report.reversals = query.integer(2);
  report.persons_taken_back = query.integer(3);
}

}  // namespace

Result<DayReport> day_report(Core& core, BusinessDate date) {
  const auto moment = core.now();
  const auto snapshot = core.configuration();
  const auto* configuration = snapshot ? &snapshot->configuration : nullptr;
  return core.read_apart("read the day", [&](Connection& connection) -> Result<DayReport> {
    DayReport report;
    report.closing = standing_day(connection, configuration, date);
    report.closing_record = closing_text(connection, date);
    {
      auto query = connection.query(kIdentity);
      if (query.step()) {
        report.kiosk_id = query.text(0);
        report.kiosk_name = query.text(1);
      }
    }
    if (configuration != nullptr) {
      report.kiosk_name = configuration->kiosk_name;
      if (const auto* campaign = campaign_of(*configuration, date)) {
        report.campaign_name = campaign->name;
      }
    }
    report.sessions = read_sessions(connection, date);
    report.tallies = read_tallies(connection, date);
    read_extent(connection, report);
    report.made_utc_ms = moment.utc_ms;
    return report;
  });
}

Status day_rows(Core& core, BusinessDate date, const std::function<void(const DayRow&)>& take) {
  return core.read_apart("read the day's rows", [&](Connection& connection) -> Status {
    auto query = connection.query(kRows);
    query.bind(date.iso(), kRowsMax);
    while (query.step()) {
      DayRow row;
      auto& line = row.line;
      line.sequence = query.integer(0);
      line.utc_ms = query.integer(1);
      line.business_date = date;
      line.hour = static_cast<int>(query.integer(2));
      line.session = {query.text(3)};
      line.session_title = query.text(4);
      line.category = parse_category(query.text(5)).value_or(Category::kPublic);
      line.method = parse_method(query.text(6)).value_or(Method::kManual);
      line.persons = static_cast<int>(query.integer(7));
      line.leaving = query.text(8) == "out";
      if (!query.is_null(9)) line.reverses = query.integer(9);
      line.reason = query.text(10);
      line.reversed = query.integer(12) != 0;
      row.clock = trust_of(query.text(11));
      take(row);
    }
    return ok();
  });
}

}  // namespace keqian::kiosk
