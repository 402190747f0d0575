// The colours in two dresses, and which of them may stand on which: every pair a screen uses is
// listed, and a test holds each to the contrast its dress promises (WCAG 2.1: 4.5:1 and 7:1).
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace keqian::kiosk {

struct Colour {
  std::uint8_t red = 0, green = 0, blue = 0, alpha = 255;
  constexpr Colour faded(float opacity) const {
    return {red, green, blue, static_cast<std::uint8_t>(static_cast<float>(alpha) * opacity)};
  }
  bool operator==(const Colour&) const = default;
};

constexpr Colour rgb(std::uint32_t hex) {
  return {static_cast<std::uint8_t>(hex >> 16), static_cast<std::uint8_t>(hex >> 8 & 0xFF),
          static_cast<std::uint8_t>(hex & 0xFF), 255};
}

// The mood of a hero: a gradient dark enough for white text at both ends.
struct Mood {
  Colour from;
  Colour to;
  Colour badge;  // the icon on the white badge
};

// All colours of one dress of the screens.
struct Palette {
  Colour white;
  Colour ink;           // text on light
  Colour muted;         // secondary text on light
  Colour on_dark;       // text on a hero
  Colour on_dark_soft;  // secondary text on a hero
  Colour surface_top;
  Colour surface_bottom;
  Colour card;
  Colour line;
  Colour track;   // of segmented switches and empty bars
  Colour shadow;  // alpha 0: shapes are outlined instead
  Colour accent;  // marks in the viewfinder, never text on light
  Colour accent_deep;
  Colour tile;  // where the venue's mark fades to
  Colour primary_from;
  Colour primary_to;
  Colour bar;                    // of a chart, beside the one that stands out
  std::array<Colour, 6> series;  // of a chart's parts, which their words and values tell as well
  Colour viewfinder;
  Colour amber;  // marks on the viewfinder
  Colour good, good_soft;
  Colour caution, caution_soft;
  Colour danger, danger_soft;
  Colour calm, calm_soft;
  Mood welcome, counted, already, refused, trouble, group, quiet, staff;
  float pen = 2;          // width of outlines
  float veil = 1;         // strength of what only decorates, 0–1
  double contrast_least;  // every text keeps at least this to its ground

  bool outlined() const { return shadow.alpha == 0; }
};
const Palette& everyday_palette();
// Black on white and white on near-black, edges instead of shadows: at least 7:1.
const Palette& high_contrast_palette();

struct ColourPair {
  const char* name;
  Colour text;
  Colour ground;
};
std::vector<ColourPair> colour_pairs(const Palette& palette);

// WCAG 2.1 contrast ratio, 1–21. Both opaque.
double contrast(Colour a, Colour b);

Colour mix(Colour from, Colour to, float t);

}  // namespace keqian::kiosk
