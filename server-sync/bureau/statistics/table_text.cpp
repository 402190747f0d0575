#include <string>

#include "server-sync/bureau/statistics/amount.h"
#include "server-sync/bureau/statistics/table.h"

namespace keqian::bureau {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kCsvHead =
    "number,group,label,unit_of_measure,automatic,manual,value,state\r\n";

Json amount_json(NumberKind kind, const std::optional<std::int64_t>& amount) {
  if (!amount) return nullptr;
  if (kind == NumberKind::kMoney) return format_amount(kind, *amount);
  return *amount;
}

Json cell_json(const TableCell& cell) {
  return Json::object({{"number", cell.number},
                       {"group", cell.group},
                       {"label", cell.label},
                       {"unit_of_measure", cell.unit_of_measure},
                       {"automatic", amount_json(cell.kind, cell.automatic)},
                       {"manual", amount_json(cell.kind, cell.manual)},
                       {"value", amount_json(cell.kind, cell.value)},
                       {"state", name(cell.state)}});
}

// Quoted where needed. A spreadsheet program runs a field as a formula by its first character, so
// such a text gets an apostrophe before it.
std::string csv_text(std::string_view text) {
  std::string out;
  const bool is_formula =
      !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
  if (is_formula) out += '\'';
  out += text;
  if (out.find_first_of(",\"\r\n") == std::string::npos) return out;
  std::string quoted = "\"";
  for (const char c : out) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

std::string csv_amount(NumberKind kind, const std::optional<std::int64_t>& amount) {
  return amount ? format_amount(kind, *amount) : std::string{};
}

}  // namespace

Json table_json(const Table& table) {
  auto cells = Json::array();
  for (const auto& cell : table.cells) cells.push(cell_json(cell));
  return Json::object({{"campaign", table.campaign.value},
                       {"unit", table.unit.value},
                       {"cells", std::move(cells)}});
}

Json table_page_json(const Table& table) {
  auto cells = Json::array();
  for (const auto& cell : table.cells) {
    auto json = cell_json(cell);
    json.set("note", cell.note);
    json.set("editable", cell.editable);
    cells.push(std::move(json));
  }
  return Json::object({{"campaign", table.campaign.value},
                       {"campaign_name", table.campaign_name},
                       {"unit", table.unit.value},
                       {"unit_name", table.unit_name},
                       {"title", table.title},
                       {"cells", std::move(cells)}});
}

std::string table_csv(const Table& table) {
  std::string out(kByteOrderMark);
  out += kCsvHead;
  for (const auto& cell : table.cells) {
    out += std::to_string(cell.number) + ',' + csv_text(cell.group) + ',' + csv_text(cell.label) +
           ',' + csv_text(cell.unit_of_measure) + ',' + csv_amount(cell.kind, cell.automatic) +
           ',' + csv_amount(cell.kind, cell.manual) + ',' + csv_amount(cell.kind, cell.value) +
           ',' + std::string(name(cell.state)) + "\r\n";
  }
  return out;
}

}  // namespace keqian::bureau
