#include "server-sync/bureau/exports/sheet.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

#include "server-sync/base/text.h"

namespace keqian::bureau {
namespace {

constexpr std::array kColumnWidthsMm = {42.0, 76.0, 38.0};  // group, label, number
constexpr int kColumns = static_cast<int>(kColumnWidthsMm.size());
constexpr int kNumberColumn = kColumns - 1;
constexpr double kPointsPerMm = 72 / 25.4;
constexpr double kCellPadding = 8;      // of both sides together, in points
constexpr double kLinePerEm = 4.0 / 3;  // from one line to the next
constexpr double kRowPadding = 8;
// A seal of 42 mm is set over the unit's name; this much of it is left free above the line.
constexpr double kSealRoom = 44;

constexpr SheetFont kBlack{"黑体", "Noto Sans CJK SC", 16, false};
constexpr SheetFont kTitleSong{"方正小标宋简体", "Noto Serif CJK SC", 22};
constexpr SheetFont kFangSong{"仿宋_GB2312", "Noto Serif CJK SC", 12};

// How many lines a text takes: Chinese characters are an em wide, others half of one.
int lines_of(std::string_view text, double width_pt, double em) {
  double used = 0;
  int lines = 1;
  for (std::size_t position = 0; position < text.size();) {
    const double width = next_code_point(text, position) < 0x80 ? em / 2 : em;
    if (used + width > width_pt - kCellPadding && used > 0) {
      ++lines;
      used = 0;
    }
    used += width;
  }
  return lines;
}

class Layout {
 public:
  explicit Layout(const Table& table) {
    sheet_.title = table.title;
    sheet_.column_widths_mm.assign(kColumnWidthsMm.begin(), kColumnWidthsMm.end());
    if (!table.annex.empty()) add_line(SheetStyle::kAnnex, table.annex);
    add_line(SheetStyle::kTitle, table.title);
    add_line(SheetStyle::kHeadLine, table.head_line + table.unit_name);
    sheet_.row_heights_pt.back() += kSealRoom;
    for (auto first = table.cells.begin(); first != table.cells.end();) {
      const auto last = std::find_if(first, table.cells.end(), [&](const TableCell& cell) {
        return cell.group.empty() || cell.group != first->group;
      });
      // A cell without a group is alone, not beside the next that has none either.
      first = add_group(first, last == first ? first + 1 : last);
    }
    for (const auto& line : table.foot_lines) add_line(SheetStyle::kFootLine, line);
  }

  Sheet take() { return std::move(sheet_); }

 private:
  using Cells = std::vector<TableCell>::const_iterator;

  int next_row() const { return static_cast<int>(sheet_.row_heights_pt.size()); }

  static double width_of(int column, int columns) {
    const auto* first = kColumnWidthsMm.begin() + column;
    return std::accumulate(first, first + columns, 0.0) * kPointsPerMm;
  }

  static double height_of(SheetStyle style, std::string_view text, int column, int columns) {
    const double em = font_of(style).points;
    return lines_of(text, width_of(column, columns), em) * em * kLinePerEm + kRowPadding;
  }

  void add_line(SheetStyle style, const std::string& text) {
    sheet_.cells.push_back({next_row(), 0, 1, kColumns, style, text});
    sheet_.row_heights_pt.push_back(height_of(style, text, 0, kColumns));
  }

  Cells add_group(Cells first, Cells last) {
    const int top = next_row();
    const int rows = static_cast<int>(last - first);
    const bool has_group = !first->group.empty();
    if (has_group) sheet_.cells.push_back({top, 0, rows, 1, SheetStyle::kGroup, first->group});
    for (auto cell = first; cell != last; ++cell) add_cell(*cell, has_group ? 1 : 0);
    if (has_group) {
      // What the group's words need beyond their rows is shared out among them.
      const auto begin = sheet_.row_heights_pt.begin() + top;
      const double missing = height_of(SheetStyle::kGroup, first->group, 0, 1) -
                             std::accumulate(begin, sheet_.row_heights_pt.end(), 0.0);
      if (missing > 0)
        for (auto row = begin; row != sheet_.row_heights_pt.end(); ++row) *row += missing / rows;
    }
    return last;
  }

  void add_cell(const TableCell& cell, int label_column) {
    const int row = next_row();
    const int label_columns = kNumberColumn - label_column;
    sheet_.cells.push_back({row, label_column, 1, label_columns, SheetStyle::kLabel, cell.label});
    const auto style = cell.kind == NumberKind::kMoney ? SheetStyle::kMoney : SheetStyle::kCount;
    sheet_.cells.push_back({row, kNumberColumn, 1, 1, style, content_of(cell)});
    sheet_.row_heights_pt.push_back(
        height_of(SheetStyle::kLabel, cell.label, label_column, label_columns));
  }

  static SheetContent content_of(const TableCell& cell) {
    if (cell.state == CellState::kNone) return std::string(kDoesNotExist);
    if (cell.value) return *cell.value;
    return std::monostate{};
  }

  Sheet sheet_;
};

}  // namespace

SheetFont font_of(SheetStyle style) {
  switch (style) {
    case SheetStyle::kAnnex:
      return kBlack;
    case SheetStyle::kTitle:
      return kTitleSong;
    case SheetStyle::kHeadLine:
    case SheetStyle::kGroup:
    case SheetStyle::kLabel:
    case SheetStyle::kCount:
    case SheetStyle::kMoney:
    case SheetStyle::kFootLine:
      return kFangSong;
  }
  return kFangSong;
}

Sheet table_sheet(const Table& table) {
  return Layout(table).take();
}

std::string table_file_name(const Table& table) {
  auto name = table.title + "-" + table.unit_name;
  for (char& c : name)
    if (static_cast<unsigned char>(c) < 0x20 ||
        std::string_view("/\\:*?\"<>|").find(c) != std::string_view::npos)
      c = '_';
  return name;
}

std::string fonts_note() {
  std::string names;
  for (const auto& font : {kTitleSong, kFangSong, kBlack})
    names += (names.empty() ? "" : ", ") + std::string(font.name) +
             " (free: " + std::string(font.free) + ")";
  return "the file names the fonts " + names +
         ": where one is missing, another is drawn; look at it before it is printed";
}

}  // namespace keqian::bureau
