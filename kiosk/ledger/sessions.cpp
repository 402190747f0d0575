#include "kiosk/ledger/sessions.h"

#include <algorithm>
#include <utility>

#include "kiosk/ledger/core.h"
#include "kiosk/ledger/rows.h"
#include "kiosk/ledger/session_rows.h"

namespace keqian::kiosk {
namespace {

constexpr std::int64_t kHeadCountMax = 100'000;

constexpr char kFindSession[] = "SELECT " KEQIAN_SESSION_COLUMNS " FROM session WHERE id = ?";
constexpr char kCurrentSession[] = "SELECT " KEQIAN_SESSION_COLUMNS
                                   " FROM session WHERE closed_utc_ms = 0 AND business_date = ? "
                                   "ORDER BY turn DESC, opening DESC LIMIT 1";
constexpr char kInsertSession[] =
    "INSERT INTO session (id, business_date, title, audience, opened_utc_ms, closed_utc_ms, "
    "revision, turn) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, (SELECT COALESCE(MAX(turn), 0) + 1 FROM session))";
constexpr char kTakeTurn[] =
    "UPDATE session SET turn = (SELECT MAX(turn) + 1 FROM session) WHERE id = ?";
constexpr char kNoteOpening[] =
    "INSERT INTO unchecked_opening (session_id, boot_id, monotonic_ms) SELECT ?1, ?2, ?3 "
    "WHERE NOT EXISTS (SELECT 1 FROM boot_clock WHERE boot_id = ?2)";
constexpr char kCloseSession[] =
    "UPDATE session SET closed_utc_ms = ?, ended_with_its_day = ?, revision = ? "
    "WHERE id = ? AND closed_utc_ms = 0";
// One that a repair of the clock has taken back was not open before.
constexpr char kReopenSession[] =
    "UPDATE session SET opened_utc_ms = CASE opened_utc_ms WHEN 0 THEN ?1 ELSE opened_utc_ms END, "
    "closed_utc_ms = 0, ended_with_its_day = 0, revision = ?2, "
    "turn = (SELECT MAX(turn) + 1 FROM session) WHERE id = ?3";
constexpr char kOpenSessionBefore[] =
    "SELECT id FROM session WHERE closed_utc_ms = 0 AND business_date < ? "
    "ORDER BY opening LIMIT 1";
constexpr char kOpenSessions[] =
    "SELECT id FROM session WHERE closed_utc_ms = 0 ORDER BY opening LIMIT 1000";
constexpr char kSetHeadCount[] =
    "INSERT INTO staff_head_count (session_id, role, persons, revision) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (session_id, role) DO UPDATE SET persons = excluded.persons, "
    "revision = excluded.revision";
constexpr char kHeadCounts[] =
    "SELECT role, persons FROM staff_head_count WHERE session_id = ? ORDER BY role LIMIT 16";

enum class ClosedBy { kStaff, kDay };

void mark_closed(Connection& connection, const std::string& id, UtcMs utc_ms, ClosedBy by) {
  connection.query(kCloseSession)
      .bind(std::max<UtcMs>(utc_ms, 1), by == ClosedBy::kDay ? 1 : 0, next_revision(connection), id)
      .run();
}

// There is one of a venue and business day. Who still comes after it was closed opens it again.
Session reopen(Connection& connection, const SessionId& id, const Moment& moment) {
  connection.query(kReopenSession)
      .bind(std::max<UtcMs>(moment.utc_ms, 1), next_revision(connection), id.value)
      .run();
  log_event(connection, moment.utc_ms, "session_reopened", id.value);
  return *find_session(connection, id);
}

// What the configuration says of a session id that the ledger does not know yet.
std::optional<Session> configured_session(const wire::Configuration& configuration,
                                          const SessionId& id, BusinessDate today) {
  const auto session = [&id](std::string title, Audience audience) {
    Session made;
    made.id = id;
    made.title = std::move(title);
    made.audience = audience;
    return made;
  };
  for (const auto& planned : configuration.sessions) {
    if (planned.id == id) return session(planned.title, planned.audience);
  }
  SessionIdParts parts;
  if (!parse_session_id(id.value, parts)) return std::nullopt;
  if (parts.venue != configuration.venue || parts.date != today) return std::nullopt;
  if (parts.activity.value == kDailyOpening) {
    return session(std::string(kDailyOpeningTitle), Audience::kPublic);
  }
  if (parts.activity.value == kAdHoc && parts.number <= kAdHocNumberMax) {
    return session(ad_hoc_title(ad_hoc_minute(parts.number)), Audience::kPublic);
  }
  for (const auto& activity : configuration.activities) {
    if (activity.id == parts.activity) return session(activity.title, activity.audience);
  }
  return std::nullopt;
}

}  // namespace

Session read_session(const Query& query) {
  Session session;
  session.id = {query.text(0)};
  session.title = query.text(1);
  session.audience = parse_audience(query.text(2)).value_or(Audience::kPublic);
  session.opened_utc_ms = query.integer(3);
  session.closed_utc_ms = query.integer(4);
  session.ended_with_its_day = query.integer(5) != 0;
  return session;
}

std::optional<Session> find_session(Connection& connection, const SessionId& id) {
  auto query = connection.query(kFindSession);
  if (!query.bind(id.value).step()) return std::nullopt;
  return read_session(query);
}

std::optional<Session> current_session(Connection& connection, BusinessDate date) {
  auto query = connection.query(kCurrentSession);
  if (!query.bind(date.iso()).step()) return std::nullopt;
  return read_session(query);
}

Session insert_session(Connection& connection, Session session, BusinessDate date) {
  connection.query(kInsertSession)
      .bind(session.id.value, date.iso(), session.title, name(session.audience),
            session.opened_utc_ms, session.closed_utc_ms, next_revision(connection))
      .run();
  log_event(connection, session.opened_utc_ms, "session_opened", session.id.value);
  return session;
}

Session begin_session(Connection& connection, Session session, const Moment& moment) {
  session.opened_utc_ms = moment.utc_ms;
  session = insert_session(connection, std::move(session), moment.business_date);
  connection.query(kNoteOpening).bind(session.id.value, moment.boot_id, moment.monotonic_ms).run();
  return session;
}

SessionId daily_opening_id(const VenueId& venue, BusinessDate date) {
  return session_id({std::string(kDailyOpening)}, venue, date, 1);
}

std::string ad_hoc_title(int minute_of_day) {
  const auto digits = [](int value) { return (value < 10 ? "0" : "") + std::to_string(value); };
  return std::string(kAdHocTitle) + " " + digits(minute_of_day / 60) + ":" +
         digits(minute_of_day % 60);
}

Session current_or_daily_session(Connection& connection, const Moment& moment,
                                 const wire::Configuration& configuration) {
  if (auto session = current_session(connection, moment.business_date)) return *session;
  Session session;
  session.id = daily_opening_id(configuration.venue, moment.business_date);
  if (find_session(connection, session.id)) return reopen(connection, session.id, moment);
  session.title = kDailyOpeningTitle;
  return begin_session(connection, std::move(session), moment);
}

Result<Session> open_session(Connection& connection, const wire::Configuration* configuration,
                             const SessionId& id, const Moment& moment) {
  end_sessions_before(connection, moment);
  if (auto known = find_session(connection, id)) {
    if (known->closed_utc_ms == 0) return *known;
    if (configuration != nullptr &&
        id == daily_opening_id(configuration->venue, moment.business_date)) {
      return reopen(connection, id, moment);
    }
    return Error{ErrorKind::kConflict, "the session " + id.value + " is closed",
                 "open another session of the same activity"};
  }
  auto session = configuration != nullptr
                     ? configured_session(*configuration, id, moment.business_date)
                     : std::nullopt;
  if (!session) {
    return not_found("there is no session " + id.value,
                     "take a planned session, or leave it out to count for the open one");
  }
  SessionIdParts parts;
  if (parse_session_id(id.value, parts) && parts.date != moment.business_date) {
    return Error{ErrorKind::kConflict,
                 "the session " + id.value + " is not of today, " + moment.business_date.iso(),
                 "check the kiosk's clock"};
  }
  return begin_session(connection, std::move(*session), moment);
}

Status count_into(Connection& connection, const SessionId& id, const Moment& moment) {
  const auto known = find_session(connection, id);
  if (!known) return not_found("there is no session " + id.value);
  const auto current = current_session(connection, moment.business_date);
  if (current && current->id == id) return ok();
  SessionIdParts parts;
  const bool of_today = !parse_session_id(id.value, parts) || parts.date == moment.business_date;
  if (known->closed_utc_ms != 0 || !of_today) {
    return Error{ErrorKind::kConflict, "the session " + id.value + " is over",
                 "open another session of the same activity"};
  }
  connection.query(kTakeTurn).bind(id.value).run();
  log_event(connection, moment.utc_ms, "session_chosen", id.value);
  return ok();
}

Status close_session(Connection& connection, const SessionId& id, const Moment& moment) {
  const auto known = find_session(connection, id);
  if (!known) return not_found("there is no session " + id.value);
  if (known->closed_utc_ms != 0) return ok();
  mark_closed(connection, id.value, moment.utc_ms, ClosedBy::kStaff);
  log_event(connection, moment.utc_ms, "session_closed", id.value);
  return ok();
}

void end_sessions_before(Connection& connection, const Moment& moment) {
  // With an unset clock nobody knows that a day is over.
  if (moment.clock_state == ClockState::kUnset) return;
  for (;;) {
    std::string id;
    {
      auto query = connection.query(kOpenSessionBefore);
      if (!query.bind(moment.business_date.iso()).step()) return;
      id = query.text(0);
    }
    mark_closed(connection, id, moment.utc_ms, ClosedBy::kDay);
    log_event(connection, moment.utc_ms, "session_ended_with_its_day", id);
  }
}

void close_sessions_of(Connection& connection, const Moment& moment) {
  while (const auto open = current_session(connection, moment.business_date)) {
    mark_closed(connection, open->id.value, moment.utc_ms, ClosedBy::kStaff);
    log_event(connection, moment.utc_ms, "session_closed", open->id.value);
  }
}

void close_sessions_of_other_venues(Connection& connection, const VenueId& venue,
                                    const Moment& moment) {
  std::vector<std::string> others;
  {
    auto query = connection.query(kOpenSessions);
    while (query.step()) {
      SessionIdParts parts;
      if (parse_session_id(query.text(0), parts) && parts.venue == venue) continue;
      others.push_back(query.text(0));
    }
  }
  for (const auto& id : others) {
    mark_closed(connection, id, moment.utc_ms, ClosedBy::kStaff);
    log_event(connection, moment.utc_ms, "session_of_another_venue_closed", id);
  }
}

Status write_head_count(Connection& connection, const SessionId& id, Category role,
                        std::int64_t persons) {
  if (!is_staff(role)) return invalid("a head count is of a staff role");
  if (persons < 0 || persons > kHeadCountMax) return invalid("a head count is 0 to 100,000");
  if (!find_session(connection, id)) return not_found("there is no session " + id.value);
  connection.query(kSetHeadCount)
      .bind(id.value, name(role), persons, next_revision(connection))
      .run();
  return ok();
}

std::vector<HeadCount> read_head_counts(Connection& connection, const SessionId& id) {
  std::vector<HeadCount> counts;
  auto query = connection.query(kHeadCounts);
  query.bind(id.value);
  while (query.step()) {
    if (const auto role = parse_category(query.text(0))) {
      counts.push_back({*role, query.integer(1)});
    }
  }
  return counts;
}

std::optional<StaffHeadCounts> staff_of(Connection& connection, const SessionId& id) {
  std::optional<StaffHeadCounts> staff;
  for (const auto& count : read_head_counts(connection, id)) {
    if (!staff) staff.emplace();
    for (std::size_t i = 0; i < kStaffRoles.size(); ++i) {
      if (kStaffRoles[i] == count.role) (*staff)[i] = count.persons;
    }
  }
  return staff;
}

HeldSession held_session(Connection& connection, const Session& session, std::int64_t persons) {
  const auto staff = staff_of(connection, session.id);
  return {session.id,
          session.title,
          session.audience,
          session.opened_utc_ms,
          session.closed_utc_ms,
          session.ended_with_its_day,
          persons,
          staff.value_or(StaffHeadCounts{}),
          staff.has_value()};
}

Result<std::optional<Session>> Sessions::current() {
  auto& core = ledger_.core();
  const auto moment = core.now();
  return core.read("read the sessions", [&](Connection& connection) {
    return Result<std::optional<Session>>(current_session(connection, moment.business_date));
  });
}

Result<Session> Sessions::open(const SessionId& id) {
  auto& core = ledger_.core();
  const auto moment = core.now();
  const auto configuration = ledger_.configuration();
  return core.write("open a session", [&](Connection& connection) {
    return open_session(connection, configuration.get(), id, moment);
  });
}

Status Sessions::close(const SessionId& id) {
  auto& core = ledger_.core();
  const auto moment = core.now();
  return core.write("close a session",
                    [&](Connection& connection) { return close_session(connection, id, moment); });
}

Status Sessions::set_head_count(const SessionId& id, Category role, std::int64_t persons) {
  return ledger_.core().write("store a head count", [&](Connection& connection) {
    return write_head_count(connection, id, role, persons);
  });
}

Result<std::vector<HeadCount>> Sessions::head_counts(const SessionId& id) {
  return ledger_.core().read("read the head counts", [&](Connection& connection) {
    return Result<std::vector<HeadCount>>(read_head_counts(connection, id));
  });
}

}  // namespace keqian::kiosk
