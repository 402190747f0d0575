// What the staff take along of a day: the words of the screens, tables, one sheet.
#include "kiosk/paper/day_papers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kiosk/ledger/ledger_desk.h"
#include "kiosk/ledger/ledger_door.h"
#include "kiosk/paper/csv.h"
#include "kiosk/paper/day_sheet.h"
#include "kiosk/paper/day_tables.h"
#include "kiosk/paper/paper.h"
#include "server-sync/base/files.h"
#include "tests/support/kiosk_bench.h"

namespace keqian::kiosk {
namespace {

using test::KioskBench;
using ::testing::HasSubstr;

constexpr std::size_t kFileBytesMax = 10'000'000;
// A4 at 200 dots an inch.
constexpr int kWidth = 1654;
constexpr int kHeight = 2339;

struct Desk {
  Desk() : ledger(bench.open_enrolled()), desk(*ledger, "test"), door(*ledger) {}
  std::string written(const std::string& name) {
    const auto bytes = read_file(stick.path() / ("keqian-k-1-2026-05-28-" + name), kFileBytesMax);
    EXPECT_TRUE(bytes.ok()) << name;
    return bytes.ok() ? *bytes : std::string();
  }

  KioskBench bench;
  std::unique_ptr<Ledger> ledger;
  LedgerDesk desk;
  LedgerDoor door;
  test::TemporaryFolder stick;
};

int big_endian(const std::string& bytes, std::size_t at) {
  int number = 0;
  for (std::size_t i = 0; i < 4; ++i)
    number = number * 256 + static_cast<unsigned char>(bytes.at(at + i));
  return number;
}

// A full day of a busy venue.
DayReport full_day(std::size_t sessions) {
  DayReport report;
  auto& closing = report.closing;
  closing.date = *BusinessDate::parse("2026-05-28");
  closing.venue_name = "晋城市图书馆";
  closing.chain_head = std::string(64, 'a');
  closing.signature = "ed25519:" + std::string(86, 'x');
  closing.closed = true;
  closing.closed_utc_ms = closing.date.start_utc_ms() + 17 * kMsPerHour;
  for (std::size_t hour = 8; hour < 18; ++hour) closing.figures.by_hour[hour] = 100;
  closing.figures.persons = 1000;
  for (std::size_t i = 0; i < sessions; ++i) {
    HeldSession session;
    session.title =
        "走进晋城古建筑专题讲座与现场修缮体验活动（第一季）第" + std::to_string(i) + "场";
    session.opened_utc_ms = closing.date.start_utc_ms() + 9 * kMsPerHour;
    session.persons = 10;
    report.sessions.push_back(session);
  }
  report.kiosk_id = "k-1";
  report.kiosk_name = "南门签到机";
  report.campaign_name = "2026年晋城市科技活动周";
  report.first_sequence = 1;
  report.last_sequence = 1311;
  report.made_utc_ms = closing.closed_utc_ms;
  return report;
}

TEST(DayPapers, AreASheetAndTablesInTheWordsOfTheScreen) {
  Desk desk;
  const auto first = desk.door.scan(desk.bench.pass(Category::kYouth, 3), Method::kCamera, {});
  ASSERT_TRUE(desk.desk.reverse(first->sequence, CorrectionReason::kTrial).ok());
  ASSERT_TRUE(desk.door.tap(Category::kPublic, 2).ok());
  ASSERT_TRUE(desk.desk.close_day().ok());
  const auto files =
      export_day(desk.desk, desk.bench.today(), Catalogue::chinese(), desk.stick.path());
  ASSERT_TRUE(files.ok()) << files.error().text();
  EXPECT_EQ(files->size(), 6u);
  const auto rows = desk.written("rows.csv");
  EXPECT_EQ(rows.find("\xEF\xBB\xBF记录编号,"), 0u);
  const auto& words = Catalogue::chinese();
  EXPECT_THAT(rows, HasSubstr("\r\n2,2026-05-28T10:00:00.000+08:00,10,daily.library.2026-05-28.1,"
                              "日常开放," +
                              words.text("category.youth") + "," + words.text("method.camera") +
                              ",-3,进入,1," + words.text("reason.trial") + ",准确\r\n"));
  const auto counts = desk.written("counts.csv");
  EXPECT_THAT(counts, HasSubstr(words.text("export.check_ins") + "\r\n"));
  EXPECT_THAT(counts, HasSubstr(words.text("method.tap") + ",2,1\r\n"));
  EXPECT_THAT(counts, HasSubstr(words.text("method.camera") + ",0,0\r\n"))
      << "the row that was taken back and its reversal are no check-ins";
  EXPECT_THAT(desk.written("sessions.csv"),
              HasSubstr("日常开放," + words.text("audience.public") + ","));
  EXPECT_THAT(desk.written("closing.txt"), HasSubstr("\nvenue library\n"));
  EXPECT_EQ(desk.written("sheet.pdf").find("%PDF-"), 0u);
}

TEST(DayPapers, AreInEnglishWhereTheScreenIs) {
  Desk desk;
  ASSERT_TRUE(desk.door.tap(Category::kPublic, 2).ok());
  ASSERT_TRUE(
      export_day(desk.desk, desk.bench.today(), Catalogue::english(), desk.stick.path()).ok());
  const auto& words = Catalogue::english();
  EXPECT_THAT(desk.written("counts.csv"),
              HasSubstr("," + words.text("holdings.daily") + ",10," +
                        words.text("category.public") + "," + words.text("method.tap") + ",2,1"));
  EXPECT_FALSE(std::filesystem::exists(desk.stick.path() / "keqian-k-1-2026-05-28-closing.txt"))
      << "the day was not closed";
}

TEST(DayPapers, TellA0OfTheStaffFromOneThatNobodyEntered) {
  Desk desk;
  const auto session = desk.door.tap(Category::kPublic, 2)->session;
  const auto last_cells = [&](const Catalogue& words) {
    EXPECT_TRUE(export_day(desk.desk, desk.bench.today(), words, desk.stick.path()).ok());
    const auto table = desk.written("sessions.csv");
    return table.substr(table.find(",,2,") + 4);
  };
  EXPECT_EQ(last_cells(Catalogue::chinese()), "未填报,未填报,未填报,未填报\r\n");
  EXPECT_EQ(last_cells(Catalogue::english()),
            "Not reported,Not reported,Not reported,Not reported\r\n");
  ASSERT_TRUE(desk.desk.set_head_counts(session, {}).ok());
  EXPECT_EQ(last_cells(Catalogue::chinese()), "0,0,0,0\r\n");
}

TEST(DayPapers, SayThatAFolderCannotBeWritten) {
  Desk desk;
  EXPECT_EQ(export_day(desk.desk, desk.bench.today(), Catalogue::chinese(), "/nowhere/at/all")
                .error()
                .kind,
            ErrorKind::kStorage);
}

TEST(DaySheet, IsOnePageOfA4HoweverFullTheDayWas) {
  for (const auto sessions : {std::size_t{0}, std::size_t{10}, std::size_t{60}}) {
    for (const auto* words : {&Catalogue::chinese(), &Catalogue::english()}) {
      const auto pdf = day_sheet_pdf(full_day(sessions), *words);
      ASSERT_TRUE(pdf.ok()) << pdf.error().text();
      EXPECT_THAT(*pdf, HasSubstr("/Count 1\n"));
      EXPECT_THAT(*pdf, HasSubstr("595."));
      const auto png = day_sheet_png(full_day(sessions), *words);
      ASSERT_TRUE(png.ok()) << png.error().text();
      ASSERT_EQ(png->substr(1, 3), "PNG");
      EXPECT_EQ(big_endian(*png, 16), kWidth);
      EXPECT_EQ(big_endian(*png, 20), kHeight);
    }
  }
}

// Keeps what is written on it, and where.
class WrittenPaper : public Paper {
 public:
  float width_of(std::string_view text, const PaperText& style) override {
    return static_cast<float>(text.size()) * style.em / 3;
  }
  void text(Rect box, std::string_view text, const PaperText&) override {
    words += std::string(text) + "\n";
    boxes.push_back(box);
  }
  void fill(Rect rect, Colour) override { boxes.push_back(rect); }
  void line(Point, Point, float, Colour) override {}
  Result<std::string> finish() override { return words; }

  std::string words = "\n";
  std::vector<Rect> boxes;
};

WrittenPaper sheet_of(const DayReport& report, const Catalogue& words = Catalogue::chinese()) {
  WrittenPaper paper;
  draw_day_sheet(paper, report, words);
  return paper;
}

TEST(DaySheet, TellsA0OfTheStaffFromOneThatNobodyEntered) {
  auto report = full_day(2);
  EXPECT_THAT(sheet_of(report).words, HasSubstr("10\n未填报\n"));
  report.sessions[0].staff_reported = true;
  EXPECT_THAT(sheet_of(report).words, HasSubstr("10\n0\n"));
  EXPECT_THAT(sheet_of(report).words, HasSubstr("10\n未填报\n")) << "of the other";
  EXPECT_THAT(sheet_of(report, Catalogue::english()).words, HasSubstr("Not reported"));
}

TEST(DaySheet, SaysWhatCorrectionsCameToAndHowOftenTheDayWasClosed) {
  auto report = full_day(1);
  report.corrections.changed = {1, -1};
  const auto once = sheet_of(report).words;
  EXPECT_THAT(once, HasSubstr("\n1 次，−1 人次\n"));
  EXPECT_THAT(once, ::testing::Not(HasSubstr("整条撤销")));
  report.corrections = {};
  const auto at = report.closing.date.start_utc_ms();
  report.closings = {{at + 16 * kMsPerHour, 990}, {at + 17 * kMsPerHour, 1000}};
  const auto words = sheet_of(report).words;
  EXPECT_THAT(words, HasSubstr("没有更正"));
  EXPECT_THAT(words, HasSubstr("结束了 2 次：16:00（990 人次）、17:00（1,000 人次）"));
}

TEST(DaySheet, DrawsNothingOverSomethingElseHoweverFullTheDayWas) {
  for (const auto sessions : {std::size_t{0}, std::size_t{1}, std::size_t{60}}) {
    const auto paper = sheet_of(full_day(sessions));
    EXPECT_THAT(paper.words, HasSubstr("盖章处"));
    for (const auto& box : paper.boxes) {
      EXPECT_GE(box.height, 0);
      EXPECT_GE(box.top, 0);
      EXPECT_LE(box.bottom(), kPaperHeight);
    }
    for (std::size_t i = 0; i < paper.boxes.size(); ++i) {
      for (std::size_t j = i + 1; j < paper.boxes.size(); ++j) {
        const auto common = paper.boxes[i].common(paper.boxes[j]);
        // Words lie in a filled row, and a short word in the box of a long one beside it.
        const bool within =
            common.height > paper.boxes[i].height - 1 || common.height > paper.boxes[j].height - 1;
        EXPECT_TRUE(within || common.height < 1 || common.width < 1) << sessions << " " << i;
      }
    }
  }
}

TEST(DaySheet, ShowsAQuietDaysOneHourInTheMiddle) {
  auto report = full_day(1);
  report.closing.figures.by_hour = {};
  report.closing.figures.by_hour[23] = 5;
  EXPECT_THAT(sheet_of(report).words, HasSubstr("23:00\n"));
  EXPECT_THAT(sheet_of(report).words, ::testing::Not(HasSubstr("\n22:00\n")))
      << "nothing stands at its other side";
  report.closing.figures.by_hour = {};
  report.closing.figures.by_hour[10] = 5;
  const auto words = sheet_of(report).words;
  EXPECT_THAT(words, HasSubstr("06:00\n"));
  EXPECT_THAT(words, HasSubstr("14:00\n"));
  EXPECT_THAT(words, ::testing::Not(HasSubstr("\n17:00\n")));
}

TEST(Csv, LetsNoTextBecomeAFormula) {
  CsvTable table;
  table.row({"=1+1", "-x", "+8", "@sum", "\tcmd", "plain", "a,\"b\"", std::int64_t{-3}});
  EXPECT_EQ(table.text(), "\xEF\xBB\xBF'=1+1,'-x,'+8,'@sum,'\tcmd,plain,\"a,\"\"b\"\"\",-3\r\n");
}

}  // namespace
}  // namespace keqian::kiosk
