#include "server-sync/qr/reed_solomon.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace keqian::qr {
namespace {

// Coefficients, the one of x⁰ first.
using Polynomial = std::vector<std::uint8_t>;

constexpr int kOrder = 255;  // of the multiplicative group

struct Tables {
  std::array<std::uint8_t, 2 * kOrder> power{};  // doubled, so that a sum of logarithms fits
  std::array<std::size_t, 256> logarithm{};
};

constexpr Tables make_tables() {
  Tables tables;
  int value = 1;
  for (std::size_t i = 0; i < kOrder; ++i) {
    tables.power[i] = tables.power[i + kOrder] = static_cast<std::uint8_t>(value);
    tables.logarithm[static_cast<std::size_t>(value)] = i;
    value <<= 1;
    if (value > kOrder) value ^= 0x11D;
  }
  return tables;
}

constexpr Tables kTables = make_tables();

std::uint8_t power(int exponent) {
  return kTables.power[static_cast<std::size_t>(exponent % kOrder)];
}

std::uint8_t times(std::uint8_t a, std::uint8_t b) {
  if (a == 0 || b == 0) return 0;
  return kTables.power[kTables.logarithm[a] + kTables.logarithm[b]];
}

// `b` is not 0.
std::uint8_t divided(std::uint8_t a, std::uint8_t b) {
  if (a == 0) return 0;
  return kTables.power[kTables.logarithm[a] + kOrder - kTables.logarithm[b]];
}

std::uint8_t value_at(const Polynomial& polynomial, std::uint8_t x) {
  std::uint8_t value = 0;
  for (std::size_t i = polynomial.size(); i-- > 0;) value = times(value, x) ^ polynomial[i];
  return value;
}

// Without the terms from x^`length` on.
Polynomial product(const Polynomial& a, const Polynomial& b, std::size_t length) {
  Polynomial result(std::min(length, a.size() + b.size() - 1));
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < b.size() && i + j < result.size(); ++j) {
      result[i + j] ^= times(a[i], b[j]);
    }
  }
  return result;
}

// Berlekamp and Massey's shortest register for the syndromes, started from the erasures' locator.
Polynomial error_locator(const Polynomial& syndromes, const Polynomial& erasure_locator) {
  const std::size_t erased = erasure_locator.size() - 1;
  Polynomial locator = erasure_locator;
  Polynomial before = erasure_locator;
  std::size_t length = erased;
  for (std::size_t step = erased; step < syndromes.size(); ++step) {
    before.insert(before.begin(), 0);
    std::uint8_t discrepancy = 0;
    for (std::size_t i = 0; i < locator.size() && i <= step; ++i) {
      discrepancy ^= times(locator[i], syndromes[step - i]);
    }
    if (discrepancy == 0) continue;
    Polynomial next = locator;
    next.resize(std::max(next.size(), before.size()));
    for (std::size_t i = 0; i < before.size(); ++i) next[i] ^= times(discrepancy, before[i]);
    if (2 * length <= step + erased) {
      length = step + 1 + erased - length;
      before = locator;
      for (std::uint8_t& value : before) value = divided(value, discrepancy);
    }
    locator = std::move(next);
  }
  while (locator.size() > 1 && locator.back() == 0) locator.pop_back();
  return locator;
}

Polynomial syndromes_of(std::span<const std::uint8_t> block, int checks) {
  Polynomial syndromes(static_cast<std::size_t>(checks));
  for (int i = 0; i < checks; ++i) {
    std::uint8_t value = 0;
    for (const std::uint8_t codeword : block) value = times(value, power(i)) ^ codeword;
    syndromes[static_cast<std::size_t>(i)] = value;
  }
  return syndromes;
}

bool all_zero(const Polynomial& polynomial) {
  return std::all_of(polynomial.begin(), polynomial.end(), [](auto value) { return value == 0; });
}

}  // namespace

std::vector<std::uint8_t> check_codewords(std::span<const std::uint8_t> data, int count) {
  Polynomial generator{1};
  for (int i = 0; i < count; ++i) {
    generator = product(generator, {power(i), 1}, static_cast<std::size_t>(count) + 1);
  }
  std::vector<std::uint8_t> rest(static_cast<std::size_t>(count));
  for (const std::uint8_t codeword : data) {
    const std::uint8_t factor = codeword ^ rest.front();
    rest.erase(rest.begin());
    rest.push_back(0);
    for (std::size_t i = 0; i < rest.size(); ++i) {
      rest[i] ^= times(factor, generator[rest.size() - 1 - i]);
    }
  }
  return rest;
}

std::optional<int> correct_block(std::span<std::uint8_t> block, int checks,
                                 std::span<const int> erasures, int spare) {
  const auto erased = static_cast<int>(erasures.size());
  if (erased > checks - spare) return std::nullopt;
  const Polynomial syndromes = syndromes_of(block, checks);
  if (all_zero(syndromes)) return 0;
  const int last = static_cast<int>(block.size()) - 1;
  Polynomial erasure_locator{1};
  for (const int index : erasures) {
    erasure_locator =
        product(erasure_locator, {1, power(last - index)}, erasure_locator.size() + 1);
  }
  const Polynomial locator = error_locator(syndromes, erasure_locator);
  const int wrong = static_cast<int>(locator.size()) - 1;
  if (2 * (wrong - erased) + erased > checks - spare) return std::nullopt;

  const Polynomial evaluator = product(locator, syndromes, syndromes.size());
  // The derivative: over GF(2ⁿ) only the odd terms stay.
  Polynomial derivative(locator.size());
  for (std::size_t i = 1; i < locator.size(); i += 2) derivative[i - 1] = locator[i];
  std::vector<std::uint8_t> corrected(block.begin(), block.end());
  int roots = 0;
  for (int index = 0; index <= last; ++index) {
    const std::uint8_t inverse = power(kOrder - (last - index) % kOrder);
    if (value_at(locator, inverse) != 0) continue;
    ++roots;
    const std::uint8_t slope = value_at(derivative, inverse);
    if (slope == 0) return std::nullopt;
    corrected[static_cast<std::size_t>(index)] ^=
        times(power(last - index), divided(value_at(evaluator, inverse), slope));
  }
  if (roots != wrong || !all_zero(syndromes_of(corrected, checks))) return std::nullopt;
  std::copy(corrected.begin(), corrected.end(), block.begin());
  return wrong - erased;
}

}  // namespace keqian::qr
