// Comma-separated values (RFC 4180) for spreadsheet programs. Pure.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace keqian::kiosk {

// Numbers stand as they are. A text that a spreadsheet program would take for a formula, because it
// begins with = + - @ or white space that hides one, gets an apostrophe before it.
using CsvCell = std::variant<std::int64_t, std::string_view>;

class CsvTable {
 public:
  // Begins with the byte order mark, by which spreadsheet programs know UTF-8.
  CsvTable();
  void row(std::initializer_list<CsvCell> cells);
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace keqian::kiosk
