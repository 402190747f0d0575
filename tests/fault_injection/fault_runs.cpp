#include "tests/fault_injection/fault_runs.h"

#include <gtest/gtest.h>

#include "kiosk/ledger/ledger_door.h"
#include "kiosk/ledger/verification.h"
#include "server-sync/base/assert.h"
#include "tests/support/raw_database.h"
#include "tests/support/reliability.h"

namespace keqian::kiosk::test {
namespace {

using keqian::test::fault_fired;
using keqian::test::fault_vfs;
using keqian::test::lose_power;
using keqian::test::plan_fault;
using keqian::test::run_sql;

constexpr int kFaultsMin = 2;
constexpr int kFaultsMax = 2000;  // a work has some hundreds of I/Os of a kind

void expect_announced_stands(const KioskBench& bench, const Announcements& announced) {
  std::map<wire::Sequence, int> stored;
  const auto rows = run_sql(bench.file(), "SELECT sequence, persons FROM check_in");
  ASSERT_EQ(rows.error, "");
  for (const auto& row : rows.rows) {
    const auto bar = row.find('|');
    stored[std::stoll(row.substr(0, bar))] = std::stoi(row.substr(bar + 1));
  }
  for (const auto& [sequence, persons] : announced.rows()) {
    ASSERT_TRUE(stored.contains(sequence)) << "#" << sequence << " was announced and is gone";
    EXPECT_EQ(stored[sequence], persons);
  }
  for (const auto sequence : announced.corrections()) {
    EXPECT_TRUE(stored.contains(sequence)) << "#" << sequence << " was announced and is gone";
  }
  std::set<UtcMs> closings;
  for (const auto& row : run_sql(bench.file(), "SELECT closed_utc_ms FROM day_closing").rows) {
    closings.insert(std::stoll(row));
  }
  for (const auto time : announced.closings()) {
    EXPECT_TRUE(closings.contains(time)) << "a closing was announced and is gone";
  }
}

// What belongs to one transaction and is not in the tallies: a remembered pass has its check-in, a
// row has its session.
void expect_nothing_half_done(const KioskBench& bench) {
  const auto orphans = run_sql(bench.file(),
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
void expect_sound(KioskBench& bench, const FaultyWork& work, const Announcements& announced) {
  {
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
  work.after(bench, announced);
}

void prepare(KioskBench& bench, const FaultyWork& work) {
  plan_fault({});
  bench.open_enrolled().reset();
  work.before(bench);
}

struct Run {
  bool fired = false;          // false when the work ended before the fault came
  std::int64_t announced = 0;  // check-ins
};

std::int64_t announced_rows(const Announcements& announced) {
  return static_cast<std::int64_t>(announced.rows().size() + announced.corrections().size());
}

Run survives(const FaultyWork& work, const FaultPlan& plan, StorageFault expected) {
  KioskBench bench(fault_vfs());
  prepare(bench, work);
  Announcements announced(expected);
  plan_fault(plan);
  auto ledger = bench.open();
  announced.note(ledger);
  if (ledger.ok()) work.work(bench, **ledger, announced);
  const bool fired = fault_fired();

  plan_fault({});
  if (ledger.ok()) {
    // The trouble is over: the same open ledger counts on.
    const auto after = LedgerDoor(**ledger).tap(Category::kPublic, 1);
    EXPECT_TRUE(after.ok()) << after.error().text();
    announced.note(after);
    ledger->reset();
  }
  expect_sound(bench, work, announced);
  return {fired, announced_rows(announced)};
}

Run survives_power_cut(const FaultyWork& work, int at, std::uint64_t seed) {
  KioskBench bench(fault_vfs());
  prepare(bench, work);
  Announcements announced(StorageFault::kDeviceError);
  plan_fault({Fault::kPowerCut, at});
  {
    const auto ledger = bench.open();
    announced.note(ledger);
    if (ledger.ok()) work.work(bench, **ledger, announced);
  }
  const bool fired = fault_fired();
  lose_power(seed);
  plan_fault({});
  expect_sound(bench, work, announced);
  return {fired, announced_rows(announced)};
}

// `survives(n)` for n = 1, 2, … until nothing was left to fail; adds up into `sum`.
template <typename Survives>
void until_nothing_fails(keqian::test::SurvivedFault& sum, Survives survives) {
  int at = 1;
  for (; at <= kFaultsMax; ++at) {
    SCOPED_TRACE("the fault came at I/O number " + std::to_string(at));
    const Run run = survives(at);
    if (testing::Test::HasFailure()) return;
    if (!run.fired) break;
    ++sum.runs;
    sum.counted += run.announced;
  }
  EXPECT_GT(at, kFaultsMin) << "the faults were not reached";
  EXPECT_LE(at, kFaultsMax) << "the work never ended";
}

std::string words_of(Fault fault, bool and_after) {
  const auto which = [fault]() -> std::string {
    switch (fault) {
      case Fault::kOpenError:
        return "opening of a file";
      case Fault::kReadError:
        return "read";
      case Fault::kWriteError:
        return "write";
      case Fault::kSyncError:
        return "sync";
      case Fault::kDiskFull:
        return "write finds the disk full";
      case Fault::kMapError:
        return "mapping of the log's index";
      case Fault::kPowerCut:
        return "write or sync loses the power";
    }
    KEQIAN_ASSERT(false);
  }();
  const bool is_said = fault == Fault::kDiskFull || fault == Fault::kPowerCut;
  return "the n-th " + which + (is_said ? "" : " fails") + (and_after ? ", and all after it" : "") +
         ", for every n";
}

// Their expectations are that nothing is lost and nothing doubled.
void note_unless_failed(const keqian::test::SurvivedFault& sum) {
  if (!testing::Test::HasFailure()) keqian::test::note_survived(sum);
}

}  // namespace

void Announcements::judge(const Error& error) {
  EXPECT_EQ(storage_fault(error), expected_) << error.text();
  EXPECT_FALSE(error.hint.empty());
}

void survives_all(const FaultyWork& work, Fault fault, bool and_after, StorageFault expected) {
  keqian::test::SurvivedFault sum{words_of(fault, and_after), work.name};
  until_nothing_fails(sum, [&](int at) {
    return survives(work, {fault, at, and_after}, expected);
  });
  note_unless_failed(sum);
}

void survives_all_power_cuts(const FaultyWork& work, std::uint64_t seeds) {
  keqian::test::SurvivedFault sum{words_of(Fault::kPowerCut, false), work.name};
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    SCOPED_TRACE("what the disk kept is of seed " + std::to_string(seed));
    until_nothing_fails(sum, [&](int at) { return survives_power_cut(work, at, seed); });
  }
  note_unless_failed(sum);
}

}  // namespace keqian::kiosk::test
