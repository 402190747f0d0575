#include "server-sync/wire/pin_reset.h"

#include <cstdint>

#include "server-sync/base/text.h"

namespace keqian::wire {
namespace {

constexpr std::uint64_t kNumbers = 10'000'000;    // of kResetNumberDigits − 1 digits
constexpr std::uint64_t kCodes = 10'000'000'000;  // of kResetCodeDigits digits

std::string digits_of(std::uint64_t value, std::size_t count) {
  std::string digits(count, '0');
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, value /= 10)
    *digit = static_cast<char>('0' + value % 10);
  return digits;
}

// ISO/IEC 7064 MOD 11,10 (GB/T 17710): finds every wrong digit and nearly every exchange of two.
char check_digit(std::string_view digits) {
  int product = 10;
  for (const char digit : digits) {
    const int sum = (product + (digit - '0')) % 10;
    product = (sum == 0 ? 10 : sum) * 2 % 11;
  }
  return static_cast<char>('0' + (11 - product) % 10);
}

}  // namespace

std::string make_reset_number(Randomness& randomness) {
  auto number = digits_of(randomness.next() % kNumbers, kResetNumberDigits - 1);
  number += check_digit(number);
  return number;
}

std::optional<std::string> normalise_reset_number(std::string_view typed) {
  std::string number;
  for (const char c : trim(typed)) {
    if (c == '-' || c == ' ') continue;
    if (c < '0' || c > '9' || number.size() == kResetNumberDigits) return std::nullopt;
    number += c;
  }
  if (number.size() != kResetNumberDigits) return std::nullopt;
  if (check_digit(number.substr(0, kResetNumberDigits - 1)) != number.back()) return std::nullopt;
  return number;
}

std::optional<std::string> pin_reset_code(const KeyPair& own, const PublicKey& other,
                                          const KioskId& kiosk, std::string_view number) {
  const auto secret = shared_secret(own, other);
  if (!secret) return std::nullopt;
  const auto tag = keyed_digest(
      *secret, "keqian-pin-reset-v1\n" + kiosk.value + "\n" + std::string(number) + "\n");
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof value; ++i) value = value << 8U | tag[i];
  return digits_of(value % kCodes, kResetCodeDigits);
}

std::string in_halves(std::string_view digits) {
  const auto half = digits.size() / 2;
  return std::string(digits.substr(0, half)) + " " + std::string(digits.substr(half));
}

}  // namespace keqian::wire
