#include "kiosk/ledger/day_report.h"

#include <string>
#include <utility>

#include "kiosk/ledger/closing.h"
#include "kiosk/ledger/closing_record.h"
#include "kiosk/ledger/corrections.h"
#include "kiosk/ledger/session_rows.h"

namespace keqian::kiosk {
namespace {

constexpr int kRowsMax = 2'000'000;

// A reversal lies with what it takes back: neither of the two stands.
constexpr char kTallies[] =
    "WITH reversed AS (SELECT session_id, hour, category, method, COUNT(*) AS rows FROM check_in "
    "INDEXED BY check_in_reversals WHERE reverses IS NOT NULL AND direction = 'in' "
    "AND business_date = ?1 GROUP BY session_id, hour, category, method) "
    "SELECT tally.session_id, title, tally.hour, tally.category, tally.method, persons, "
    "check_ins - 2 * COALESCE(reversed.rows, 0) "
    "FROM tally JOIN session ON session.id = tally.session_id "
    "LEFT JOIN reversed ON reversed.session_id = tally.session_id AND reversed.hour = tally.hour "
    "AND reversed.category = tally.category AND reversed.method = tally.method "
    "WHERE tally.business_date = ?1 "
    "ORDER BY tally.session_id, tally.hour, tally.category, tally.method LIMIT ?2";
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
    "SELECT COALESCE(MIN(sequence), 0), COALESCE(MAX(sequence), 0) FROM check_in "
    "WHERE business_date = ?";
constexpr char kCorrected[] =
    "SELECT origin FROM amended_check_in INDEXED BY amended_check_in_differing "
    "JOIN check_in ON sequence = newest "
    "WHERE differs = 1 AND direction = 'in' AND business_date = ? ORDER BY origin LIMIT ?";
constexpr char kClosings[] =
    "SELECT closed_utc_ms, record FROM day_closing WHERE business_date = ? "
    "ORDER BY sequence LIMIT 1000";
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
}

bool is_of_the_door(std::string_view reason) {
  return reason == kReasonChangedAtTheDoor || reason == kReasonTakenBackAtTheDoor;
}

// What the visitors made of a check-in themselves comes before what the staff did.
void add_corrections_of(Connection& connection, wire::Sequence origin, DayCorrections& sums) {
  const auto first = *find_check_in(connection, origin);
  auto of_the_visitor = first;  // as it was left at the door; 0 persons: taken back there
  auto now = first;
  bool by_staff = false;
  for (const auto& correction : corrections_of(connection, origin)) {
    const auto& reason = correction.reversal.reason;
    by_staff = by_staff || (!is_of_the_door(reason) && reason != kReasonClockRepaired);
    now.persons = correction.replacement ? correction.replacement->persons : 0;
    if (correction.replacement) now.category = correction.replacement->category;
    if (!by_staff) of_the_visitor = now;
  }
  const auto add = [](CorrectionSum& sum, const CheckInRow& before, const CheckInRow& after) {
    if (before.persons == after.persons && before.category == after.category) return;
    ++sum.check_ins;
    sum.persons += after.persons - before.persons;
  };
  add(sums.at_the_door, first, of_the_visitor);
  add(now.persons == 0 ? sums.voided : sums.changed, of_the_visitor, now);
}

DayCorrections read_corrections(Connection& connection, BusinessDate date) {
  std::vector<wire::Sequence> origins;
  {
    auto query = connection.query(kCorrected);
    query.bind(date.iso(), kRowsMax);
    while (query.step()) origins.push_back(query.integer(0));
  }
  DayCorrections sums;
  for (const auto origin : origins) add_corrections_of(connection, origin, sums);
  return sums;
}

std::vector<EarlierClosing> read_closings(Connection& connection, BusinessDate date) {
  std::vector<EarlierClosing> closings;
  auto query = connection.query(kClosings);
  query.bind(date.iso());
  while (query.step()) {
    closings.push_back({query.integer(0), persons_of_record(query.text(1))});
  }
  return closings;
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
    report.corrections = read_corrections(connection, date);
    report.closings = read_closings(connection, date);
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
