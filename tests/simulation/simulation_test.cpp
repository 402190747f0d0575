// KEQIAN_SEEDS says how many seeds (100 by itself, 1,000 in the long tests); KEQIAN_SEED replays
// one and tells what happened.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

#include "tests/simulation/simulation.h"
#include "tests/support/reliability.h"

namespace keqian::simulation {
namespace {

constexpr std::uint64_t kSeedsByItself = 100;
constexpr std::uint64_t kSeedsForCanary = 40;

std::uint64_t number_from(const char* variable, std::uint64_t fallback) {
  const char* given = std::getenv(variable);
  return given != nullptr ? std::strtoull(given, nullptr, 10) : fallback;
}

TEST(Simulation, TheBureausSumIsTheDoorsSum) {
  if (const auto seed = number_from("KEQIAN_SEED", 0); seed != 0) {
    const auto report = simulate(seed);
    std::cout << report.journal;
    EXPECT_EQ(report.failure, "");
    return;
  }
  const auto seeds = number_from("KEQIAN_SEEDS", kSeedsByItself);
  std::int64_t check_ins = 0;
  std::int64_t copies_beside = 0;
  std::int64_t copies_exact = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const auto report = simulate(seed);
    ASSERT_EQ(report.failure, "") << "replay with KEQIAN_SEED=" << seed;
    check_ins += report.check_ins;
    copies_beside += report.copies_beside;
    copies_exact += report.copies_exact;
  }
  std::cout << seeds << " seeds, " << check_ins << " check-ins: none lost, none doubled\n";
  std::cout << copies_beside << " copied histories counted beside their original, " << copies_exact
            << " of them to the very check-in\n";
  test::note_survived(
      {"power cuts, disk errors, kills, bad networks, wrong clocks, backups put "
       "back, cards copied: one seed a run",
       "kiosks count for days and a bureau takes it in", static_cast<std::int64_t>(seeds),
       check_ins});
  EXPECT_GT(copies_exact, 0);
  EXPECT_GE(copies_exact * 10, copies_beside * 9);
  EXPECT_GT(check_ins, static_cast<std::int64_t>(seeds) * 50);
}

TEST(Simulation, TheSameSeedGivesTheSameStory) {
  const auto once = simulate(7);
  const auto again = simulate(7);
  EXPECT_EQ(once.journal, again.journal);
  EXPECT_EQ(once.persons, again.persons);
}

// A simulation that finds nothing is worth something only if it would.
bool is_caught(Canary canary) {
  for (std::uint64_t seed = 1; seed <= kSeedsForCanary; ++seed) {
    if (!simulate(seed, canary).failure.empty()) return true;
  }
  return false;
}
TEST(Simulation, CatchesAKioskThatNeverRewinds) {
  EXPECT_TRUE(is_caught(Canary::kNeverRewinds));
}
TEST(Simulation, CatchesAKioskThatComparesNoHistories) {
  EXPECT_TRUE(is_caught(Canary::kComparesNoHistories));
}
TEST(Simulation, CatchesACopyThatClaimsItsOriginalsCheckIns) {
  EXPECT_TRUE(is_caught(Canary::kTellsNoSharedPart));
}
TEST(Simulation, CatchesADiskThatLies) {
  EXPECT_TRUE(is_caught(Canary::kDiskLiesAboutSyncs));
}

}  // namespace
}  // namespace keqian::simulation
