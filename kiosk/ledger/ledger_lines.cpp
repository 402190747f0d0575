#include "kiosk/ledger/ledger_lines.h"

#include <vector>

#include "kiosk/ledger/corrections.h"
#include "kiosk/ledger/row_search.h"
#include "kiosk/ledger/rows.h"
#include "server-sync/base/assert.h"

namespace keqian::kiosk {
namespace {

constexpr char kTitle[] = "SELECT title FROM session WHERE id = ?";
constexpr char kReasonOfReversal[] = "SELECT reason FROM check_in WHERE reverses = ?";

RowFilter row_filter(const LineFilter& filter) {
  RowFilter rows;
  if (filter.session) rows.session_id = filter.session->value;
  if (filter.category) rows.category = name(*filter.category);
  if (filter.method) rows.method = name(*filter.method);
  return rows;
}

std::string title_of(Connection& connection, const std::string& session) {
  auto query = connection.query(kTitle);
  return query.bind(session).step() ? query.text(0) : std::string();
}

std::string reason_of_reversal(Connection& connection, wire::Sequence reversed) {
  auto query = connection.query(kReasonOfReversal);
  return query.bind(reversed).step() ? query.text(0) : std::string();
}

// What became of the check-in whose newest row this is, and why.
void add_corrections(Connection& connection, wire::Sequence origin, LedgerLine& line) {
  for (const auto& [reversal, replacement] : corrections_of(connection, origin)) {
    line.corrections.push_back(reversal.sequence);
    if (replacement) line.corrections.push_back(replacement->sequence);
    line.reason = reversal.reason;
  }
}

LedgerLine line_of(Connection& connection, const CheckInRow& row) {
  LedgerLine line;
  line.sequence = row.sequence;
  line.utc_ms = row.utc_ms;
  line.business_date = BusinessDate::parse(row.business_date).value_or(BusinessDate{});
  line.hour = static_cast<int>(row.hour);
  line.session = {row.session_id};
  line.session_title = title_of(connection, row.session_id);
  line.category = category_of(row);
  line.method = parse_method(row.method).value_or(Method::kManual);
  line.persons = static_cast<int>(row.persons);
  line.reverses = row.reverses;
  line.reversed = is_reversed(connection, row.sequence);
  line.leaving = row.direction == "out";
  const auto origin = row.reverses ? std::nullopt : find_origin(connection, row.sequence);
  if (origin && *origin != row.sequence) {
    const auto first = *find_check_in(connection, *origin);
    line.first = FirstCount{first.sequence, first.utc_ms, category_of(first),
                            static_cast<int>(first.persons)};
  }
  if (origin) {
    add_corrections(connection, *origin, line);
  } else if (line.reversed) {
    line.reason = reason_of_reversal(connection, row.sequence);
  }
  if (!row.reason.empty()) line.reason = row.reason;
  return line;
}

std::vector<wire::Sequence> find(Connection& connection, const LineFilter& filter,
                                 wire::Sequence before, int rows_max) {
  const auto rows = row_filter(filter);
  switch (filter.view) {
    case LineView::kCheckIns:
      return find_check_ins(connection, rows, before, rows_max);
    case LineView::kCorrected:
      return find_corrected(connection, rows, before, rows_max);
    case LineView::kAllRows:
      return find_rows(connection, rows, before, rows_max);
  }
  KEQIAN_ASSERT(false);
}

}  // namespace

Result<LinePage> read_lines(Core& core, const LineFilter& filter, wire::Sequence before) {
  return core.read("read the ledger's rows", [&](Connection& connection) -> Result<LinePage> {
    auto found = find(connection, filter, before, kLinesPerPage + 1);
    LinePage page;
    page.more = found.size() > kLinesPerPage;
    if (page.more) found.resize(kLinesPerPage);
    for (const auto sequence : found) {
      page.lines.push_back(line_of(connection, *find_check_in(connection, sequence)));
    }
    return page;
  });
}

}  // namespace keqian::kiosk
