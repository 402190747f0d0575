// The colours, and which of them may stand on which: every pair a screen uses is listed, and a test
// holds each to the contrast of body text (WCAG 2.1, 4.5:1).
#pragma once

#include <cstdint>
#include <span>

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

namespace theme {

inline constexpr Colour kWhite = rgb(0xFFFFFF);
inline constexpr Colour kInk = rgb(0x10203F);     // text on light
inline constexpr Colour kMuted = rgb(0x4E5B76);   // secondary text on light
inline constexpr Colour kOnDark = rgb(0xFFFFFF);  // text on a hero
inline constexpr Colour kOnDarkSoft = rgb(0xDDEBF5);
inline constexpr Colour kSurfaceTop = rgb(0xF7F9FD);
inline constexpr Colour kSurfaceBottom = rgb(0xE6ECF7);
inline constexpr Colour kCard = rgb(0xFFFFFF);
inline constexpr Colour kLine = rgb(0xC9D4E6);
inline constexpr Colour kTrack = rgb(0xDCE4F1);  // of segmented switches and empty bars
inline constexpr Colour kShadow = rgb(0x1B2B52);
inline constexpr Colour kAccent = rgb(0x2EE6B6);  // marks in the viewfinder, never text on light
inline constexpr Colour kAccentDeep = rgb(0x12B5A0);
inline constexpr Colour kPrimaryFrom = rgb(0x1A5FE0);
inline constexpr Colour kPrimaryTo = rgb(0x0A76B6);
inline constexpr Colour kViewfinder = rgb(0x0C1730);
inline constexpr Colour kGood = rgb(0x08683F);
inline constexpr Colour kGoodSoft = rgb(0xDCF6E9);
inline constexpr Colour kCaution = rgb(0x754600);
inline constexpr Colour kCautionSoft = rgb(0xFFF1D9);
inline constexpr Colour kDanger = rgb(0xA1201A);
inline constexpr Colour kDangerSoft = rgb(0xFDE6E4);
inline constexpr Colour kCalm = rgb(0x234A9C);
inline constexpr Colour kCalmSoft = rgb(0xE3ECFC);

}  // namespace theme

// The mood of a hero: a gradient dark enough for white text at both ends.
struct Mood {
  Colour from;
  Colour to;
  Colour badge;  // the icon on the white badge
};
namespace mood {
inline constexpr Mood kWelcome{rgb(0x0B1F5B), rgb(0x0C7079), rgb(0x0B4F7A)};
inline constexpr Mood kCounted{rgb(0x044B3C), rgb(0x07704E), rgb(0x07704E)};
inline constexpr Mood kAlready{rgb(0x14296E), rgb(0x2463B8), rgb(0x1F4FA8)};
inline constexpr Mood kRefused{rgb(0x5A2E05), rgb(0x985309), rgb(0x8A4A06)};
inline constexpr Mood kTrouble{rgb(0x5E0F14), rgb(0xA8322B), rgb(0x9A241F)};
inline constexpr Mood kGroup{rgb(0x2A1A63), rgb(0x6043A8), rgb(0x4F3596)};
inline constexpr Mood kCalm{rgb(0x1C2A44), rgb(0x3C5878), rgb(0x2C4666)};
}  // namespace mood

struct ColourPair {
  const char* name;
  Colour text;
  Colour ground;
};
std::span<const ColourPair> colour_pairs();

// WCAG 2.1 contrast ratio, 1–21. Both opaque.
double contrast(Colour a, Colour b);

Colour mix(Colour from, Colour to, float t);

}  // namespace keqian::kiosk
