#include "server-sync/qr/encode.h"

#include <stb/stb_image_write.h>

#include "server-sync/base/assert.h"
#include "server-sync/base/text.h"
#include "server-sync/qr/image.h"
#include "server-sync/qr/zxing.h"

namespace keqian::qr {
namespace {

// What level Q of version 3 holds of digits and capital letters.
constexpr std::size_t kQuartileCharactersMax = 47;

GrayPicture drawn(const QrSymbol& symbol, int pixels_per_module) {
  const int side = (symbol.side_modules + 2 * kQuietZoneModules) * pixels_per_module;
  GrayPicture picture(side, side, 255);
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const int column = x / pixels_per_module - kQuietZoneModules;
      const int line = y / pixels_per_module - kQuietZoneModules;
      const bool inside =
          column >= 0 && line >= 0 && column < symbol.side_modules && line < symbol.side_modules;
      if (inside && symbol.is_dark(column, line)) picture.row(y)[x] = 0;
    }
  }
  return picture;
}

std::string png_of(const std::uint8_t* pixels, int width, int height, int channels) {
  std::string png;
  const auto append = [](void* context, void* bytes, int count) {
    static_cast<std::string*>(context)->append(static_cast<const char*>(bytes),
                                               static_cast<std::size_t>(count));
  };
  const int written =
      stbi_write_png_to_func(append, &png, width, height, channels, pixels, width * channels);
  KEQIAN_ASSERT(written != 0);
  return png;
}

}  // namespace

ErrorCorrection error_correction_for(std::string_view text) {
  return text.size() <= kQuartileCharactersMax ? ErrorCorrection::kQuartile
                                               : ErrorCorrection::kMedium;
}

Result<QrSymbol> encode_qr(std::string_view text, ErrorCorrection level) {
  if (text.empty()) return invalid("an empty text cannot be made a QR code");
  if (!is_valid_utf8(text)) return invalid("the text for a QR code is not UTF-8");
  auto symbol = write_with_zxing(std::string(text), level);
  if (!symbol) {
    return invalid("a text of " + std::to_string(text.size()) + " bytes does not fit a QR code",
                   "shorten it");
  }
  return *std::move(symbol);
}

Result<QrSymbol> encode_qr(std::string_view text) {
  return encode_qr(text, error_correction_for(text));
}

std::string qr_svg(const QrSymbol& symbol) {
  const std::string side = std::to_string(symbol.side_modules + 2 * kQuietZoneModules);
  std::string svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ";
  svg.append(side).append(" ").append(side);
  svg.append("\" shape-rendering=\"crispEdges\"><rect width=\"").append(side);
  svg.append("\" height=\"").append(side);
  svg.append("\" fill=\"#fff\"/><path fill=\"#000\" d=\"");
  // Runs of dark modules, not single squares: a tenth of the size.
  for (int y = 0; y < symbol.side_modules; ++y) {
    for (int x = 0; x < symbol.side_modules;) {
      if (!symbol.is_dark(x, y)) {
        ++x;
        continue;
      }
      const int start = x;
      while (x < symbol.side_modules && symbol.is_dark(x, y)) ++x;
      const std::string run = std::to_string(x - start);
      svg.append("M").append(std::to_string(start + kQuietZoneModules)).append(" ");
      svg.append(std::to_string(y + kQuietZoneModules)).append("h").append(run);
      svg.append("v1h-").append(run).append("z");
    }
  }
  return svg + "\"/></svg>";
}

std::string qr_png(const QrSymbol& symbol, int pixels_per_module) {
  KEQIAN_ASSERT(pixels_per_module >= 1 && pixels_per_module <= 64);
  const GrayPicture picture = drawn(symbol, pixels_per_module);
  return png_of(picture.pixels.data(), picture.width, picture.height, 1);
}

std::string rgba_png(const std::vector<std::uint8_t>& rgba, int width, int height) {
  constexpr int kChannels = 4;
  KEQIAN_ASSERT(width > 0 && height > 0);
  KEQIAN_ASSERT(rgba.size() ==
                static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * kChannels);
  return png_of(rgba.data(), width, height, kChannels);
}

}  // namespace keqian::qr
