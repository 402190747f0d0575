#include "kiosk/ledger/life.h"

#include <algorithm>

#include "kiosk/ledger/rows.h"
#include "kiosk/ledger/upload_rows.h"
#include "server-sync/base/log.h"

namespace keqian::kiosk {
namespace {

constexpr char kNewLife[] =
    "UPDATE kiosk_state SET origin = incarnation, incarnation = ?, shared_sequence = ? "
    "WHERE id = 1";
constexpr char kEverythingIsPending[] =
    "UPDATE upload_state SET acknowledged_revision = 0, seen_sequence = 0, "
    "told_sequence = 0 WHERE id = 1";
constexpr char kForgetShared[] = "DELETE FROM shared_tally";
// Check-ins never change, so this is summed up once.
constexpr char kSumShared[] =
    "INSERT INTO shared_tally (business_date, session_id, hour, category, method, persons, "
    "check_ins) SELECT business_date, session_id, hour, category, method, SUM(persons), COUNT(*) "
    "FROM check_in WHERE sequence <= ? AND direction = 'in' "
    "GROUP BY business_date, session_id, hour, category, method";

const wire::LedgerOpening* find(const std::vector<wire::LedgerOpening>& openings,
                                std::int64_t number) {
  const auto found = std::find_if(openings.begin(), openings.end(), [number](const auto& opening) {
    return opening.number == number;
  });
  return found == openings.end() ? nullptr : &*found;
}

}  // namespace

wire::Sequence last_shared_sequence(const std::vector<wire::LedgerOpening>& ours,
                                    const std::vector<wire::LedgerOpening>& theirs,
                                    const std::string& current, wire::Sequence last) {
  const auto until = [&last](const wire::LedgerOpening* opening) {
    if (opening != nullptr) last = std::min(last, opening->first_sequence - 1);
  };
  if (theirs.empty() || ours.empty()) {
    if (!ours.empty() && ours.back().id == current) until(&ours.back());
    return last;
  }
  // Only the newest of each are told: what lies before both lists is taken for shared.
  const auto first = std::max(ours.front().number, theirs.front().number);
  const auto end = std::max(ours.back().number, theirs.back().number);
  for (auto number = first; number <= end; ++number) {
    const auto* our = find(ours, number);
    const auto* their = find(theirs, number);
    if (our != nullptr && their != nullptr && our->id == their->id) continue;
    until(our);
    until(their);
    break;
  }
  return last;
}

void begin_new_life(Connection& connection, const Core& core, UtcMs utc_ms,
                    const std::string& missing, const std::vector<wire::LedgerOpening>& theirs) {
  const auto ours = ledger_openings(connection, 0);
  const auto last = chain_head(connection).sequence;
  const auto shared = last_shared_sequence(ours, theirs, core.opening_id, last);
  log_warning("the bureau has seen " + missing + " of another history: a new incarnation begins");
  log_event(connection, utc_ms, "rolled_back_ledger_found",
            missing + ", shared to #" + std::to_string(shared));
  connection.query(kNewLife).bind(make_incarnation(*core.randomness), shared).run();
  connection.query(kEverythingIsPending).run();
  connection.query(kForgetShared).run();
  connection.query(kSumShared).bind(shared).run();
}

}  // namespace keqian::kiosk
