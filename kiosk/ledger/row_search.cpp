#include "kiosk/ledger/row_search.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <utility>

#include "kiosk/ledger/corrections.h"
#include "kiosk/ledger/rows.h"

namespace keqian::kiosk {
namespace {

constexpr int kRowsReadAtOnce = 64;
constexpr int kSpansMax = 1'000'000;

constexpr char kSpans[] =
    "SELECT first_sequence, last_sequence, check_ins FROM tally "
    "WHERE (?1 IS NULL OR session_id = ?1) AND (?2 IS NULL OR category = ?2) "
    "AND (?3 IS NULL OR method = ?3) AND last_sequence > 0 AND first_sequence < ?4 "
    "ORDER BY last_sequence LIMIT ?5";
constexpr char kPlainEntries[] =
    "SELECT sequence FROM check_in WHERE (?1 IS NULL OR session_id = ?1) "
    "AND (?2 IS NULL OR category = ?2) AND (?3 IS NULL OR method = ?3) "
    "AND sequence BETWEEN ?4 AND ?5 AND reverses IS NULL AND direction = 'in' "
    "ORDER BY sequence DESC LIMIT ?6";
constexpr char kReversals[] =
    "SELECT sequence FROM check_in INDEXED BY check_in_reversals "
    "WHERE reverses IS NOT NULL AND (?1 IS NULL OR session_id = ?1) "
    "AND (?2 IS NULL OR category = ?2) AND (?3 IS NULL OR method = ?3) AND sequence < ?4 "
    "ORDER BY sequence DESC LIMIT ?5";
#define KEQIAN_EXITS                                                                  \
  "SELECT sequence FROM check_in INDEXED BY check_in_exits "                          \
  "WHERE direction = 'out' AND reverses IS NULL AND (?1 IS NULL OR session_id = ?1) " \
  "AND (?2 IS NULL OR category = ?2) AND (?3 IS NULL OR method = ?3) AND sequence < ?4 "
constexpr char kExits[] = KEQIAN_EXITS "ORDER BY sequence DESC LIMIT ?5";
constexpr char kUnamendedExits[] = KEQIAN_EXITS
    "AND NOT EXISTS (SELECT 1 FROM check_in AS reversal WHERE reversal.reverses = "
    "check_in.sequence) AND NOT EXISTS (SELECT 1 FROM amended_check_in WHERE newest = "
    "check_in.sequence) ORDER BY sequence DESC LIMIT ?5";
// Corrected check-ins are rare: they are walked from their first rows, and the newest ones fit.
constexpr char kAmended[] =
    "SELECT origin, newest FROM amended_check_in CROSS JOIN check_in ON sequence = newest "
    "WHERE (?1 IS NULL OR session_id = ?1) AND (?2 IS NULL OR category = ?2) "
    "AND (?3 IS NULL OR method = ?3) AND origin < ?4 ORDER BY origin DESC LIMIT ?5";
constexpr char kCorrected[] =
    "SELECT newest FROM amended_check_in INDEXED BY amended_check_in_differing "
    "CROSS JOIN check_in ON sequence = newest WHERE differs = 1 "
    "AND (?1 IS NULL OR session_id = ?1) AND (?2 IS NULL OR category = ?2) "
    "AND (?3 IS NULL OR method = ?3) AND origin < ?4 ORDER BY origin DESC LIMIT ?5";

wire::Sequence bound_of(wire::Sequence before) {
  return before == 0 ? std::numeric_limits<wire::Sequence>::max() : before;
}

void read_into(std::vector<wire::Sequence>& found, Connection& connection, const char* sql,
               const RowFilter& filter, wire::Sequence before, int rows_max) {
  auto query = connection.query(sql);
  query.bind(filter.session_id, filter.category, filter.method, bound_of(before), rows_max);
  while (query.step()) found.push_back(query.integer(0));
}

// Neither taken back nor standing in the place of another.
bool is_unamended(Connection& connection, wire::Sequence sequence) {
  return !is_reversed(connection, sequence) && find_origin(connection, sequence) == sequence;
}

void keep_newest(std::vector<wire::Sequence>& found, int rows_max) {
  std::sort(found.begin(), found.end(), std::greater<>());
  if (static_cast<int>(found.size()) > rows_max) found.resize(static_cast<std::size_t>(rows_max));
}

}  // namespace

RowSearch::RowSearch(Connection& connection, RowFilter filter, wire::Sequence before)
    : connection_(connection), filter_(std::move(filter)) {
  read_spans(bound_of(before));
}

void RowSearch::read_spans(wire::Sequence before) {
  if (filter_.everything()) {
    spans_.push_back({1, before - 1});
    return;
  }
  constexpr std::int64_t kEndsTellAll = 2;  // so few rows are the first and the last themselves
  std::vector<Span> unordered;
  {
    auto query = connection_.query(kSpans);
    query.bind(filter_.session_id, filter_.category, filter_.method, before, kSpansMax);
    while (query.step()) {
      const auto first = query.integer(0);
      const auto last = query.integer(1);
      if (query.integer(2) > kEndsTellAll) {
        unordered.push_back({first, std::min(last, before - 1)});
        continue;
      }
      unordered.push_back({first, first});
      if (last != first && last < before) unordered.push_back({last, last});
    }
  }
  std::sort(unordered.begin(), unordered.end(),
            [](const Span& a, const Span& b) { return a.last < b.last; });
  for (auto span : unordered) {
    while (!spans_.empty() && spans_.back().last + 1 >= span.first) {
      span.first = std::min(span.first, spans_.back().first);
      spans_.pop_back();
    }
    spans_.push_back(span);
  }
}

void RowSearch::read_rows() {
  while (rows_.empty() && !spans_.empty()) {
    auto& span = spans_.back();
    {
      auto query = connection_.query(kPlainEntries);
      query.bind(filter_.session_id, filter_.category, filter_.method, span.first, span.last,
                 kRowsReadAtOnce);
      while (query.step()) rows_.push_back(query.integer(0));
    }
    if (static_cast<int>(rows_.size()) < kRowsReadAtOnce) {
      spans_.pop_back();
    } else {
      span.last = rows_.back() - 1;
    }
    std::reverse(rows_.begin(), rows_.end());
  }
}

std::optional<wire::Sequence> RowSearch::next_plain_entry() {
  if (rows_.empty()) read_rows();
  if (rows_.empty()) return std::nullopt;
  const auto next = rows_.back();
  rows_.pop_back();
  return next;
}

std::vector<wire::Sequence> find_rows(Connection& connection, const RowFilter& filter,
                                      wire::Sequence before, int rows_max) {
  std::vector<wire::Sequence> found;
  RowSearch entries(connection, filter, before);
  while (static_cast<int>(found.size()) < rows_max) {
    const auto next = entries.next_plain_entry();
    if (!next) break;
    found.push_back(*next);
  }
  read_into(found, connection, kReversals, filter, before, rows_max);
  read_into(found, connection, kExits, filter, before, rows_max);
  keep_newest(found, rows_max);
  return found;
}

std::vector<wire::Sequence> find_check_ins(Connection& connection, const RowFilter& filter,
                                           wire::Sequence before, int rows_max) {
  std::vector<wire::Sequence> origins;
  RowSearch entries(connection, filter, before);
  while (static_cast<int>(origins.size()) < rows_max) {
    const auto next = entries.next_plain_entry();
    if (!next) break;
    if (is_unamended(connection, *next)) origins.push_back(*next);
  }
  read_into(origins, connection, kUnamendedExits, filter, before, rows_max);
  std::map<wire::Sequence, wire::Sequence> newest;  // by origin
  {
    auto query = connection.query(kAmended);
    query.bind(filter.session_id, filter.category, filter.method, bound_of(before), rows_max);
    while (query.step()) newest[query.integer(0)] = query.integer(1);
  }
  for (const auto& [origin, last] : newest) origins.push_back(origin);
  keep_newest(origins, rows_max);
  for (auto& row : origins) {
    if (const auto amended = newest.find(row); amended != newest.end()) row = amended->second;
  }
  return origins;
}

std::vector<wire::Sequence> find_corrected(Connection& connection, const RowFilter& filter,
                                           wire::Sequence before, int rows_max) {
  std::vector<wire::Sequence> found;
  read_into(found, connection, kCorrected, filter, before, rows_max);
  return found;
}

}  // namespace keqian::kiosk
