#include "server-sync/qr/symbol_layout.h"

#include <algorithm>
#include <cstdlib>

#include "server-sync/base/assert.h"

namespace keqian::qr {
namespace {

constexpr int kFinderSide = 7;
constexpr int kTimingLine = 6;

using PerVersion = std::array<std::uint8_t, kVersionMax>;

// ISO/IEC 18004, table 9: check codewords of each block and number of blocks; L, M, Q, H.
constexpr std::array<PerVersion, 4> kChecks = {{
    {7,  10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28,
     28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
    {10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26,
     26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28},
    {13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30,
     28, 30, 30, 30, 30, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
    {17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28,
     30, 24, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
}};
constexpr std::array<PerVersion, 4> kBlocks = {{
    {1, 1, 1, 1,  1,  2,  2,  2,  2,  4,  4,  4,  4,  4,  6,  6,  6,  6,  7,  8,
     8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25},
    {1,  1,  1,  2,  2,  4,  4,  4,  5,  5,  5,  8,  9,  9,  10, 10, 11, 13, 14, 16,
     17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49},
    {1,  1,  2,  2,  4,  4,  6,  6,  8,  8,  8,  10, 12, 16, 12, 17, 16, 18, 21, 20,
     23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68},
    {1,  1,  2,  4,  4,  4,  5,  6,  8,  8,  11, 11, 16, 16, 18, 16, 19, 21, 25, 25,
     25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81},
}};

std::vector<int> alignment_centres(int version) {
  if (version == 1) return {};
  const int count = version / 7 + 2;
  const int gaps = count - 1;
  // Even steps, counted from the far end; version 32 is the standard's one exception.
  const int step = version == 32 ? 26 : (4 * version + 4 + 2 * gaps - 1) / (2 * gaps) * 2;
  std::vector<int> centres{kTimingLine};
  for (int i = gaps - 1; i >= 0; --i) centres.push_back(side_of_version(version) - 7 - i * step);
  return centres;
}

class Painter {
 public:
  explicit Painter(SymbolLayout& layout) : layout_(layout) {}

  void set(int x, int y, ModuleUse use) {
    if (x < 0 || y < 0 || x >= layout_.side || y >= layout_.side) return;
    layout_.uses[layout_.index(x, y)] = use;
  }

  void set(int x, int y, bool dark) { set(x, y, dark ? ModuleUse::kDark : ModuleUse::kLight); }

  // Rings around a centre: dark up to `core`, light, dark, and so on outwards up to `reach`.
  void rings(int centre_x, int centre_y, int core, int reach) {
    for (int y = -reach; y <= reach; ++y) {
      for (int x = -reach; x <= reach; ++x) {
        const int ring = std::max(std::abs(x), std::abs(y));
        set(centre_x + x, centre_y + y, ring <= core || (ring - core) % 2 == 0);
      }
    }
  }

 private:
  SymbolLayout& layout_;
};

void paint_patterns(SymbolLayout& layout) {
  Painter painter(layout);
  for (int i = 0; i < layout.side; ++i) {
    painter.set(i, kTimingLine, i % 2 == 0);
    painter.set(kTimingLine, i, i % 2 == 0);
  }
  const int first = kFinderSide / 2;
  const int last = layout.side - 1 - first;
  // The core of a finder pattern is three modules wide, its separator the fourth ring.
  for (const auto& [x, y] : {std::pair{first, first}, {last, first}, {first, last}}) {
    painter.rings(x, y, 1, 4);
  }
  const auto& centres = layout.alignment_centres;
  for (const int y : centres) {
    for (const int x : centres) {
      const bool in_finder = (x == kTimingLine && y == kTimingLine) ||
                             (x == kTimingLine && y == centres.back()) ||
                             (x == centres.back() && y == kTimingLine);
      if (!in_finder) painter.rings(x, y, 0, 2);
    }
  }
  for (int copy = 0; copy < 2; ++copy) {
    for (const std::size_t module : format_modules(layout, copy)) {
      layout.uses[module] = ModuleUse::kFormat;
    }
  }
  painter.set(kFinderSide + 1, layout.side - kFinderSide - 1, true);
  if (layout.version < 7) return;
  for (int i = 0; i < 18; ++i) {
    const int far = layout.side - 11 + i % 3;
    painter.set(far, i / 3, ModuleUse::kFormat);
    painter.set(i / 3, far, ModuleUse::kFormat);
  }
}

// Two columns at a time from the right, up and down in turn, past the vertical timing line.
void order_data(SymbolLayout& layout) {
  bool upwards = true;
  for (int right = layout.side - 1; right > 0; right -= 2) {
    if (right == kTimingLine) --right;
    for (int i = 0; i < layout.side; ++i) {
      const int y = upwards ? layout.side - 1 - i : i;
      for (const int x : {right, right - 1}) {
        const std::size_t module = layout.index(x, y);
        if (layout.uses[module] == ModuleUse::kData) {
          layout.data_modules.push_back(static_cast<int>(module));
        }
      }
    }
    upwards = !upwards;
  }
}

}  // namespace

SymbolLayout layout_of(int version) {
  KEQIAN_ASSERT(version >= 1 && version <= kVersionMax);
  SymbolLayout layout;
  layout.version = version;
  layout.side = side_of_version(version);
  layout.uses.resize(layout.index(0, layout.side), ModuleUse::kData);
  layout.alignment_centres = alignment_centres(version);
  paint_patterns(layout);
  order_data(layout);
  return layout;
}

std::array<bool, kFormatBits> format_bits(const SymbolFormat& format) {
  constexpr std::array<unsigned, 4> kLevelBits = {1, 0, 3, 2};  // L, M, Q, H
  const unsigned data =
      kLevelBits[static_cast<std::size_t>(format.level)] << 3 | static_cast<unsigned>(format.mask);
  unsigned rest = data << 10;
  for (int bit = kFormatBits - 1; bit >= 10; --bit) {
    if ((rest >> bit & 1) != 0) rest ^= 0x537U << (bit - 10);
  }
  const unsigned bits = (data << 10 | rest) ^ 0x5412U;
  std::array<bool, kFormatBits> result{};
  for (std::size_t i = 0; i < result.size(); ++i) result[i] = (bits >> (14 - i) & 1) != 0;
  return result;
}

std::array<std::size_t, kFormatBits> format_modules(const SymbolLayout& layout, int copy) {
  std::array<std::size_t, kFormatBits> modules{};
  for (int i = 0; i < kFormatBits; ++i) {
    int x = 8;
    int y = 8;
    if (copy == 0) {
      // Along row 8 to the corner and up column 8, stepping over the timing lines.
      if (i < 8) x = i < 6 ? i : i + 1;
      if (i > 7) y = i == 8 ? 7 : 14 - i;
    } else {
      // Up column 8 from the bottom, then along row 8 to the right edge.
      if (i < 7) y = layout.side - 1 - i;
      if (i >= 7) x = layout.side - kFormatBits + i;
    }
    modules[static_cast<std::size_t>(i)] = layout.index(x, y);
  }
  return modules;
}

bool is_masked(int mask, int x, int y) {
  switch (mask) {
    case 0:
      return (x + y) % 2 == 0;
    case 1:
      return y % 2 == 0;
    case 2:
      return x % 3 == 0;
    case 3:
      return (x + y) % 3 == 0;
    case 4:
      return (x / 3 + y / 2) % 2 == 0;
    case 5:
      return x * y % 2 + x * y % 3 == 0;
    case 6:
      return (x * y % 2 + x * y % 3) % 2 == 0;
    case 7:
      return ((x + y) % 2 + x * y % 3) % 2 == 0;
    default:
      KEQIAN_ASSERT(false);
  }
}

std::vector<CodewordBlock> blocks_of(const SymbolLayout& layout, ErrorCorrection level) {
  const auto row = static_cast<std::size_t>(level);
  const auto column = static_cast<std::size_t>(layout.version - 1);
  const int checks = kChecks[row][column];
  const int count = kBlocks[row][column];
  const int codewords = static_cast<int>(layout.data_modules.size()) / 8;
  const int data = codewords - checks * count;
  std::vector<CodewordBlock> blocks(static_cast<std::size_t>(count), {{}, checks});
  // The last blocks are longer by one where the data cannot be dealt evenly.
  const int short_blocks = count - data % count;
  int place = 0;
  for (int i = 0; i <= data / count; ++i) {
    for (int block = i < data / count ? 0 : short_blocks; block < count; ++block) {
      blocks[static_cast<std::size_t>(block)].codewords.push_back(place++);
    }
  }
  for (int i = 0; i < checks; ++i) {
    for (CodewordBlock& block : blocks) block.codewords.push_back(place++);
  }
  return blocks;
}

}  // namespace keqian::qr
