#include "kiosk/ledger/clock_repair.h"

#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/ledger/corrections.h"
#include "kiosk/ledger/rows.h"
#include "kiosk/ledger/session_rows.h"

namespace keqian::kiosk {
namespace {

constexpr int kRowsPerBatch = 50;
constexpr int kOpeningsPerBatch = 20;

constexpr char kNoteBoot[] =
    "INSERT INTO boot_clock (boot_id, utc_minus_monotonic_ms, unrepaired_until) VALUES (?, ?, ?) "
    "ON CONFLICT (boot_id) DO NOTHING";
constexpr char kUnrepairedBoot[] =
    "SELECT boot_id, utc_minus_monotonic_ms, unrepaired_until FROM boot_clock "
    "WHERE unrepaired_until > 0 ORDER BY boot_id LIMIT 1";
constexpr char kNoteProgress[] = "UPDATE boot_clock SET unrepaired_until = ? WHERE boot_id = ?";
constexpr char kRowsUntil[] = "SELECT " KEQIAN_CHECK_IN_COLUMNS
                              " FROM check_in WHERE sequence <= ? ORDER BY sequence DESC LIMIT ?";
constexpr char kSessionAt[] =
    "SELECT " KEQIAN_SESSION_COLUMNS
    " FROM session WHERE business_date = ?1 AND opened_utc_ms BETWEEN 1 AND ?2 "
    "AND (closed_utc_ms = 0 OR closed_utc_ms > ?2) ORDER BY opening DESC LIMIT 1";
constexpr char kOpenedEarlier[] =
    "UPDATE session SET opened_utc_ms = ?, revision = ? WHERE id = ? AND opened_utc_ms > ?";
constexpr char kNoteMove[] =
    "INSERT INTO moved_session (to_session_id, from_session_id) VALUES (?, ?) "
    "ON CONFLICT DO NOTHING";
// Sessions that nothing stands in any more: they were held on another day.
constexpr char kEmptied[] =
    "SELECT from_session_id, MIN(to_session_id) FROM moved_session "
    "JOIN session ON session.id = from_session_id WHERE session.opened_utc_ms > 0 "
    "AND (SELECT COALESCE(SUM(persons), 0) FROM tally WHERE session_id = from_session_id) = 0 "
    "GROUP BY from_session_id ORDER BY from_session_id LIMIT 100";
constexpr char kHeardOpenings[] =
    "SELECT opening.session_id, opening.monotonic_ms + boot.utc_minus_monotonic_ms "
    "FROM unchecked_opening AS opening JOIN boot_clock AS boot ON boot.boot_id = opening.boot_id "
    "ORDER BY opening.session_id LIMIT ?";
constexpr char kForgetOpening[] = "DELETE FROM unchecked_opening WHERE session_id = ?";
constexpr char kPersonsOf[] = "SELECT COALESCE(SUM(persons), 0) FROM tally WHERE session_id = ?";
constexpr char kRetract[] =
    "UPDATE session SET opened_utc_ms = 0, closed_utc_ms = MAX(closed_utc_ms, 1), revision = ? "
    "WHERE id = ?";

struct HeardBoot {
  std::string boot_id;
  std::int64_t utc_minus_monotonic_ms = 0;
  wire::Sequence unrepaired_until = 0;
};

std::optional<HeardBoot> unrepaired_boot(Connection& connection) {
  auto query = connection.query(kUnrepairedBoot);
  if (!query.step()) return std::nullopt;
  return HeardBoot{query.text(0), query.integer(1), query.integer(2)};
}

// A session that was opened before the bureau was heard, and when that truly was.
struct HeardOpening {
  SessionId session;
  UtcMs utc_ms = 0;
};

std::vector<HeardOpening> heard_openings(Connection& connection, int openings_max) {
  std::vector<HeardOpening> openings;
  auto query = connection.query(kHeardOpenings);
  query.bind(openings_max);
  while (query.step()) openings.push_back({{query.text(0)}, query.integer(1)});
  return openings;
}

std::int64_t persons_of(Connection& connection, const SessionId& session) {
  auto query = connection.query(kPersonsOf);
  query.bind(session.value).step();
  return query.integer(0);
}

std::vector<CheckInRow> rows_until(Connection& connection, wire::Sequence last) {
  std::vector<CheckInRow> rows;
  auto query = connection.query(kRowsUntil);
  query.bind(last, kRowsPerBatch);
  while (query.step()) rows.push_back(read_check_in(query));
  return rows;
}

// Moves rows and sessions to their right day.
class Mover {
 public:
  Mover(Connection& connection, const Moment& now) : connection_(connection), now_(now) {}

  bool moved_between_sessions() const { return moved_between_sessions_; }

  // Of a boot whose clock is known. A check-in goes where its first row belongs, with what it
  // counts by now: a replacement was written at another time.
  void move_if_misdated(const CheckInRow& row, std::int64_t utc_minus_monotonic_ms) {
    if (row.reverses || row.clock_state == name(ClockState::kCorrected)) return;
    const UtcMs utc_ms = row.monotonic_ms + utc_minus_monotonic_ms;
    const bool was_off = row.clock_state == name(ClockState::kUnset) ||
                         std::abs(utc_ms - row.utc_ms) > kOffsetToleratedMs;
    if (!was_off) return;
    const auto newest = find_newest(connection_, row.sequence);
    if (!newest || is_reversed(connection_, *newest)) return;
    const auto standing = *find_check_in(connection_, *newest);
    const auto date = BusinessDate::of(utc_ms);
    const int hour = business_hour(utc_ms);
    if (standing.business_date == date.iso() && standing.hour == hour) return;
    append_reversal(connection_, standing, now_, kReasonClockRepaired);
    auto moved = row_at(now_);
    moved.session_id = target_session({standing.session_id}, date, utc_ms).value;
    moved.business_date = date.iso();
    moved.hour = hour;
    moved.category = standing.category;
    moved.persons = standing.persons;
    moved.direction = standing.direction;
    moved.method = standing.method;
    moved.pass_digest = standing.pass_digest;
    moved.clock_state = name(ClockState::kCorrected);
    moved.reason = kReasonClockRepaired;
    append_replacement(connection_, standing, std::move(moved));
  }

  // Rows take their session along. One in which nobody was counted, or nobody any more, goes by
  // itself; one in which somebody still stands stays.
  void move_if_misdated(const HeardOpening& opening) {
    connection_.query(kForgetOpening).bind(opening.session.value).run();
    const auto session = find_session(connection_, opening.session);
    const bool is_retracted = !session || session->opened_utc_ms == 0;
    if (is_retracted || persons_of(connection_, opening.session) != 0) return;
    target_session(opening.session, BusinessDate::of(opening.utc_ms), opening.utc_ms);
  }

 private:
  // The same session, when only the hour was wrong. Otherwise the same activity's of the right day;
  // for the daily opening whatever was open then.
  SessionId target_session(const SessionId& from, BusinessDate date, UtcMs utc_ms) {
    SessionIdParts parts;
    if (!parse_session_id(from.value, parts) || parts.date == date) return from;
    const bool is_daily = parts.activity.value == kDailyOpening;
    std::optional<Session> target;
    if (is_daily) target = session_at(date, utc_ms);
    if (!target) {
      const auto id = session_id(parts.activity, parts.venue, date, is_daily ? 1 : parts.number);
      target = find_session(connection_, id);
      if (!target) target = insert_session(connection_, redated(from, id, date, utc_ms), date);
      connection_.query(kOpenedEarlier)
          .bind(utc_ms, next_revision(connection_), id.value, utc_ms)
          .run();
    }
    connection_.query(kNoteMove).bind(target->id.value, from.value).run();
    moved_between_sessions_ = true;
    return target->id;
  }

  std::optional<Session> session_at(BusinessDate date, UtcMs utc_ms) {
    auto query = connection_.query(kSessionAt);
    if (!query.bind(date.iso(), utc_ms).step()) return std::nullopt;
    return read_session(query);
  }

  // Rows come newest first, so that this one's time is the last of its session; a session without
  // rows ends as it began.
  Session redated(const SessionId& from, const SessionId& to, BusinessDate date, UtcMs utc_ms) {
    auto session = find_session(connection_, from).value_or(Session{});
    const bool was_closed = session.closed_utc_ms != 0 && !session.ended_with_its_day;
    session.id = to;
    session.opened_utc_ms = utc_ms;
    session.closed_utc_ms = was_closed || date < now_.business_date ? utc_ms : 0;
    return session;
  }

  Connection& connection_;
  const Moment& now_;
  bool moved_between_sessions_ = false;
};

// A session whose rows have all gone to another day was not held on its own: its head counts go
// with them, and the bureau is told that it never opened.
void retract_emptied_sessions(Connection& connection, const Moment& now) {
  std::vector<std::pair<SessionId, SessionId>> emptied;
  {
    auto query = connection.query(kEmptied);
    while (query.step()) emptied.push_back({{query.text(0)}, {query.text(1)}});
  }
  for (const auto& [from, to] : emptied) {
    const auto there = read_head_counts(connection, to);
    for (const auto& count : read_head_counts(connection, from)) {
      if (there.empty()) write_head_count(connection, to, count.role, count.persons).value();
      write_head_count(connection, from, count.role, 0).value();
    }
    connection.query(kRetract).bind(next_revision(connection), from.value).run();
    log_event(connection, now.utc_ms, "session_moved", from.value + " to " + to.value);
  }
}

// The next rows of a boot.
void move_rows(Connection& connection, const HeardBoot& boot, Mover& mover, const Moment& now) {
  auto until = boot.unrepaired_until;
  for (const auto& row : rows_until(connection, until)) {
    if (row.boot_id != boot.boot_id) {
      until = 0;
      break;
    }
    mover.move_if_misdated(row, boot.utc_minus_monotonic_ms);
    until = row.sequence - 1;
  }
  connection.query(kNoteProgress).bind(until, boot.boot_id).run();
  if (until == 0) retract_emptied_sessions(connection, now);
}

}  // namespace

void note_heard_boot(Connection& connection, const ClockReference& reference) {
  const auto head = chain_head(connection);
  const auto until = head.boot_id == reference.boot_id ? head.sequence : 0;
  connection.query(kNoteBoot)
      .bind(reference.boot_id, bureau_minus_monotonic_ms(reference), until)
      .run();
}

Result<bool> repair_clock_batch(Core& core) {
  KEQIAN_TRY(const bool wanted, core.read("look for misdated rows", [](Connection& connection) {
    return Result<bool>(unrepaired_boot(connection) || !heard_openings(connection, 1).empty());
  }));
  if (!wanted) return false;
  const auto now = core.now();
  return core.write("repair misdated rows", [&](Connection& connection) -> Result<bool> {
    Mover mover(connection, now);
    if (const auto boot = unrepaired_boot(connection)) {
      move_rows(connection, *boot, mover, now);
    } else {
      for (const auto& opening : heard_openings(connection, kOpeningsPerBatch)) {
        mover.move_if_misdated(opening);
      }
      retract_emptied_sessions(connection, now);
    }
    if (mover.moved_between_sessions()) core.rows_were_moved = true;
    return true;
  });
}

Status repair_clock(Core& core) {
  for (;;) {
    KEQIAN_TRY(const bool more, repair_clock_batch(core));
    if (!more) return ok();
  }
}

}  // namespace keqian::kiosk
