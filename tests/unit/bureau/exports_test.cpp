#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "server-sync/bureau/exports/sheet.h"
#include "server-sync/bureau/exports/xlsx.h"

namespace keqian::bureau {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr UtcMs kMade = 1'716'600'000'000;
constexpr double kA4HeightMm = 297;
constexpr double kA4WidthMm = 210;
constexpr double kMmPerPoint = 25.4 / 72;

class TableSheet : public testing::Test {
 protected:
  TableSheet() : form_(*parse_form(builtin_form({"science-week-19"}), "form")) {
    input_.campaign = {"jincheng-2024"};
    input_.unit = {"jincheng"};
    input_.unit_name = "晋城市";
    input_.place = "晋城市";
    input_.annex = "附件1";
    input_.year = 2024;
  }
  Table table() const { return fill_table(form_, input_); }
  Sheet sheet() const { return table_sheet(table()); }
  static const SheetCell& at(const Sheet& sheet, int row, int column) {
    for (const auto& cell : sheet.cells)
      if (cell.row == row && cell.column == column) return cell;
    ADD_FAILURE() << "nothing begins at " << row << ", " << column;
    return sheet.cells.front();
  }
  static std::string words(const SheetCell& cell) {
    const auto* text = std::get_if<std::string>(&cell.content);
    return text != nullptr ? *text : std::string{};
  }

  static constexpr int kFirstRow = 3;  // of the 19 cells
  static constexpr int kNumbers = 2;   // the column

  FormDefinition form_;
  TableInput input_;
};

TEST_F(TableSheet, HasTheFormsWordsInOrder) {
  const auto made = sheet();
  EXPECT_EQ(words(at(made, 0, 0)), "附件1");
  EXPECT_EQ(words(at(made, 1, 0)), "2024年晋城市科技活动周开展情况统计表");
  EXPECT_EQ(words(at(made, 2, 0)), "部门/地方（盖章）：晋城市");
  std::vector<std::string> labels;
  std::vector<std::string> groups;
  for (const auto& cell : made.cells) {
    if (cell.style == SheetStyle::kLabel) labels.push_back(words(cell));
    if (cell.style == SheetStyle::kGroup) groups.push_back(words(cell));
  }
  std::vector<std::string> expected_labels;
  for (const auto& cell : form_.cells) expected_labels.push_back(cell.label);
  EXPECT_EQ(labels, expected_labels);
  EXPECT_THAT(groups, testing::ElementsAre("活动经费投入数量（单位：万元）",
                                           "科普工作人员参与数量（单位：人次）",
                                           "科普活动群众参与数量（单位：人次）", "宣传报道情况"));
}

TEST_F(TableSheet, MergesGroupsOverTheirCellsAndWordsAcross) {
  const auto made = sheet();
  for (const int row : {0, 1, 2}) {
    EXPECT_EQ(at(made, row, 0).columns, 3) << row;
  }
  EXPECT_EQ(at(made, kFirstRow, 0).columns, 2) << "a label without a group";
  const auto& money = at(made, kFirstRow + 1, 0);
  EXPECT_EQ(money.rows, 7);
  EXPECT_EQ(money.columns, 1);
  EXPECT_EQ(at(made, kFirstRow + 8, 0).rows, 4);
  EXPECT_EQ(at(made, kFirstRow + 12, 0).rows, 2);
  EXPECT_EQ(at(made, kFirstRow + 14, 0).rows, 2);
  for (const int row : {16, 17, 18}) {
    EXPECT_EQ(at(made, kFirstRow + row, 0).rows, 1);
    EXPECT_EQ(at(made, kFirstRow + row, 0).columns, 2);
  }
}

TEST_F(TableSheet, CoversEachPlaceOnce) {
  const auto made = sheet();
  std::vector<int> covered(made.row_heights_pt.size() * made.column_widths_mm.size());
  for (const auto& cell : made.cells)
    for (int row = cell.row; row < cell.row + cell.rows; ++row)
      for (int column = cell.column; column < cell.column + cell.columns; ++column)
        ++covered.at(static_cast<std::size_t>(row) * made.column_widths_mm.size() +
                     static_cast<std::size_t>(column));
  EXPECT_THAT(covered, testing::Each(1));
}

TEST_F(TableSheet, TellsZeroNoneAndUnfilledApart) {
  input_.manual = {
      {2, CellState::kValue, 1250}, {3, CellState::kZero, 0}, {4, CellState::kNone, 0}};
  const auto made = sheet();
  const auto content = [&](int number) {
    return at(made, kFirstRow + number - 1, kNumbers).content;
  };
  EXPECT_EQ(content(1), SheetContent(std::int64_t{0}));
  EXPECT_EQ(content(2), SheetContent(std::int64_t{1250}));
  EXPECT_EQ(at(made, kFirstRow + 1, kNumbers).style, SheetStyle::kMoney);
  EXPECT_EQ(content(3), SheetContent(std::int64_t{0}));
  EXPECT_EQ(content(4), SheetContent("-"));
  EXPECT_EQ(content(5), SheetContent());
  EXPECT_EQ(at(made, kFirstRow, kNumbers).style, SheetStyle::kCount);
}

TEST_F(TableSheet, FitsOnOnePageOfA4) {
  const auto made = sheet();
  const auto height = std::accumulate(made.row_heights_pt.begin(), made.row_heights_pt.end(), 0.0);
  EXPECT_LE(height * kMmPerPoint, kA4HeightMm - kSheetMarginTop - kSheetMarginBottom);
  const auto width =
      std::accumulate(made.column_widths_mm.begin(), made.column_widths_mm.end(), 0.0);
  EXPECT_DOUBLE_EQ(width, kA4WidthMm - kSheetMarginLeft - kSheetMarginRight);
}

TEST_F(TableSheet, GivesLongWordsMoreLines) {
  const auto before = sheet();
  form_.cells[16].label += form_.cells[16].label + form_.cells[16].label;
  for (const auto cell : {14U, 15U})
    form_.cells[cell].group =
        "宣传报道情况（含广播、电视、报刊、网络媒体和新媒体平台，同一家只计一次）";
  const auto after = sheet();
  EXPECT_GT(after.row_heights_pt[kFirstRow + 16], before.row_heights_pt[kFirstRow + 16]);
  EXPECT_GT(after.row_heights_pt[kFirstRow + 14], before.row_heights_pt[kFirstRow + 14]);
  EXPECT_EQ(after.row_heights_pt[kFirstRow + 14], after.row_heights_pt[kFirstRow + 15]);
  EXPECT_EQ(after.row_heights_pt[kFirstRow + 17], before.row_heights_pt[kFirstRow + 17]);
}

TEST_F(TableSheet, HasNoAnnexLineWhereTheNoticeGivesNoneAndFootLinesWhereTheFormDoes) {
  input_.annex.clear();
  form_.foot_lines = {"填表人：", "填表日期："};
  const auto made = sheet();
  EXPECT_EQ(at(made, 0, 0).style, SheetStyle::kTitle);
  EXPECT_EQ(words(at(made, 21, 0)), "填表人：");
  EXPECT_EQ(at(made, 22, 0).style, SheetStyle::kFootLine);
  EXPECT_EQ(at(made, 22, 0).columns, 3);
}

TEST_F(TableSheet, IsNamedAsAFileSystemTakesIt) {
  input_.unit_name = "a/b:c";
  EXPECT_EQ(table_file_name(table()), "2024年晋城市科技活动周开展情况统计表-a_b_c");
}

// ---- The file ----------------------------------------------------------------------------------
// What is in it is read back by end_to_end.table_file.

TEST_F(TableSheet, IsTheSameFileForTheSameTableAndMoment) {
  const auto first = xlsx_file(sheet(), kMade);
  ASSERT_TRUE(first.ok()) << first.error().text();
  EXPECT_THAT(*first, StartsWith("PK"));
  EXPECT_EQ(*xlsx_file(sheet(), kMade), *first);
  EXPECT_NE(*xlsx_file(sheet(), kMade + kMsPerDay), *first);
}

TEST_F(TableSheet, IsAFileHoweverEmptyOrLongItsWordsAre) {
  form_.cells.resize(1);
  input_.place = std::string(300, '[');
  EXPECT_TRUE(xlsx_file(sheet(), kMade).ok());
  EXPECT_TRUE(xlsx_file(Sheet{}, kMade).ok());
}

TEST(WorksheetName, IsWhatSpreadsheetProgramsAllow) {
  EXPECT_EQ(worksheet_name("2024年晋城市科技活动周开展情况统计表"),
            "2024年晋城市科技活动周开展情况统计表");
  EXPECT_EQ(worksheet_name("'a[b]:*?/\\c'"), "abc");
  EXPECT_EQ(worksheet_name(std::string(40, 'a')), std::string(31, 'a'));
  EXPECT_EQ(worksheet_name("[]"), "-");
}

TEST(FontsNote, NamesEachFontWithAFreeOne) {
  EXPECT_THAT(fonts_note(),
              AllOf(HasSubstr("方正小标宋简体 (free: Noto Serif CJK SC)"), HasSubstr("仿宋_GB2312"),
                    HasSubstr("黑体"), Not(HasSubstr("\n"))));
}

}  // namespace
}  // namespace keqian::bureau
