#include "kiosk/ledger/ledger_lines.h"

#include "kiosk/ledger/row_search.h"
#include "kiosk/ledger/rows.h"

namespace keqian::kiosk {
namespace {

constexpr char kTitle[] = "SELECT title FROM session WHERE id = ?";

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

LedgerLine line_of(Connection& connection, const CheckInRow& row) {
  LedgerLine line;
  line.sequence = row.sequence;
  line.utc_ms = row.utc_ms;
  line.business_date = BusinessDate::parse(row.business_date).value_or(BusinessDate{});
  line.hour = static_cast<int>(row.hour);
  line.session = {row.session_id};
  line.session_title = title_of(connection, row.session_id);
  line.category = parse_category(row.category).value_or(Category::kPublic);
  line.method = parse_method(row.method).value_or(Method::kManual);
  line.persons = static_cast<int>(row.persons);
  line.reverses = row.reverses;
  line.reversed = is_reversed(connection, row.sequence);
  line.reason = row.reason;
  line.leaving = row.direction == "out";
  return line;
}

}  // namespace

Result<LinePage> read_lines(Core& core, const LineFilter& filter, wire::Sequence before) {
  return core.read("read the ledger's rows", [&](Connection& connection) -> Result<LinePage> {
    const auto rows = row_filter(filter);
    auto found = filter.corrections_only
                     ? find_corrections(connection, rows, before, kLinesPerPage + 1)
                     : find_rows(connection, rows, before, kLinesPerPage + 1);
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
