#include "kiosk/ui/canvas.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace keqian::kiosk {
namespace {

ImU32 packed(Colour colour) {
  return IM_COL32(colour.red, colour.green, colour.blue, colour.alpha);
}

ImDrawFlags flags_of(Corners corners) {
  switch (corners) {
    case Corners::kAll:
      return ImDrawFlags_RoundCornersAll;
    case Corners::kBottom:
      return ImDrawFlags_RoundCornersBottom;
    case Corners::kRight:
      return ImDrawFlags_RoundCornersRight;
    case Corners::kTop:
      break;
  }
  return ImDrawFlags_RoundCornersTop;
}

// Whole pixels, so that neighbours share their edge without a seam.
struct Pixels {
  ImVec2 from;
  ImVec2 to;
  Pixels(Rect rect, float scale)
      : from(std::round(rect.left * scale), std::round(rect.top * scale)),
        to(std::round(rect.right() * scale), std::round(rect.bottom() * scale)) {}
};

// Recolours the vertices added since `first` along a line, keeping the softness of their edges.
void shade(ImDrawList* list, int first, ImVec2 from, ImVec2 to, Colour begin, Colour end) {
  const ImVec2 along(to.x - from.x, to.y - from.y);
  const float length_squared = std::max(along.x * along.x + along.y * along.y, 1e-6F);
  for (int i = first; i < list->VtxBuffer.Size; ++i) {
    auto& vertex = list->VtxBuffer[i];
    const float t = std::clamp(((vertex.pos.x - from.x) * along.x +  //
                                (vertex.pos.y - from.y) * along.y) /
                                   length_squared,
                               0.0F, 1.0F);
    const ImU32 alpha = vertex.col & IM_COL32_A_MASK;
    vertex.col = (packed(mix(begin, end, t)) & ~IM_COL32_A_MASK) | alpha;
  }
}

}  // namespace

void Canvas::shift(Point by, Point screen) {
  constexpr float kFringe = 1.5F;  // pixels: smoothed edges end that far inside and outside
  const auto moved = [this](float at, float way, float end) {
    if (at <= kFringe || at >= end * scale_ - kFringe) return at;
    return std::clamp(at + std::round(way * scale_), 0.0F, end * scale_);
  };
  for (auto& vertex : list_->VtxBuffer) {
    vertex.pos = {moved(vertex.pos.x, by.x, screen.x), moved(vertex.pos.y, by.y, screen.y)};
  }
  for (auto& command : list_->CmdBuffer) {
    auto& clip = command.ClipRect;
    clip = {moved(clip.x, by.x, screen.x), moved(clip.y, by.y, screen.y),
            moved(clip.z, by.x, screen.x), moved(clip.w, by.y, screen.y)};
  }
}

std::string icon_text(Icon icon) {
  const auto c = static_cast<unsigned>(icon);
  return {static_cast<char>(0xE0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 0x3F)),
          static_cast<char>(0x80 | (c & 0x3F))};
}

void Canvas::fill(Rect rect, Colour colour) {
  const Pixels at(rect, scale_);
  list_->AddRectFilled(at.from, at.to, packed(colour));
}

void Canvas::round(Rect rect, float radius, Colour colour, Corners corners) {
  const Pixels at(rect, scale_);
  list_->AddRectFilled(at.from, at.to, packed(colour), radius * scale_, flags_of(corners));
}

void Canvas::round_gradient(Rect rect, float radius, Colour from, Colour to, Direction direction,
                            Corners corners) {
  const Pixels at(rect, scale_);
  const int first = list_->VtxBuffer.Size;
  list_->AddRectFilled(at.from, at.to, packed(from), radius * scale_, flags_of(corners));
  const ImVec2 end(direction == Direction::kDown ? at.from.x : at.to.x,
                   direction == Direction::kAcross ? at.from.y : at.to.y);
  shade(list_, first, at.from, end, from, to);
}

void Canvas::outline(Rect rect, float radius, Colour colour, float thickness) {
  const Pixels at(rect, scale_);
  const float pen = std::max(1.0F, std::round(thickness * scale_));
  const ImVec2 from(at.from.x + pen / 2, at.from.y + pen / 2);
  const ImVec2 to(at.to.x - pen / 2, at.to.y - pen / 2);
  list_->AddRect(from, to, packed(colour), radius * scale_, ImDrawFlags_RoundCornersAll, pen);
}

void Canvas::circle(Point centre, float radius, Colour colour) {
  list_->AddCircleFilled({centre.x * scale_, centre.y * scale_}, radius * scale_, packed(colour),
                         96);
}

void Canvas::ring(Point centre, float radius, float thickness, Colour colour) {
  list_->AddCircle({centre.x * scale_, centre.y * scale_}, radius * scale_, packed(colour), 96,
                   thickness * scale_);
}

void Canvas::arc(Point centre, float radius, float thickness, float from, float to, Colour colour) {
  constexpr float kTurn = 2 * std::numbers::pi_v<float>;
  list_->PathArcTo({centre.x * scale_, centre.y * scale_}, radius * scale_, (from - 0.25F) * kTurn,
                   (to - 0.25F) * kTurn, 64);
  list_->PathStroke(packed(colour), ImDrawFlags_None, thickness * scale_);
}

void Canvas::line(Point from, Point to, float thickness, Colour colour) {
  list_->AddLine({from.x * scale_, from.y * scale_}, {to.x * scale_, to.y * scale_}, packed(colour),
                 std::max(1.0F, thickness * scale_));
}

void Canvas::fade(Rect rect, Colour top, Colour bottom) {
  const Pixels at(rect, scale_);
  list_->AddRectFilledMultiColor(at.from, at.to, packed(top), packed(top), packed(bottom),
                                 packed(bottom));
}

void Canvas::shadow(Rect rect, float radius, float blur, float drop, float strength) {
  if (shadow_.alpha == 0) return;
  const ShadowTile tile = fonts_->shadow_tile();
  const auto texture = ImGui::GetIO().Fonts->TexID;
  const Pixels at(rect.moved(0, drop), scale_);
  // The tile is dense at the middle of its quarter circle: it reaches `blur` out of the corner.
  const float tile_pixels = std::round((radius + blur) * scale_);
  const float out = std::round(blur * scale_);
  const float xs[] = {at.from.x - out, at.from.x - out + tile_pixels, at.to.x + out - tile_pixels,
                      at.to.x + out};
  const float ys[] = {at.from.y - out, at.from.y - out + tile_pixels, at.to.y + out - tile_pixels,
                      at.to.y + out};
  const float us[] = {tile.clear_u, tile.dense_u, tile.dense_u, tile.clear_u};
  const float vs[] = {tile.clear_v, tile.dense_v, tile.dense_v, tile.clear_v};
  const ImU32 colour = packed(shadow_.faded(strength));
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 3; ++column) {
      const bool under_the_caster = row == 1 && column == 1;
      if (under_the_caster || xs[column + 1] <= xs[column] || ys[row + 1] <= ys[row]) continue;
      list_->AddImage(texture, {xs[column], ys[row]}, {xs[column + 1], ys[row + 1]},
                      {us[column], vs[row]}, {us[column + 1], vs[row + 1]}, colour);
    }
  }
}

void Canvas::picture(Rect rect, float radius, std::uintptr_t texture, float aspect, bool mirrored) {
  const Pixels at(rect, scale_);
  const float shown = rect.width / rect.height;
  const float u = aspect > shown ? (1 - shown / aspect) / 2 : 0;
  const float v = aspect < shown ? (1 - aspect / shown) / 2 : 0;
  const ImVec2 from(mirrored ? 1 - u : u, v);
  const ImVec2 to(mirrored ? u : 1 - u, 1 - v);
  list_->AddImageRounded(reinterpret_cast<ImTextureID>(texture), at.from, at.to, from, to,
                         IM_COL32_WHITE, radius * scale_);
}

void Canvas::glyphs(Point at, Face face, int em_pixels, Colour colour, std::string_view text) {
  ImFont* font = fonts_->font(face, em_pixels, text);
  if (!font || text.empty()) return;
  // ImGui's line begins 0.28 em above the em box of Noto Sans CJK (ascent 1.16, em box 0.88).
  const float em = static_cast<float>(em_pixels);
  const ImVec2 position(std::round(at.x * scale_), std::round(at.y * scale_ - 0.28F * em));
  list_->AddText(font, font->FontSize, position, packed(colour), text.data(),
                 text.data() + text.size());
}

void Canvas::icon(Point centre, float size, Icon icon, Colour colour) {
  const int em_pixels = static_cast<int>(std::lround(size * scale_));
  const std::string text = icon_text(icon);
  ImFont* font = fonts_->font(Face::kIcons, em_pixels, text);
  if (!font) return;
  const auto* glyph = font->FindGlyphNoFallback(static_cast<ImWchar>(icon));
  if (!glyph) return;
  // By its ink, so that it sits in the middle whatever the font's metrics say.
  const ImVec2 position(std::round(centre.x * scale_ - (glyph->X0 + glyph->X1) / 2),
                        std::round(centre.y * scale_ - (glyph->Y0 + glyph->Y1) / 2));
  list_->AddText(font, font->FontSize, position, packed(colour), text.data(),
                 text.data() + text.size());
}

void Canvas::clip(Rect rect) {
  const Pixels at(rect, scale_);
  list_->PushClipRect(at.from, at.to, true);
}

void Canvas::unclip() {
  list_->PopClipRect();
}

}  // namespace keqian::kiosk
