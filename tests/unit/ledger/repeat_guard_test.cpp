#include <gtest/gtest.h>

#include "kiosk/ledger/ledger_door.h"
#include "kiosk/ledger/sessions.h"
#include "server-sync/base/files.h"
#include "tests/support/kiosk_bench.h"
#include "tests/support/raw_database.h"

namespace keqian::kiosk {
namespace {

using test::KioskBench;
using test::run_sql;

Outcome scan(Ledger& ledger, const std::string& code) {
  const auto answer = LedgerDoor(ledger).scan(code, Method::kCamera, std::nullopt);
  EXPECT_TRUE(answer.ok());
  return answer.ok() ? answer->outcome : Outcome::kRefused;
}

TEST(RepeatGuard, CountsAPassOnceInASessionAlsoAfterARestart) {
  KioskBench bench;
  const auto code = bench.pass(Category::kPublic, 1);
  {
    const auto ledger = bench.open_enrolled();
    EXPECT_EQ(scan(*ledger, code), Outcome::kAccepted);
    EXPECT_EQ(scan(*ledger, code), Outcome::kAlreadyCheckedIn);
  }
  const auto again = bench.open();
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(scan(**again, code), Outcome::kAlreadyCheckedIn);
}

TEST(RepeatGuard, CountsAPassAgainInAnotherSessionAndOnAnotherDay) {
  KioskBench bench;
  const auto ledger = bench.open_enrolled();
  const auto code = bench.pass(Category::kPublic, 1);
  EXPECT_EQ(scan(*ledger, code), Outcome::kAccepted);
  ASSERT_TRUE(Sessions(*ledger).open({"open-lab.library.2026-05-28.1"}).ok());
  EXPECT_EQ(scan(*ledger, code), Outcome::kAccepted);
  bench.clock.advance_ms(kMsPerDay);
  EXPECT_EQ(scan(*ledger, code), Outcome::kAccepted);
  EXPECT_EQ(scan(*ledger, code), Outcome::kAlreadyCheckedIn);
}

TEST(RepeatGuard, DestroysItsKeyWithTheDay) {
  KioskBench bench;
  auto ledger = bench.open_enrolled();
  EXPECT_EQ(scan(*ledger, bench.pass(Category::kPublic, 1)), Outcome::kAccepted);
  const std::string read_key = "SELECT scope, hex(secret) FROM repeat_key";
  const auto before = run_sql(bench.file(), read_key);
  ASSERT_EQ(before.rows.size(), 1u);
  bench.clock.advance_ms(kMsPerDay);
  ASSERT_TRUE(ledger->end_past_days().ok());
  EXPECT_TRUE(run_sql(bench.file(), read_key).rows.empty());
  EXPECT_TRUE(run_sql(bench.file(), "SELECT * FROM repeat_guard").rows.empty());

  // Not a byte of it is left in the file or its log.
  const auto hex_key = before.rows[0].substr(before.rows[0].find('|') + 1);
  std::string key;
  for (std::size_t i = 0; i < hex_key.size(); i += 2) {
    key += static_cast<char>(std::stoi(hex_key.substr(i, 2), nullptr, 16));
  }
  for (const char* suffix : {"", "-wal"}) {
    const auto bytes = read_file(bench.file().string() + suffix, 100'000'000);
    if (!bytes.ok()) continue;
    EXPECT_EQ(bytes->find(key), std::string::npos) << suffix;
  }
}

TEST(RepeatGuard, HasAKeyForEachBootWhileTheClockIsUnset) {
  KioskBench bench;
  bench.open_enrolled().reset();
  bench.clock.utc = 5 * kMsPerHour;  // 1970
  // The passes are valid on the earliest day that a kiosk without a clock can believe in.
  const auto earliest = *BusinessDate::parse("2024-01-01");
  const auto code = test::bench_pass(Category::kPublic, 1, earliest, bench.randomness);
  {
    const auto ledger = bench.open();
    ASSERT_TRUE(ledger.ok());
    EXPECT_EQ(scan(**ledger, code), Outcome::kAccepted);
    EXPECT_EQ(scan(**ledger, code), Outcome::kAlreadyCheckedIn);
  }
  bench.boot_id = "boot-2";
  const auto ledger = bench.open();
  ASSERT_TRUE(ledger.ok());
  EXPECT_EQ(scan(**ledger, code), Outcome::kAccepted);
  const auto states = run_sql(bench.file(), "SELECT DISTINCT clock_state FROM check_in");
  EXPECT_EQ(states.rows, std::vector<std::string>{"unset"});
}

}  // namespace
}  // namespace keqian::kiosk
