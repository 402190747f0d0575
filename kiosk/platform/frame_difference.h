// Which part of the window a frame changes, found by comparing what ImGui wants drawn with what it
// wanted the frame before: with software OpenGL every pixel painted is processor time, and between
// two pictures of the camera little else moves. Pure; one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

struct ImDrawData;

namespace keqian::kiosk {

// In ImGui's units, whole numbers; right and bottom lie outside.
struct PaintRect {
  int left = 0;
  int top = 0;
  int right = 0;
  int bottom = 0;
  bool operator==(const PaintRect&) const = default;
};

class FrameDifference {
 public:
  static constexpr std::size_t kRectsMax = 4;

  FrameDifference();
  ~FrameDifference();
  FrameDifference(const FrameDifference&) = delete;
  FrameDifference& operator=(const FrameDifference&) = delete;

  // Compares `frame` with the one before and remembers it. Gives rectangles that do not overlap,
  // at most kRectsMax; none: the frame looks as the one before; nothing: paint all of it. What is
  // drawn with `new_texture` (0: none) counts as changed.
  std::optional<std::vector<PaintRect>> take(const ImDrawData& frame, std::uintptr_t new_texture);

  // The next frame is painted whole: what textures hold, or the surface itself, is new.
  void forget();

 private:
  struct Remembered;
  std::unique_ptr<Remembered> before_;
};

// Calls `paint` while `frame` draws inside `rects` only.
void paint_inside(ImDrawData& frame, const std::vector<PaintRect>& rects,
                  const std::function<void()>& paint);

}  // namespace keqian::kiosk
