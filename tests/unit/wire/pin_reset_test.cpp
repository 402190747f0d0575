// The code for a forgotten PIN: both sides make the same one, and nothing else makes it.
#include "server-sync/wire/pin_reset.h"

#include <gtest/gtest.h>

#include <numeric>
#include <set>

namespace keqian::wire {
namespace {

KeyPair keys_from(std::uint8_t first) {
  std::array<std::uint8_t, 32> seed{};
  std::iota(seed.begin(), seed.end(), first);
  return key_pair_from_seed(seed);
}
const KeyPair& kiosk_keys() {
  static const KeyPair keys = keys_from(0x00);
  return keys;
}
const KeyPair& bureau_keys() {
  static const KeyPair keys = keys_from(0x20);
  return keys;
}
const KioskId kKiosk{"k-7f3a"};

std::string code_for(std::string_view number) {
  return *pin_reset_code(bureau_keys(), kiosk_keys().public_key, kKiosk, number);
}

TEST(PinReset, BothSidesMakeTheCodeOfTheProtocolsExample) {
  EXPECT_EQ(code_for("48210734"), "1678262024");
  EXPECT_EQ(*pin_reset_code(kiosk_keys(), bureau_keys().public_key, kKiosk, "48210734"),
            code_for("48210734"));
}

TEST(PinReset, AnotherNumberKioskOrKeyMakesAnotherCode) {
  const auto code = code_for("48210734");
  const auto other = keys_from(0x40);
  EXPECT_NE(code_for("48210742"), code);
  EXPECT_NE(*pin_reset_code(bureau_keys(), kiosk_keys().public_key, {"k-7f3b"}, "48210734"), code);
  EXPECT_NE(*pin_reset_code(other, kiosk_keys().public_key, kKiosk, "48210734"), code);
  EXPECT_NE(*pin_reset_code(bureau_keys(), other.public_key, kKiosk, "48210734"), code);
}

TEST(PinReset, NoCodeIsMadeWithWhatIsNoKey) {
  PublicKey none;  // a point of low order
  EXPECT_FALSE(pin_reset_code(bureau_keys(), none, kKiosk, "48210734"));
}

TEST(PinReset, CodesAreSpreadOverAllTheirDigits) {
  SeededRandomness randomness(1);
  std::set<char> digits;
  std::set<std::string> codes;
  for (int i = 0; i < 200; ++i) {
    const auto code = code_for(make_reset_number(randomness));
    ASSERT_EQ(code.size(), kResetCodeDigits);
    codes.insert(code);
    digits.insert(code.front());
  }
  EXPECT_EQ(codes.size(), 200U);
  EXPECT_EQ(digits.size(), 10U) << "leading noughts are kept";
}

TEST(ResetNumber, IsReadHoweverItWasTyped) {
  SeededRandomness randomness(7);
  const auto number = make_reset_number(randomness);
  ASSERT_EQ(number.size(), kResetNumberDigits);
  EXPECT_EQ(normalise_reset_number(number), number);
  EXPECT_EQ(normalise_reset_number(" " + in_halves(number) + " "), number);
  EXPECT_EQ(normalise_reset_number(number.substr(0, 2) + "-" + number.substr(2)), number);
}

TEST(ResetNumber, EveryWrongDigitIsFound) {
  SeededRandomness randomness(7);
  for (int round = 0; round < 50; ++round) {
    const auto number = make_reset_number(randomness);
    for (std::size_t i = 0; i < number.size(); ++i) {
      for (char digit = '0'; digit <= '9'; ++digit) {
        auto slip = number;
        slip[i] = digit;
        ASSERT_EQ(normalise_reset_number(slip).has_value(), digit == number[i]) << slip;
      }
    }
  }
}

TEST(ResetNumber, WhatIsNoneIsRefused) {
  for (const char* typed : {"", "4821073", "482107340", "4821073a", "４８２１０７３４", "-"}) {
    EXPECT_FALSE(normalise_reset_number(typed)) << typed;
  }
}

}  // namespace
}  // namespace keqian::wire
