// Grey pictures as plain values: what the decoder reads and what picture files become.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace keqian::qr {

// A view of somebody's 8-bit luminance rows, `stride` bytes from one row to the next. Does not own.
struct GrayImage {
  const std::uint8_t* pixels = nullptr;
  int width = 0;
  int height = 0;
  int stride = 0;

  const std::uint8_t* row(int y) const { return pixels + static_cast<std::ptrdiff_t>(y) * stride; }
};

// A picture that owns its pixels, rows without gaps.
struct GrayPicture {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> pixels;

  GrayPicture() = default;
  GrayPicture(int new_width, int new_height, std::uint8_t value = 0)
      : width(new_width),
        height(new_height),
        pixels(static_cast<std::size_t>(new_width) * static_cast<std::size_t>(new_height), value) {}

  std::uint8_t* row(int y) { return pixels.data() + static_cast<std::ptrdiff_t>(y) * width; }
  const std::uint8_t* row(int y) const {
    return pixels.data() + static_cast<std::ptrdiff_t>(y) * width;
  }
  GrayImage view() const { return {pixels.data(), width, height, width}; }
};

}  // namespace keqian::qr
