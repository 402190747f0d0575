#include "kiosk/platform/frame_difference.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace keqian::kiosk {
namespace {

constexpr unsigned kCornersOfTriangle = 3;

template <typename T>
std::vector<T> copy_of(const ImVector<T>& values) {
  return {values.begin(), values.end()};
}

bool same(const ImVec4& a, const ImVec4& b) {
  return a.x == b.x && a.y == b.y && a.z == b.z && a.w == b.w;
}

bool same(const ImDrawCmd& a, const ImDrawCmd& b) {
  return same(a.ClipRect, b.ClipRect) && a.TextureId == b.TextureId && a.VtxOffset == b.VtxOffset &&
         a.IdxOffset == b.IdxOffset && a.ElemCount == b.ElemCount && a.UserCallback == nullptr &&
         b.UserCallback == nullptr;
}

bool same(const ImDrawVert& a, const ImDrawVert& b) {
  return a.pos.x == b.pos.x && a.pos.y == b.pos.y && a.uv.x == b.uv.x && a.uv.y == b.uv.y &&
         a.col == b.col;
}

struct Bounds {
  float left = 1e9F;
  float top = 1e9F;
  float right = -1e9F;
  float bottom = -1e9F;
  void add(const ImVec2& at) {
    left = std::min(left, at.x);
    top = std::min(top, at.y);
    right = std::max(right, at.x);
    bottom = std::max(bottom, at.y);
  }
  PaintRect inside(const ImVec4& clip) const {
    return {static_cast<int>(std::floor(std::max(left, clip.x))),
            static_cast<int>(std::floor(std::max(top, clip.y))),
            static_cast<int>(std::ceil(std::min(right, clip.z))),
            static_cast<int>(std::ceil(std::min(bottom, clip.w)))};
  }
};

bool touch(const PaintRect& a, const PaintRect& b) {
  return a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom;
}

bool holds(const PaintRect& a, const PaintRect& b) {
  return a.left <= b.left && a.top <= b.top && a.right >= b.right && a.bottom >= b.bottom;
}

PaintRect around(const PaintRect& a, const PaintRect& b) {
  return {std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right),
          std::max(a.bottom, b.bottom)};
}

// Keeps them apart: what touches becomes one, and so does the last with any beyond kRectsMax.
void add(std::vector<PaintRect>& rects, PaintRect added) {
  if (added.left >= added.right || added.top >= added.bottom) return;
  if (std::ranges::any_of(rects, [&](const PaintRect& each) { return holds(each, added); })) return;
  for (;;) {
    auto other =
        std::ranges::find_if(rects, [&](const PaintRect& each) { return touch(each, added); });
    if (other == rects.end()) {
      if (rects.size() < FrameDifference::kRectsMax) break;
      --other;
    }
    added = around(added, *other);
    rects.erase(other);
  }
  rects.push_back(added);
}

}  // namespace

struct FrameDifference::Remembered {
  struct List {
    std::vector<ImDrawCmd> commands;
    std::vector<ImDrawIdx> indices;
    std::vector<ImDrawVert> vertices;

    explicit List(const ImDrawList& list)
        : commands(copy_of(list.CmdBuffer)),
          indices(copy_of(list.IdxBuffer)),
          vertices(copy_of(list.VtxBuffer)) {}

    // Whether both draw the same triangles, if perhaps elsewhere or in other colours.
    bool is_comparable_to(const List& other) const {
      return vertices.size() == other.vertices.size() && indices == other.indices &&
             std::ranges::equal(commands, other.commands,
                                [](const ImDrawCmd& a, const ImDrawCmd& b) { return same(a, b); });
    }
  };
  std::vector<List> lists;
  ImVec2 origin;
  ImVec2 size;

  explicit Remembered(const ImDrawData& frame) : origin(frame.DisplayPos), size(frame.DisplaySize) {
    for (int i = 0; i < frame.CmdListsCount; ++i) lists.emplace_back(*frame.CmdLists[i]);
  }

  bool is_comparable_to(const Remembered& other) const {
    return origin.x == other.origin.x && origin.y == other.origin.y && size.x == other.size.x &&
           size.y == other.size.y &&
           std::ranges::equal(lists, other.lists,
                              [](const List& a, const List& b) { return a.is_comparable_to(b); });
  }

  static void compare(const List& before, const List& now, ImTextureID new_texture,
                      std::vector<PaintRect>& changed) {
    for (const auto& command : now.commands) {
      const bool all = new_texture != nullptr && command.TextureId == new_texture;
      for (unsigned i = 0; i < command.ElemCount; i += kCornersOfTriangle) {
        Bounds bounds;
        bool differs = all;
        for (unsigned corner = 0; corner < kCornersOfTriangle; ++corner) {
          const std::size_t at = command.VtxOffset + now.indices[command.IdxOffset + i + corner];
          differs = differs || !same(before.vertices[at], now.vertices[at]);
          bounds.add(before.vertices[at].pos);
          bounds.add(now.vertices[at].pos);
        }
        if (differs) add(changed, bounds.inside(command.ClipRect));
      }
    }
  }
};

FrameDifference::FrameDifference() = default;
FrameDifference::~FrameDifference() = default;

std::optional<std::vector<PaintRect>> FrameDifference::take(const ImDrawData& frame,
                                                            std::uintptr_t new_texture) {
  auto now = std::make_unique<Remembered>(frame);
  const auto before = std::exchange(before_, std::move(now));
  if (!before || !before->is_comparable_to(*before_)) return std::nullopt;
  std::vector<PaintRect> changed;
  for (std::size_t i = 0; i < before_->lists.size(); ++i) {
    Remembered::compare(before->lists[i], before_->lists[i],
                        reinterpret_cast<ImTextureID>(new_texture), changed);
  }
  return changed;
}

void FrameDifference::forget() {
  before_.reset();
}

void paint_inside(ImDrawData& frame, const std::vector<PaintRect>& rects,
                  const std::function<void()>& paint) {
  std::vector<ImVector<ImDrawCmd>> whole(static_cast<std::size_t>(frame.CmdListsCount));
  const auto swap_commands = [&] {
    for (std::size_t i = 0; i < whole.size(); ++i) {
      frame.CmdLists[static_cast<int>(i)]->CmdBuffer.swap(whole[i]);
    }
  };
  swap_commands();
  for (std::size_t i = 0; i < whole.size(); ++i) {
    auto& clipped = frame.CmdLists[static_cast<int>(i)]->CmdBuffer;
    for (const auto& rect : rects) {
      for (ImDrawCmd command : whole[i]) {
        auto& clip = command.ClipRect;
        clip = {std::max(clip.x, static_cast<float>(rect.left)),
                std::max(clip.y, static_cast<float>(rect.top)),
                std::min(clip.z, static_cast<float>(rect.right)),
                std::min(clip.w, static_cast<float>(rect.bottom))};
        if (clip.x < clip.z && clip.y < clip.w) clipped.push_back(command);
      }
    }
  }
  paint();
  swap_commands();
}

}  // namespace keqian::kiosk
