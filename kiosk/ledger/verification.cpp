#include "kiosk/ledger/verification.h"

#include <map>
#include <optional>
#include <tuple>

#include "kiosk/ledger/core.h"
#include "kiosk/ledger/rows.h"
#include "server-sync/base/text.h"

namespace keqian::kiosk {
namespace {

constexpr std::size_t kFindingsMax = 100;

constexpr char kAllCheckIns[] =
    "SELECT " KEQIAN_CHECK_IN_COLUMNS " FROM check_in ORDER BY sequence";
constexpr char kAllTallies[] =
    "SELECT business_date, session_id, hour, category, method, persons, check_ins, revision, "
    "first_sequence, last_sequence FROM tally "
    "ORDER BY business_date, session_id, hour, category, method";
constexpr char kAllExits[] =
    "SELECT business_date, persons, check_ins FROM exit_count ORDER BY business_date";
constexpr char kAllAmended[] =
    "SELECT origin, newest, differs FROM amended_check_in ORDER BY origin";
constexpr char kIntegrity[] = "PRAGMA integrity_check(1)";

using TallyKey = std::tuple<std::string, std::string, std::int64_t, std::string, std::string>;
struct TallyValue {
  std::int64_t persons = 0;
  std::int64_t check_ins = 0;
  // Between them lie its plain rows; 0 where there are none.
  wire::Sequence first = 0;
  wire::Sequence last = 0;
};
using Tallies = std::map<TallyKey, TallyValue>;

std::string describe(const TallyKey& key) {
  const auto& [date, session, hour, category, method] = key;
  return session + " " + date + " " + std::to_string(hour) + " h " + category + " " + method;
}

std::string describe(const TallyValue& value) {
  return std::to_string(value.persons) + " persons in " + std::to_string(value.check_ins) +
         " check-ins";
}

class Report {
 public:
  explicit Report(Verification& verification) : verification_(verification) {}
  void add(std::string finding) {
    if (verification_.findings.size() < kFindingsMax) {
      verification_.findings.push_back(std::move(finding));
    }
  }

 private:
  Verification& verification_;
};

// What the check-ins come to.
struct Sums {
  Tallies tallies;
  std::map<std::string, TallyValue> exits;  // by business date
  std::int64_t reversals = 0;
};

Sums follow_check_ins(Connection& connection, Verification& result, Report& report) {
  Sums sums;
  std::string hash;
  auto query = connection.query(kAllCheckIns);
  while (query.step()) {
    const auto row = read_check_in(query);
    if (row.sequence != result.last_sequence + 1) {
      report.add("check-in #" + std::to_string(result.last_sequence + 1) + " is missing");
    }
    const auto stored = query.text(kChainHashColumn);
    if (chain_hash(hash, row) != stored) {
      report.add("check-in #" + std::to_string(row.sequence) + " does not fit the hash chain");
    }
    hash = stored;
    result.last_sequence = row.sequence;
    ++result.check_ins;
    const bool is_exit = row.direction != "in";
    if (!is_exit) result.persons += row.persons;
    auto& tally =
        is_exit
            ? sums.exits[row.business_date]
            : sums.tallies[{row.business_date, row.session_id, row.hour, row.category, row.method}];
    tally.persons += row.persons;
    ++tally.check_ins;
    if (row.reverses) {
      ++sums.reversals;
      continue;
    }
    if (tally.first == 0) tally.first = row.sequence;
    tally.last = row.sequence;
  }
  result.chain_head = hex(hash);
  return sums;
}

void compare_tallies(Connection& connection, Tallies expected, Verification& result,
                     Report& report) {
  const auto newest = last_revision(connection);
  auto query = connection.query(kAllTallies);
  while (query.step()) {
    ++result.tallies;
    const TallyKey key{query.text(0), query.text(1), query.integer(2), query.text(3),
                       query.text(4)};
    const TallyValue stored{query.integer(5), query.integer(6), query.integer(8), query.integer(9)};
    const auto found = expected.find(key);
    if (found == expected.end()) {
      report.add("the tally " + describe(key) + " has no check-in behind it");
      continue;
    }
    if (found->second.persons != stored.persons || found->second.check_ins != stored.check_ins) {
      report.add("the tally " + describe(key) + " says " + describe(stored) +
                 ", the check-ins say " + describe(found->second));
    }
    if (stored.first > found->second.first || stored.last < found->second.last) {
      report.add("the tally " + describe(key) + " does not cover its check-ins");
    }
    if (query.integer(7) > newest) {
      report.add("the tally " + describe(key) + " is newer than the kiosk's revision");
    }
    expected.erase(found);
  }
  for (const auto& [key, value] : expected) {
    report.add("the tally " + describe(key) + " of " + describe(value) + " is missing");
  }
}

void compare_exits(Connection& connection, std::map<std::string, TallyValue> expected,
                   Report& report) {
  auto query = connection.query(kAllExits);
  while (query.step()) {
    const TallyValue stored{query.integer(1), query.integer(2), 0, 0};
    const auto found = expected.extract(query.text(0));
    const auto sum = found.empty() ? TallyValue{} : found.mapped();
    if (sum.persons != stored.persons || sum.check_ins != stored.check_ins) {
      report.add("the exits of " + query.text(0) + " say " + describe(stored) +
                 ", the check-ins say " + describe(sum));
    }
  }
  for (const auto& [date, value] : expected) {
    report.add("the exits of " + date + ", " + describe(value) + ", are missing");
  }
}

// The reversals between the first row of a check-in and its newest, which stands in the place of
// the one that the row before it takes back, and so on; empty where this leads elsewhere.
std::optional<std::int64_t> reversals_between(Connection& connection, wire::Sequence origin,
                                              wire::Sequence newest) {
  std::int64_t reversals = 0;
  while (newest > origin) {
    const auto reversal = find_check_in(connection, newest - 1);
    if (!reversal || !reversal->reverses || *reversal->reverses >= newest) return std::nullopt;
    newest = *reversal->reverses;
    ++reversals;
  }
  if (newest != origin) return std::nullopt;
  return reversals;
}

void compare_amended(Connection& connection, std::int64_t reversals_expected, Report& report) {
  std::int64_t reversals = 0;
  auto query = connection.query(kAllAmended);
  while (query.step()) {
    const auto origin = query.integer(0);
    const auto newest = query.integer(1);
    const auto between = reversals_between(connection, origin, newest);
    const auto first = find_check_in(connection, origin);
    const auto last = find_check_in(connection, newest);
    if (!between || !first || !last || last->reverses) {
      report.add("check-in #" + std::to_string(origin) + " did not become #" +
                 std::to_string(newest));
      continue;
    }
    const bool is_void = is_reversed(connection, newest);
    const bool differs =
        is_void || first->persons != last->persons || first->category != last->category;
    if (differs != (query.integer(2) != 0)) {
      report.add("whether #" + std::to_string(origin) + " counts as at first is noted wrongly");
    }
    reversals += *between + (is_void ? 1 : 0);
  }
  if (reversals != reversals_expected) {
    report.add("of " + std::to_string(reversals_expected) + " reversals " +
               std::to_string(reversals) + " are noted with their check-ins");
  }
}

}  // namespace

Result<Verification> verify_ledger(Ledger& ledger) {
  return ledger.core().read_apart(
      "check the ledger", [](Connection& connection) -> Result<Verification> {
        Verification result;
        Report report(result);
        {
          auto integrity = connection.query(kIntegrity);
          integrity.step();
          if (integrity.text(0) != "ok") report.add("the file is damaged: " + integrity.text(0));
        }
        auto sums = follow_check_ins(connection, result, report);
        compare_tallies(connection, std::move(sums.tallies), result, report);
        compare_exits(connection, std::move(sums.exits), report);
        compare_amended(connection, sums.reversals, report);
        return result;
      });
}

}  // namespace keqian::kiosk
