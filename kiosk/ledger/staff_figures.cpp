#include "kiosk/ledger/staff_figures.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <string>
#include <unordered_map>

#include "kiosk/ledger/session_rows.h"
#include "kiosk/ledger/setting_rows.h"

namespace keqian::kiosk {
namespace {

constexpr int kTalliesMax = 2'000'000;
constexpr int kSessionsMax = 20'000;
constexpr int kDaysMax = 62;

constexpr char kTallies[] =
    "SELECT session_id, hour, category, method, persons FROM tally "
    "WHERE business_date BETWEEN ? AND ? ORDER BY business_date, session_id LIMIT ?";
// A session that began before midnight counts on the next day too.
constexpr char kSessions[] =
    "SELECT id, title, business_date, ended_with_its_day, opened_utc_ms, closed_utc_ms "
    "FROM session "
    "WHERE business_date BETWEEN ? AND ? AND opened_utc_ms > 0 ORDER BY opening LIMIT ?";
constexpr char kHeadCounts[] =
    "SELECT session_id, role, persons FROM staff_head_count "
    "JOIN session ON session.id = session_id WHERE business_date BETWEEN ? AND ? "
    "ORDER BY session_id, role LIMIT ?";
constexpr char kDays[] =
    "SELECT business_date, SUM(persons) FROM tally WHERE business_date BETWEEN ? AND ? "
    "GROUP BY business_date ORDER BY business_date DESC LIMIT ?";
constexpr char kFirstDay[] = "SELECT MIN(business_date) FROM tally";
constexpr char kExits[] = "SELECT persons FROM exit_count WHERE business_date = ?";

std::unordered_map<std::string, std::int64_t> add_tallies(Connection& connection,
                                                          BusinessDate first, BusinessDate last,
                                                          Figures& figures) {
  std::unordered_map<std::string, std::int64_t> by_session;
  auto query = connection.query(kTallies);
  query.bind(first.iso(), last.iso(), kTalliesMax);
  while (query.step()) {
    const auto persons = query.integer(4);
    figures.persons += persons;
    figures.by_hour[static_cast<std::size_t>(query.integer(1))] += persons;
    if (const auto category = parse_category(query.text(2))) {
      figures.by_category[static_cast<std::size_t>(*category)] += persons;
    }
    if (const auto method = parse_method(query.text(3))) {
      figures.by_method[static_cast<std::size_t>(*method)] += persons;
    }
    by_session[query.text(0)] += persons;
  }
  return by_session;
}

std::unordered_map<std::string, StaffHeadCounts> read_staff(Connection& connection,
                                                            BusinessDate first, BusinessDate last) {
  std::unordered_map<std::string, StaffHeadCounts> by_session;
  auto query = connection.query(kHeadCounts);
  query.bind(first.iso(), last.iso(), kTalliesMax);
  while (query.step()) {
    const auto role = parse_category(query.text(1));
    const auto at = role ? std::ranges::find(kStaffRoles, *role) : kStaffRoles.end();
    if (at == kStaffRoles.end()) continue;
    const auto index = static_cast<std::size_t>(at - kStaffRoles.begin());
    by_session[query.text(0)].at(index) = query.integer(2);
  }
  return by_session;
}

std::string title_of(const wire::Configuration* configuration, const ActivityId& activity) {
  if (activity.value == kDailyOpening) return std::string(kDailyOpeningTitle);
  if (activity.value == kAdHoc) return std::string(kAdHocTitle);
  if (configuration != nullptr) {
    for (const auto& known : configuration->activities) {
      if (known.id == activity) return known.title;
    }
  }
  return activity.value;
}

void sum_activities(const wire::Configuration* configuration, Figures& figures) {
  std::map<std::string, ActivityFigure> activities;
  for (const auto& session : figures.by_session) {
    SessionIdParts parts;
    if (!parse_session_id(session.session.value, parts)) continue;
    auto& activity = activities[parts.activity.value];
    activity.activity = parts.activity;
    activity.persons += session.persons;
    ++activity.sessions;
  }
  for (auto& [id, activity] : activities) {
    activity.title = title_of(configuration, activity.activity);
    figures.by_activity.push_back(std::move(activity));
  }
  std::stable_sort(figures.by_activity.begin(), figures.by_activity.end(),
                   [](const auto& a, const auto& b) { return a.persons > b.persons; });
}

struct Days {
  BusinessDate first;
  BusinessDate last;
};

// The campaign's days so far; without one every day that was counted.
Days campaign_days(Connection& connection, const wire::Configuration* configuration,
                   BusinessDate today) {
  if (configuration != nullptr) {
    if (const auto* campaign = campaign_of(*configuration, today)) {
      return {campaign->starts, std::min(campaign->ends, today)};
    }
  }
  auto query = connection.query(kFirstDay);
  query.step();
  return {BusinessDate::parse(query.text(0)).value_or(today), today};
}

// Days without anybody are among them.
std::vector<DayFigure> sum_each_day(Connection& connection, const Days& span) {
  std::map<BusinessDate, std::int64_t> persons;
  const auto first = std::max(span.first, span.last.plus_days(1 - kDaysMax));
  auto query = connection.query(kDays);
  query.bind(first.iso(), span.last.iso(), kDaysMax);
  while (query.step()) {
    if (const auto date = BusinessDate::parse(query.text(0))) persons[*date] = query.integer(1);
  }
  std::vector<DayFigure> days;
  for (auto date = first; date <= span.last; date = date.plus_days(1)) {
    days.push_back({date, persons[date]});
  }
  return days;
}

std::int64_t persons_before(const Figures& figures, int hour) {
  return std::accumulate(figures.by_hour.begin(), figures.by_hour.begin() + hour, std::int64_t{0});
}

std::int64_t single_integer(Query query) {
  return query.step() ? query.integer(0) : 0;
}

}  // namespace

Figures sum_days(Connection& connection, const wire::Configuration* configuration,
                 BusinessDate first, BusinessDate last) {
  Figures figures;
  auto by_session = add_tallies(connection, first, last, figures);
  // Of a session that began before midnight the day before has them.
  const auto staff = read_staff(connection, first, last);
  auto query = connection.query(kSessions);
  query.bind(first.plus_days(-1).iso(), last.iso(), kSessionsMax);
  while (query.step()) {
    SessionFigure session;
    session.session = {query.text(0)};
    session.title = query.text(1);
    session.business_date = BusinessDate::parse(query.text(2)).value_or(first);
    session.ended_with_its_day = query.integer(3) != 0;
    session.opened_utc_ms = query.integer(4);
    session.closed_utc_ms = query.integer(5);
    if (const auto entered = staff.find(session.session.value); entered != staff.end()) {
      session.staff = entered->second;
      session.staff_reported = true;
      for (std::size_t i = 0; i < session.staff.size(); ++i) figures.staff[i] += session.staff[i];
    }
    const auto counted = by_session.find(session.session.value);
    if (counted != by_session.end()) {
      session.persons = counted->second;
    } else if (session.business_date < first) {
      continue;
    }
    figures.by_session.push_back(std::move(session));
  }
  sum_activities(configuration, figures);
  return figures;
}

Result<StaffFigures> read_figures(Core& core) {
  const auto moment = core.now();
  const auto today = moment.business_date;
  const auto yesterday = today.plus_days(-1);
  const auto snapshot = core.configuration();
  const auto* configuration = snapshot ? &snapshot->configuration : nullptr;
  return core.read("add the figures up", [&](Connection& connection) -> Result<StaffFigures> {
    StaffFigures figures;
    figures.today = sum_days(connection, configuration, today, today);
    figures.yesterday = sum_days(connection, configuration, yesterday, yesterday);
    figures.compared_hour = moment.hour;
    figures.today_before = persons_before(figures.today, moment.hour);
    figures.yesterday_before = persons_before(figures.yesterday, moment.hour);
    const auto span = campaign_days(connection, configuration, today);
    figures.campaign = sum_days(connection, configuration, span.first, span.last);
    figures.days = sum_each_day(connection, span);
    if (read_setting(connection, kExitCountingSetting) == kSettingOn) {
      auto query = connection.query(kExits);
      query.bind(today.iso());
      // People may have come in where nobody counted; nobody is inside less than not at all.
      figures.inside =
          std::max<std::int64_t>(figures.today.persons - single_integer(std::move(query)), 0);
    }
    return figures;
  });
}

}  // namespace keqian::kiosk
