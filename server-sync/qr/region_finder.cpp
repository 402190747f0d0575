#include "server-sync/qr/region_finder.h"

#include <algorithm>
#include <cstdlib>

namespace keqian::qr {
namespace {

constexpr int kBlockPixels = 16;
// A block is busy above this share of the busiest fiftieth, and never below the floor of noise.
constexpr double kBusyShare = 0.40;
constexpr int kBusyFloor = kBlockPixels * kBlockPixels * 4;
constexpr int kRegionBlocksMin = 4;
constexpr double kMargin = 0.12;

struct BlockGrid {
  int columns = 0;
  int rows = 0;
  std::vector<int> values;

  int& at(int column, int row) {
    return values[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
                  static_cast<std::size_t>(column)];
  }
};

// Per block the smaller one of its sums of steps across and down: writing and rails have one
// direction, a code has both.
BlockGrid texture(const GrayImage& picture) {
  BlockGrid grid{picture.width / kBlockPixels, picture.height / kBlockPixels, {}};
  grid.values.resize(static_cast<std::size_t>(grid.columns) * static_cast<std::size_t>(grid.rows));
  for (int row = 0; row < grid.rows; ++row) {
    for (int column = 0; column < grid.columns; ++column) {
      int across = 0;
      int down = 0;
      for (int y = row * kBlockPixels; y < (row + 1) * kBlockPixels - 1; ++y) {
        const auto* here = picture.row(y) + column * kBlockPixels;
        const auto* below = here + picture.stride;
        for (int x = 0; x < kBlockPixels - 1; ++x) {
          across += std::abs(here[x + 1] - here[x]);
          down += std::abs(below[x] - here[x]);
        }
      }
      grid.at(column, row) = std::min(across, down);
    }
  }
  return grid;
}

int busy_threshold(std::vector<int> values) {
  const auto busiest = values.end() - 1 - static_cast<std::ptrdiff_t>(values.size() / 50);
  std::nth_element(values.begin(), busiest, values.end());
  return std::max(kBusyFloor, static_cast<int>(kBusyShare * *busiest));
}

struct Region {
  int left, top, right, bottom;  // in blocks, inclusive
  int blocks = 0;
  long long weight = 0;
};

// Collects the busy blocks connected with the one given (eight neighbours) and clears them.
Region flood(BlockGrid& grid, int column, int row) {
  Region region{column, row, column, row};
  std::vector<std::pair<int, int>> open{{column, row}};
  region.weight = grid.at(column, row);
  grid.at(column, row) = 0;
  while (!open.empty()) {
    const auto [x, y] = open.back();
    open.pop_back();
    ++region.blocks;
    region.left = std::min(region.left, x);
    region.right = std::max(region.right, x);
    region.top = std::min(region.top, y);
    region.bottom = std::max(region.bottom, y);
    for (int next_y = std::max(y - 1, 0); next_y <= std::min(y + 1, grid.rows - 1); ++next_y) {
      for (int next_x = std::max(x - 1, 0); next_x <= std::min(x + 1, grid.columns - 1); ++next_x) {
        int& value = grid.at(next_x, next_y);
        if (value == 0) continue;
        region.weight += value;
        value = 0;
        open.emplace_back(next_x, next_y);
      }
    }
  }
  return region;
}

Box box_of(const Region& region, const GrayImage& picture) {
  const int width = (region.right - region.left + 1) * kBlockPixels;
  const int height = (region.bottom - region.top + 1) * kBlockPixels;
  const int margin = kBlockPixels + static_cast<int>(kMargin * std::max(width, height));
  const int left = std::max(region.left * kBlockPixels - margin, 0);
  const int top = std::max(region.top * kBlockPixels - margin, 0);
  const int right = std::min((region.right + 1) * kBlockPixels + margin, picture.width);
  const int bottom = std::min((region.bottom + 1) * kBlockPixels + margin, picture.height);
  return {left, top, right - left, bottom - top};
}

}  // namespace

std::vector<Box> find_code_regions(const GrayImage& picture) {
  BlockGrid grid = texture(picture);
  if (grid.values.empty()) return {};
  const int threshold = busy_threshold(grid.values);
  for (int& value : grid.values) {
    if (value < threshold) value = 0;
  }
  std::vector<Region> regions;
  for (int row = 0; row < grid.rows; ++row) {
    for (int column = 0; column < grid.columns; ++column) {
      if (grid.at(column, row) == 0) continue;
      const Region region = flood(grid, column, row);
      if (region.blocks >= kRegionBlocksMin) regions.push_back(region);
    }
  }
  std::sort(regions.begin(), regions.end(),
            [](const Region& a, const Region& b) { return a.weight > b.weight; });
  if (regions.size() > kRegionsMax) regions.resize(kRegionsMax);
  std::vector<Box> boxes;
  boxes.reserve(regions.size());
  for (const Region& region : regions) boxes.push_back(box_of(region, picture));
  return boxes;
}

}  // namespace keqian::qr
