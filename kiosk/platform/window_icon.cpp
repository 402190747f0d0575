#include "kiosk/platform/window_icon.h"

#include <algorithm>
#include <cmath>

namespace keqian::kiosk {
namespace {

struct Point {
  double x;
  double y;
};

double distance_to_line(Point point, Point from, Point to) {
  const double dx = to.x - from.x;
  const double dy = to.y - from.y;
  const double along = std::clamp(
      ((point.x - from.x) * dx + (point.y - from.y) * dy) / (dx * dx + dy * dy), 0.0, 1.0);
  return std::hypot(point.x - from.x - along * dx, point.y - from.y - along * dy);
}

// In a square from 0 to 1; negative inside.
double distance_to_tile(Point point) {
  constexpr double kRadius = 0.22;
  const double x = std::max(std::abs(point.x - 0.5) - (0.5 - kRadius), 0.0);
  const double y = std::max(std::abs(point.y - 0.5) - (0.5 - kRadius), 0.0);
  return std::hypot(x, y) - kRadius;
}

double distance_to_tick(Point point) {
  constexpr double kHalfStroke = 0.065;
  constexpr Point kStart{0.26, 0.52};
  constexpr Point kCorner{0.43, 0.69};
  constexpr Point kEnd{0.75, 0.34};
  return std::min(distance_to_line(point, kStart, kCorner),
                  distance_to_line(point, kCorner, kEnd)) -
         kHalfStroke;
}

}  // namespace

std::vector<std::uint8_t> draw_icon(int side) {
  constexpr double kTile[3] = {13, 110, 253};
  std::vector<std::uint8_t> rgba;
  rgba.reserve(static_cast<std::size_t>(side) * static_cast<std::size_t>(side) * 4);
  const auto cover = [side](double distance) {
    return std::clamp(0.5 - distance * side, 0.0, 1.0);
  };
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const Point point{(x + 0.5) / side, (y + 0.5) / side};
      const double tick = cover(distance_to_tick(point));
      for (const double tone : kTile) {
        rgba.push_back(static_cast<std::uint8_t>(tone + (255 - tone) * tick));
      }
      rgba.push_back(static_cast<std::uint8_t>(255 * cover(distance_to_tile(point))));
    }
  }
  return rgba;
}

}  // namespace keqian::kiosk
