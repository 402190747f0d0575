// Places on the screen in design units (see Ui::layout); the canvas turns them into pixels.
#pragma once

#include <algorithm>

namespace keqian::kiosk {

struct Point {
  float x = 0;
  float y = 0;
  bool operator==(const Point&) const = default;
};

struct Rect {
  float left = 0;
  float top = 0;
  float width = 0;
  float height = 0;

  constexpr float right() const { return left + width; }
  constexpr float bottom() const { return top + height; }
  constexpr Point centre() const { return {left + width / 2, top + height / 2}; }
  constexpr Rect inset(float x, float y) const {
    return {left + x, top + y, width - 2 * x, height - 2 * y};
  }
  constexpr Rect inset(float all) const { return inset(all, all); }
  constexpr Rect moved(float x, float y) const { return {left + x, top + y, width, height}; }
  constexpr bool contains(Point point) const {
    return point.x >= left && point.x < right() && point.y >= top && point.y < bottom();
  }
  constexpr bool overlaps(const Rect& other) const {
    return left < other.right() && other.left < right() && top < other.bottom() &&
           other.top < bottom();
  }
  constexpr Rect common(const Rect& other) const {
    const float x = std::max(left, other.left);
    const float y = std::max(top, other.top);
    return {x, y, std::max(0.0F, std::min(right(), other.right()) - x),
            std::max(0.0F, std::min(bottom(), other.bottom()) - y)};
  }
  bool operator==(const Rect&) const = default;

  // Cuts a strip off this rectangle, and the gap beside it.
  Rect take_top(float size, float gap = 0) {
    const Rect strip{left, top, width, size};
    top += size + gap;
    height -= size + gap;
    return strip;
  }
  Rect take_bottom(float size, float gap = 0) {
    const Rect strip{left, bottom() - size, width, size};
    height -= size + gap;
    return strip;
  }
  Rect take_left(float size, float gap = 0) {
    const Rect strip{left, top, size, height};
    left += size + gap;
    width -= size + gap;
    return strip;
  }
  Rect take_right(float size, float gap = 0) {
    const Rect strip{right() - size, top, size, height};
    width -= size + gap;
    return strip;
  }
  // The `index`-th of `count` equal columns or rows.
  constexpr Rect column(int index, int count, float gap) const {
    const float each = (width - gap * static_cast<float>(count - 1)) / static_cast<float>(count);
    return {left + static_cast<float>(index) * (each + gap), top, each, height};
  }
  constexpr Rect row(int index, int count, float gap) const {
    const float each = (height - gap * static_cast<float>(count - 1)) / static_cast<float>(count);
    return {left, top + static_cast<float>(index) * (each + gap), width, each};
  }
};

}  // namespace keqian::kiosk
