// What a camera at a door would show, drawn by code: a hall with lights, out of focus, and a hand's
// phone that holds a code. Nobody is in it. For the gallery, the demo and the tests.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace keqian::testing {

struct ColourView {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgba;  // row by row
};

struct HeldPhone {
  std::string code;
  float centre_x = 650;
  float centre_y = 500;
  float radians = 0.09F;  // of tilt, clockwise
};

// The hall is drawn once, a view of it in some ten milliseconds. Any thread.
class Hall {
 public:
  static constexpr int kWidth = 1280;
  static constexpr int kHeight = 960;

  Hall();
  // The grain is the same for the same `seed`.
  ColourView view(const std::optional<HeldPhone>& phone, std::uint64_t seed) const;

 private:
  std::vector<std::array<float, 3>> background_;
  std::vector<float> vignette_;  // what its light is multiplied by
};

}  // namespace keqian::testing
