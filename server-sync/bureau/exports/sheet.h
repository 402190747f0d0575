// The official table as a sheet of A4: which words and numbers stand where, how large, merged over
// what. Plain values that a writer turns into a file; pure, and no file format is known here.
//
// Measures are of GB/T 9704: margins, "附件1" in 16 pt 黑体 flush left on the first line, the title
// in 22 pt 小标宋 below it. The text of a table may be smaller than the 16 pt of a document. Room
// for the seal is left above and beside the head line; none is drawn.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "server-sync/bureau/statistics/table.h"

namespace keqian::bureau {

// In millimetres of A4.
inline constexpr double kSheetMarginTop = 37;
inline constexpr double kSheetMarginLeft = 28;
inline constexpr double kSheetMarginRight = 26;
inline constexpr double kSheetMarginBottom = 35;

enum class SheetStyle { kAnnex, kTitle, kHeadLine, kGroup, kLabel, kCount, kMoney, kFootLine };

struct SheetFont {
  std::string_view name;  // the official one, which is licensed: it is named, never shipped
  std::string_view free;  // what looks alike and is free to install
  double points = 0;
  bool is_serif = true;
};
SheetFont font_of(SheetStyle style);

// Nothing: a cell that is not filled in yet. A number: an amount of the style's kind, as in
// statistics/amount.h. A text is a text whatever it begins with.
using SheetContent = std::variant<std::monostate, std::string, std::int64_t>;

struct SheetCell {
  int row = 0;  // from 0
  int column = 0;
  int rows = 1;  // merged
  int columns = 1;
  SheetStyle style = SheetStyle::kLabel;
  SheetContent content;
};

struct Sheet {
  std::string title;
  std::vector<double> column_widths_mm;
  std::vector<double> row_heights_pt;
  std::vector<SheetCell> cells;  // row by row, none over another
};

// A number is a number, zero too; "-" stands where something does not exist.
Sheet table_sheet(const Table& table);

// The table's title and its unit, as the name of a file without its ending: characters that a file
// system keeps for itself become "_".
std::string table_file_name(const Table& table);

// What to tell who opens the file: the fonts it names, and what to install where they are missing.
std::string fonts_note();

}  // namespace keqian::bureau
