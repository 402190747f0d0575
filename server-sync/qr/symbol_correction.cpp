#include "server-sync/qr/symbol_correction.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "server-sync/qr/reed_solomon.h"

namespace keqian::qr {
namespace {

constexpr int kFormats = 32;
constexpr int kBits = 8;

// Check codewords that correct nothing: what is left to notice a wrong correction. A random block
// passes two of them once in 65,536 times.
constexpr int kSpare = 2;

SymbolFormat format_of(int number) {
  return {static_cast<ErrorCorrection>(number / 8), number % 8};
}

// How well each format fits both copies; the two best ones.
std::array<SymbolFormat, 2> likely_formats(const SymbolLayout& layout, const Darkness& darkness) {
  std::array<std::pair<float, int>, kFormats> scores;
  for (int number = 0; number < kFormats; ++number) {
    const auto bits = format_bits(format_of(number));
    float score = 0;
    for (int copy = 0; copy < 2; ++copy) {
      const auto modules = format_modules(layout, copy);
      for (std::size_t i = 0; i < bits.size(); ++i) {
        score += std::clamp(bits[i] ? darkness[modules[i]] : -darkness[modules[i]], -1.0F, 1.0F);
      }
    }
    scores[static_cast<std::size_t>(number)] = {-score, number};
  }
  std::partial_sort(scores.begin(), scores.begin() + 2, scores.end());
  return {format_of(scores[0].second), format_of(scores[1].second)};
}

struct Codewords {
  std::vector<std::uint8_t> values;
  std::vector<float> sureness;
};

Codewords read_codewords(const SymbolLayout& layout, const Darkness& darkness, int mask) {
  Codewords codewords;
  const std::size_t count = layout.data_modules.size() / kBits;
  for (std::size_t i = 0; i < count; ++i) {
    unsigned value = 0;
    float sureness = 1e9F;
    for (std::size_t bit = 0; bit < kBits; ++bit) {
      const int module = layout.data_modules[i * kBits + bit];
      const float dark = darkness[static_cast<std::size_t>(module)];
      const bool one = (dark > 0) != is_masked(mask, module % layout.side, module / layout.side);
      value = value << 1 | (one ? 1U : 0U);
      sureness = std::min(sureness, std::abs(dark));
    }
    codewords.values.push_back(static_cast<std::uint8_t>(value));
    codewords.sureness.push_back(sureness);
  }
  return codewords;
}

// Gives up ever more of the least sure codewords until the rest agree.
bool correct(const CodewordBlock& shape, Codewords& codewords) {
  std::vector<std::uint8_t> block;
  for (const int place : shape.codewords) {
    block.push_back(codewords.values[static_cast<std::size_t>(place)]);
  }
  std::vector<int> unsure(block.size());
  std::iota(unsure.begin(), unsure.end(), 0);
  std::sort(unsure.begin(), unsure.end(), [&](int a, int b) {
    const auto sureness = [&](int i) {
      return codewords
          .sureness[static_cast<std::size_t>(shape.codewords[static_cast<std::size_t>(i)])];
    };
    return sureness(a) < sureness(b);
  });
  for (int erased = 0; erased <= shape.checks - kSpare; erased += 2) {
    const std::span<const int> erasures(unsure.data(), static_cast<std::size_t>(erased));
    if (!correct_block(block, shape.checks, erasures, kSpare)) continue;
    for (std::size_t i = 0; i < block.size(); ++i) {
      codewords.values[static_cast<std::size_t>(shape.codewords[i])] = block[i];
    }
    return true;
  }
  return false;
}

QrSymbol symbol_of(const SymbolLayout& layout, const SymbolFormat& format,
                   const Codewords& codewords, const Darkness& darkness) {
  QrSymbol symbol{layout.side, std::vector<std::uint8_t>(layout.uses.size())};
  for (std::size_t i = 0; i < layout.uses.size(); ++i) {
    // Version information is left as it was seen.
    symbol.modules[i] = layout.uses[i] == ModuleUse::kDark ||
                        (layout.uses[i] == ModuleUse::kFormat && darkness[i] > 0);
  }
  const auto bits = format_bits(format);
  for (int copy = 0; copy < 2; ++copy) {
    const auto modules = format_modules(layout, copy);
    for (std::size_t i = 0; i < bits.size(); ++i) symbol.modules[modules[i]] = bits[i];
  }
  symbol.modules[layout.index(8, layout.side - 8)] = 1;
  for (std::size_t i = 0; i < layout.data_modules.size(); ++i) {
    const int module = layout.data_modules[i];
    // Up to seven bits at the end belong to no codeword and are 0.
    const bool one = i / kBits < codewords.values.size() &&
                     (codewords.values[i / kBits] >> (kBits - 1 - i % kBits) & 1) != 0;
    symbol.modules[static_cast<std::size_t>(module)] =
        one != is_masked(format.mask, module % layout.side, module / layout.side);
  }
  return symbol;
}

}  // namespace

std::optional<QrSymbol> corrected_symbol(const SymbolLayout& layout, const Darkness& darkness) {
  for (const SymbolFormat& format : likely_formats(layout, darkness)) {
    Codewords codewords = read_codewords(layout, darkness, format.mask);
    const auto blocks = blocks_of(layout, format.level);
    if (std::all_of(blocks.begin(), blocks.end(),
                    [&](const CodewordBlock& block) { return correct(block, codewords); })) {
      return symbol_of(layout, format, codewords, darkness);
    }
  }
  return std::nullopt;
}

}  // namespace keqian::qr
