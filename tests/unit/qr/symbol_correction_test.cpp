#include "server-sync/qr/symbol_correction.h"

#include <gtest/gtest.h>

#include "server-sync/base/randomness.h"
#include "server-sync/qr/zxing.h"

namespace keqian::qr {
namespace {

constexpr std::array kLevels = {ErrorCorrection::kLow, ErrorCorrection::kMedium,
                                ErrorCorrection::kQuartile, ErrorCorrection::kHigh};

SymbolLayout layout_for(const QrSymbol& symbol) {
  return layout_of((symbol.side_modules - 17) / 4);
}

Darkness darkness_of(const QrSymbol& symbol) {
  Darkness darkness;
  for (const auto module : symbol.modules) darkness.push_back(module != 0 ? 1.0F : -1.0F);
  return darkness;
}

// Texts that need every version at every level, in small steps.
template <typename Check>
void for_every_size(Check check) {
  for (const ErrorCorrection level : kLevels) {
    for (std::size_t length = 5;; length += 4 + length / 25) {
      const std::string text(length, 'k');
      const auto symbol = encode_qr(text, level);
      if (!symbol) break;
      check(text, *symbol);
    }
  }
}

TEST(SymbolLayout, KnowsThePatternsOfEveryVersion) {
  std::vector<bool> seen(kVersionMax + 1);
  for_every_size([&seen](const std::string& text, const QrSymbol& symbol) {
    const SymbolLayout layout = layout_for(symbol);
    seen[static_cast<std::size_t>(layout.version)] = true;
    for (std::size_t i = 0; i < layout.uses.size(); ++i) {
      if (!layout.is_known(i)) continue;
      ASSERT_EQ(layout.uses[i] == ModuleUse::kDark, symbol.modules[i] != 0)
          << text.size() << " characters, module " << i;
    }
  });
  for (int version = 1; version <= kVersionMax; ++version) {
    EXPECT_TRUE(seen[static_cast<std::size_t>(version)]) << version;
  }
}

TEST(SymbolCorrection, ReadsEveryVersionAndLevel) {
  for_every_size([](const std::string& text, const QrSymbol& symbol) {
    const auto read = corrected_symbol(layout_for(symbol), darkness_of(symbol));
    ASSERT_TRUE(read) << text.size();
    EXPECT_EQ(read->modules, symbol.modules);
    EXPECT_EQ(text_of_symbol(*read), text);
  });
}

TEST(SymbolCorrection, ACoveredCornerCostsHalfWhenItsModulesAreUnsure) {
  const auto symbol = encode_qr("KQ1M3XQ8Z0T7VBN5C1R9DKWEYG2H4J6PA0SFTZ8QKXN");
  ASSERT_TRUE(symbol);
  const SymbolLayout layout = layout_for(*symbol);
  // The lower right corner, a sixth of the symbol and more than errors alone may cost.
  const auto covered_as = [&](float darkness_under_the_thumb) {
    Darkness darkness = darkness_of(*symbol);
    for (int y = 15; y < layout.side; ++y) {
      for (int x = 15; x < layout.side; ++x)
        darkness[layout.index(x, y)] = darkness_under_the_thumb;
    }
    return corrected_symbol(layout, darkness);
  };
  EXPECT_FALSE(covered_as(1.0F));
  const auto unsure = covered_as(0.01F);
  ASSERT_TRUE(unsure);
  EXPECT_EQ(unsure->modules, symbol->modules);
}

TEST(SymbolCorrection, NoiseIsNoSymbol) {
  SeededRandomness randomness(3);
  for (int version = 1; version <= 6; ++version) {
    const SymbolLayout layout = layout_of(version);
    for (int round = 0; round < 50; ++round) {
      Darkness darkness(layout.uses.size());
      for (float& value : darkness) value = static_cast<float>(randomness.next() % 2001) / 1000 - 1;
      const auto symbol = corrected_symbol(layout, darkness);
      EXPECT_FALSE(symbol && text_of_symbol(*symbol)) << "version " << version;
    }
  }
}

}  // namespace
}  // namespace keqian::qr
