#include "server-sync/bureau/statistics/amount.h"

#include "server-sync/base/text.h"

namespace keqian::bureau {
namespace {

constexpr std::int64_t kHundredths = 100;

// The ASCII spelling of what an input method may have left: "１２．５", "1,302".
std::string plain_digits(std::string_view typed) {
  std::string out;
  for (std::size_t position = 0; position < typed.size();) {
    const char32_t c = next_code_point(typed, position);
    if (c >= U'０' && c <= U'９') {
      out += static_cast<char>('0' + static_cast<int>(c - U'０'));
    } else if (c == U'．') {
      out += '.';
    } else if (c == U'－') {
      out += '-';
    } else if (c == U'，' || c == U',') {
      out += ',';
    } else if (c < 0x80) {
      out += static_cast<char>(c);
    } else {
      return {};
    }
  }
  return out;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Commas only as thousands: "1,302", never "13,02".
bool remove_thousands(std::string& digits) {
  const auto first = digits.find(',');
  if (first == std::string::npos) return true;
  if (first == 0 || first > 3 || (digits.size() - first) % 4 != 0) return false;
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const bool is_comma_place = i >= first && (i - first) % 4 == 0;
    if (is_comma_place != (digits[i] == ',')) return false;
    if (!is_comma_place) out += digits[i];
  }
  digits = out;
  return true;
}

std::optional<std::int64_t> parse_whole(std::string digits) {
  if (!remove_thousands(digits) || digits.empty() || digits.size() > 15) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : digits) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

std::optional<std::int64_t> parse_amount(NumberKind kind, std::string_view text) {
  auto digits = plain_digits(trim(text));
  const bool is_negative = !digits.empty() && digits.front() == '-';
  if (is_negative) digits.erase(0, 1);
  std::int64_t fraction = 0;
  if (const auto point = digits.find('.'); point != std::string::npos) {
    auto decimals = digits.substr(point + 1);
    if (kind != NumberKind::kMoney || decimals.empty() || decimals.size() > 2) return std::nullopt;
    for (const char c : decimals)
      if (!is_digit(c)) return std::nullopt;
    if (decimals.size() == 1) decimals += '0';
    fraction = (decimals[0] - '0') * 10 + (decimals[1] - '0');
    digits.resize(point);
  }
  const auto whole = parse_whole(digits);
  if (!whole) return std::nullopt;
  const auto amount = kind == NumberKind::kMoney ? *whole * kHundredths + fraction : *whole;
  if (amount > kAmountMax) return std::nullopt;
  return is_negative ? -amount : amount;
}

std::string format_amount(NumberKind kind, std::int64_t amount) {
  if (kind == NumberKind::kCount) return std::to_string(amount);
  const std::int64_t size = amount < 0 ? -amount : amount;
  const std::int64_t decimals = size % kHundredths;
  return (amount < 0 ? "-" : "") + std::to_string(size / kHundredths) + "." +
         (decimals < 10 ? "0" : "") + std::to_string(decimals);
}

}  // namespace keqian::bureau
