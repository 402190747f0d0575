// What the staff take along of a day: the words of the screens, tables, one sheet.
#include "kiosk/paper/day_papers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kiosk/ledger/ledger_desk.h"
#include "kiosk/ledger/ledger_door.h"
#include "kiosk/paper/csv.h"
#include "kiosk/paper/day_sheet.h"
#include "kiosk/paper/day_tables.h"
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
  EXPECT_EQ(rows.find("\xEF\xBB\xBF流水号,"), 0u);
  const auto& words = Catalogue::chinese();
  EXPECT_THAT(rows, HasSubstr("\r\n2,2026-05-28T10:00:00.000+08:00,10,daily.library.2026-05-28.1,"
                              "日常开放," +
                              words.text("category.youth") + "," + words.text("method.camera") +
                              ",-3,进入,1," + words.text("reason.trial") + ",准确\r\n"));
  EXPECT_THAT(desk.written("counts.csv"), HasSubstr(words.text("method.tap") + ",2,1\r\n"));
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

TEST(Csv, LetsNoTextBecomeAFormula) {
  CsvTable table;
  table.row({"=1+1", "-x", "+8", "@sum", "\tcmd", "plain", "a,\"b\"", std::int64_t{-3}});
  EXPECT_EQ(table.text(), "\xEF\xBB\xBF'=1+1,'-x,'+8,'@sum,'\tcmd,plain,\"a,\"\"b\"\"\",-3\r\n");
}

}  // namespace
}  // namespace keqian::kiosk
