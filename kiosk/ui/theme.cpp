#include "kiosk/ui/theme.h"

#include <algorithm>
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

constexpr Palette kEveryday{.white = rgb(0xFFFFFF),
                            .ink = rgb(0x10203F),
                            .muted = rgb(0x4E5B76),
                            .on_dark = rgb(0xFFFFFF),
                            .on_dark_soft = rgb(0xDDEBF5),
                            .surface_top = rgb(0xF7F9FD),
                            .surface_bottom = rgb(0xE6ECF7),
                            .card = rgb(0xFFFFFF),
                            .line = rgb(0xC9D4E6),
                            .track = rgb(0xDCE4F1),
                            .shadow = rgb(0x1B2B52),
                            .accent = rgb(0x2EE6B6),
                            .accent_deep = rgb(0x12B5A0),
                            .tile = rgb(0x2F86F0),
                            .primary_from = rgb(0x1A5FE0),
                            .primary_to = rgb(0x0A76B6),
                            .bar = rgb(0x8FC6DE),
                            .series = {rgb(0x1A5FE0), rgb(0x0E8F84), rgb(0xB86E00), rgb(0x6A3FC4),
                                       rgb(0xC2376B), rgb(0x5B6B86)},
                            .viewfinder = rgb(0x0C1730),
                            .amber = rgb(0xFFD08A),
                            .good = rgb(0x08683F),
                            .good_soft = rgb(0xDCF6E9),
                            .caution = rgb(0x754600),
                            .caution_soft = rgb(0xFFF1D9),
                            .danger = rgb(0xA1201A),
                            .danger_soft = rgb(0xFDE6E4),
                            .calm = rgb(0x234A9C),
                            .calm_soft = rgb(0xE3ECFC),
                            .welcome = {rgb(0x0B1F5B), rgb(0x0C7079), rgb(0x0B4F7A)},
                            .counted = {rgb(0x044B3C), rgb(0x07704E), rgb(0x07704E)},
                            .already = {rgb(0x14296E), rgb(0x2463B8), rgb(0x1F4FA8)},
                            .refused = {rgb(0x5A2E05), rgb(0x985309), rgb(0x8A4A06)},
                            .trouble = {rgb(0x5E0F14), rgb(0xA8322B), rgb(0x9A241F)},
                            .group = {rgb(0x2A1A63), rgb(0x6043A8), rgb(0x4F3596)},
                            .quiet = {rgb(0x1C2A44), rgb(0x3C5878), rgb(0x2C4666)},
                            .staff = {rgb(0x16223F), rgb(0x24436B), rgb(0x24436B)},
                            .pen = 2,
                            .veil = 1,
                            .contrast_least = 4.5};

constexpr Palette kHighContrast{.white = rgb(0xFFFFFF),
                                .ink = rgb(0x000000),
                                .muted = rgb(0x262626),
                                .on_dark = rgb(0xFFFFFF),
                                .on_dark_soft = rgb(0xFFFFFF),
                                .surface_top = rgb(0xFFFFFF),
                                .surface_bottom = rgb(0xFFFFFF),
                                .card = rgb(0xFFFFFF),
                                .line = rgb(0x000000),
                                .track = rgb(0xE4E4E4),
                                .shadow = {0, 0, 0, 0},
                                .accent = rgb(0xFFE100),
                                .accent_deep = rgb(0x003C8F),
                                .tile = rgb(0xFFFFFF),
                                .primary_from = rgb(0x00307A),
                                .primary_to = rgb(0x00307A),
                                .bar = rgb(0x6B6B6B),
                                .series = {rgb(0x00307A), rgb(0x006B5E), rgb(0x7A4400),
                                           rgb(0x3F0F8A), rgb(0x8A0F45), rgb(0x3A3A3A)},
                                .viewfinder = rgb(0x000000),
                                .amber = rgb(0xFFE100),
                                .good = rgb(0x00401F),
                                .good_soft = rgb(0xFFFFFF),
                                .caution = rgb(0x4A2800),
                                .caution_soft = rgb(0xFFFFFF),
                                .danger = rgb(0x7A0000),
                                .danger_soft = rgb(0xFFFFFF),
                                .calm = rgb(0x00246B),
                                .calm_soft = rgb(0xFFFFFF),
                                .welcome = {rgb(0x000000), rgb(0x000000), rgb(0x000000)},
                                .counted = {rgb(0x003D1E), rgb(0x003D1E), rgb(0x003D1E)},
                                .already = {rgb(0x00246B), rgb(0x00246B), rgb(0x00246B)},
                                .refused = {rgb(0x4A2800), rgb(0x4A2800), rgb(0x4A2800)},
                                .trouble = {rgb(0x6B0000), rgb(0x6B0000), rgb(0x6B0000)},
                                .group = {rgb(0x2B005C), rgb(0x2B005C), rgb(0x2B005C)},
                                .quiet = {rgb(0x1A1A1A), rgb(0x1A1A1A), rgb(0x1A1A1A)},
                                .staff = {rgb(0x000000), rgb(0x000000), rgb(0x000000)},
                                .pen = 3,
                                .veil = 0,
                                .contrast_least = 7};

}  // namespace

const Palette& everyday_palette() {
  return kEveryday;
}

const Palette& high_contrast_palette() {
  return kHighContrast;
}

std::vector<ColourPair> colour_pairs(const Palette& p) {
  std::vector<ColourPair> pairs = {
      {"ink on card", p.ink, p.card},
      {"ink on surface", p.ink, p.surface_bottom},
      {"ink on track", p.ink, p.track},
      {"muted on card", p.muted, p.card},
      {"muted on surface", p.muted, p.surface_bottom},
      {"muted on track", p.muted, p.track},
      {"primary, left", p.white, p.primary_from},
      {"primary, right", p.white, p.primary_to},
      {"viewfinder", p.white, p.viewfinder},
      {"soft on viewfinder", p.on_dark_soft, p.viewfinder},
      {"good", p.good, p.good_soft},
      {"good on card", p.good, p.card},
      {"caution", p.caution, p.caution_soft},
      {"caution on card", p.caution, p.card},
      {"danger", p.danger, p.danger_soft},
      {"danger on card", p.danger, p.card},
      {"calm", p.calm, p.calm_soft},
      {"calm on card", p.calm, p.card},
  };
  const auto add_mood = [&](const char* from, const char* to, const Mood& mood) {
    pairs.push_back({from, p.on_dark_soft, mood.from});
    pairs.push_back({to, p.on_dark_soft, mood.to});
    pairs.push_back({"badge", mood.badge, p.white});
  };
  add_mood("welcome, from", "welcome, to", p.welcome);
  add_mood("counted, from", "counted, to", p.counted);
  add_mood("already, from", "already, to", p.already);
  add_mood("refused, from", "refused, to", p.refused);
  add_mood("trouble, from", "trouble, to", p.trouble);
  add_mood("group, from", "group, to", p.group);
  add_mood("quiet, from", "quiet, to", p.quiet);
  add_mood("staff, from", "staff, to", p.staff);
  return pairs;
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
