#include <string>

#include "server-sync/bureau/statistics/amount.h"
#include "server-sync/bureau/statistics/csv.h"
#include "server-sync/bureau/statistics/table.h"

namespace keqian::bureau {
namespace {

constexpr std::string_view kCsvHeadChinese =
    "序号,分组,项目,计量单位,自动汇总,手工填报,数值,状态\r\n";
constexpr std::string_view kCsvHeadEnglish =
    "number,group,label,unit_of_measure,automatic,manual,value,state\r\n";

std::string_view state_words(CellState state, TableLanguage language) {
  if (language == TableLanguage::kEnglish) return name(state);
  switch (state) {
    case CellState::kValue:
      return "有数";
    case CellState::kZero:
      return "零";
    case CellState::kNone:
      return "无此项";
    case CellState::kUnfilled:
      return "未填";
  }
  return "";
}

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
                       {"head_line", table.head_line},
                       {"cells", std::move(cells)}});
}

std::string table_csv(const Table& table, TableLanguage language) {
  std::string out(kByteOrderMark);
  out += language == TableLanguage::kChinese ? kCsvHeadChinese : kCsvHeadEnglish;
  for (const auto& cell : table.cells) {
    const auto value = cell.state == CellState::kNone ? std::string(kDoesNotExist)
                                                      : csv_amount(cell.kind, cell.value);
    out += std::to_string(cell.number) + ',' + csv_text(cell.group) + ',' + csv_text(cell.label) +
           ',' + csv_text(cell.unit_of_measure) + ',' + csv_amount(cell.kind, cell.automatic) +
           ',' + csv_amount(cell.kind, cell.manual) + ',' + value + ',' +
           std::string(state_words(cell.state, language)) + "\r\n";
  }
  return out;
}

}  // namespace keqian::bureau
