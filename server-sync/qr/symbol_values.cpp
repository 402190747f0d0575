#include "server-sync/qr/symbol_values.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace keqian::qr {
namespace {

// The mean tone of a module's inner part.
float module_tone(const GrayImage& picture, const SymbolGrid& grid, int x, int y) {
  constexpr double kOff = 0.22;
  const double centre_x = x + 0.5;
  const double centre_y = y + 0.5;
  return (2 * tone_at(picture, grid.at(centre_x, centre_y)) +
          tone_at(picture, grid.at(centre_x - kOff, centre_y - kOff)) +
          tone_at(picture, grid.at(centre_x + kOff, centre_y - kOff)) +
          tone_at(picture, grid.at(centre_x - kOff, centre_y + kOff)) +
          tone_at(picture, grid.at(centre_x + kOff, centre_y + kOff))) /
         6;
}

// In place of each tone the share of tones below it, on the scale of tones.
void rank(std::vector<float>& tones) {
  std::vector<float> sorted = tones;
  std::sort(sorted.begin(), sorted.end());
  for (float& tone : tones) {
    const auto [first, last] = std::equal_range(sorted.begin(), sorted.end(), tone);
    const auto twice = static_cast<float>((first - sorted.begin()) + (last - sorted.begin()));
    tone = 255 * twice / (2 * static_cast<float>(tones.size()));
  }
}

// Sums over rectangles of modules.
class Sums {
 public:
  Sums(const std::vector<float>& values, int side) : side_(side), sums_(index(0, side + 1)) {
    auto value = values.begin();
    for (int y = 0; y < side; ++y) {
      double row = 0;
      for (int x = 0; x < side; ++x) {
        row += *value++;
        sums_[index(x + 1, y + 1)] = get(x + 1, y) + row;
      }
    }
  }

  double mean(int x, int y, int reach) const {
    const int left = std::max(x - reach, 0);
    const int top = std::max(y - reach, 0);
    const int right = std::min(x + reach + 1, side_);
    const int bottom = std::min(y + reach + 1, side_);
    return (get(right, bottom) - get(left, bottom) - get(right, top) + get(left, top)) /
           ((right - left) * (bottom - top));
  }

 private:
  std::size_t index(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(side_ + 1) +
           static_cast<std::size_t>(x);
  }
  double get(int x, int y) const { return sums_[index(x, y)]; }

  int side_;
  std::vector<double> sums_;
};

constexpr int kTapReach = 2;
constexpr int kTaps = (2 * kTapReach + 1) * (2 * kTapReach + 1) + 1;  // and a constant
using Taps = std::array<double, kTaps>;

Taps neighbourhood(const Darkness& darkness, const SymbolLayout& layout, int x, int y) {
  Taps values{};
  std::size_t i = 0;
  for (int dy = -kTapReach; dy <= kTapReach; ++dy) {
    for (int dx = -kTapReach; dx <= kTapReach; ++dx, ++i) {
      const int column = std::clamp(x + dx, 0, layout.side - 1);
      const int line = std::clamp(y + dy, 0, layout.side - 1);
      values[i] = darkness[layout.index(column, line)];
    }
  }
  values[i] = 1;
  return values;
}

// Least squares with a pull towards the plain centre tap, so that few or one-sided examples do no
// harm.
class Learner {
 public:
  void add(const Taps& values, double wanted, double weight) {
    for (std::size_t i = 0; i < kTaps; ++i) {
      for (std::size_t j = i; j < kTaps; ++j) normal_[i][j] += weight * values[i] * values[j];
      right_[i] += weight * wanted * values[i];
    }
    total_ += weight;
  }

  Taps solution() {
    constexpr double kPull = 0.03;
    constexpr std::size_t kCentre = (kTaps - 1) / 2;
    for (std::size_t i = 0; i < kTaps; ++i) {
      for (std::size_t j = 0; j < i; ++j) normal_[i][j] = normal_[j][i];
    }
    for (std::size_t i = 0; i < kTaps; ++i) normal_[i][i] += kPull * total_;
    right_[kCentre] += kPull * total_;
    // Cholesky would do; elimination without pivots is as safe for such a matrix.
    for (std::size_t i = 0; i < kTaps; ++i) {
      for (std::size_t j = i + 1; j < kTaps; ++j) {
        const double factor = normal_[j][i] / normal_[i][i];
        for (std::size_t k = i; k < kTaps; ++k) normal_[j][k] -= factor * normal_[i][k];
        right_[j] -= factor * right_[i];
      }
    }
    Taps taps{};
    for (std::size_t i = kTaps; i-- > 0;) {
      double rest = right_[i];
      for (std::size_t j = i + 1; j < kTaps; ++j) rest -= normal_[i][j] * taps[j];
      taps[i] = rest / normal_[i][i];
    }
    return taps;
  }

 private:
  std::array<Taps, kTaps> normal_{};
  Taps right_{};
  double total_ = 0;
};

}  // namespace

Darkness read_darkness(const GrayImage& picture, const FittedGrid& fitted, ToneScale scale) {
  const int side = fitted.layout.side;
  std::vector<float> tones(fitted.layout.uses.size());
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      tones[fitted.layout.index(x, y)] = module_tone(picture, fitted.grid, x, y);
    }
  }
  if (scale == ToneScale::kRank) rank(tones);
  std::vector<float> squares = tones;
  for (float& square : squares) square *= square;
  constexpr int kReach = 4;
  const Sums sum(tones, side);
  const Sums square_sum(squares, side);
  const auto deviation = [&](int x, int y, int reach) {
    const double mean = sum.mean(x, y, reach);
    return std::sqrt(std::max(0.0, square_sum.mean(x, y, reach) - mean * mean));
  };
  const double overall = deviation(side / 2, side / 2, side);
  Darkness darkness(tones.size());
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      // Where next to nothing differs, under a thumb or a reflection, nothing is sure.
      const double value = (sum.mean(x, y, kReach) - tones[fitted.layout.index(x, y)]) /
                           (deviation(x, y, kReach) + 0.25 * overall + 1);
      darkness[fitted.layout.index(x, y)] = static_cast<float>(fitted.inverted ? -value : value);
    }
  }
  return darkness;
}

Darkness equalised(const Darkness& darkness, const SymbolLayout& layout, int rounds) {
  Darkness result = darkness;
  for (int round = 0; round < rounds; ++round) {
    Learner learner;
    for (int y = 0; y < layout.side; ++y) {
      for (int x = 0; x < layout.side; ++x) {
        const std::size_t module = layout.index(x, y);
        const bool known = layout.is_known(module);
        if (!known && round == 0) continue;
        const bool dark = known ? layout.uses[module] == ModuleUse::kDark : result[module] > 0;
        const double weight = known ? 1 : std::min(1.0F, std::abs(result[module]));
        learner.add(neighbourhood(darkness, layout, x, y), dark ? 1 : -1, weight);
      }
    }
    const Taps taps = learner.solution();
    for (int y = 0; y < layout.side; ++y) {
      for (int x = 0; x < layout.side; ++x) {
        const Taps values = neighbourhood(darkness, layout, x, y);
        double value = 0;
        for (std::size_t i = 0; i < kTaps; ++i) value += taps[i] * values[i];
        result[layout.index(x, y)] = static_cast<float>(value);
      }
    }
  }
  return result;
}

}  // namespace keqian::qr
