#include "server-sync/qr/covered.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "server-sync/qr/filters.h"

namespace keqian::qr {
namespace {

// Beyond the corners, which are found to about a module.
constexpr double kGrowth = 1.12;

using Quadrilateral = std::array<PlacedPoint, 4>;

Quadrilateral grown(const std::array<Corner, 4>& corners) {
  PlacedPoint centre;
  for (const Corner& corner : corners) {
    centre.x += corner.x / 4.0;
    centre.y += corner.y / 4.0;
  }
  Quadrilateral grown;
  for (std::size_t i = 0; i < corners.size(); ++i) {
    grown[i] = {centre.x + (corners[i].x - centre.x) * kGrowth,
                centre.y + (corners[i].y - centre.y) * kGrowth};
  }
  return grown;
}

struct Span {
  int left = 0;
  int right = 0;  // exclusive
};

// The pixels of a row inside the shape: from its leftmost crossing to its rightmost.
std::optional<Span> span_of(const Quadrilateral& shape, int y, int width) {
  const double middle = y + 0.5;
  std::optional<std::pair<double, double>> ends;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const PlacedPoint& a = shape[i];
    const PlacedPoint& b = shape[(i + 1) % shape.size()];
    if ((a.y <= middle) == (b.y <= middle)) continue;
    const double x = a.x + (b.x - a.x) * (middle - a.y) / (b.y - a.y);
    ends = ends ? std::pair(std::min(ends->first, x), std::max(ends->second, x)) : std::pair(x, x);
  }
  if (!ends) return std::nullopt;
  const Span span{std::clamp(static_cast<int>(std::floor(ends->first)), 0, width),
                  std::clamp(static_cast<int>(std::ceil(ends->second)), 0, width)};
  if (span.left >= span.right) return std::nullopt;
  return span;
}

void cover(GrayPicture& picture, const Quadrilateral& shape) {
  const auto [highest, lowest] = std::minmax_element(
      shape.begin(), shape.end(), [](PlacedPoint a, PlacedPoint b) { return a.y < b.y; });
  const int top = std::clamp(static_cast<int>(std::floor(highest->y)), 0, picture.height);
  const int bottom = std::clamp(static_cast<int>(std::ceil(lowest->y)), top, picture.height);
  long long sum = 0;
  long long count = 0;
  for (int y = top; y < bottom; ++y) {
    const auto span = span_of(shape, y, picture.width);
    if (!span) continue;
    for (int x = span->left; x < span->right; ++x) sum += picture.row(y)[x];
    count += span->right - span->left;
  }
  if (count == 0) return;
  const auto tone = static_cast<std::uint8_t>(sum / count);
  for (int y = top; y < bottom; ++y) {
    if (const auto span = span_of(shape, y, picture.width)) {
      std::fill(picture.row(y) + span->left, picture.row(y) + span->right, tone);
    }
  }
}

}  // namespace

GrayPicture covered(const GrayImage& picture, std::span<const DecodedCode> codes) {
  GrayPicture result(picture.width, picture.height);
  for (int y = 0; y < picture.height; ++y) {
    std::copy_n(picture.row(y), picture.width, result.row(y));
  }
  for (const DecodedCode& code : codes) cover(result, grown(code.corners));
  return result;
}

}  // namespace keqian::qr
