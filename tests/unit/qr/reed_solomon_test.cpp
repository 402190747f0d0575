#include "server-sync/qr/reed_solomon.h"

#include <gtest/gtest.h>

#include <numeric>

#include "server-sync/base/randomness.h"

namespace keqian::qr {
namespace {

constexpr int kData = 34;
constexpr int kChecks = 18;

std::vector<std::uint8_t> random_block(SeededRandomness& randomness) {
  std::vector<std::uint8_t> block(kData);
  for (auto& codeword : block) codeword = static_cast<std::uint8_t>(randomness.next());
  const auto checks = check_codewords(block, kChecks);
  block.insert(block.end(), checks.begin(), checks.end());
  return block;
}

// `count` different places of a block.
std::vector<int> random_places(SeededRandomness& randomness, int count) {
  std::vector<int> places(kData + kChecks);
  std::iota(places.begin(), places.end(), 0);
  for (std::size_t i = places.size() - 1; i > 0; --i) {
    std::swap(places[i], places[randomness.next() % (i + 1)]);
  }
  places.resize(static_cast<std::size_t>(count));
  return places;
}

TEST(ReedSolomon, ChecksOfTheStandardsExample) {
  // ISO/IEC 18004, annex I: "01234567" as version 1-M.
  const std::vector<std::uint8_t> data = {0x10, 0x20, 0x0C, 0x56, 0x61, 0x80, 0xEC, 0x11,
                                          0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11};
  const std::vector<std::uint8_t> expected = {0xA5, 0x24, 0xD4, 0xC1, 0xED,
                                              0x36, 0xC7, 0x87, 0x2C, 0x55};
  EXPECT_EQ(check_codewords(data, 10), expected);
}

TEST(ReedSolomon, CorrectsEveryMixtureOfErrorsAndErasuresThatTheChecksPayFor) {
  SeededRandomness randomness(7);
  for (int erased = 0; erased <= kChecks; ++erased) {
    for (int errors = 0; 2 * errors + erased <= kChecks; ++errors) {
      const auto sent = random_block(randomness);
      auto received = sent;
      const auto places = random_places(randomness, erased + errors);
      for (const int place : places) {
        received[static_cast<std::size_t>(place)] ^=
            static_cast<std::uint8_t>(1 + randomness.next() % 255);
      }
      const std::span erasures(places.data(), static_cast<std::size_t>(erased));
      const auto wrong = correct_block(received, kChecks, erasures, 0);
      ASSERT_TRUE(wrong) << erased << " erasures, " << errors << " errors";
      EXPECT_EQ(*wrong, errors);
      EXPECT_EQ(received, sent);
    }
  }
}

TEST(ReedSolomon, LeavesAsManyChecksSpareAsAsked) {
  SeededRandomness randomness(8);
  auto received = random_block(randomness);
  for (std::size_t i = 0; i < 8; ++i) received[i * 5] ^= 0x5A;
  auto kept = received;
  EXPECT_FALSE(correct_block(received, kChecks, {}, 3));
  EXPECT_EQ(received, kept);
  EXPECT_TRUE(correct_block(received, kChecks, {}, 2));
}

TEST(ReedSolomon, SpareChecksKeepNoiseFromBeingCorrected) {
  SeededRandomness randomness(9);
  int accepted = 0;
  for (int round = 0; round < 2000; ++round) {
    std::vector<std::uint8_t> noise(kData + kChecks);
    for (auto& codeword : noise) codeword = static_cast<std::uint8_t>(randomness.next());
    const auto erasures = random_places(randomness, kChecks - 2);
    accepted += correct_block(noise, kChecks, erasures, 2) ? 1 : 0;
  }
  EXPECT_EQ(accepted, 0);
}

}  // namespace
}  // namespace keqian::qr
