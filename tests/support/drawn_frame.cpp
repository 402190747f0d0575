#include "tests/support/drawn_frame.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "server-sync/base/randomness.h"
#include "server-sync/qr/encode.h"

namespace keqian::testing {
namespace {

// The card around a symbol reaches a little beyond its quiet zone.
constexpr double kCardModules = 6;

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : randomness_(seed) {}
  double uniform(double from, double to) {
    const auto share = static_cast<double>(randomness_.next() >> 11) / 9007199254740992.0;
    return from + (to - from) * share;
  }
  // Nearly normal with deviation 1: eight 16-bit parts of two draws.
  double normal() {
    std::uint64_t bits = randomness_.next();
    double sum = 0;
    for (int part = 0; part < 4; ++part, bits >>= 16) sum += static_cast<double>(bits & 0xFFFF);
    return (sum / 65535.0 - 2.0) * std::sqrt(3.0);
  }

 private:
  SeededRandomness randomness_;
};

struct Rectangle {
  double left, top, right, bottom, tone;
};

std::vector<Rectangle> room_of(const DrawnFrame& frame, Dice& dice) {
  std::vector<Rectangle> things;
  const int count = static_cast<int>(40 * frame.clutter);
  for (int i = 0; i < count; ++i) {
    const double left = dice.uniform(-50, frame.width);
    const double top = dice.uniform(-50, frame.height);
    things.push_back({left, top, left + dice.uniform(10, 220), top + dice.uniform(10, 220),
                      frame.room + dice.uniform(-70, 70)});
  }
  return things;
}

void draw_room(const DrawnFrame& frame, Dice& dice, qr::GrayPicture& picture) {
  for (int y = 0; y < frame.height; ++y) {
    std::fill_n(picture.row(y), frame.width,
                static_cast<std::uint8_t>(frame.room + 30 * y / frame.height));
  }
  for (const Rectangle& thing : room_of(frame, dice)) {
    const int left = std::clamp(static_cast<int>(thing.left), 0, frame.width);
    const int right = std::clamp(static_cast<int>(thing.right), left, frame.width);
    const int top = std::clamp(static_cast<int>(thing.top), 0, frame.height);
    const int bottom = std::clamp(static_cast<int>(thing.bottom), top, frame.height);
    for (int y = top; y < bottom; ++y) {
      std::fill_n(picture.row(y) + left, right - left,
                  static_cast<std::uint8_t>(std::clamp(thing.tone, 0.0, 255.0)));
    }
  }
}

class PlacedCode {
 public:
  PlacedCode(const DrawnFrame& frame, const DrawnCode& code)
      : frame_(frame), code_(code), symbol_(*qr::encode_qr(code.text)) {
    const double radians = code.degrees * std::numbers::pi / 180;
    cosine_ = std::cos(radians);
    sine_ = std::sin(radians);
  }

  double half_modules() const { return symbol_.side_modules / 2.0 + kCardModules; }

  // The tone at a place of the frame; negative outside the card.
  double tone(double x, double y) const {
    const double dx = x - code_.centre_x;
    const double dy = y - code_.centre_y;
    double across = (dx * cosine_ + dy * sine_) / code_.pixels_per_module;
    double down = (dy * cosine_ - dx * sine_) / code_.pixels_per_module;
    // Leaning back: the upper half is farther away, so equal steps there cover more modules.
    const double depth = 1 - code_.lean * down / half_modules() / 2;
    across *= depth;
    down *= depth;
    if (std::abs(across) > half_modules() || std::abs(down) > half_modules()) return -1;
    const int column = static_cast<int>(std::floor(across + symbol_.side_modules / 2.0));
    const int line = static_cast<int>(std::floor(down + symbol_.side_modules / 2.0));
    const int side = symbol_.side_modules;
    const bool inside = column >= 0 && line >= 0 && column < side && line < side;
    // The lower right corner: where no finder pattern is, as a hand would hold it.
    const double reach = side * (1 - code_.thumb);
    if (inside && code_.thumb > 0 && column > reach && line > reach) return frame_.room;
    const bool dark = inside && symbol_.is_dark(column, line);
    const double middle = (frame_.dark + frame_.light) / 2.0;
    const double tone = dark != code_.inverted ? frame_.dark : frame_.light;
    return middle + (tone - middle) * code_.contrast;
  }

 private:
  const DrawnFrame& frame_;
  const DrawnCode& code_;
  qr::QrSymbol symbol_;
  double cosine_ = 1;
  double sine_ = 0;
};

void draw_code(const DrawnFrame& frame, const DrawnCode& code, qr::GrayPicture& picture) {
  constexpr int kSamples = 3;  // per pixel and direction
  const PlacedCode placed(frame, code);
  const double reach = placed.half_modules() * code.pixels_per_module * 2;
  const int top = std::max(0, static_cast<int>(code.centre_y - reach));
  const int bottom = std::min(frame.height, static_cast<int>(code.centre_y + reach));
  const int left = std::max(0, static_cast<int>(code.centre_x - reach));
  const int right = std::min(frame.width, static_cast<int>(code.centre_x + reach));
  for (int y = top; y < bottom; ++y) {
    for (int x = left; x < right; ++x) {
      std::uint8_t& pixel = picture.row(y)[x];
      double sum = 0;
      for (int sample = 0; sample < kSamples * kSamples; ++sample) {
        const int line = sample / kSamples;
        const double tone =
            placed.tone(x + (sample % kSamples + 0.5) / kSamples, y + (line + 0.5) / kSamples);
        sum += tone < 0 ? pixel : tone;
      }
      pixel = static_cast<std::uint8_t>(sum / (kSamples * kSamples));
    }
  }
}

// The mean of `2 × radius + 1` neighbours, along rows or down columns.
void smear(qr::GrayPicture& picture, int radius, bool down) {
  const int length = down ? picture.height : picture.width;
  const int lines = down ? picture.width : picture.height;
  std::vector<std::uint8_t> before(static_cast<std::size_t>(length));
  const auto pixel = [&](int line, int i) -> std::uint8_t& {
    return down ? picture.row(i)[line] : picture.row(line)[i];
  };
  for (int line = 0; line < lines; ++line) {
    for (int i = 0; i < length; ++i) before[static_cast<std::size_t>(i)] = pixel(line, i);
    int sum = 0;
    const auto at = [&](int i) {
      return before[static_cast<std::size_t>(std::clamp(i, 0, length - 1))];
    };
    for (int i = -radius; i <= radius; ++i) sum += at(i);
    for (int i = 0; i < length; ++i) {
      pixel(line, i) = static_cast<std::uint8_t>(sum / (2 * radius + 1));
      sum += at(i + radius + 1) - at(i - radius);
    }
  }
}

void add_glare(const DrawnFrame& frame, qr::GrayPicture& picture) {
  const DrawnCode& code = frame.codes.front();
  const double radius = code.pixels_per_module * 12;
  const double centre_x = code.centre_x + radius * 0.6;
  const double centre_y = code.centre_y + radius * 0.2;
  for (int y = 0; y < frame.height; ++y) {
    for (int x = 0; x < frame.width; ++x) {
      const double distance = std::hypot(x - centre_x, y - centre_y) / radius;
      const double light = 255 * frame.glare * std::exp(-distance * distance);
      std::uint8_t& pixel = picture.row(y)[x];
      pixel = static_cast<std::uint8_t>(std::min(255.0, pixel + light));
    }
  }
}

// A screen too bright for the exposure: light spreads a little and all of it is clipped.
void expose(double exposure, qr::GrayPicture& picture) {
  constexpr double kSpread = 0.12;
  qr::GrayPicture halo = picture;
  for (const bool down : {false, true, false, true}) smear(halo, 4, down);
  for (std::size_t i = 0; i < picture.pixels.size(); ++i) {
    const double light = (1 - kSpread) * picture.pixels[i] + kSpread * halo.pixels[i];
    picture.pixels[i] = static_cast<std::uint8_t>(std::min(255.0, exposure * light));
  }
}

}  // namespace

qr::GrayPicture draw(const DrawnFrame& frame) {
  Dice dice(frame.seed);
  qr::GrayPicture picture(frame.width, frame.height);
  draw_room(frame, dice, picture);
  for (const DrawnCode& code : frame.codes) draw_code(frame, code, picture);
  if (frame.glare > 0 && !frame.codes.empty()) add_glare(frame, picture);
  if (frame.motion_pixels > 1) smear(picture, frame.motion_pixels / 2, false);
  // Two box means are near enough to a lens.
  for (int pass = 0; pass < 2 && frame.blur_pixels > 0; ++pass) {
    smear(picture, frame.blur_pixels, false);
    smear(picture, frame.blur_pixels, true);
  }
  if (frame.exposure > 1) expose(frame.exposure, picture);
  if (frame.noise > 0) {
    for (std::uint8_t& pixel : picture.pixels) {
      pixel =
          static_cast<std::uint8_t>(std::clamp(pixel + frame.noise * dice.normal(), 0.0, 255.0));
    }
  }
  return picture;
}

}  // namespace keqian::testing
