// Figures, the end of a day, and the files that leave the station.
#include <gtest/gtest.h>

#include <cstdlib>

#include "kiosk/ledger/csv.h"
#include "kiosk/ledger/ledger_desk.h"
#include "kiosk/ledger/ledger_door.h"
#include "kiosk/ledger/tar_archive.h"
#include "server-sync/base/files.h"
#include "tests/support/kiosk_bench.h"
#include "tests/support/raw_database.h"

namespace keqian::kiosk {
namespace {

using test::KioskBench;

constexpr std::size_t kFileBytesMax = 10'000'000;

struct Desk {
  Desk() : ledger(bench.open_enrolled()), desk(*ledger, "test"), door(*ledger) {}

  KioskBench bench;
  std::unique_ptr<Ledger> ledger;
  LedgerDesk desk;
  LedgerDoor door;
};

TEST(StaffFigures, TellTodayYesterdayAndTheCampaign) {
  Desk desk;
  ASSERT_TRUE(desk.door.tap(Category::kPublic, 2).ok());  // 10 o'clock
  desk.bench.clock.advance_ms(2 * kMsPerHour);
  ASSERT_TRUE(desk.door.tap(Category::kYouth, 30).ok());  // 12 o'clock
  desk.bench.clock.advance_ms(23 * kMsPerHour);           // the next day, 11 o'clock
  const auto lab = desk.desk.open_session({ActivityId{"open-lab"}, {}});
  ASSERT_TRUE(desk.door.scan(desk.bench.pass(Category::kPublic, 5), Method::kCamera, {}).ok());
  const auto figures = desk.desk.figures();
  ASSERT_TRUE(figures.ok()) << figures.error().text();
  EXPECT_EQ(figures->today.persons, 5);
  EXPECT_EQ(figures->today.by_hour[11], 5);
  EXPECT_EQ(figures->today.by_method[static_cast<std::size_t>(Method::kCamera)], 5);
  EXPECT_EQ(figures->yesterday.persons, 32);
  EXPECT_EQ(figures->yesterday_until_now, 2);
  EXPECT_EQ(figures->campaign.persons, 37);
  ASSERT_EQ(figures->campaign.by_session.size(), 2u);
  EXPECT_EQ(figures->campaign.by_session[1].session, lab->id);
  ASSERT_EQ(figures->campaign.by_activity.size(), 2u);
  EXPECT_EQ(figures->campaign.by_activity[0].title, "日常开放");
  EXPECT_EQ(figures->campaign.by_activity[0].persons, 32);
  EXPECT_EQ(figures->campaign.by_activity[1].title, "开放实验室");
  ASSERT_EQ(figures->days.size(), 32u);  // the campaign began 30 days before the first
  EXPECT_EQ(figures->days.back().persons, 5);
  EXPECT_FALSE(figures->inside);
}

TEST(StaffFigures, TellWhoIsInsideWhereExitsAreCounted) {
  Desk desk;
  ASSERT_TRUE(desk.desk.set_setting(kExitCountingSetting, kSettingOn).ok());
  ASSERT_TRUE(desk.door.tap(Category::kPublic, 5).ok());
  const auto left = desk.door.leave(3);
  ASSERT_TRUE(left.ok());
  EXPECT_EQ(left->persons_today, 5);
  EXPECT_EQ(desk.desk.figures()->inside, 2);
  ASSERT_TRUE(desk.desk.reverse(left->sequence, CorrectionReason::kTrial).ok());
  EXPECT_EQ(desk.desk.figures()->inside, 5);
  ASSERT_TRUE(desk.door.leave(100).ok());
  EXPECT_EQ(desk.desk.figures()->inside, 0);
  EXPECT_TRUE(desk.desk.check()->findings.empty());
}

TEST(Closing, IsSignedByTheKioskAndStands) {
  Desk desk;
  ASSERT_TRUE(desk.door.tap(Category::kPublic, 4).ok());
  const auto preview = desk.desk.preview_closing();
  ASSERT_TRUE(preview.ok());
  EXPECT_FALSE(preview->closed);
  EXPECT_EQ(preview->figures.persons, 4);
  const auto closing = desk.desk.close_day();
  ASSERT_TRUE(closing.ok()) << closing.error().text();
  EXPECT_TRUE(closing->closed);
  EXPECT_EQ(closing->ledger_sequence, 1);
  EXPECT_EQ(*desk.desk.preview_closing(), *closing);
  desk.bench.clock.advance_ms(60'000);
  EXPECT_EQ(*desk.desk.close_day(), *closing);
  EXPECT_FALSE(desk.desk.programme()->counting);
  EXPECT_FALSE(desk.desk.programme()->held[0].ended_with_its_day);

  desk.ledger->end_past_days().value();
  const auto stored = test::run_sql(desk.bench.file(), "SELECT record FROM day_closing");
  ASSERT_EQ(stored.rows.size(), 1u);
  const auto& record = stored.rows[0];
  EXPECT_NE(record.find("\nkiosk k-1\n"), std::string::npos);
  EXPECT_NE(record.find("\npersons 4\n"), std::string::npos);
  const auto signature = wire::parse_signature(closing->signature);
  ASSERT_TRUE(signature);
  EXPECT_TRUE(wire::verify(test::bench_identity().keys.public_key, record, *signature));
}

TEST(Closing, DestroysTheRepeatGuardsKeyAndLetsOthersStillCome) {
  Desk desk;
  const auto code = desk.bench.pass(Category::kPublic, 1);
  ASSERT_TRUE(desk.door.scan(code, Method::kCamera, {}).ok());
  ASSERT_TRUE(desk.desk.close_day().ok());
  const auto left = test::run_sql(
      desk.bench.file(), "SELECT COUNT(*) FROM repeat_key; SELECT COUNT(*) FROM repeat_guard");
  EXPECT_EQ(left.rows, (std::vector<std::string>{"0", "0"}));
  EXPECT_EQ(desk.door.tap(Category::kPublic, 2)->session.value, "daily.library.2026-05-28.2");
  EXPECT_FALSE(desk.desk.preview_closing()->closed);
  const auto again = desk.desk.close_day();
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->figures.persons, 3);
  EXPECT_EQ(*desk.desk.preview_closing(), *again);
}

TEST(DayExport, WritesTablesForSpreadsheetPrograms) {
  Desk desk;
  const auto first = desk.door.scan(desk.bench.pass(Category::kYouth, 3), Method::kCamera, {});
  ASSERT_TRUE(desk.desk.reverse(first->sequence, CorrectionReason::kTrial).ok());
  ASSERT_TRUE(desk.door.tap(Category::kPublic, 2).ok());
  ASSERT_TRUE(desk.desk.close_day().ok());
  const test::TemporaryFolder stick;
  const auto files = desk.desk.export_day(desk.bench.today(), stick.path());
  ASSERT_TRUE(files.ok()) << files.error().text();
  ASSERT_EQ(files->size(), 4u);
  for (const auto& file : *files) EXPECT_TRUE(std::filesystem::exists(file));
  const auto rows = read_file(stick.path() / "keqian-k-1-2026-05-28-rows.csv", kFileBytesMax);
  ASSERT_TRUE(rows.ok());
  EXPECT_EQ(rows->find("\xEF\xBB\xBF编号 sequence,"), 0u);
  EXPECT_NE(rows->find("\r\n2,2026-05-28T10:00:00.000+08:00,10,daily.library.2026-05-28.1,"
                       "日常开放,青少年,摄像头,-3,in,1,trial,set\r\n"),
            std::string::npos)
      << *rows;
  EXPECT_EQ(desk.desk.export_day(desk.bench.today(), "/nowhere/at/all").error().kind,
            ErrorKind::kStorage);
}

TEST(Csv, LetsNoTextBecomeAFormula) {
  CsvTable table;
  table.row({"=1+1", "-x", "+8", "@sum", "\tcmd", "plain", "a,\"b\"", std::int64_t{-3}});
  EXPECT_EQ(table.text(), "\xEF\xBB\xBF'=1+1,'-x,'+8,'@sum,'\tcmd,plain,\"a,\"\"b\"\"\",-3\r\n");
}

TEST(SupportBundle, IsAnArchiveWithoutSecrets) {
  Desk desk;
  ASSERT_TRUE(desk.desk.set_pin("271828").ok());
  ASSERT_TRUE(desk.desk.set_setting("theme", "dark").ok());
  ASSERT_TRUE(desk.door.scan(desk.bench.pass(Category::kYouth, 3), Method::kCamera, {}).ok());
  const test::TemporaryFolder stick;
  const auto file = desk.desk.write_support_bundle(stick.path());
  ASSERT_TRUE(file.ok()) << file.error().text();
  EXPECT_EQ(file->filename().string(), "keqian-k-1-support-20260528T100000.tar");
  // The system's own program reads it.
  const auto unpack = "tar -xf " + file->string() + " -C " + stick.path().string();
  ASSERT_EQ(std::system(unpack.c_str()), 0);
  const auto station = read_file(stick.path() / "station.txt", kFileBytesMax);
  ASSERT_TRUE(station.ok());
  EXPECT_NE(station->find("kiosk k-1\n"), std::string::npos);
  EXPECT_EQ(*read_file(stick.path() / "settings.txt", kFileBytesMax), "theme\tdark\n");
  const auto archive = read_file(*file, kFileBytesMax);
  const auto keys = test::bench_identity().keys;
  const auto pass_key = test::bench_pass_key();
  for (const auto secret : {wire::view(keys.seed), wire::view(pass_key.secret),
                            std::string_view("argon2"), std::string_view("271828")}) {
    EXPECT_EQ(archive->find(secret), std::string::npos);
  }
  for (const auto& digest :
       test::run_sql(desk.bench.file(), "SELECT hex(pass_digest) FROM check_in").rows) {
    EXPECT_EQ(archive->find(digest), std::string::npos);
  }
}

TEST(TarArchive, EndsOnTwoEmptyBlocks) {
  TarArchive archive(0);
  archive.add("a.txt", std::string(513, 'x'));
  EXPECT_EQ(archive.bytes().size(), 512u + 1024 + 1024);
}

}  // namespace
}  // namespace keqian::kiosk
