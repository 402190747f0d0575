#include "server-sync/qr/finder_patterns.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace keqian::qr {
namespace {

constexpr double kModules = 7;

// One line of a picture, along a row or down a column.
struct Line {
  const std::uint8_t* first = nullptr;
  std::ptrdiff_t step = 1;
  int length = 0;

  bool is_light(int i) const { return first[i * step] != 0; }
};

// Bounds of the five runs dark, light, dark, light, dark (or their negative).
using Bounds = std::array<double, 6>;

// Bloom and ink widen one tone at the cost of the other. The distances between edges of the same
// direction do not feel it: 2, 4, 4 and 2 modules.
bool looks_like_finder(const Bounds& bounds) {
  const double module = (bounds[5] - bounds[0] + bounds[4] - bounds[1]) / 12;
  if (module < 1) return false;
  constexpr std::array<double, 4> kDistances = {2, 4, 4, 2};
  for (std::size_t i = 0; i < 4; ++i) {
    // Whole pixels add up to one of error.
    const double tolerance = 0.2 * kDistances[i] * module + 0.35 * module + 0.5;
    if (std::abs(bounds[i + 2] - bounds[i] - kDistances[i] * module) > tolerance) return false;
  }
  const double core = bounds[3] - bounds[2];
  return core > 1.4 * module && core < 4.6 * module;
}

// The five runs around `middle`, whose tone is the core's, if they look like a finder pattern.
std::optional<Bounds> runs_around(const Line& line, int middle, int reach) {
  if (middle < 0 || middle >= line.length) return std::nullopt;
  const bool core = line.is_light(middle);
  const int low = std::max(middle - reach, 0);
  const int high = std::min(middle + reach, line.length - 1);
  Bounds bounds{};
  int i = middle;
  bool tone = core;
  for (std::size_t run = 3; run-- > 0;) {
    while (i >= low && line.is_light(i) == tone) --i;
    if (i < low && run > 0) return std::nullopt;
    bounds[run] = i + 1;
    tone = !tone;
  }
  i = middle;
  tone = core;
  for (std::size_t run = 3; run < 6; ++run) {
    while (i <= high && line.is_light(i) == tone) ++i;
    if (i > high && run < 5) return std::nullopt;
    bounds[run] = i;
    tone = !tone;
  }
  if (!looks_like_finder(bounds)) return std::nullopt;
  return bounds;
}

double middle_of(const Bounds& bounds) {
  return (bounds[0] + bounds[1] + bounds[2] + bounds[3] + bounds[4] + bounds[5]) / 6;
}

// Seven modules: the mean of its width outside and inside the two outer edges is six.
double extent_of(const Bounds& bounds) {
  return (bounds[5] - bounds[0] + bounds[4] - bounds[1]) / 12 * kModules;
}

void add_sighting(std::vector<FinderPattern>& patterns, const FinderPattern& seen) {
  for (FinderPattern& pattern : patterns) {
    const double reach = 0.3 * std::max(pattern.width, pattern.height);
    if (pattern.inverted != seen.inverted || std::abs(pattern.centre.x - seen.centre.x) > reach ||
        std::abs(pattern.centre.y - seen.centre.y) > reach) {
      continue;
    }
    const double share = 1.0 / ++pattern.sightings;
    pattern.centre.x += (seen.centre.x - pattern.centre.x) * share;
    pattern.centre.y += (seen.centre.y - pattern.centre.y) * share;
    pattern.width += (seen.width - pattern.width) * share;
    pattern.height += (seen.height - pattern.height) * share;
    return;
  }
  patterns.push_back(seen);
}

// A row shows the pattern at `across`; the column through its middle must show it too.
void look_closer(const GrayImage& picture, int y, const Bounds& across,
                 std::vector<FinderPattern>& patterns) {
  const int x = static_cast<int>(middle_of(across));
  const bool inverted = picture.row(y)[x] != 0;
  // A square seen from the side or on edge is up to thrice as high as wide.
  const int reach = static_cast<int>(2 * extent_of(across)) + 2;
  const auto down = runs_around({picture.pixels + x, picture.stride, picture.height}, y, reach);
  if (!down) return;
  const double centre_y = middle_of(*down);
  const auto again = runs_around({picture.row(static_cast<int>(centre_y)), 1, picture.width}, x,
                                 static_cast<int>(extent_of(across) + extent_of(*down)) + 2);
  if (!again) return;
  add_sighting(patterns,
               {{middle_of(*again), centre_y}, extent_of(*again), extent_of(*down), inverted, 1});
}

void scan_row(const GrayImage& picture, int y, std::vector<FinderPattern>& patterns) {
  const Line line{picture.row(y), 1, picture.width};
  // The last six edges; the run before the first one does not count.
  Bounds bounds{};
  int edges = 1;
  for (int x = 1; x <= line.length; ++x) {
    if (x < line.length && line.is_light(x) == line.is_light(x - 1)) continue;
    std::copy(bounds.begin() + 1, bounds.end(), bounds.begin());
    bounds[5] = x;
    if (++edges >= 6 && looks_like_finder(bounds)) look_closer(picture, y, bounds, patterns);
  }
}

PlacedPoint difference(PlacedPoint a, PlacedPoint b) {
  return {a.x - b.x, a.y - b.y};
}

double length(PlacedPoint a) {
  return std::hypot(a.x, a.y);
}

// How far three patterns are from an upright corner of equal arms; nothing when they are no corner.
std::optional<double> strangeness(const FinderTriple& triple) {
  const std::array sizes = {triple.top_left.module_pixels(), triple.top_right.module_pixels(),
                            triple.bottom_left.module_pixels()};
  const auto [smallest, largest] = std::minmax_element(sizes.begin(), sizes.end());
  constexpr double kSizeRatioMax = 2.2;
  if (*largest > kSizeRatioMax * *smallest) return std::nullopt;
  const PlacedPoint right = difference(triple.top_right.centre, triple.top_left.centre);
  const PlacedPoint down = difference(triple.bottom_left.centre, triple.top_left.centre);
  const double across = length(right);
  const double along = length(down);
  // The centres of version 1 are 14 modules apart, those of version 40 are 170.
  const double module = (sizes[0] + sizes[1] + sizes[2]) / 3;
  if (std::min(across, along) < 5 * module || std::max(across, along) > 230 * module) {
    return std::nullopt;
  }
  const double cosine = (right.x * down.x + right.y * down.y) / (across * along);
  constexpr double kCosineMax = 0.85;
  if (std::abs(cosine) > kCosineMax) return std::nullopt;
  const double arms = std::abs(std::log(across / along));
  constexpr double kArmsMax = 1.2;
  if (arms > kArmsMax) return std::nullopt;
  return arms + std::abs(cosine) + std::log(*largest / *smallest);
}

}  // namespace

double FinderPattern::module_pixels() const {
  return std::sqrt(width * height) / kModules;
}

std::vector<FinderPattern> find_finder_patterns(const GrayImage& black_and_white) {
  std::vector<FinderPattern> patterns;
  for (int y = 0; y < black_and_white.height; ++y) scan_row(black_and_white, y, patterns);
  // The core is three modules high: a true pattern is seen in more rows than one or two.
  std::erase_if(patterns, [](const FinderPattern& pattern) {
    return pattern.sightings < 0.6 * pattern.height / kModules;
  });
  std::stable_sort(patterns.begin(), patterns.end(),
                   [](const auto& a, const auto& b) { return a.sightings > b.sightings; });
  if (patterns.size() > kFinderPatternsMax) patterns.resize(kFinderPatternsMax);
  return patterns;
}

std::vector<FinderTriple> find_triples(const std::vector<FinderPattern>& patterns) {
  std::vector<std::pair<double, FinderTriple>> found;
  for (const FinderPattern& corner : patterns) {
    for (const FinderPattern& right : patterns) {
      for (const FinderPattern& down : patterns) {
        if (&corner == &right || &corner == &down || &right == &down) continue;
        if (corner.inverted != right.inverted || corner.inverted != down.inverted) continue;
        // Clockwise, with the rows of a picture running downwards: a mirrored symbol is none.
        const PlacedPoint a = difference(right.centre, corner.centre);
        const PlacedPoint b = difference(down.centre, corner.centre);
        if (a.x * b.y - a.y * b.x <= 0) continue;
        const FinderTriple triple{corner, right, down};
        if (const auto strange = strangeness(triple)) found.emplace_back(*strange, triple);
      }
    }
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<FinderTriple> triples;
  triples.reserve(found.size());
  for (const auto& entry : found) triples.push_back(entry.second);
  return triples;
}

std::vector<FinderTriple> complete_pairs(const std::vector<FinderPattern>& patterns) {
  constexpr double kSizeRatioMax = 1.5;
  std::vector<FinderTriple> triples;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const FinderPattern& a = patterns[j];
      const FinderPattern& b = patterns[i];
      const double ratio = a.module_pixels() / b.module_pixels();
      const double module = (a.module_pixels() + b.module_pixels()) / 2;
      const double apart = length(difference(a.centre, b.centre));
      if (a.inverted != b.inverted || ratio > kSizeRatioMax || ratio < 1 / kSizeRatioMax ||
          apart < 10 * module || apart > 100 * module) {
        continue;
      }
      for (const auto& [first, second] : {std::pair(a, b), std::pair(b, a)}) {
        const PlacedPoint way = difference(second.centre, first.centre);
        FinderPattern third = first;
        third.sightings = 0;
        third.centre = {first.centre.x - way.y, first.centre.y + way.x};
        triples.push_back({first, second, third});
        third.centre = {first.centre.x + way.y, first.centre.y - way.x};
        triples.push_back({first, third, second});
        third.centre = {first.centre.x + (way.x - way.y) / 2, first.centre.y + (way.x + way.y) / 2};
        triples.push_back({third, first, second});
      }
    }
  }
  return triples;
}

}  // namespace keqian::qr
