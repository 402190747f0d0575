#include "server-sync/bureau/exports/xlsx.h"

#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <array>
#include <cmath>

#include "server-sync/base/files.h"
#include "server-sync/base/text.h"

namespace keqian::bureau {
namespace {

constexpr double kMmPerInch = 25.4;
constexpr double kPixelsPerInch = 96;  // a spreadsheet program's, whatever the screen
constexpr std::size_t kFileBytesMax = std::size_t{64} << 20U;
constexpr std::size_t kWorksheetNameMax = 31;
constexpr std::int64_t kHundredths = 100;
constexpr int kStyles = static_cast<int>(SheetStyle::kFootLine) + 1;
// What a program that lacks a font chooses another by.
constexpr std::uint8_t kFamilyRoman = 1;
constexpr std::uint8_t kFamilySwiss = 2;

// A file in memory that the library can open by its name.
class MemoryFile {
 public:
  MemoryFile() : descriptor_(::memfd_create("keqian-xlsx", MFD_CLOEXEC)) {}
  ~MemoryFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  bool is_open() const { return descriptor_ >= 0; }
  std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_ = -1;
};

Error cannot_be_made(std::string_view why) {
  return {
      ErrorKind::kStorage, "the table's file cannot be made: " + std::string(why),
      "see that the folder for temporary files (TMPDIR, else /tmp) can be written and has room"};
}

double inches(double mm) {
  return mm / kMmPerInch;
}

lxw_format* add_format(lxw_workbook* book, SheetStyle style) {
  auto* format = workbook_add_format(book);
  const auto font = font_of(style);
  format_set_font_name(format, std::string(font.name).c_str());
  format_set_font_size(format, font.points);
  format_set_font_family(format, font.is_serif ? kFamilyRoman : kFamilySwiss);
  format_set_text_wrap(format);
  format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
  switch (style) {
    case SheetStyle::kTitle:
      format_set_align(format, LXW_ALIGN_CENTER);
      break;
    case SheetStyle::kHeadLine:
      format_set_align(format, LXW_ALIGN_LEFT);
      format_set_align(format, LXW_ALIGN_VERTICAL_BOTTOM);
      break;
    case SheetStyle::kAnnex:
    case SheetStyle::kFootLine:
      format_set_align(format, LXW_ALIGN_LEFT);
      break;
    case SheetStyle::kLabel:
      format_set_align(format, LXW_ALIGN_LEFT);
      format_set_indent(format, 1);
      format_set_border(format, LXW_BORDER_THIN);
      break;
    case SheetStyle::kGroup:
    case SheetStyle::kCount:
    case SheetStyle::kMoney:
      format_set_align(format, LXW_ALIGN_CENTER);
      format_set_border(format, LXW_BORDER_THIN);
      break;
  }
  if (style == SheetStyle::kCount) {
    format_set_num_format(format, "0");
  } else if (style == SheetStyle::kMoney) {
    format_set_num_format(format, "0.00");
  } else {
    // As text: "=1" stays it even where somebody goes into the cell and out again.
    format_set_num_format(format, "@");
  }
  return format;
}

void set_up_page(lxw_worksheet* page, const Sheet& sheet) {
  constexpr std::uint8_t kA4 = 9;
  worksheet_set_paper(page, kA4);
  worksheet_set_portrait(page);
  worksheet_set_margins(page, inches(kSheetMarginLeft), inches(kSheetMarginRight),
                        inches(kSheetMarginTop), inches(kSheetMarginBottom));
  worksheet_fit_to_pages(page, 1, 0);  // one page wide
  worksheet_gridlines(page, LXW_HIDE_ALL_GRIDLINES);
  for (std::size_t column = 0; column < sheet.column_widths_mm.size(); ++column) {
    // Rounded down: a pixel too many and the page would be drawn smaller to fit.
    const auto pixels = std::floor(inches(sheet.column_widths_mm[column]) * kPixelsPerInch);
    worksheet_set_column_pixels(page, static_cast<lxw_col_t>(column),
                                static_cast<lxw_col_t>(column), static_cast<std::uint32_t>(pixels),
                                nullptr);
  }
  for (std::size_t row = 0; row < sheet.row_heights_pt.size(); ++row)
    worksheet_set_row(page, static_cast<lxw_row_t>(row), sheet.row_heights_pt[row], nullptr);
}

lxw_error write_cell(lxw_worksheet* page, const SheetCell& cell, lxw_format* format) {
  const auto row = static_cast<lxw_row_t>(cell.row);
  const auto column = static_cast<lxw_col_t>(cell.column);
  if (cell.rows > 1 || cell.columns > 1) {
    const auto merged =
        worksheet_merge_range(page, row, column, row + static_cast<lxw_row_t>(cell.rows - 1),
                              static_cast<lxw_col_t>(column + cell.columns - 1), "", format);
    if (merged != LXW_NO_ERROR) return merged;
  }
  if (const auto* text = std::get_if<std::string>(&cell.content))
    return worksheet_write_string(page, row, column, text->c_str(), format);
  if (const auto* amount = std::get_if<std::int64_t>(&cell.content)) {
    // A double holds every whole number up to kAmountMax, and its hundredths to the last digit.
    const auto number = static_cast<double>(*amount);
    return worksheet_write_number(page, row, column,
                                  cell.style == SheetStyle::kMoney ? number / kHundredths : number,
                                  format);
  }
  return worksheet_write_blank(page, row, column, format);
}

lxw_error write_sheet(lxw_workbook* book, const Sheet& sheet, UtcMs made_utc_ms) {
  std::string title = sheet.title;
  lxw_doc_properties properties{};
  properties.title = title.data();
  properties.created = static_cast<time_t>(made_utc_ms / kMsPerSecond);
  auto error = workbook_set_properties(book, &properties);
  auto* page = workbook_add_worksheet(book, worksheet_name(sheet.title).c_str());
  if (page == nullptr) return LXW_ERROR_PARAMETER_VALIDATION;
  set_up_page(page, sheet);
  std::array<lxw_format*, kStyles> formats{};
  for (const auto& cell : sheet.cells) {
    if (error != LXW_NO_ERROR) return error;
    auto& format = formats.at(static_cast<std::size_t>(cell.style));
    if (format == nullptr) format = add_format(book, cell.style);
    error = write_cell(page, cell, format);
  }
  return error;
}

}  // namespace

Result<std::string> xlsx_file(const Sheet& sheet, UtcMs made_utc_ms) {
  const MemoryFile file;
  if (!file.is_open()) return cannot_be_made("no memory is left");
  auto* book = workbook_new(file.path().c_str());
  if (book == nullptr) return cannot_be_made("no memory is left");
  const auto written = write_sheet(book, sheet, made_utc_ms);
  const auto closed = workbook_close(book);  // frees the book whatever happened
  const auto error = written != LXW_NO_ERROR ? written : closed;
  if (error != LXW_NO_ERROR) return cannot_be_made(one_line(lxw_strerror(error)));
  return read_file(file.path(), kFileBytesMax);
}

std::string worksheet_name(std::string_view title) {
  std::string name;
  std::size_t characters = 0;
  for (std::size_t position = 0; position < title.size() && characters < kWorksheetNameMax;) {
    const char32_t c = next_code_point(title, position);
    if (c < 0x20 || std::u32string_view(U"[]:*?/\\'").find(c) != std::u32string_view::npos)
      continue;
    append_utf8(name, c);
    ++characters;
  }
  return name.empty() ? "-" : name;
}

}  // namespace keqian::bureau
