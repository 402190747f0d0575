#include "kiosk/ledger/staff_sessions.h"

#include <algorithm>
#include <map>
#include <utility>

#include "kiosk/ledger/session_rows.h"

namespace keqian::kiosk {
namespace {

constexpr int kSessionsOfDayMax = 1000;
constexpr int kNumberMax = 999;  // of a session's id
constexpr int kFurtherAdHocMax = kNumberMax - kAdHocNumberMax;
constexpr int kMinutesPerHour = 60;

constexpr char kSessionsOfDay[] =
    "SELECT " KEQIAN_SESSION_COLUMNS
    " FROM session WHERE business_date = ? AND opened_utc_ms > 0 ORDER BY opening DESC LIMIT ?";
// A session that began before midnight counts on the next day too.
constexpr char kPersonsOfSessions[] =
    "SELECT session_id, SUM(persons) FROM tally WHERE business_date >= ? "
    "GROUP BY session_id ORDER BY session_id LIMIT ?";
constexpr char kPersonsOfSession[] =
    "SELECT COALESCE(SUM(persons), 0) FROM tally WHERE business_date >= ? AND session_id = ?";
constexpr char kTitleOfDay[] =
    "SELECT 1 FROM session WHERE business_date = ? AND title = ? LIMIT 1";
constexpr char kLastStaffedSession[] =
    "SELECT id, title, business_date FROM session WHERE EXISTS (SELECT 1 FROM staff_head_count "
    "WHERE session_id = session.id AND persons > 0) ORDER BY opening DESC LIMIT 1";

std::vector<HeldSession> read_held(Connection& connection, BusinessDate today) {
  std::map<std::string, std::int64_t> persons;
  {
    auto query = connection.query(kPersonsOfSessions);
    query.bind(today.iso(), kSessionsOfDayMax);
    while (query.step()) persons[query.text(0)] = query.integer(1);
  }
  std::vector<Session> sessions;
  {
    auto query = connection.query(kSessionsOfDay);
    query.bind(today.iso(), kSessionsOfDayMax);
    while (query.step()) sessions.push_back(read_session(query));
  }
  std::vector<HeldSession> held;
  held.reserve(sessions.size());
  for (const auto& session : sessions) {
    held.push_back(held_session(connection, session, persons[session.id.value]));
  }
  return held;
}

std::optional<ProposedStaff> proposed_staff(Connection& connection) {
  ProposedStaff proposed;
  SessionId last;
  {
    auto query = connection.query(kLastStaffedSession);
    if (!query.step()) return std::nullopt;
    last = {query.text(0)};
    proposed.title = query.text(1);
    if (const auto date = BusinessDate::parse(query.text(2))) proposed.date = *date;
  }
  proposed.staff = staff_of(connection, last).value_or(StaffHeadCounts{});
  return proposed;
}

Status write_staff(Connection& connection, const SessionId& id, const StaffHeadCounts& staff) {
  const auto before = staff_of(connection, id);
  for (std::size_t i = 0; i < kStaffRoles.size(); ++i) {
    if (before && staff[i] == (*before)[i]) continue;  // nothing to send
    KEQIAN_CHECK_OK(write_head_count(connection, id, kStaffRoles[i], staff[i]));
  }
  return ok();
}

// Which session is meant by an opening, as far as it is not there yet.
class Opener {
 public:
  Opener(Connection& connection, const wire::Configuration& configuration, const Moment& moment)
      : connection_(connection), configuration_(configuration), moment_(moment) {}

  Result<Session> operator()(const SessionId& id) {
    return open_session(connection_, &configuration_, id, moment_);
  }

  // Today's holding of the activity: the one that is open, or the next one. Numbers that the
  // bureau has planned are left to its programme.
  Result<Session> operator()(const ActivityId& activity) {
    if (activity.value == kDailyOpening) {
      return open_session(connection_, &configuration_,
                          daily_opening_id(configuration_.venue, moment_.business_date), moment_);
    }
    return open_first(activity, 1, [&](const SessionId& id) { return !is_planned(id); });
  }

  Result<Session> operator()(const AdHocSession& ad_hoc) {
    const ActivityId activity{std::string(kAdHoc)};
    const int first = ad_hoc_number(moment_.hour * kMinutesPerHour + moment_.minute);
    for (int i = 0; i <= kFurtherAdHocMax; ++i) {
      const auto id = id_of(activity, i == 0 ? first : further_ad_hoc_number(first, i));
      if (const auto known = find_session(connection_, id)) {
        if (known->closed_utc_ms == 0 && known->audience == ad_hoc.audience) return *known;
        continue;
      }
      Session session;
      session.id = id;
      session.title = free_title(ad_hoc_title(ad_hoc.minute_of_day));
      session.audience = ad_hoc.audience;
      return begin_session(connection_, std::move(session), moment_);
    }
    return too_many();
  }

 private:
  template <typename Allowed>
  Result<Session> open_first(const ActivityId& activity, int first, Allowed allowed) {
    for (int number = first; number <= kNumberMax; ++number) {
      const auto id = id_of(activity, number);
      const auto known = find_session(connection_, id);
      if (known ? known->closed_utc_ms == 0 : allowed(id)) {
        return open_session(connection_, &configuration_, id, moment_);
      }
    }
    return too_many();
  }

  static Error too_many() {
    return {ErrorKind::kConflict, "this day has too many sessions of one activity",
            "go on with an open one"};
  }
  // Further sessions of the same two minutes: beyond the numbers of minutes, which another kiosk
  // may take for its own, and spread so that two kiosks hardly mean the same.
  static int further_ad_hoc_number(int first, int further) {
    return kAdHocNumberMax + 1 + (first - 1 + further - 1) % kFurtherAdHocMax;
  }
  // "临时场次 10:31", "临时场次 10:31 (2)" …: a title that today does not have.
  std::string free_title(const std::string& title) {
    std::string free = title;
    for (int i = 2; i <= kSessionsOfDayMax && has_title(free); ++i) {
      free = title + " (" + std::to_string(i) + ")";
    }
    return free;
  }
  bool has_title(const std::string& title) {
    auto query = connection_.query(kTitleOfDay);
    return query.bind(moment_.business_date.iso(), title).step();
  }
  SessionId id_of(const ActivityId& activity, int number) const {
    return session_id(activity, configuration_.venue, moment_.business_date, number);
  }
  bool is_planned(const SessionId& id) const {
    return std::any_of(configuration_.sessions.begin(), configuration_.sessions.end(),
                       [&id](const auto& planned) { return planned.id == id; });
  }

  Connection& connection_;
  const wire::Configuration& configuration_;
  const Moment& moment_;
};

}  // namespace

Result<Programme> read_programme(Core& core) {
  const auto moment = core.now();
  const auto today = moment.business_date;
  KEQIAN_TRY(auto programme,
             core.read("read the programme", [&](Connection& connection) -> Result<Programme> {
               Programme found;
               if (const auto current = current_session(connection, today)) {
                 found.counting = current->id;
               }
               found.held = read_held(connection, today);
               found.proposed = proposed_staff(connection);
               return found;
             }));
  const auto snapshot = core.configuration();
  if (!snapshot) return programme;
  const auto is_held = [&](const SessionId& id) {
    return std::any_of(programme.held.begin(), programme.held.end(),
                       [&id](const auto& held) { return held.id == id; });
  };
  for (const auto& planned : snapshot->configuration.sessions) {
    if (planned.business_date != today || is_held(planned.id)) continue;
    programme.planned.push_back(
        {planned.id, planned.title, planned.audience, planned.starts_minute, planned.ends_minute});
  }
  std::stable_sort(programme.planned.begin(), programme.planned.end(),
                   [](const auto& a, const auto& b) { return a.starts_minute < b.starts_minute; });
  // Every venue has its daily opening, and may open it again.
  const ActivityId daily{std::string(kDailyOpening)};
  const auto& activities = snapshot->configuration.activities;
  if (std::ranges::find(activities, daily, &wire::ConfiguredActivity::id) == activities.end()) {
    programme.activities.push_back({daily, std::string(kDailyOpeningTitle), Audience::kPublic});
  }
  for (const auto& activity : activities) {
    programme.activities.push_back({activity.id, activity.title, activity.audience});
  }
  return programme;
}

Result<HeldSession> open_session(Core& core, const SessionOpening& opening) {
  const auto snapshot = core.configuration();
  if (!snapshot) return no_configuration();
  const auto moment = core.now();
  KEQIAN_CHECK_OK(core.end_past_days(moment));
  return core.write("open a session", [&](Connection& connection) -> Result<HeldSession> {
    KEQIAN_TRY(const auto session,
               std::visit(Opener(connection, snapshot->configuration, moment), opening.what));
    KEQIAN_CHECK_OK(write_staff(connection, session.id, opening.staff));
    // It may have been open before, while another one counted.
    KEQIAN_CHECK_OK(count_into(connection, session.id, moment));
    auto query = connection.query(kPersonsOfSession);
    query.bind(moment.business_date.iso(), session.id.value).step();
    return held_session(connection, session, query.integer(0));
  });
}

Status count_into(Core& core, const SessionId& id) {
  const auto moment = core.now();
  KEQIAN_CHECK_OK(core.end_past_days(moment));
  return core.write("count for another session",
                    [&](Connection& connection) { return count_into(connection, id, moment); });
}

Status close_session(Core& core, const SessionId& id) {
  const auto moment = core.now();
  return core.write("close a session",
                    [&](Connection& connection) { return close_session(connection, id, moment); });
}

Status set_head_counts(Core& core, const SessionId& id, const StaffHeadCounts& staff) {
  return core.write("store the head counts", [&](Connection& connection) -> Status {
    if (!find_session(connection, id)) return not_found("there is no session " + id.value);
    return write_staff(connection, id, staff);
  });
}

}  // namespace keqian::kiosk
