#include "tests/support/hall_view.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "server-sync/base/assert.h"
#include "server-sync/base/randomness.h"
#include "server-sync/qr/encode.h"

namespace keqian::testing {
namespace {

constexpr int kWidth = Hall::kWidth;
constexpr int kHeight = Hall::kHeight;
constexpr float kPhoneReach = 500;  // no part of phone, hand or shadow is farther from its centre

struct Light {
  float x, y, radius;
  std::array<float, 3> colour;
};

using Rgb = std::array<float, 3>;

Rgb mix_to(Rgb a, const Rgb& b, float t) {
  for (std::size_t i = 0; i < 3; ++i) a[i] += (b[i] - a[i]) * t;
  return a;
}

float soft(float edge, float width, float value) {  // 1 inside (value < edge), 0 outside
  const float t = std::clamp((edge + width - value) / (2 * width), 0.0F, 1.0F);
  return t * t * (3 - 2 * t);
}

// Shorter than std::hypot, which guards against numbers that no picture has.
float length(float x, float y) {
  return std::sqrt(x * x + y * y);
}

// Distance to a rectangle with rounded corners around the origin.
float box_distance(float x, float y, float half_width, float half_height, float radius) {
  const float dx = std::max(std::fabs(x) - half_width + radius, 0.0F);
  const float dy = std::max(std::fabs(y) - half_height + radius, 0.0F);
  return length(dx, dy) - radius;
}

// A hall out of focus: wall, floor, exhibits, lamps.
Rgb hall(float x, float y) {
  Rgb colour = mix_to({74, 84, 104}, {44, 52, 70}, y / kHeight);
  colour = mix_to(colour, {58, 50, 46}, 1 - soft(690, 40, y));
  colour = mix_to(colour, {96, 122, 138},
                  0.55F * soft(0, 40, box_distance(x - 190, y - 470, 130, 230, 40)));
  colour = mix_to(colour, {128, 106, 84},
                  0.55F * soft(0, 44, box_distance(x - 1110, y - 520, 120, 200, 40)));
  colour = mix_to(colour, {88, 104, 96},
                  0.40F * soft(0, 50, box_distance(x - 850, y - 430, 90, 240, 40)));
  constexpr std::array<Light, 7> kLights = {
      Light{150, 120, 54, {255, 236, 200}},  Light{390, 80, 44, {255, 240, 214}},
      Light{640, 110, 60, {250, 244, 230}},  Light{890, 76, 46, {255, 238, 206}},
      Light{1130, 130, 56, {236, 246, 255}}, Light{1020, 300, 26, {120, 220, 210}},
      Light{262, 300, 22, {250, 190, 120}}};
  for (const auto& light : kLights) {
    const float far = length(x - light.x, y - light.y);
    colour = mix_to(colour, light.colour, 0.62F * soft(light.radius, 14, far));
  }
  return colour;
}

// A thumb and the edge of a palm, dim and out of focus.
Rgb hand(Rgb colour, float x, float y) {
  const float palm = box_distance(x - 118, y - 470, 170, 190, 120);
  colour = mix_to(colour, {166, 124, 100}, soft(0, 12, palm));
  return colour;
}

Rgb phone(Rgb colour, float x, float y, const qr::QrSymbol& symbol) {
  constexpr float kHalfWidth = 208;
  constexpr float kHalfHeight = 400;
  constexpr float kShadowEnds = 36;
  const float body = box_distance(x, y, kHalfWidth, kHalfHeight, 44);
  if (body >= kShadowEnds) return colour;
  colour = mix_to(colour, {10, 12, 18}, 0.45F * soft(10, 26, body));
  colour = mix_to(colour, {26, 29, 36}, soft(0, 1.4F, body));
  const float screen = box_distance(x, y, kHalfWidth - 13, kHalfHeight - 13, 34);
  Rgb shown = mix_to({246, 249, 253}, {232, 240, 250}, (y + kHalfHeight) / (2 * kHalfHeight));
  if (y < -250) shown = mix_to({22, 92, 178}, {18, 140, 160}, (x + kHalfWidth) / (2 * kHalfWidth));
  const auto bar = [&](float at_x, float at_y, float half_width, float half_height, Rgb ink) {
    if (std::fabs(y - at_y) > half_height + 2) return;
    shown = mix_to(
        shown, ink,
        soft(0, 1.4F, box_distance(x - at_x, y - at_y, half_width, half_height, half_height)));
  };
  bar(0, -330, 92, 11, {238, 246, 252});
  bar(0, -292, 60, 7, {190, 220, 236});
  bar(0, 232, 96, 10, {70, 84, 108});
  bar(0, 270, 68, 7, {150, 162, 182});
  const float side = 300;
  const float module = side / static_cast<float>(symbol.side_modules);
  const float qx = (x + side / 2) / module;
  const float qy = (y + 24 + side / 2) / module;
  if (box_distance(x, y + 24, side / 2 + 18, side / 2 + 18, 14) < 0) shown = {253, 253, 254};
  const int column = static_cast<int>(std::floor(qx));
  const int row = static_cast<int>(std::floor(qy));
  if (column >= 0 && row >= 0 && column < symbol.side_modules && row < symbol.side_modules &&
      symbol.is_dark(column, row)) {
    shown = {22, 26, 36};
  }
  return mix_to(colour, shown, soft(0, 1.2F, screen));
}

struct TurnedPhone {
  float centre_x, centre_y;
  float cosine, sine;
  qr::QrSymbol symbol;
};

TurnedPhone turned(const HeldPhone& held) {
  auto symbol = qr::encode_qr(held.code);
  KEQIAN_ASSERT(symbol.ok());
  return {held.centre_x, held.centre_y, std::cos(held.radians), std::sin(held.radians),
          *std::move(symbol)};
}

Rgb with_phone(Rgb colour, float x, float y, const TurnedPhone& held) {
  const float dx = x - held.centre_x;
  const float dy = y - held.centre_y;
  if (dx * dx + dy * dy > kPhoneReach * kPhoneReach) return colour;
  const float px = dx * held.cosine + dy * held.sine;
  const float py = dy * held.cosine - dx * held.sine;
  return phone(hand(colour, px + 330, py + 250), px, py, held.symbol);
}

// Darker towards the corners, as with every lens.
float vignette(int column, int row) {
  const float x = (static_cast<float>(column) - kWidth / 2.0F) / kWidth;
  const float y = (static_cast<float>(row) - kHeight / 2.0F) / kHeight;
  return 1.04F - 0.42F * length(x, y);
}

std::size_t place(int column, int row) {
  return static_cast<std::size_t>(row) * kWidth + static_cast<std::size_t>(column);
}

}  // namespace

Hall::Hall()
    : background_(static_cast<std::size_t>(kWidth) * kHeight), vignette_(background_.size()) {
  for (int row = 0; row < kHeight; ++row) {
    for (int column = 0; column < kWidth; ++column) {
      const auto at = place(column, row);
      background_[at] = hall(static_cast<float>(column), static_cast<float>(row));
      vignette_[at] = vignette(column, row);
    }
  }
}

ColourView Hall::view(const std::optional<HeldPhone>& held, std::uint64_t seed) const {
  constexpr int kGrainsADraw = 8;
  static_assert(kWidth % kGrainsADraw == 0);
  std::optional<TurnedPhone> phone;
  if (held) phone = turned(*held);
  ColourView view{kWidth, kHeight, {}};
  view.rgba.resize(background_.size() * 4);
  SeededRandomness noise(seed);
  std::uint64_t grains = 0;
  for (int row = 0; row < kHeight; ++row) {
    for (int column = 0; column < kWidth; ++column) {
      const auto at = place(column, row);
      Rgb colour = background_[at];
      if (phone) {
        colour = with_phone(colour, static_cast<float>(column), static_cast<float>(row), *phone);
      }
      grains = column % kGrainsADraw == 0 ? noise.next() : grains >> 8;
      const float grain = static_cast<float>((grains & 0xff) % 9) - 4;
      auto* pixel = &view.rgba[at * 4];
      for (std::size_t i = 0; i < 3; ++i) {
        pixel[i] =
            static_cast<std::uint8_t>(std::clamp(colour[i] * vignette_[at] + grain, 0.0F, 255.0F));
      }
      pixel[3] = 255;
    }
  }
  return view;
}

}  // namespace keqian::testing
