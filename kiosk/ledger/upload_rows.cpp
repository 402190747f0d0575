#include "kiosk/ledger/upload_rows.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "kiosk/ledger/rows.h"
#include "server-sync/base/text.h"

namespace keqian::kiosk {
namespace {

constexpr char kAcknowledged[] = "SELECT acknowledged_revision FROM upload_state WHERE id = 1";
constexpr char kSeen[] = "SELECT seen_sequence FROM upload_state WHERE id = 1";
constexpr char kIncarnation[] =
    "SELECT incarnation, origin, shared_sequence FROM kiosk_state WHERE id = 1";
// The newest, oldest first.
constexpr char kOpeningsAfter[] =
    "SELECT number, id, first_sequence FROM (SELECT number, id, first_sequence FROM opening "
    "WHERE first_sequence > ? ORDER BY number DESC LIMIT ?) ORDER BY number";
constexpr char kSharedTally[] =
    "SELECT persons, check_ins FROM shared_tally WHERE business_date = ? AND session_id = ? "
    "AND hour = ? AND category = ? AND method = ?";
constexpr char kCountPending[] =
    "SELECT (SELECT COUNT(*) FROM tally WHERE revision > ?1) + "
    "(SELECT COUNT(*) FROM session WHERE revision > ?1) + "
    "(SELECT COUNT(*) FROM staff_head_count WHERE revision > ?1) + "
    "(SELECT COUNT(*) FROM last_closing WHERE revision > ?1)";
// Check-ins after the last one that the bureau was told of: all rows but exits, less each reversal
// with what it took back. Of those before it, the ones that were corrected since; where such a one
// was taken back as a whole, its reversal took nothing that is among the rows.
constexpr char kCountPendingCheckIns[] =
    "WITH told AS (SELECT told_sequence AS last FROM upload_state WHERE id = 1), "
    "reversal AS (SELECT reverses FROM check_in INDEXED BY check_in_reversals "
    "WHERE reverses IS NOT NULL AND sequence > (SELECT last FROM told) AND direction = 'in'), "
    "corrected AS (SELECT newest IN (SELECT reverses FROM reversal) AS is_void "
    "FROM amended_check_in JOIN check_in ON sequence = origin AND direction = 'in' "
    "WHERE origin <= (SELECT last FROM told) AND (newest > (SELECT last FROM told) "
    "OR newest IN (SELECT reverses FROM reversal))) "
    "SELECT (SELECT COALESCE(MAX(sequence), 0) FROM check_in) - (SELECT last FROM told) "
    "- (SELECT COUNT(*) FROM check_in INDEXED BY check_in_exits "
    "WHERE direction = 'out' AND sequence > (SELECT last FROM told)) "
    "- 2 * (SELECT COUNT(*) FROM reversal) "
    "+ (SELECT COUNT(*) + COALESCE(SUM(is_void), 0) FROM corrected)";
constexpr char kCountQuarantined[] = "SELECT COUNT(*) FROM quarantine WHERE resolved_utc_ms = 0";
constexpr char kCountDiffering[] = "SELECT COUNT(*) FROM closing_difference";
constexpr char kPendingSessions[] =
    "SELECT id, title, audience, opened_utc_ms, closed_utc_ms, revision FROM session "
    "WHERE revision > ? ORDER BY revision LIMIT ?";
constexpr char kPendingTallies[] =
    "SELECT session_id, business_date, hour, category, method, persons, check_ins, revision "
    "FROM tally WHERE revision > ? ORDER BY revision LIMIT ?";
constexpr char kPendingHeadCounts[] =
    "SELECT session_id, role, persons, revision FROM staff_head_count "
    "WHERE revision > ? ORDER BY revision LIMIT ?";
constexpr char kPendingClosings[] =
    "SELECT business_date, closed_utc_ms, persons, check_ins, revision FROM last_closing "
    "WHERE revision > ? ORDER BY revision LIMIT ?";
constexpr char kQuarantine[] =
    "INSERT INTO quarantine (kind, item, session_id, revision, reason, refused_utc_ms) "
    "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (kind, item) DO UPDATE SET "
    "revision = excluded.revision, reason = excluded.reason, "
    "refused_utc_ms = excluded.refused_utc_ms, resolved_utc_ms = 0";
constexpr char kRefused[] =
    "SELECT kind, item, session_id FROM quarantine WHERE resolved_utc_ms = 0 ORDER BY kind, item";
// ?1 the new revision, ?2 the item's name, ?3 its session.
constexpr char kSendSessionAgain[] = "UPDATE session SET revision = ?1 WHERE id = ?2 AND id = ?3";
constexpr char kSendTallyAgain[] =
    "UPDATE tally SET revision = ?1 WHERE session_id = ?3 AND ?2 = session_id || ' ' || "
    "business_date || ' ' || hour || ' ' || category || ' ' || method";
constexpr char kSendHeadCountAgain[] =
    "UPDATE staff_head_count SET revision = ?1 WHERE session_id = ?3 "
    "AND ?2 = session_id || ' ' || role";
// Days that have not been counted in since they were closed.
constexpr char kStandingClosings[] =
    "SELECT sequence, business_date FROM last_closing WHERE revision > 0 AND NOT EXISTS "
    "(SELECT 1 FROM tally WHERE tally.business_date = last_closing.business_date "
    "AND tally.revision > last_closing.revision)";
constexpr char kIsOvertaken[] =
    "SELECT 1 FROM tally WHERE business_date = ? "
    "AND revision > (SELECT revision FROM day_closing WHERE sequence = ?)";
constexpr char kSendClosingAgain[] = "UPDATE day_closing SET revision = ? WHERE sequence = ?";
constexpr char kResolve[] =
    "UPDATE quarantine SET resolved_utc_ms = ? WHERE kind = ? AND item = ? AND resolved_utc_ms = 0";

std::int64_t single_integer(Connection& connection, const char* sql) {
  auto query = connection.query(sql);
  query.step();
  return query.integer(0);
}

std::int64_t count_pending(Connection& connection, wire::Revision after) {
  auto query = connection.query(kCountPending);
  query.bind(after).step();
  return query.integer(0);
}

std::vector<wire::SessionState> read_sessions(Connection& connection, wire::Revision after,
                                              std::int64_t rows_max) {
  std::vector<wire::SessionState> rows;
  auto query = connection.query(kPendingSessions);
  query.bind(after, rows_max);
  while (query.step()) {
    rows.push_back({{query.text(0)},
                    query.text(1),
                    parse_audience(query.text(2)).value_or(Audience::kPublic),
                    query.integer(3),
                    query.integer(4),
                    query.integer(5)});
  }
  return rows;
}

std::vector<wire::Tally> read_tallies(Connection& connection, wire::Revision after,
                                      std::int64_t rows_max) {
  std::vector<wire::Tally> rows;
  auto query = connection.query(kPendingTallies);
  query.bind(after, rows_max);
  while (query.step()) {
    const auto date = BusinessDate::parse(query.text(1));
    const auto category = parse_category(query.text(3));
    const auto method = parse_method(query.text(4));
    KEQIAN_ASSERT(date && category && method);
    rows.push_back({{query.text(0)},
                    *date,
                    static_cast<int>(query.integer(2)),
                    *category,
                    *method,
                    query.integer(5),
                    query.integer(6),
                    query.integer(7)});
  }
  return rows;
}

std::vector<wire::StaffHeadCount> read_head_counts(Connection& connection, wire::Revision after,
                                                   std::int64_t rows_max) {
  std::vector<wire::StaffHeadCount> rows;
  auto query = connection.query(kPendingHeadCounts);
  query.bind(after, rows_max);
  while (query.step()) {
    const auto role = parse_category(query.text(1));
    KEQIAN_ASSERT(role);
    rows.push_back({{query.text(0)}, *role, query.integer(2), query.integer(3)});
  }
  return rows;
}

std::vector<wire::ClosingTotal> read_closings(Connection& connection, wire::Revision after,
                                              std::int64_t rows_max) {
  std::vector<wire::ClosingTotal> rows;
  auto query = connection.query(kPendingClosings);
  query.bind(after, rows_max);
  while (query.step()) {
    const auto date = BusinessDate::parse(query.text(0));
    KEQIAN_ASSERT(date);
    rows.push_back({*date, query.integer(1), query.integer(2), query.integer(3), query.integer(4)});
  }
  return rows;
}

// Of each row the part that the life's origin counted, where there is one.
std::vector<wire::Tally> read_shared(Connection& connection,
                                     const std::vector<wire::Tally>& tallies) {
  std::vector<wire::Tally> shared;
  for (const auto& tally : tallies) {
    auto query = connection.query(kSharedTally);
    query.bind(tally.business_date.iso(), tally.session.value, tally.hour, name(tally.category),
               name(tally.method));
    if (!query.step()) continue;
    shared.push_back(tally);
    shared.back().persons = query.integer(0);
    shared.back().check_ins = query.integer(1);
  }
  return shared;
}

template <typename Row>
void cut_after(std::vector<Row>& rows, wire::Revision last) {
  std::erase_if(rows, [last](const Row& row) { return row.revision > last; });
}

template <typename Row>
void collect_revisions(const std::vector<Row>& rows, std::vector<wire::Revision>& revisions) {
  for (const auto& row : rows) revisions.push_back(row.revision);
}

const SessionId& session_of(const wire::SessionState& row) {
  return row.id;
}
template <typename Row>
const SessionId& session_of(const Row& row) {
  return row.session;
}

}  // namespace

wire::Revision acknowledged_revision(Connection& connection) {
  return single_integer(connection, kAcknowledged);
}

uploader::OutboxCounts outbox_counts(Connection& connection) {
  uploader::OutboxCounts counts;
  counts.pending = count_pending(connection, acknowledged_revision(connection));
  counts.quarantined = single_integer(connection, kCountQuarantined);
  counts.differing = single_integer(connection, kCountDiffering);
  if (counts.pending > 0) counts.check_ins = single_integer(connection, kCountPendingCheckIns);
  return counts;
}

wire::Upload read_pending_upload(Connection& connection, std::size_t items_max,
                                 const wire::Upload* previous) {
  wire::Upload upload;
  std::optional<wire::LifeOrigin> origin;
  {
    auto query = connection.query(kIncarnation);
    query.step();
    upload.incarnation = query.text(0);
    if (!query.is_null(1)) origin = {query.text(1), query.integer(2)};
  }
  const auto rows_max = static_cast<std::int64_t>(items_max);
  upload.from_revision =
      previous == nullptr ? acknowledged_revision(connection) : previous->to_revision;
  upload.sessions = read_sessions(connection, upload.from_revision, rows_max);
  upload.tallies = read_tallies(connection, upload.from_revision, rows_max);
  upload.staff_head_counts = read_head_counts(connection, upload.from_revision, rows_max);
  upload.closings = read_closings(connection, upload.from_revision, rows_max);

  std::vector<wire::Revision> revisions;
  collect_revisions(upload.sessions, revisions);
  collect_revisions(upload.tallies, revisions);
  collect_revisions(upload.staff_head_counts, revisions);
  collect_revisions(upload.closings, revisions);
  std::sort(revisions.begin(), revisions.end());
  if (revisions.size() > items_max) revisions.resize(items_max);
  upload.to_revision = revisions.empty() ? upload.from_revision : revisions.back();
  cut_after(upload.sessions, upload.to_revision);
  cut_after(upload.tallies, upload.to_revision);
  cut_after(upload.staff_head_counts, upload.to_revision);
  cut_after(upload.closings, upload.to_revision);

  upload.device.pending = count_pending(connection, upload.to_revision);
  upload.device.quarantined = single_integer(connection, kCountQuarantined);
  upload.complete = upload.device.pending == 0;
  const auto head = chain_head(connection);
  upload.ledger_sequence = head.sequence;
  upload.chain_head = hex(head.hash);
  upload.after = ledger_point(connection, previous == nullptr ? single_integer(connection, kSeen)
                                                              : previous->ledger_sequence);
  // A bureau that begins with this life, or begins anew after a backup, is told all of it.
  const bool is_beginning = upload.from_revision == 0 || upload.after->sequence == 0;
  if (is_beginning) upload.origin = origin;
  upload.openings = ledger_openings(connection, is_beginning ? 0 : upload.after->sequence);
  if (origin && origin->shared_sequence > 0) {
    upload.shared_tallies = read_shared(connection, upload.tallies);
  }
  return upload;
}

std::vector<wire::LedgerOpening> ledger_openings(Connection& connection, wire::Sequence after) {
  std::vector<wire::LedgerOpening> openings;
  auto query = connection.query(kOpeningsAfter);
  query.bind(after, static_cast<std::int64_t>(wire::kOpeningsMax));
  while (query.step()) {
    openings.push_back({query.integer(0), query.text(1), query.integer(2)});
  }
  return openings;
}

void settle_quarantine(Connection& connection, const wire::Upload& sent,
                       const std::vector<wire::ItemVerdict>& refused, UtcMs utc_ms) {
  using Name = std::tuple<std::string, std::string, wire::Revision>;
  std::map<Name, std::string> reasons;
  for (const auto& verdict : refused) {
    reasons[{verdict.kind, verdict.session.value, verdict.revision}] = verdict.reason;
  }
  const auto settle = [&](const std::string& kind, const auto& rows) {
    for (const auto& row : rows) {
      const auto& session = session_of(row).value;
      const auto reason = reasons.find({kind, session, row.revision});
      if (reason == reasons.end()) {
        connection.query(kResolve)
            .bind(std::max<UtcMs>(utc_ms, 1), kind, wire::item_name(row))
            .run();
      } else {
        connection.query(kQuarantine)
            .bind(kind, wire::item_name(row), session, row.revision, reason->second, utc_ms)
            .run();
      }
    }
  };
  settle("session", sent.sessions);
  settle("tally", sent.tallies);
  settle("staff_head_count", sent.staff_head_counts);
}

void send_refused_again(Connection& connection) {
  struct Refused {
    std::string kind, item, session;
  };
  std::vector<Refused> refused;
  {
    auto query = connection.query(kRefused);
    while (query.step()) refused.push_back({query.text(0), query.text(1), query.text(2)});
  }
  if (refused.empty()) return;
  std::vector<std::pair<std::int64_t, std::string>> closings;
  {
    auto query = connection.query(kStandingClosings);
    while (query.step()) closings.emplace_back(query.integer(0), query.text(1));
  }
  for (const auto& [kind, item, session] : refused) {
    const char* send_again = kind == "session" ? kSendSessionAgain
                             : kind == "tally" ? kSendTallyAgain
                                               : kSendHeadCountAgain;
    connection.query(send_again).bind(next_revision(connection), item, session).run();
  }
  // Their closing goes after them, since it sums them up.
  for (const auto& [sequence, date] : closings) {
    auto overtaken = connection.query(kIsOvertaken);
    if (!overtaken.bind(date, sequence).step()) continue;
    connection.query(kSendClosingAgain).bind(next_revision(connection), sequence).run();
  }
}

}  // namespace keqian::kiosk
