// Figures, the end of a day, and the files that leave the station.
#include <gtest/gtest.h>

#include <cstdlib>

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
  EXPECT_EQ(figures->compared_hour, 11);
  EXPECT_EQ(figures->today_before, 0);
  EXPECT_EQ(figures->yesterday_before, 2);
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

TEST(Closing, TheRecordNamesTheVenueAndHasTheHeadCounts) {
  Desk desk;
  const auto lab = desk.desk.open_session({ActivityId{"open-lab"}, {3, 0, 5, 0}});
  ASSERT_TRUE(desk.door.tap(Category::kPublic, 1).ok());
  const auto closing = desk.desk.close_day();
  ASSERT_TRUE(closing.ok());
  EXPECT_EQ(closing->figures.staff, (StaffHeadCounts{3, 0, 5, 0}));
  const auto& held = closing->figures.by_session.at(0);
  EXPECT_EQ(held.staff, (StaffHeadCounts{3, 0, 5, 0}));
  EXPECT_EQ(held.opened_utc_ms, desk.bench.clock.utc);
  EXPECT_EQ(held.closed_utc_ms, desk.bench.clock.utc);
  const auto record = test::run_sql(desk.bench.file(), "SELECT record FROM day_closing").rows[0];
  for (const auto* line : {"keqian-closing-v2\n", "\nvenue library\n", "\nvenue_name ",
                           "\nhead_count open-lab.library.2026-05-28.1 professional 3\n",
                           "\nhead_count open-lab.library.2026-05-28.1 volunteer 5\n"}) {
    EXPECT_NE(record.find(line), std::string::npos) << line << record;
  }
}

TEST(Closing, WhatHappensAfterItIsToldAndClosedAgain) {
  Desk desk;
  ASSERT_TRUE(desk.door.tap(Category::kPublic, 4).ok());
  const auto first = desk.desk.close_day();
  desk.bench.clock.advance_ms(60'000);
  ASSERT_TRUE(desk.door.tap(Category::kPublic, 3).ok());
  auto standing = desk.desk.preview_closing();
  ASSERT_TRUE(standing.ok());
  EXPECT_FALSE(standing->closed);
  EXPECT_EQ(standing->earlier, (EarlierClosing{first->closed_utc_ms, 4}));
  const auto second = desk.desk.close_day();
  EXPECT_EQ(second->figures.persons, 7);
  EXPECT_FALSE(second->earlier);
  EXPECT_NE(second->signature, first->signature);
  // Head counts are part of the record: put right afterwards, they need another one.
  const auto id = second->figures.by_session.at(0).session;
  ASSERT_TRUE(desk.desk.set_head_counts(id, {1, 0, 0, 0}).ok());
  standing = desk.desk.preview_closing();
  EXPECT_FALSE(standing->closed);
  EXPECT_EQ(standing->earlier, (EarlierClosing{second->closed_utc_ms, 7}));
  ASSERT_TRUE(desk.desk.close_day().ok());
  EXPECT_TRUE(desk.desk.preview_closing()->closed);
}

TEST(Closing, DestroysTheRepeatGuardsKeyAndLetsOthersStillCome) {
  Desk desk;
  const auto code = desk.bench.pass(Category::kPublic, 1);
  ASSERT_TRUE(desk.door.scan(code, Method::kCamera, {}).ok());
  ASSERT_TRUE(desk.desk.close_day().ok());
  const auto left = test::run_sql(
      desk.bench.file(), "SELECT COUNT(*) FROM repeat_key; SELECT COUNT(*) FROM repeat_guard");
  EXPECT_EQ(left.rows, (std::vector<std::string>{"0", "0"}));
  EXPECT_EQ(desk.door.tap(Category::kPublic, 2)->session.value, "daily.library.2026-05-28.1");
  EXPECT_FALSE(desk.desk.preview_closing()->closed);
  const auto again = desk.desk.close_day();
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->figures.persons, 3);
  ASSERT_EQ(again->figures.by_session.size(), 1u) << "the daily opening went on";
  EXPECT_NE(again->figures.by_session[0].closed_utc_ms, 0);
  EXPECT_EQ(*desk.desk.preview_closing(), *again);
}

TEST(DayReport, TellsCorrectionsByWhatCameOfThem) {
  Desk desk;
  // At the door 1, then 4; the staff make it 6 and 3 of it.
  const auto tap = desk.door.tap(Category::kPublic, 1);
  const auto family = desk.door.amend(tap->sequence, Category::kPublic, 4);
  const auto once =
      desk.desk.amend(family->sequence, Category::kPublic, 6, CorrectionReason::kWrongNumber);
  ASSERT_TRUE(
      desk.desk.amend(once->sequence, Category::kPublic, 3, CorrectionReason::kWrongNumber).ok());
  // Somebody taps twice and takes the second one back; the staff take back a third.
  const auto slip = desk.door.tap(Category::kPublic, 1);
  ASSERT_TRUE(desk.door.amend(slip->sequence, Category::kPublic, 0).ok());
  const auto trial = desk.door.tap(Category::kYouth, 2);
  ASSERT_TRUE(desk.desk.reverse(trial->sequence, CorrectionReason::kTrial).ok());
  // And something that comes to nothing.
  const auto right = desk.door.tap(Category::kPublic, 2);
  const auto wrong =
      desk.desk.amend(right->sequence, Category::kYouth, 9, CorrectionReason::kWrongNumber);
  ASSERT_TRUE(
      desk.desk.amend(wrong->sequence, Category::kPublic, 2, CorrectionReason::kOther).ok());
  EXPECT_EQ(desk.desk.day_report(desk.bench.today())->corrections,
            (DayCorrections{{2, 2}, {1, -1}, {1, -2}}));
}

TEST(DayReport, TellsEachClosingOfTheDay) {
  Desk desk;
  EXPECT_TRUE(desk.desk.day_report(desk.bench.today())->closings.empty());
  ASSERT_TRUE(desk.door.tap(Category::kPublic, 3).ok());
  const auto first = desk.desk.close_day();
  desk.bench.clock.advance_ms(kMsPerHour);
  ASSERT_TRUE(desk.door.tap(Category::kPublic, 2).ok());
  const auto second = desk.desk.close_day();
  ASSERT_TRUE(desk.desk.close_day().ok()) << "nothing has happened since";
  EXPECT_EQ(desk.desk.day_report(desk.bench.today())->closings,
            (std::vector<EarlierClosing>{{first->closed_utc_ms, 3}, {second->closed_utc_ms, 5}}));
}

TEST(DayReport, TellsTheDayAndItsRows) {
  Desk desk;
  const auto first = desk.door.scan(desk.bench.pass(Category::kYouth, 3), Method::kCamera, {});
  ASSERT_TRUE(desk.desk.reverse(first->sequence, CorrectionReason::kTrial).ok());
  ASSERT_TRUE(desk.door.tap(Category::kPublic, 2).ok());
  ASSERT_TRUE(desk.door.leave(1).ok());
  const auto open = desk.desk.day_report(desk.bench.today());
  ASSERT_TRUE(open.ok()) << open.error().text();
  EXPECT_EQ(open->closing_record, "");
  ASSERT_TRUE(desk.desk.close_day().ok());
  const auto report = desk.desk.day_report(desk.bench.today());
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->closing, *desk.desk.preview_closing());
  EXPECT_EQ(report->closing_record.find("keqian-closing-v2\n"), 0u);
  EXPECT_NE(report->closing_record.find("\nsignature ed25519:"), std::string::npos);
  EXPECT_EQ(report->kiosk_id, "k-1");
  ASSERT_EQ(report->sessions.size(), 1u);
  EXPECT_EQ(report->sessions[0].persons, 2);
  EXPECT_EQ(report->first_sequence, 1);
  EXPECT_EQ(report->last_sequence, 4);
  EXPECT_EQ(report->corrections, (DayCorrections{{}, {}, {1, -3}}));
  ASSERT_EQ(report->tallies.size(), 2u);
  EXPECT_EQ(report->tallies[0].category, Category::kPublic);
  EXPECT_EQ(report->tallies[0].persons, 2);
  EXPECT_EQ(report->tallies[0].check_ins, 1);
  EXPECT_EQ(report->tallies[1].check_ins, 0) << "of what was taken back none stands";
  std::vector<DayRow> rows;
  ASSERT_TRUE(
      desk.desk.day_rows(desk.bench.today(), [&](const DayRow& row) { rows.push_back(row); }).ok());
  ASSERT_EQ(rows.size(), 4u);
  EXPECT_TRUE(rows[0].line.reversed);
  EXPECT_EQ(rows[1].line.reverses, 1);
  EXPECT_EQ(rows[1].line.reason, "trial");
  EXPECT_TRUE(rows[3].line.leaving);
  EXPECT_EQ(rows[3].clock, ClockTrust::kSet);
}

TEST(LedgerChecks, AreRememberedForTheReport) {
  Desk desk;
  EXPECT_FALSE(desk.desk.report()->last_check);
  ASSERT_TRUE(desk.door.tap(Category::kPublic, 4).ok());
  const auto check = desk.desk.check();
  ASSERT_TRUE(check.ok());
  EXPECT_EQ(check->utc_ms, desk.bench.clock.utc);
  desk.bench.clock.advance_ms(60'000);
  EXPECT_EQ(desk.desk.report()->last_check, (PastCheck{check->utc_ms, 1, 4, 0}));
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
