#include "tests/screens/rasteriser.h"

#include <imgui.h>
#include <stb/stb_image_write.h>

#include <algorithm>
#include <array>
#include <cmath>

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

void draw_triangle(Picture& target, std::array<ImDrawVert, 3> v, const Bounds& clip,
                   const Picture& texture) {
  float area = edge(v[0].pos, v[1].pos, v[2].pos);
  if (area == 0) return;
  if (area < 0) {
    std::swap(v[1], v[2]);
    area = -area;
  }
  const auto low = [](float a, float b, float c) { return std::min({a, b, c}); };
  const auto high = [](float a, float b, float c) { return std::max({a, b, c}); };
  const int left =
      std::max(clip.left, static_cast<int>(low(v[0].pos.x, v[1].pos.x, v[2].pos.x)) - 1);
  const int right =
      std::min(clip.right, static_cast<int>(high(v[0].pos.x, v[1].pos.x, v[2].pos.x)) + 1);
  const int top = std::max(clip.top, static_cast<int>(low(v[0].pos.y, v[1].pos.y, v[2].pos.y)) - 1);
  const int bottom =
      std::min(clip.bottom, static_cast<int>(high(v[0].pos.y, v[1].pos.y, v[2].pos.y)) + 1);
  const bool plain = v[0].uv.x == v[1].uv.x && v[0].uv.x == v[2].uv.x &&  //
                     v[0].uv.y == v[1].uv.y && v[0].uv.y == v[2].uv.y;
  const Rgba plain_texel = sample(texture, v[0].uv.x, v[0].uv.y);
  for (int y = top; y < bottom; ++y) {
    for (int x = left; x < right; ++x) {
      const ImVec2 p(static_cast<float>(x) + 0.5F, static_cast<float>(y) + 0.5F);
      const std::array<float, 3> weight = {edge(v[1].pos, v[2].pos, p), edge(v[2].pos, v[0].pos, p),
                                           edge(v[0].pos, v[1].pos, p)};
      bool inside = true;
      for (std::size_t i = 0; i < 3; ++i) {
        inside = inside && (weight[i] > 0 || (weight[i] == 0 &&
                                              is_top_left(v[(i + 1) % 3].pos, v[(i + 2) % 3].pos)));
      }
      if (!inside) continue;
      float texture_u = 0;
      float texture_v = 0;
      Rgba colour{};
      for (std::size_t i = 0; i < 3; ++i) {
        const float share = weight[i] / area;
        texture_u += share * v[i].uv.x;
        texture_v += share * v[i].uv.y;
        for (std::size_t channel = 0; channel < 4; ++channel) {
          colour[channel] += share * static_cast<float>(v[i].col >> (8 * channel) & 0xFF);
        }
      }
      const Rgba texture_colour = plain ? plain_texel : sample(texture, texture_u, texture_v);
      for (std::size_t i = 0; i < 4; ++i) colour[i] *= texture_colour[i] / 255;
      blend(&target.rgba[(static_cast<std::size_t>(y) * static_cast<std::size_t>(target.width) +
                          static_cast<std::size_t>(x)) *
                         4],
            colour);
    }
  }
}

}  // namespace

Picture rasterise(const ImDrawData& data, int width, int height, const Textures& textures) {
  Picture target{width, height, {}};
  target.rgba.assign(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4, 255);
  for (int i = 0; i < data.CmdListsCount; ++i) {
    const ImDrawList& list = *data.CmdLists[i];
    for (const ImDrawCmd& command : list.CmdBuffer) {
      const auto texture = textures.find(reinterpret_cast<std::uintptr_t>(command.GetTexID()));
      if (texture == textures.end()) continue;
      const Bounds clip{std::max(0, static_cast<int>(command.ClipRect.x)),
                        std::max(0, static_cast<int>(command.ClipRect.y)),
                        std::min(width, static_cast<int>(command.ClipRect.z)),
                        std::min(height, static_cast<int>(command.ClipRect.w))};
      for (unsigned at = 0; at + 2 < command.ElemCount; at += 3) {
        std::array<ImDrawVert, 3> corners{};
        for (unsigned corner = 0; corner < 3; ++corner) {
          const auto index = list.IdxBuffer[static_cast<int>(command.IdxOffset + at + corner)];
          corners[corner] = list.VtxBuffer[static_cast<int>(command.VtxOffset + index)];
        }
        draw_triangle(target, corners, clip, texture->second);
      }
    }
  }
  return target;
}

bool write_png(const std::string& path, const Picture& picture) {
  return stbi_write_png(path.c_str(), picture.width, picture.height, 4, picture.rgba.data(),
                        picture.width * 4) != 0;
}

}  // namespace keqian::kiosk
