#include "server-sync/qr/filters.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace keqian::qr {
namespace {

std::uint8_t clamped(int value) {
  return static_cast<std::uint8_t>(std::clamp(value, 0, 255));
}

std::size_t index(int i) {
  return static_cast<std::size_t>(i);
}

template <typename Function>
GrayPicture mapped(const GrayImage& picture, Function function) {
  std::array<std::uint8_t, 256> table;
  for (int value = 0; value < 256; ++value) table[index(value)] = function(value);
  GrayPicture result(picture.width, picture.height);
  for (int y = 0; y < picture.height; ++y) {
    const auto* from = picture.row(y);
    std::transform(from, from + picture.width, result.row(y),
                   [&table](std::uint8_t value) { return table[value]; });
  }
  return result;
}

// For each target pixel along one axis: the first source pixel, how many, and their weights, so
// that a resampled pixel is the mean of the area that it covers.
struct Span {
  int first = 0;
  std::vector<float> weights;
};

std::vector<Span> area_spans(int source, int target) {
  std::vector<Span> spans(index(target));
  const double step = static_cast<double>(source) / target;
  for (int i = 0; i < target; ++i) {
    Span& span = spans[index(i)];
    const double start = i * step;
    const double end = std::min<double>(start + step, source);
    span.first = std::min(static_cast<int>(start), source - 1);
    for (int pixel = span.first; pixel < source && pixel < end; ++pixel) {
      const double covered = std::min<double>(pixel + 1, end) - std::max<double>(pixel, start);
      span.weights.push_back(static_cast<float>(covered / step));
    }
  }
  return spans;
}

std::vector<Span> linear_spans(int source, int target) {
  std::vector<Span> spans(index(target));
  const double step = static_cast<double>(source) / target;
  for (int i = 0; i < target; ++i) {
    const double centre = std::clamp((i + 0.5) * step - 0.5, 0.0, source - 1.0);
    const int first = std::min(static_cast<int>(centre), std::max(source - 2, 0));
    const auto second = static_cast<float>(centre - first);
    spans[index(i)] = {first, {1 - second}};
    if (first + 1 < source) spans[index(i)].weights.push_back(second);
  }
  return spans;
}

std::vector<Span> spans_of(int source, int target) {
  return target < source ? area_spans(source, target) : linear_spans(source, target);
}

}  // namespace

GrayImage cropped(const GrayImage& picture, const Box& box) {
  return {picture.row(box.top) + box.left, box.width, box.height, picture.stride};
}

GrayPicture shrunk(const GrayImage& picture, int divisor) {
  GrayPicture result(picture.width / divisor, picture.height / divisor);
  const auto area = static_cast<unsigned>(divisor * divisor);
  std::vector<unsigned> sums(index(result.width));
  for (int y = 0; y < result.height; ++y) {
    std::fill(sums.begin(), sums.end(), 0U);
    for (int line = 0; line < divisor; ++line) {
      const auto* from = picture.row(y * divisor + line);
      for (int x = 0; x < result.width; ++x) {
        for (int column = 0; column < divisor; ++column) sums[index(x)] += *from++;
      }
    }
    auto* to = result.row(y);
    for (int x = 0; x < result.width; ++x) to[x] = static_cast<std::uint8_t>(sums[index(x)] / area);
  }
  return result;
}

GrayPicture resampled(const GrayImage& picture, int width, int height) {
  const auto columns = spans_of(picture.width, width);
  const auto lines = spans_of(picture.height, height);
  GrayPicture result(width, height);
  std::vector<float> sums(index(picture.width));
  for (int y = 0; y < height; ++y) {
    std::fill(sums.begin(), sums.end(), 0.0F);
    const Span& line = lines[index(y)];
    for (std::size_t i = 0; i < line.weights.size(); ++i) {
      const auto* from = picture.row(line.first + static_cast<int>(i));
      const float weight = line.weights[i];
      for (int x = 0; x < picture.width; ++x)
        sums[index(x)] += weight * static_cast<float>(from[x]);
    }
    auto* to = result.row(y);
    for (int x = 0; x < width; ++x) {
      const Span& column = columns[index(x)];
      float value = 0.5F;
      for (std::size_t i = 0; i < column.weights.size(); ++i) {
        value += column.weights[i] * sums[index(column.first) + i];
      }
      to[x] = clamped(static_cast<int>(value));
    }
  }
  return result;
}

GrayPicture mean_thresholded(const GrayImage& picture, int window, int offset) {
  const int half = window / 2;
  GrayPicture result(picture.width, picture.height);
  // Sums of the window's height for each column, moved down one row at a time, and from them the
  // sum of the window moved right one column at a time: constant cost per pixel.
  std::vector<int> column_sums(index(picture.width), 0);
  const auto add_row = [&](int y, int sign) {
    const auto* from = picture.row(y);
    for (int x = 0; x < picture.width; ++x) column_sums[index(x)] += sign * from[x];
  };
  for (int y = 0; y < std::min(half, picture.height); ++y) add_row(y, 1);
  for (int y = 0; y < picture.height; ++y) {
    if (y + half < picture.height) add_row(y + half, 1);
    if (y - half - 1 >= 0) add_row(y - half - 1, -1);
    const int rows = std::min(y + half, picture.height - 1) - std::max(y - half, 0) + 1;
    int sum = 0;
    for (int x = 0; x < std::min(half, picture.width); ++x) sum += column_sums[index(x)];
    const auto* from = picture.row(y);
    auto* to = result.row(y);
    for (int x = 0; x < picture.width; ++x) {
      if (x + half < picture.width) sum += column_sums[index(x + half)];
      if (x - half - 1 >= 0) sum -= column_sums[index(x - half - 1)];
      const int columns = std::min(x + half, picture.width - 1) - std::max(x - half, 0) + 1;
      to[x] = (from[x] + offset) * rows * columns < sum ? 0 : 255;
    }
  }
  return result;
}

GrayPicture inverted(const GrayImage& picture) {
  return mapped(picture, [](int value) { return clamped(255 - value); });
}

GrayPicture bloom_stretched(const GrayImage& picture) {
  constexpr double kGamma = 3.0;
  return mapped(picture, [](int value) {
    return clamped(static_cast<int>(std::lround(255 * std::pow(value / 255.0, kGamma))));
  });
}

GrayPicture dazzle_stretched(const GrayImage& picture) {
  constexpr int kDarkest = 225;
  return mapped(picture,
                [](int value) { return clamped((value - kDarkest) * 255 / (255 - kDarkest)); });
}

}  // namespace keqian::qr
