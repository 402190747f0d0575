// Faults by counting: the n-th opening, read, write or sync fails, for n = 1, 2, … until none is
// left to fail. Whatever fails, what was announced stands, the ledger agrees with itself, and
// counting goes on when the trouble is over.
#include <gtest/gtest.h>

#include <map>

#include "kiosk/ledger/ledger_door.h"
#include "kiosk/ledger/ledger_outbox.h"
#include "kiosk/ledger/sessions.h"
#include "kiosk/ledger/storage_fault.h"
#include "kiosk/ledger/verification.h"
#include "tests/support/fault_vfs.h"
#include "tests/support/kiosk_bench.h"
#include "tests/support/raw_database.h"

namespace keqian::kiosk {
namespace {

using test::Fault;
using test::FaultPlan;
using test::KioskBench;

constexpr int kFaultsMin = 2;
constexpr int kFaultsMax = 2000;  // the work below has some hundreds of I/Os of a kind
constexpr std::uint64_t kPowerCutsEach = 4;

// What the door announced as counted: sequence → persons.
using Announced = std::map<wire::Sequence, int>;

class Work {
 public:
  explicit Work(StorageFault expected) : expected_(expected) {}

  void note(const Result<DoorAnswer>& answer) {
    if (!answer.ok()) return judge(answer.error());
    if (answer->outcome == Outcome::kAccepted) announced_[answer->sequence] = answer->persons;
  }
  template <typename Value>
  void note(const Result<Value>& result) {
    if (!result.ok()) judge(result.error());
  }
  const Announced& announced() const { return announced_; }

 private:
  void judge(const Error& error) {
    EXPECT_EQ(storage_fault(error), expected_) << error.text();
    EXPECT_FALSE(error.hint.empty());
  }
  StorageFault expected_;
  Announced announced_;
};

// A day at the door in small: scans, taps, corrections, a session, an upload, the next day.
void count(KioskBench& bench, Ledger& ledger, Work& work) {
  LedgerDoor door(ledger);
  work.note(door.scan(bench.pass(Category::kYouth, 4), Method::kCamera, std::nullopt));
  work.note(door.scan("not ours", Method::kScanner, std::nullopt));
  const auto tap = door.tap(Category::kPublic, 2);
  work.note(tap);
  if (tap.ok()) work.note(door.amend(tap->sequence, Category::kYouth, 3));
  work.note(Sessions(ledger).open({"open-lab.library.2026-05-28.1"}));
  for (int i = 0; i < 5; ++i) work.note(door.tap(Category::kVolunteer, 1));
  LedgerOutbox outbox(ledger, "test");
  const auto upload = outbox.pending_upload(wire::kUploadItemsMax);
  work.note(upload);
  if (upload.ok()) {
    wire::UploadAnswer answer;
    answer.acknowledged_revision = upload->to_revision;
    work.note(outbox.apply(*upload, answer));
  }
  bench.clock.advance_ms(kMsPerDay);
  work.note(door.tap(Category::kPublic, 3));
  bench.clock.advance_ms(-kMsPerDay);
}

void expect_announced_stands(const KioskBench& bench, const Announced& announced) {
  Announced stored;
  const auto rows = test::run_sql(bench.file(), "SELECT sequence, persons FROM check_in");
  ASSERT_EQ(rows.error, "");
  for (const auto& row : rows.rows) {
    const auto bar = row.find('|');
    stored[std::stoll(row.substr(0, bar))] = std::stoi(row.substr(bar + 1));
  }
  for (const auto& [sequence, persons] : announced) {
    ASSERT_TRUE(stored.contains(sequence)) << "#" << sequence << " was announced and is gone";
    EXPECT_EQ(stored[sequence], persons);
  }
}

// What belongs to one transaction and is not in the tallies: a remembered pass has its check-in, a
// row has its session.
void expect_nothing_half_done(const KioskBench& bench) {
  const auto orphans =
      test::run_sql(bench.file(),
                    "SELECT hex(pass_digest) FROM repeat_guard WHERE pass_digest NOT IN "
                    "(SELECT pass_digest FROM check_in WHERE pass_digest IS NOT NULL); "
                    "PRAGMA foreign_key_check");
  EXPECT_EQ(orphans.error, "");
  EXPECT_TRUE(orphans.rows.empty()) << orphans.rows.front();
}

void expect_nothing_set_aside(const KioskBench& bench) {
  for (const auto& entry : std::filesystem::directory_iterator(bench.folder.path())) {
    EXPECT_EQ(entry.path().string().find("damaged"), std::string::npos) << entry.path();
  }
}

// What was announced is there, nothing else is wrong, and counting goes on.
void expect_sound(KioskBench& bench, const Announced& announced) {
  const auto ledger = bench.open();
  ASSERT_TRUE(ledger.ok()) << ledger.error().text();
  const auto verified = verify_ledger(**ledger);
  ASSERT_TRUE(verified.ok()) << verified.error().text();
  EXPECT_TRUE(verified->findings.empty()) << verified->findings.front();
  expect_announced_stands(bench, announced);
  expect_nothing_half_done(bench);
  expect_nothing_set_aside(bench);
  const auto next = LedgerDoor(**ledger).tap(Category::kPublic, 1);
  ASSERT_TRUE(next.ok()) << next.error().text();
  EXPECT_EQ(next->sequence, verified->last_sequence + 1);
}

// One run with a fault in it; false when the work ended before the fault came.
bool survives(const FaultPlan& plan, StorageFault expected) {
  KioskBench bench(test::fault_vfs());
  test::plan_fault({});
  bench.open_enrolled().reset();
  Work work(expected);
  test::plan_fault(plan);
  auto ledger = bench.open();
  work.note(ledger);
  if (ledger.ok()) count(bench, **ledger, work);
  const bool fired = test::fault_fired();

  test::plan_fault({});
  if (ledger.ok()) {
    // The trouble is over: the same open ledger counts on.
    const auto after = LedgerDoor(**ledger).tap(Category::kPublic, 1);
    EXPECT_TRUE(after.ok()) << after.error().text();
    work.note(after);
    ledger->reset();
  }
  expect_sound(bench, work.announced());
  return fired;
}

// The same with a power cut in it: what was written and not synced is gone, or half gone.
bool survives_power_cut(int at, std::uint64_t seed) {
  KioskBench bench(test::fault_vfs());
  test::plan_fault({});
  bench.open_enrolled().reset();
  Work work(StorageFault::kDeviceError);
  test::plan_fault({Fault::kPowerCut, at});
  {
    const auto ledger = bench.open();
    work.note(ledger);
    if (ledger.ok()) count(bench, **ledger, work);
  }
  const bool fired = test::fault_fired();
  test::lose_power(seed);
  test::plan_fault({});
  expect_sound(bench, work.announced());
  return fired;
}

// `survives(n)` for n = 1, 2, … until nothing was left to fail.
template <typename Survives>
void survives_all(Survives survives) {
  int at = 1;
  for (; at <= kFaultsMax; ++at) {
    SCOPED_TRACE("the fault came at I/O number " + std::to_string(at));
    const bool fired = survives(at);
    if (testing::Test::HasFailure()) return;
    if (!fired) break;
  }
  EXPECT_GT(at, kFaultsMin) << "the faults were not reached";
  EXPECT_LE(at, kFaultsMax) << "the work never ended";
}

void survives_all(Fault fault, bool and_after, StorageFault expected) {
  survives_all([&](int at) { return survives({fault, at, and_after}, expected); });
}

TEST(LedgerFaults, EveryOpeningMayFailOnce) {
  survives_all(Fault::kOpenError, false, StorageFault::kReadOnly);
}
TEST(LedgerFaults, NoFileMayBeOpenedAnyMore) {
  survives_all(Fault::kOpenError, true, StorageFault::kReadOnly);
}
TEST(LedgerFaults, EveryReadMayFailOnce) {
  survives_all(Fault::kReadError, false, StorageFault::kDeviceError);
}
TEST(LedgerFaults, EveryWriteMayFailOnce) {
  survives_all(Fault::kWriteError, false, StorageFault::kDeviceError);
}
TEST(LedgerFaults, EveryWriteMayBeTheLastOneThatWorks) {
  survives_all(Fault::kWriteError, true, StorageFault::kDeviceError);
}
TEST(LedgerFaults, EverySyncMayFailOnce) {
  survives_all(Fault::kSyncError, false, StorageFault::kDeviceError);
}
TEST(LedgerFaults, EverySyncMayBeTheLastOneThatWorks) {
  survives_all(Fault::kSyncError, true, StorageFault::kDeviceError);
}
TEST(LedgerFaults, TheDiskMayBeFullAtAnyWrite) {
  survives_all(Fault::kDiskFull, true, StorageFault::kDiskFull);
}
TEST(LedgerFaults, TheDiskMayBeFullForTheIndexOfTheLog) {
  survives_all(Fault::kMapError, false, StorageFault::kDiskFull);
}
TEST(LedgerFaults, ThePowerMayFailAtAnyWriteOrSync) {
  for (std::uint64_t seed = 1; seed <= kPowerCutsEach; ++seed) {
    SCOPED_TRACE("what the disk kept is of seed " + std::to_string(seed));
    survives_all([&](int at) { return survives_power_cut(at, seed); });
  }
}

}  // namespace
}  // namespace keqian::kiosk
