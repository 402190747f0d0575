// Shapes in design units on the current ImGui window. Lives for one frame; main thread.
#pragma once

#include <cstdint>
#include <string_view>

#include "kiosk/ui/fonts.h"
#include "kiosk/ui/geometry.h"
#include "kiosk/ui/icons.h"
#include "kiosk/ui/theme.h"

struct ImDrawList;

namespace keqian::kiosk {

enum class Corners { kAll, kBottom, kRight, kTop };
enum class Direction { kAcross, kDown, kDiagonal };

class Canvas {
 public:
  // With a transparent `shadow` none is drawn.
  Canvas(ImDrawList* list, FontBook* fonts, float scale, Colour shadow)
      : list_(list), fonts_(fonts), scale_(scale), shadow_(shadow) {}

  void fill(Rect rect, Colour colour);
  void round(Rect rect, float radius, Colour colour, Corners corners = Corners::kAll);
  void round_gradient(Rect rect, float radius, Colour from, Colour to, Direction direction,
                      Corners corners = Corners::kAll);
  void outline(Rect rect, float radius, Colour colour, float thickness);
  void circle(Point centre, float radius, Colour colour);
  void ring(Point centre, float radius, float thickness, Colour colour);
  // Angles in turns, clockwise from the top.
  void arc(Point centre, float radius, float thickness, float from, float to, Colour colour);
  void line(Point from, Point to, float thickness, Colour colour);
  void fade(Rect rect, Colour top, Colour bottom);
  // Of an opaque shape drawn over it next: its middle is left out. `drop` is at most `radius`.
  void shadow(Rect rect, float radius, float blur, float drop, float strength);
  // Fills the rectangle with the middle of a picture of this aspect (width by height), mirrored
  // when asked, so that a visitor sees the movement of a mirror.
  void picture(Rect rect, float radius, std::uintptr_t texture, float aspect, bool mirrored);
  // One line whose em box starts at `at`.
  void glyphs(Point at, Face face, int em_pixels, Colour colour, std::string_view text);
  void icon(Point centre, float size, Icon icon, Colour colour);
  void clip(Rect rect);
  void unclip();

  // Moves all that was drawn so far, by whole pixels. What reaches an edge of the screen stays at
  // it, so that no gap opens there.
  void shift(Point by, Point screen);

  float scale() const { return scale_; }

 private:
  ImDrawList* list_;
  FontBook* fonts_;
  float scale_;
  Colour shadow_;
};

// The UTF-8 text of an icon in the icon font.
std::string icon_text(Icon icon);

}  // namespace keqian::kiosk
