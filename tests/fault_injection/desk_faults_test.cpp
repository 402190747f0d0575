// The staff's work and the repair of the clock under faults of the storage.
#include <gtest/gtest.h>

#include "kiosk/ledger/counts.h"
#include "kiosk/ledger/ledger_desk.h"
#include "kiosk/ledger/ledger_door.h"
#include "kiosk/ledger/ledger_outbox.h"
#include "tests/fault_injection/fault_runs.h"
#include "tests/support/raw_database.h"

namespace keqian::kiosk::test {
namespace {

// Sessions, corrections, numbers by hand, the end of the day.
void staff_day(KioskBench& bench, Ledger& ledger, Announcements& announced) {
  LedgerDesk desk(ledger, "test");
  LedgerDoor door(ledger);
  const auto session = desk.open_session({AdHocSession{Audience::kBusiness}, {1, 0, 2, 0}});
  announced.note(session);
  const auto scan = door.scan(bench.pass(Category::kYouth, 4), Method::kCamera, std::nullopt);
  announced.note(scan);
  announced.note(door.leave(2));
  if (scan.ok()) {
    const auto changed =
        desk.amend(scan->sequence, Category::kYouth, 6, CorrectionReason::kWrongNumber);
    announced.note_correction(changed);
    if (changed.ok()) {
      announced.note_correction(desk.reverse(changed->sequence, CorrectionReason::kTrial));
    }
  }
  if (session.ok()) {
    const auto more =
        desk.count_by_hand(session->id, Category::kPublic, 9, CorrectionReason::kPaperCount);
    announced.note(more);
    if (more.ok()) {
      announced.note_correction(
          desk.count_by_hand(session->id, Category::kPublic, -4, CorrectionReason::kWrongNumber));
    }
  }
  announced.note(desk.set_setting("theme", "dark"));
  announced.note(desk.close_day());
}
const FaultyWork kStaffDay = {.name = "a day's work of the staff", .work = staff_day};

TEST(DeskFaults, EveryWriteMayFailOnce) {
  survives_all(kStaffDay, Fault::kWriteError, false, StorageFault::kDeviceError);
}
TEST(DeskFaults, EveryReadMayFailOnce) {
  survives_all(kStaffDay, Fault::kReadError, false, StorageFault::kDeviceError);
}
TEST(DeskFaults, EverySyncMayBeTheLastOneThatWorks) {
  survives_all(kStaffDay, Fault::kSyncError, true, StorageFault::kDeviceError);
}
TEST(DeskFaults, TheDiskMayBeFullAtAnyWrite) {
  survives_all(kStaffDay, Fault::kDiskFull, true, StorageFault::kDiskFull);
}
TEST(DeskFaults, ThePowerMayFailAtAnyWriteOrSync) {
  survives_all_power_cuts(kStaffDay, 2);
}

// A kiosk without a battery for its clock counts, and hears the bureau.
constexpr UtcMs kTrueStartUtcMs = 1'780'016'400'000;  // 2026-05-29 09:00 in Shanghai
constexpr int kTaps = 70;                             // more than one batch of the repair
constexpr char kUnsetBoot[] = "boot-unset";

void hear(KioskBench& bench, Ledger& ledger, Announcements& announced) {
  announced.note(
      LedgerOutbox(ledger, "test").store_clock_offset(kTrueStartUtcMs - bench.clock.utc, 20));
}
void count_unset(KioskBench& bench) {
  bench.boot_id = kUnsetBoot;
  bench.clock.utc = 5'000;
  bench.clock.monotonic = 5'000;
  const auto ledger = bench.open();
  LedgerDesk desk(**ledger, "test");
  const auto nobody_came = desk.open_session({AdHocSession{}, {1, 0, 0, 0}});
  ASSERT_TRUE(nobody_came.ok() && desk.close_session(nobody_came->id).ok());
  LedgerDoor door(**ledger);
  for (int i = 0; i < kTaps; ++i) ASSERT_TRUE(door.tap(Category::kPublic, 1).ok());
}
void expect_repaired(KioskBench& bench, const Announcements&) {
  const auto ledger = bench.open();
  ASSERT_TRUE(ledger.ok());
  Announcements none(StorageFault::kNone);
  hear(bench, **ledger, none);
  const auto right = count_up(**ledger, BusinessDate::of(kTrueStartUtcMs));
  const auto all = count_up(**ledger, std::nullopt);
  ASSERT_TRUE(right.ok() && all.ok());
  EXPECT_GE(right->all.persons, kTaps);
  // Rows that were counted before anything was heard are the only ones elsewhere.
  EXPECT_EQ(right->all.persons, all->all.persons);
  EXPECT_EQ(LedgerDesk(**ledger, "test").report()->unset_rows, 0);
  // Nor is a session left on the wrong day, whether anybody came or not.
  const auto wrong = keqian::test::run_sql(
      bench.file(),
      "SELECT id FROM session WHERE opened_utc_ms > 0 AND business_date <> '2026-05-29'");
  EXPECT_TRUE(wrong.rows.empty()) << wrong.rows.front();
}
const FaultyWork kRepair = {.name = "the repair of an unset clock",
                            .before = count_unset,
                            .work = hear,
                            .after = expect_repaired};

TEST(ClockRepairFaults, EveryWriteMayFailOnce) {
  survives_all(kRepair, Fault::kWriteError, false, StorageFault::kDeviceError);
}
TEST(ClockRepairFaults, EverySyncMayBeTheLastOneThatWorks) {
  survives_all(kRepair, Fault::kSyncError, true, StorageFault::kDeviceError);
}
TEST(ClockRepairFaults, TheDiskMayBeFullAtAnyWrite) {
  survives_all(kRepair, Fault::kDiskFull, true, StorageFault::kDiskFull);
}
TEST(ClockRepairFaults, ThePowerMayFailAtAnyWriteOrSync) {
  survives_all_power_cuts(kRepair, 2);
}

// A try of the PIN that was answered is counted, whenever the power fails.
TEST(PinFaults, APowerCutGivesNoFreeTry) {
  int answered = 0;
  FaultyWork tries;
  tries.name = "tries of the staff's PIN";
  tries.before = [](KioskBench& bench) {
    const auto ledger = bench.open();
    ASSERT_TRUE(LedgerDesk(**ledger, "test").set_pin("271828").ok());
  };
  tries.work = [&answered](KioskBench&, Ledger& ledger, Announcements& announced) {
    LedgerDesk desk(ledger, "test");
    answered = 0;
    for (int i = 0; i < 3; ++i) {
      const auto answer = desk.check_pin("000000");
      announced.note(answer);
      if (answer.ok()) ++answered;
    }
  };
  tries.after = [&answered](KioskBench& bench, const Announcements&) {
    const auto stored = keqian::test::run_sql(bench.file(), "SELECT wrong_tries FROM staff_pin");
    ASSERT_EQ(stored.rows.size(), 1u);
    EXPECT_GE(std::stoi(stored.rows[0]), answered);
  };
  survives_all_power_cuts(tries, 1);
}

}  // namespace
}  // namespace keqian::kiosk::test
