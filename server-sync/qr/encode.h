// Makes QR codes: a text becomes a matrix of modules, a matrix becomes SVG or PNG.
// Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server-sync/base/result.h"

namespace keqian::qr {

// How much of a symbol may be lost: about 7, 15, 25, 30 %.
enum class ErrorCorrection { kLow, kMedium, kQuartile, kHigh };

// Up to 47 characters level Q (a pass stays at version 3, 29 modules a side), longer texts level M.
// Level L is never chosen: it fails under a thumb.
ErrorCorrection error_correction_for(std::string_view text);

// A symbol without its quiet zone.
struct QrSymbol {
  int side_modules = 0;
  std::vector<std::uint8_t> modules;  // row by row, 1 = dark

  bool is_dark(int x, int y) const {
    return modules[static_cast<std::size_t>(y) * static_cast<std::size_t>(side_modules) +
                   static_cast<std::size_t>(x)] != 0;
  }
};

inline constexpr int kQuietZoneModules = 4;

// The smallest symbol that holds the UTF-8 text; an error when it is empty, not UTF-8 or too long.
Result<QrSymbol> encode_qr(std::string_view text, ErrorCorrection level);
Result<QrSymbol> encode_qr(std::string_view text);  // with error_correction_for(text)

// A standalone <svg> element, one unit a module, quiet zone included; scales without seams.
std::string qr_svg(const QrSymbol& symbol);

// A grey PNG file, quiet zone included. `pixels_per_module` 1–64.
std::string qr_png(const QrSymbol& symbol, int pixels_per_module);

// A coloured PNG file; `rgba` has four bytes a pixel, row by row, top row first.
std::string rgba_png(const std::vector<std::uint8_t>& rgba, int width, int height);

}  // namespace keqian::qr
