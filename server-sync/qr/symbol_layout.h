// What each module of a QR symbol is for, version by version (ISO/IEC 18004, 6.3 and 7): patterns
// that are the same in every symbol, the format, the order of the data's bits, and how codewords
// are dealt into blocks. Pure; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "server-sync/qr/encode.h"

namespace keqian::qr {

inline constexpr int kVersionMax = 40;

constexpr int side_of_version(int version) {
  return 17 + 4 * version;
}

enum class ModuleUse : std::uint8_t { kData, kDark, kLight, kFormat };

struct SymbolLayout {
  int version = 0;
  int side = 0;
  std::vector<ModuleUse> uses;         // row by row; kDark and kLight are the same in every symbol
  std::vector<int> data_modules;       // indices of the data's bits in their order
  std::vector<int> alignment_centres;  // columns and rows of the alignment patterns' centres

  std::size_t index(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(side) +
           static_cast<std::size_t>(x);
  }
  bool is_known(std::size_t module) const {
    return uses[module] == ModuleUse::kDark || uses[module] == ModuleUse::kLight;
  }
};

// `version` 1–40.
SymbolLayout layout_of(int version);

struct SymbolFormat {
  ErrorCorrection level = ErrorCorrection::kMedium;
  int mask = 0;  // 0–7
};

inline constexpr int kFormatBits = 15;

// The format's bits, the most significant first, 1 = dark.
std::array<bool, kFormatBits> format_bits(const SymbolFormat& format);
// The modules of one of the two copies, in the order of format_bits().
std::array<std::size_t, kFormatBits> format_modules(const SymbolLayout& layout, int copy);

// Whether a mask turns the module at this column and row over.
bool is_masked(int mask, int x, int y);

// The blocks of a symbol: for each, the places of its codewords among all of the symbol, data
// first, and how many of them are check codewords.
struct CodewordBlock {
  std::vector<int> codewords;
  int checks = 0;
};
std::vector<CodewordBlock> blocks_of(const SymbolLayout& layout, ErrorCorrection level);

}  // namespace keqian::qr
