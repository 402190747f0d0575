#include "kiosk/ledger/counts.h"

#include <map>

#include "kiosk/ledger/core.h"

namespace keqian::kiosk {
namespace {

constexpr int kSessionsMax = 20'000;
constexpr int kTalliesMax = 2'000'000;

constexpr char kSessions[] =
    "SELECT id, title, closed_utc_ms FROM session "
    "WHERE ?1 IS NULL OR business_date = ?1 ORDER BY opening LIMIT ?2";
constexpr char kTallies[] =
    "SELECT session_id, hour, category, method, persons, check_ins FROM tally "
    "WHERE ?1 IS NULL OR business_date = ?1 "
    "ORDER BY business_date, session_id, hour, category, method LIMIT ?2";

void add(Count& to, const Count& more) {
  to.persons += more.persons;
  to.check_ins += more.check_ins;
}

}  // namespace

Result<Counts> count_up(Ledger& ledger, std::optional<BusinessDate> date) {
  std::optional<std::string> day;
  if (date) day = date->iso();
  return ledger.core().read("add the counts up", [&](Connection& connection) -> Result<Counts> {
    Counts counts;
    std::map<std::string, std::size_t> places;
    auto sessions = connection.query(kSessions);
    sessions.bind(day, kSessionsMax);
    while (sessions.step()) {
      places[sessions.text(0)] = counts.by_session.size();
      counts.by_session.push_back(
          {{sessions.text(0)}, sessions.text(1), sessions.integer(2) == 0, {}});
    }
    auto tallies = connection.query(kTallies);
    tallies.bind(day, kTalliesMax);
    while (tallies.step()) {
      const Count count{tallies.integer(4), tallies.integer(5)};
      add(counts.all, count);
      add(counts.by_hour[static_cast<std::size_t>(tallies.integer(1))], count);
      if (const auto category = parse_category(tallies.text(2))) {
        add(counts.by_category[static_cast<std::size_t>(*category)], count);
      }
      if (const auto method = parse_method(tallies.text(3))) {
        add(counts.by_method[static_cast<std::size_t>(*method)], count);
      }
      // A session held over midnight has counts of a day that is not its own.
      const auto place = places.try_emplace(tallies.text(0), counts.by_session.size());
      if (place.second) counts.by_session.push_back({{tallies.text(0)}, {}, false, {}});
      add(counts.by_session[place.first->second].count, count);
    }
    return counts;
  });
}

}  // namespace keqian::kiosk
