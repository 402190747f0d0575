#include "server-sync/base/randomness.h"

#include <gtest/gtest.h>

#include <array>
#include <set>

namespace keqian {
namespace {

TEST(SeededRandomness, RepeatsItselfAndDiffersBySeed) {
  SeededRandomness first(1), again(1), other(2);
  const auto number = first.next();
  EXPECT_EQ(again.next(), number);
  EXPECT_NE(other.next(), number);
  EXPECT_NE(first.next(), number);
}

TEST(SystemRandomness, DoesNotRepeat) {
  SystemRandomness randomness;
  std::set<std::uint64_t> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(randomness.next());
  EXPECT_EQ(seen.size(), 1000U);
}

TEST(SystemRandomness, FillsMoreThanOneCallOfTheKernelGives) {
  SystemRandomness randomness;
  std::array<std::uint8_t, 100'000> bytes{};
  randomness.fill(bytes);
  const std::set<std::uint8_t> tail(bytes.end() - 5000, bytes.end());
  EXPECT_GT(tail.size(), 200U);
}

}  // namespace
}  // namespace keqian
