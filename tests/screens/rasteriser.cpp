#include "tests/screens/rasteriser.h"

#include <imgui.h>
#include <stb/stb_image_write.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace keqian::kiosk {
namespace {

struct Bounds {
  int left, top, right, bottom;
};

using Rgba = std::array<float, 4>;

Rgba texel(const Picture& picture, int x, int y) {
  x = std::clamp(x, 0, picture.width - 1);
  y = std::clamp(y, 0, picture.height - 1);
  const auto* pixel =
      &picture.rgba[(static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) +
                     static_cast<std::size_t>(x)) *
                    4];
  return {static_cast<float>(pixel[0]), static_cast<float>(pixel[1]), static_cast<float>(pixel[2]),
          static_cast<float>(pixel[3])};
}

Rgba sample(const Picture& picture, float u, float v) {
  const float x = u * static_cast<float>(picture.width) - 0.5F;
  const float y = v * static_cast<float>(picture.height) - 0.5F;
  const int left = static_cast<int>(std::floor(x));
  const int top = static_cast<int>(std::floor(y));
  const float across = x - static_cast<float>(left);
  const float down = y - static_cast<float>(top);
  const Rgba a = texel(picture, left, top);
  const Rgba b = texel(picture, left + 1, top);
  const Rgba c = texel(picture, left, top + 1);
  const Rgba d = texel(picture, left + 1, top + 1);
  Rgba out{};
  for (std::size_t i = 0; i < 4; ++i) {
    out[i] = (a[i] * (1 - across) + b[i] * across) * (1 - down) +
             (c[i] * (1 - across) + d[i] * across) * down;
  }
  return out;
}

float edge(ImVec2 a, ImVec2 b, ImVec2 p) {
  return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
}

// A pixel on a shared edge belongs to exactly one triangle: the one whose edge is its top or left.
bool is_top_left(ImVec2 a, ImVec2 b) {
  return (a.y == b.y && b.x > a.x) || b.y < a.y;
}

void blend(std::uint8_t* pixel, const Rgba& source) {
  const float alpha = source[3] / 255;
  for (int i = 0; i < 3; ++i) {
    const float mixed =
        source[static_cast<std::size_t>(i)] * alpha + static_cast<float>(pixel[i]) * (1 - alpha);
    pixel[i] = static_cast<std::uint8_t>(std::clamp(std::lround(mixed), 0L, 255L));
  }
}

// One of ImGui's triangles, counter-clockwise on the screen, with what its inside looks like.
class Triangle {
 public:
  Triangle(const std::array<ImDrawVert, 3>& corners, const Picture& texture)
      : v_(corners), texture_(&texture), area_(edge(v_[0].pos, v_[1].pos, v_[2].pos)) {
    if (area_ < 0) {
      std::swap(v_[1], v_[2]);
      area_ = -area_;
    }
    const bool one_texel = v_[0].uv.x == v_[1].uv.x && v_[0].uv.x == v_[2].uv.x &&
                           v_[0].uv.y == v_[1].uv.y && v_[0].uv.y == v_[2].uv.y;
    if (!one_texel) return;
    texel_ = sample(texture, v_[0].uv.x, v_[0].uv.y);
    if (v_[0].col == v_[1].col && v_[0].col == v_[2].col) flat_ = mixed({1, 0, 0}, *texel_);
  }

  bool empty() const { return area_ == 0; }
  // The same colour everywhere, where that is so.
  const std::optional<Rgba>& flat() const { return flat_; }

  Bounds bounds(const Bounds& clip) const {
    const auto& [a, b, c] = v_;
    return {std::max(clip.left, static_cast<int>(std::min({a.pos.x, b.pos.x, c.pos.x})) - 1),
            std::max(clip.top, static_cast<int>(std::min({a.pos.y, b.pos.y, c.pos.y})) - 1),
            std::min(clip.right, static_cast<int>(std::max({a.pos.x, b.pos.x, c.pos.x})) + 1),
            std::min(clip.bottom, static_cast<int>(std::max({a.pos.y, b.pos.y, c.pos.y})) + 1)};
  }
  // Narrows the row at `y` to where the inside can be, give or take a pixel.
  void narrow(float y, int& left, int& right) const {
    for (std::size_t i = 0; i < 3; ++i) {
      const ImVec2 a = v_[i].pos;
      const ImVec2 b = v_[(i + 1) % 3].pos;
      const float down = b.y - a.y;
      if (std::abs(down) < 1e-3F) continue;
      const float x = a.x + (b.x - a.x) * (y - a.y) / down;
      if (x < -1e6F || x > 1e6F) continue;
      if (down > 0) right = std::min(right, static_cast<int>(std::floor(x)) + 2);
      if (down < 0) left = std::max(left, static_cast<int>(std::floor(x)) - 1);
    }
  }
  // The shares of the corners at a point inside.
  bool covers(ImVec2 point, std::array<float, 3>& share) const {
    share = {edge(v_[1].pos, v_[2].pos, point), edge(v_[2].pos, v_[0].pos, point),
             edge(v_[0].pos, v_[1].pos, point)};
    for (std::size_t i = 0; i < 3; ++i) {
      const bool in =
          share[i] > 0 || (share[i] == 0 && is_top_left(v_[(i + 1) % 3].pos, v_[(i + 2) % 3].pos));
      if (!in) return false;
    }
    for (auto& each : share) each /= area_;
    return true;
  }
  Rgba colour(const std::array<float, 3>& share) const {
    if (texel_) return mixed(share, *texel_);
    float texture_u = 0;
    float texture_v = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      texture_u += share[i] * v_[i].uv.x;
      texture_v += share[i] * v_[i].uv.y;
    }
    return mixed(share, sample(*texture_, texture_u, texture_v));
  }

 private:
  Rgba mixed(const std::array<float, 3>& share, const Rgba& texel) const {
    Rgba colour{};
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t channel = 0; channel < 4; ++channel) {
        colour[channel] += share[i] * static_cast<float>(v_[i].col >> (8 * channel) & 0xFF);
      }
    }
    for (std::size_t i = 0; i < 4; ++i) colour[i] *= texel[i] / 255;
    return colour;
  }

  std::array<ImDrawVert, 3> v_;
  const Picture* texture_;
  float area_;
  std::optional<Rgba> texel_;
  std::optional<Rgba> flat_;
};

std::uint8_t* pixel_at(Picture& picture, int x, int y) {
  return &picture.rgba[(static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) +
                        static_cast<std::size_t>(x)) *
                       4];
}

void draw_triangle(Picture& target, const Triangle& triangle, const Bounds& clip) {
  const Bounds bounds = triangle.bounds(clip);
  std::array<float, 3> share{};
  for (int y = bounds.top; y < bounds.bottom; ++y) {
    int left = bounds.left;
    int right = bounds.right;
    const float middle = static_cast<float>(y) + 0.5F;
    triangle.narrow(middle, left, right);
    for (int x = left; x < right; ++x) {
      if (!triangle.covers({static_cast<float>(x) + 0.5F, middle}, share)) continue;
      blend(pixel_at(target, x, y), triangle.flat() ? *triangle.flat() : triangle.colour(share));
    }
  }
}

// Every triangle in the order of drawing, with the rectangle it is clipped to.
template <typename Visit>
void for_each_triangle(const ImDrawData& data, const Textures& textures, const Visit& visit) {
  for (int i = 0; i < data.CmdListsCount; ++i) {
    const ImDrawList& list = *data.CmdLists[i];
    for (const ImDrawCmd& command : list.CmdBuffer) {
      const auto texture = textures.find(reinterpret_cast<std::uintptr_t>(command.GetTexID()));
      if (texture == textures.end()) continue;
      const Bounds clip{static_cast<int>(command.ClipRect.x), static_cast<int>(command.ClipRect.y),
                        static_cast<int>(command.ClipRect.z), static_cast<int>(command.ClipRect.w)};
      for (unsigned at = 0; at + 2 < command.ElemCount; at += 3) {
        std::array<ImDrawVert, 3> corners{};
        for (unsigned corner = 0; corner < 3; ++corner) {
          const auto index = list.IdxBuffer[static_cast<int>(command.IdxOffset + at + corner)];
          corners[corner] = list.VtxBuffer[static_cast<int>(command.VtxOffset + index)];
        }
        const Triangle triangle(corners, texture->second);
        if (!triangle.empty()) visit(triangle, clip);
      }
    }
  }
}

}  // namespace

Picture rasterise(const ImDrawData& data, int width, int height, const Textures& textures) {
  Picture target{width, height, {}};
  target.rgba.assign(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4, 255);
  for_each_triangle(data, textures, [&](const Triangle& triangle, Bounds clip) {
    clip = {std::max(0, clip.left), std::max(0, clip.top), std::min(width, clip.right),
            std::min(height, clip.bottom)};
    draw_triangle(target, triangle, clip);
  });
  return target;
}

std::vector<Pixel> colours_at(const ImDrawData& data, const std::vector<PixelPlace>& places,
                              const Textures& textures) {
  // By rows, so that a triangle meets only the places beside it.
  std::vector<std::size_t> order(places.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::sort(order, {}, [&](std::size_t i) { return places[i].y; });
  std::vector<std::array<std::uint8_t, 4>> found(places.size(), {255, 255, 255, 255});
  for_each_triangle(data, textures, [&](const Triangle& triangle, const Bounds& clip) {
    const Bounds bounds = triangle.bounds(clip);
    std::array<float, 3> share{};
    auto next =
        std::ranges::lower_bound(order, bounds.top, {}, [&](std::size_t i) { return places[i].y; });
    for (; next != order.end() && places[*next].y < bounds.bottom; ++next) {
      const PixelPlace place = places[*next];
      if (place.x < bounds.left || place.x >= bounds.right) continue;
      const ImVec2 middle(static_cast<float>(place.x) + 0.5F, static_cast<float>(place.y) + 0.5F);
      if (!triangle.covers(middle, share)) continue;
      blend(found[*next].data(), triangle.flat() ? *triangle.flat() : triangle.colour(share));
    }
  });
  std::vector<Pixel> pixels;
  pixels.reserve(found.size());
  for (const auto& rgba : found) pixels.push_back({rgba[0], rgba[1], rgba[2]});
  return pixels;
}

bool write_png(const std::string& path, const Picture& picture) {
  return stbi_write_png(path.c_str(), picture.width, picture.height, 4, picture.rgba.data(),
                        picture.width * 4) != 0;
}

}  // namespace keqian::kiosk
