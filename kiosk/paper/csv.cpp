#include "kiosk/paper/csv.h"

namespace keqian::kiosk {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kFormulaBegins = "=+-@\t\r\n";
constexpr std::string_view kNeedsQuotes = "\",\r\n";

std::string cell_text(std::string_view value) {
  std::string text(value);
  if (!text.empty() && kFormulaBegins.find(text.front()) != std::string_view::npos) {
    text.insert(text.begin(), '\'');
  }
  if (text.find_first_of(kNeedsQuotes) == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char letter : text) {
    if (letter == '"') quoted += '"';
    quoted += letter;
  }
  return quoted + "\"";
}

}  // namespace

CsvTable::CsvTable() : text_(kByteOrderMark) {}

void CsvTable::row(std::initializer_list<CsvCell> cells) {
  bool is_first = true;
  for (const auto& cell : cells) {
    if (!is_first) text_ += ',';
    is_first = false;
    const auto* number = std::get_if<std::int64_t>(&cell);
    text_ +=
        number != nullptr ? std::to_string(*number) : cell_text(std::get<std::string_view>(cell));
  }
  text_ += "\r\n";
}

}  // namespace keqian::kiosk
