#include "server-sync/qr/symbol_grid.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "server-sync/base/assert.h"

namespace keqian::qr {
namespace {

constexpr double kFinderCentre = 3.5;  // modules from the edge

struct KnownModule {
  double x = 0;
  double y = 0;
  float lightness = 1;  // −1 dark, 1 light
};
using Pattern = std::vector<KnownModule>;

// How like a pattern the picture is where `place` puts its modules: a correlation, −1 to 1, which
// no brightness and no contrast changes.
template <typename Place>
double correlation(const GrayImage& picture, const Pattern& pattern, Place place) {
  float sum = 0;
  float squares = 0;
  float expected = 0;
  float products = 0;
  for (const KnownModule& module : pattern) {
    const float tone = tone_at(picture, place(module.x, module.y));
    sum += tone;
    squares += tone * tone;
    expected += module.lightness;
    products += module.lightness * tone;
  }
  const auto count = static_cast<float>(pattern.size());
  const float spread = (squares - sum * sum / count) * (count - expected * expected / count);
  // Below one tone of deviation there is only noise.
  if (spread < count * count) return 0;
  return (products - sum * expected / count) / std::sqrt(spread);
}

double likeness(const GrayImage& picture, const SymbolGrid& grid, const Pattern& pattern) {
  return correlation(picture, pattern, [&grid](double x, double y) { return grid.at(x, y); });
}

Pattern square_of(const SymbolLayout& layout, int left, int top, int side) {
  Pattern pattern;
  for (int y = std::max(top, 0); y < std::min(top + side, layout.side); ++y) {
    for (int x = std::max(left, 0); x < std::min(left + side, layout.side); ++x) {
      const ModuleUse use = layout.uses[layout.index(x, y)];
      if (use != ModuleUse::kDark && use != ModuleUse::kLight) continue;
      pattern.push_back({x + 0.5, y + 0.5, use == ModuleUse::kDark ? -1.0F : 1.0F});
    }
  }
  return pattern;
}

Pattern timing_of(int side, bool down) {
  Pattern pattern;
  for (int i = 8; i < side - 8; ++i) {
    const double along = i + 0.5;
    pattern.push_back({down ? 6.5 : along, down ? along : 6.5, i % 2 == 0 ? -1.0F : 1.0F});
  }
  return pattern;
}

struct Patterns {
  std::vector<Pattern> all;
  double sign = 1;  // −1 for light on dark
};

Patterns patterns_of(const SymbolLayout& layout, bool inverted) {
  Patterns patterns;
  patterns.sign = inverted ? -1 : 1;
  const int side = layout.side;
  patterns.all = {square_of(layout, 0, 0, 8), square_of(layout, side - 8, 0, 8),
                  square_of(layout, 0, side - 8, 8), timing_of(side, false), timing_of(side, true)};
  if (layout.version > 1) patterns.all.push_back(square_of(layout, side - 9, side - 9, 5));
  return patterns;
}

// A pattern that is covered counts as nothing, not as a reason to move away.
double likeness(const GrayImage& picture, const SymbolGrid& grid, const Patterns& patterns) {
  double sum = 0;
  for (const Pattern& pattern : patterns.all) {
    sum += std::max(0.0, patterns.sign * likeness(picture, grid, pattern));
  }
  return sum / static_cast<double>(patterns.all.size());
}

double distance(PlacedPoint a, PlacedPoint b) {
  return std::hypot(a.x - b.x, a.y - b.y);
}

// What a row across a square is wider than its side when the square is turned.
double slant(PlacedPoint from, PlacedPoint to) {
  const double length = distance(from, to);
  return length / std::max(std::abs(to.x - from.x), std::abs(to.y - from.y));
}

// A first guess: areas of the finder patterns tell the depths, as areas shrink with its cube.
SymbolGrid::Shape shape_of(const FinderTriple& triple) {
  const auto area = [](const FinderPattern& pattern) { return pattern.width * pattern.height; };
  SymbolGrid::Shape shape;
  shape.top_left = triple.top_left.centre;
  shape.top_right = triple.top_right.centre;
  shape.bottom_left = triple.bottom_left.centre;
  shape.depth_right = std::cbrt(area(triple.top_left) / area(triple.top_right));
  shape.depth_down = std::cbrt(area(triple.top_left) / area(triple.bottom_left));
  return shape;
}

// Tries depths around the guess for one arm's timing pattern.
double fit_depth(const GrayImage& picture, int side, SymbolGrid::Shape& shape, bool down,
                 double sign) {
  constexpr double kReach = 0.24;
  const Pattern timing = timing_of(side, down);
  double& depth = down ? shape.depth_down : shape.depth_right;
  const double guess = depth;
  double best = -1;
  double best_depth = guess;
  // A step moves the middle of the arm by a quarter of a module.
  const double step = std::min(0.04, 1.0 / side);
  const int steps = static_cast<int>(kReach / step);
  for (int i = -steps; i <= steps; ++i) {
    depth = guess * std::exp(i * step);
    const double like = sign * likeness(picture, SymbolGrid(side, shape), timing);
    if (like > best) {
      best = like;
      best_depth = depth;
    }
  }
  depth = best_depth;
  return best;
}

struct Candidate {
  int version = 0;
  SymbolGrid::Shape shape;
  double timing = 0;
};

std::optional<Candidate> choose_version(const GrayImage& picture, const FinderTriple& triple) {
  const SymbolGrid::Shape guess = shape_of(triple);
  const double across = distance(guess.top_left, guess.top_right);
  const double along = distance(guess.top_left, guess.bottom_left);
  const double module =
      (triple.top_left.module_pixels() + triple.top_right.module_pixels() +
       triple.bottom_left.module_pixels()) /
      3 /
      std::sqrt(slant(guess.top_left, guess.top_right) * slant(guess.top_left, guess.bottom_left));
  const double side = std::sqrt(across * along) / module + 2 * kFinderCentre;
  const double version = (side - 17) / 4;
  const double doubt = 1 + 0.12 * std::max(version, 0.0);
  const int first = std::max(1, static_cast<int>(std::lround(version - doubt)));
  const int last = std::min(kVersionMax, static_cast<int>(std::lround(version + doubt)));
  const double sign = triple.top_left.inverted ? -1 : 1;
  std::optional<Candidate> best;
  for (int tried = first; tried <= last; ++tried) {
    Candidate candidate{tried, guess, 0};
    const int tried_side = side_of_version(tried);
    candidate.timing = fit_depth(picture, tried_side, candidate.shape, false, sign) +
                       fit_depth(picture, tried_side, candidate.shape, true, sign);
    if (!best || candidate.timing > best->timing) best = candidate;
  }
  return best;
}

struct Sighting {
  PlacedPoint place;
  double likeness = 0;
};

// Looks for an alignment pattern within `reach` modules of where the grid puts it.
Sighting find_alignment(const GrayImage& picture, const SymbolGrid& grid, const Pattern& pattern,
                        PlacedPoint centre, double reach, double step, double sign) {
  const PlacedPoint origin = grid.at(centre.x, centre.y);
  const PlacedPoint right = grid.at(centre.x + 1, centre.y);
  const PlacedPoint down = grid.at(centre.x, centre.y + 1);
  const auto place = [&](double x, double y) {
    return PlacedPoint{origin.x + (right.x - origin.x) * x + (down.x - origin.x) * y,
                       origin.y + (right.y - origin.y) * x + (down.y - origin.y) * y};
  };
  Sighting best{origin, 0};
  for (double y = -reach; y <= reach; y += step) {
    for (double x = -reach; x <= reach; x += step) {
      // Nearer places first: data often look like an alignment pattern.
      const double like =
          sign * correlation(picture, pattern,
                             [&](double column, double line) {
                               return place(x + column - centre.x, y + line - centre.y);
                             }) -
          0.02 * std::hypot(x, y);
      if (like > best.likeness) best = {place(x, y), like};
    }
  }
  return best;
}

constexpr double kAlignmentLikenessMin = 0.5;

std::optional<SymbolGrid> pinned_at_alignment(const GrayImage& picture, const FittedGrid& fitted,
                                              double sign) {
  if (fitted.layout.version == 1) return std::nullopt;
  const int corner = fitted.layout.alignment_centres.back();
  const PlacedPoint centre{corner + 0.5, corner + 0.5};
  const auto seen =
      find_alignment(picture, fitted.grid, square_of(fitted.layout, corner - 2, corner - 2, 5),
                     centre, 2 + fitted.layout.side / 8.0, 0.75, sign);
  SymbolGrid pinned = fitted.grid;
  if (seen.likeness < kAlignmentLikenessMin || !pinned.pin(centre.x, centre.y, seen.place)) {
    return std::nullopt;
  }
  return pinned;
}

// From the versions with more than one alignment pattern on.
void shift_to_alignments(const GrayImage& picture, FittedGrid& fitted, double sign) {
  const auto& centres = fitted.layout.alignment_centres;
  const std::size_t count = centres.size();
  std::vector<double> lines;
  lines.reserve(count);
  for (const int centre : centres) lines.push_back(centre + 0.5);
  std::vector<PlacedPoint> shifts(count * count);
  for (std::size_t row = 0; row < count; ++row) {
    for (std::size_t column = 0; column < count; ++column) {
      PlacedPoint& shift = shifts[row * count + column];
      // The neighbours' shift is the best guess.
      if (column > 0) shift = shifts[row * count + column - 1];
      if (row > 0) {
        const PlacedPoint& above = shifts[(row - 1) * count + column];
        shift = column > 0 ? PlacedPoint{(shift.x + above.x) / 2, (shift.y + above.y) / 2} : above;
      }
      const bool in_finder =
          (row == 0 && (column == 0 || column + 1 == count)) || (row + 1 == count && column == 0);
      if (in_finder) {
        shift = {};
        continue;
      }
      SymbolGrid guess(fitted.layout.side, fitted.grid.shape());
      guess.shift({0}, {shift});
      const PlacedPoint centre{lines[column], lines[row]};
      const auto seen = find_alignment(
          picture, guess, square_of(fitted.layout, centres[column] - 2, centres[row] - 2, 5),
          centre, 1.5, 0.25, sign);
      if (seen.likeness < kAlignmentLikenessMin) continue;
      const PlacedPoint plain = fitted.grid.at(centre.x, centre.y);
      shift = {seen.place.x - plain.x, seen.place.y - plain.y};
    }
  }
  fitted.grid.shift(std::move(lines), std::move(shifts));
}

// Moves one number of the shape at a time as long as that helps, in ever smaller steps.
SymbolGrid climbed(const GrayImage& picture, const SymbolGrid& start, const Patterns& patterns,
                   bool bend) {
  SymbolGrid::Shape shape = start.shape();
  double best = likeness(picture, start, patterns);
  const double module = start.module_pixels();
  struct Number {
    double* value;
    double step;  // that moves the farthest module by one
  };
  std::vector<Number> numbers = {{&shape.top_left.x, module},
                                 {&shape.top_left.y, module},
                                 {&shape.top_right.x, module},
                                 {&shape.top_right.y, module},
                                 {&shape.bottom_left.x, module},
                                 {&shape.bottom_left.y, module},
                                 {&shape.depth_right, 1.0 / start.side()},
                                 {&shape.depth_down, 1.0 / start.side()}};
  if (bend) {
    numbers.insert(numbers.end(), {{&shape.row_bend.x, module},
                                   {&shape.row_bend.y, module},
                                   {&shape.column_bend.x, module},
                                   {&shape.column_bend.y, module}});
  }
  for (double share = 0.5; share > 0.1; share /= 2) {
    bool moved = true;
    for (int round = 0; moved && round < 4; ++round) {
      moved = false;
      for (const Number& number : numbers) {
        for (const double sign : {1.0, -1.0}) {
          const double before = *number.value;
          *number.value = before + sign * share * number.step;
          const double like = likeness(picture, SymbolGrid(start.side(), shape), patterns);
          if (like > best) {
            best = like;
            moved = true;
            break;
          }
          *number.value = before;
        }
      }
    }
  }
  return {start.side(), shape};
}

}  // namespace

SymbolGrid::SymbolGrid(int side, const Shape& shape) : side_(side), shape_(shape) {
  prepare();
}

void SymbolGrid::prepare() {
  // Weights of the three places, each times its depth, as functions of x and y.
  const double share = 1 / (side_ - 2 * kFinderCentre);
  const double first = kFinderCentre * share;
  const double right = shape_.depth_right;
  const double down = shape_.depth_down;
  const auto mixed = [&](double top_left, double top_right, double bottom_left) {
    return std::array{(1 + 2 * first) * top_left - first * (top_right + bottom_left),
                      share * (top_right - top_left), share * (bottom_left - top_left)};
  };
  across_ = mixed(shape_.top_left.x, right * shape_.top_right.x, down * shape_.bottom_left.x);
  down_ = mixed(shape_.top_left.y, right * shape_.top_right.y, down * shape_.bottom_left.y);
  depth_ = mixed(1, right, down);
}

PlacedPoint SymbolGrid::at(double x, double y) const {
  const double factor = 1 / (depth_[0] + depth_[1] * x + depth_[2] * y);
  const double span = side_ - 2 * kFinderCentre;
  const double row = 4 * (x - kFinderCentre) * (side_ - kFinderCentre - x) / (span * span);
  const double column = 4 * (y - kFinderCentre) * (side_ - kFinderCentre - y) / (span * span);
  PlacedPoint place{(across_[0] + across_[1] * x + across_[2] * y) * factor +
                        row * shape_.row_bend.x + column * shape_.column_bend.x,
                    (down_[0] + down_[1] * x + down_[2] * y) * factor + row * shape_.row_bend.y +
                        column * shape_.column_bend.y};
  if (!shifts_.empty()) {
    const PlacedPoint shift = shift_at(x, y);
    place.x += shift.x;
    place.y += shift.y;
  }
  return place;
}

void SymbolGrid::shift(std::vector<double> at, std::vector<PlacedPoint> shifts) {
  KEQIAN_ASSERT(shifts.size() == at.size() * at.size());
  lines_ = std::move(at);
  shifts_ = std::move(shifts);
}

PlacedPoint SymbolGrid::shift_at(double x, double y) const {
  if (lines_.size() == 1) return shifts_.front();
  // The line before a coordinate, and how far it is on its way to the next.
  const auto between = [this](double value) {
    const auto next = std::upper_bound(lines_.begin() + 1, lines_.end() - 1, value);
    const double share = (value - *(next - 1)) / (*next - *(next - 1));
    return std::pair(static_cast<std::size_t>(next - 1 - lines_.begin()),
                     std::clamp(share, 0.0, 1.0));
  };
  const auto [column, right] = between(x);
  const auto [row, down] = between(y);
  const PlacedPoint* above = &shifts_[row * lines_.size() + column];
  const PlacedPoint* below = above + lines_.size();
  const auto mix = [](double a, double b, double share) { return a + (b - a) * share; };
  return {mix(mix(above[0].x, above[1].x, right), mix(below[0].x, below[1].x, right), down),
          mix(mix(above[0].y, above[1].y, right), mix(below[0].y, below[1].y, right), down)};
}

double SymbolGrid::module_pixels() const {
  return (distance(shape_.top_left, shape_.top_right) +
          distance(shape_.top_left, shape_.bottom_left)) /
         2 / (side_ - 2 * kFinderCentre);
}

bool SymbolGrid::pin(double x, double y, PlacedPoint place) {
  const double span = side_ - 2 * kFinderCentre;
  const double right = (x - kFinderCentre) / span;
  const double down = (y - kFinderCentre) / span;
  const double own = 1 - right - down;
  // own (B − p) + right·d₁ (A − p) + down·d₂ (C − p) = 0 for the two depths.
  const double ax = right * (shape_.top_right.x - place.x);
  const double ay = right * (shape_.top_right.y - place.y);
  const double cx = down * (shape_.bottom_left.x - place.x);
  const double cy = down * (shape_.bottom_left.y - place.y);
  const double bx = -own * (shape_.top_left.x - place.x);
  const double by = -own * (shape_.top_left.y - place.y);
  const double determinant = ax * cy - cx * ay;
  if (std::abs(determinant) < 1e-9) return false;
  const double depth_right = (bx * cy - cx * by) / determinant;
  const double depth_down = (ax * by - bx * ay) / determinant;
  constexpr double kDepthMax = 3;
  for (const double depth : {depth_right, depth_down}) {
    if (!(depth > 1 / kDepthMax && depth < kDepthMax)) return false;
  }
  shape_.depth_right = depth_right;
  shape_.depth_down = depth_down;
  prepare();
  return true;
}

float tone_at(const GrayImage& picture, PlacedPoint place) {
  const auto x = static_cast<float>(std::clamp(place.x - 0.5, 0.0, picture.width - 1.001));
  const auto y = static_cast<float>(std::clamp(place.y - 0.5, 0.0, picture.height - 1.001));
  const int left = static_cast<int>(x);
  const int top = static_cast<int>(y);
  const float share_x = x - static_cast<float>(left);
  const float share_y = y - static_cast<float>(top);
  const auto* above = picture.row(top) + left;
  const auto* below = above + picture.stride;
  const float upper =
      static_cast<float>(above[0]) + share_x * static_cast<float>(above[1] - above[0]);
  const float lower =
      static_cast<float>(below[0]) + share_x * static_cast<float>(below[1] - below[0]);
  return upper + share_y * (lower - upper);
}

double finder_likeness(const GrayImage& picture, const FinderTriple& triple) {
  static const Pattern kFinder = square_of(layout_of(1), 0, 0, 8);
  const PlacedPoint corner = triple.top_left.centre;
  const auto unit = [&corner](PlacedPoint to) {
    const double length = distance(corner, to);
    return PlacedPoint{(to.x - corner.x) / length, (to.y - corner.y) / length};
  };
  const PlacedPoint right = unit(triple.top_right.centre);
  const PlacedPoint down = unit(triple.bottom_left.centre);
  // A step along a row and down a column, in steps of the symbol's own directions.
  const double sine = right.x * down.y - right.y * down.x;
  const PlacedPoint across{down.y / sine, -right.y / sine};
  const PlacedPoint along{-down.x / sine, right.x / sine};
  const bool upright = std::abs(across.x * along.y) >= std::abs(across.y * along.x);
  double least = 1;
  for (const FinderPattern* pattern : {&triple.top_left, &triple.top_right, &triple.bottom_left}) {
    if (pattern->sightings == 0) continue;
    constexpr double kFinderSide = 2 * kFinderCentre;
    const double width = pattern->width / kFinderSide;
    const double height = pattern->height / kFinderSide;
    const double module_right = upright ? width * std::abs(across.x) : height * std::abs(along.x);
    const double module_down = upright ? height * std::abs(along.y) : width * std::abs(across.y);
    const double like = correlation(picture, kFinder, [&](double x, double y) {
      const double column = (x - kFinderCentre) * module_right;
      const double line = (y - kFinderCentre) * module_down;
      return PlacedPoint{pattern->centre.x + right.x * column + down.x * line,
                         pattern->centre.y + right.y * column + down.y * line};
    });
    least = std::min(least, pattern->inverted ? -like : like);
  }
  return least;
}

std::optional<FittedGrid> find_grid(const GrayImage& picture, const FinderTriple& triple,
                                    double likeness_min) {
  const auto candidate = choose_version(picture, triple);
  if (!candidate || candidate->timing < 2 * likeness_min) return std::nullopt;
  FittedGrid fitted{{side_of_version(candidate->version), candidate->shape},
                    layout_of(candidate->version),
                    triple.top_left.inverted};
  const Patterns patterns = patterns_of(fitted.layout, fitted.inverted);
  fitted.likeness = likeness(picture, fitted.grid, patterns);
  if (const auto pinned = pinned_at_alignment(picture, fitted, patterns.sign)) {
    const double like = likeness(picture, *pinned, patterns);
    if (like > fitted.likeness) {
      fitted.grid = *pinned;
      fitted.likeness = like;
    }
  }
  if (fitted.likeness < likeness_min) return std::nullopt;
  return fitted;
}

void fit_plane(const GrayImage& picture, FittedGrid& fitted) {
  const Patterns patterns = patterns_of(fitted.layout, fitted.inverted);
  fitted.grid = climbed(picture, fitted.grid, patterns, false);
  fitted.likeness = likeness(picture, fitted.grid, patterns);
  constexpr int kManyAlignments = 7;  // the first version with more than one
  if (fitted.layout.version >= kManyAlignments) shift_to_alignments(picture, fitted, patterns.sign);
}

void fit_bent(const GrayImage& picture, FittedGrid& fitted) {
  const Patterns patterns = patterns_of(fitted.layout, fitted.inverted);
  fitted.grid = climbed(picture, fitted.grid, patterns, true);
  fitted.likeness = likeness(picture, fitted.grid, patterns);
}

}  // namespace keqian::qr
