#include "kiosk/ui/theme.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace keqian::kiosk {
namespace {

double linear(std::uint8_t channel) {
  const double value = channel / 255.0;
  return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(Colour colour) {
  return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue);
}

constexpr std::array kPairs = {
    ColourPair{"ink on card", theme::kInk, theme::kCard},
    ColourPair{"ink on surface", theme::kInk, theme::kSurfaceBottom},
    ColourPair{"ink on track", theme::kInk, theme::kTrack},
    ColourPair{"muted on card", theme::kMuted, theme::kCard},
    ColourPair{"muted on surface", theme::kMuted, theme::kSurfaceBottom},
    ColourPair{"muted on track", theme::kMuted, theme::kTrack},
    ColourPair{"primary, left", theme::kWhite, theme::kPrimaryFrom},
    ColourPair{"primary, right", theme::kWhite, theme::kPrimaryTo},
    ColourPair{"viewfinder", theme::kWhite, theme::kViewfinder},
    ColourPair{"soft on viewfinder", theme::kOnDarkSoft, theme::kViewfinder},
    ColourPair{"good", theme::kGood, theme::kGoodSoft},
    ColourPair{"good on card", theme::kGood, theme::kCard},
    ColourPair{"caution", theme::kCaution, theme::kCautionSoft},
    ColourPair{"danger", theme::kDanger, theme::kDangerSoft},
    ColourPair{"danger on card", theme::kDanger, theme::kCard},
    ColourPair{"calm", theme::kCalm, theme::kCalmSoft},
    ColourPair{"welcome, from", theme::kOnDarkSoft, mood::kWelcome.from},
    ColourPair{"welcome, to", theme::kOnDarkSoft, mood::kWelcome.to},
    ColourPair{"counted, from", theme::kOnDarkSoft, mood::kCounted.from},
    ColourPair{"counted, to", theme::kOnDarkSoft, mood::kCounted.to},
    ColourPair{"already, from", theme::kOnDarkSoft, mood::kAlready.from},
    ColourPair{"already, to", theme::kOnDarkSoft, mood::kAlready.to},
    ColourPair{"refused, from", theme::kOnDarkSoft, mood::kRefused.from},
    ColourPair{"refused, to", theme::kOnDarkSoft, mood::kRefused.to},
    ColourPair{"trouble, from", theme::kOnDarkSoft, mood::kTrouble.from},
    ColourPair{"trouble, to", theme::kOnDarkSoft, mood::kTrouble.to},
    ColourPair{"group, from", theme::kOnDarkSoft, mood::kGroup.from},
    ColourPair{"group, to", theme::kOnDarkSoft, mood::kGroup.to},
    ColourPair{"calm hero, from", theme::kOnDarkSoft, mood::kCalm.from},
    ColourPair{"calm hero, to", theme::kOnDarkSoft, mood::kCalm.to},
};

}  // namespace

std::span<const ColourPair> colour_pairs() {
  return kPairs;
}

double contrast(Colour a, Colour b) {
  const double first = luminance(a);
  const double second = luminance(b);
  return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

Colour mix(Colour from, Colour to, float t) {
  const auto channel = [t](std::uint8_t x, std::uint8_t y) {
    return static_cast<std::uint8_t>(
        std::lround(static_cast<float>(x) + (static_cast<float>(y) - static_cast<float>(x)) * t));
  };
  return {channel(from.red, to.red), channel(from.green, to.green), channel(from.blue, to.blue),
          channel(from.alpha, to.alpha)};
}

}  // namespace keqian::kiosk
