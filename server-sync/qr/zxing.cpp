#include "server-sync/qr/zxing.h"

#define ZX_USE_UTF8
#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>
#include <ZXing/ReadBarcode.h>

#include <algorithm>
#include <exception>

#include "server-sync/base/assert.h"
#include "server-sync/base/text.h"

namespace keqian::qr {
namespace {

#if __has_include(<ZXing/ReaderOptions.h>)
using ZXing::ReaderOptions;
#else  // before 2.2, as in Debian 12
using ReaderOptions = ZXing::DecodeHints;
#endif

// More codes than people can hold into one picture.
constexpr std::uint8_t kCodesMax = 16;

ZXing::Binarizer binarizer_of(Threshold threshold) {
  switch (threshold) {
    case Threshold::kHistogram:
      return ZXing::Binarizer::GlobalHistogram;
    case Threshold::kFixed:
      return ZXing::Binarizer::FixedThreshold;
  }
  KEQIAN_ASSERT(false);
}

// Malformed bytes become U+FFFD, so that the rest of the program may rely on UTF-8.
std::string valid_utf8(std::string text) {
  if (is_valid_utf8(text)) return text;
  std::string repaired;
  for (std::size_t position = 0; position < text.size();) {
    const std::size_t start = position;
    const bool malformed = next_code_point(text, position) == U'�';
    repaired += malformed ? "\xEF\xBF\xBD" : text.substr(start, position - start);
  }
  return repaired;
}

DecodedCode decoded(const ZXing::Result& result) {
  DecodedCode code{valid_utf8(result.text()), {}};
  for (int i = 0; i < 4; ++i)
    code.corners[static_cast<std::size_t>(i)] = {result.position()[static_cast<std::size_t>(i)].x,
                                                 result.position()[static_cast<std::size_t>(i)].y};
  return code;
}

// The writer takes a number 0–8 for all its formats and halves it for QR.
int writer_level(ErrorCorrection level) {
  switch (level) {
    case ErrorCorrection::kLow:
      return 1;
    case ErrorCorrection::kMedium:
      return 3;
    case ErrorCorrection::kQuartile:
      return 5;
    case ErrorCorrection::kHigh:
      return 7;
  }
  return 3;
}

// One pixel a module in a quiet zone: a picture that is nothing but the symbol.
GrayPicture drawn(const QrSymbol& symbol) {
  const int side = symbol.side_modules + 2 * kQuietZoneModules;
  GrayPicture picture(side, side, 255);
  for (int y = 0; y < symbol.side_modules; ++y) {
    for (int x = 0; x < symbol.side_modules; ++x) {
      if (symbol.is_dark(x, y)) picture.row(y + kQuietZoneModules)[x + kQuietZoneModules] = 0;
    }
  }
  return picture;
}

bool is_ascii(const std::string& text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

std::vector<DecodedCode> read_with_zxing(const GrayImage& picture, Threshold threshold) {
  ReaderOptions options;
  options.setFormats(ZXing::BarcodeFormat::QRCode);
  options.setTryHarder(true);
  options.setTryRotate(false);
  options.setTryDownscale(false);
  options.setMaxNumberOfSymbols(kCodesMax);
  options.setBinarizer(binarizer_of(threshold));
  const ZXing::ImageView view(picture.pixels, picture.width, picture.height,
                              ZXing::ImageFormat::Lum, picture.stride);
  std::vector<DecodedCode> codes;
  try {
    for (const auto& result : ZXing::ReadBarcodes(view, options)) {
      if (!result.isValid()) continue;
      auto code = decoded(result);
      if (!code.text.empty()) codes.push_back(std::move(code));
    }
  } catch (const std::exception&) {
    // A picture that upsets the reader holds no code that could be counted.
    codes.clear();
  }
  return codes;
}

std::optional<std::string> text_of_symbol(const QrSymbol& symbol) {
  const GrayPicture picture = drawn(symbol);
  ReaderOptions options;
  options.setFormats(ZXing::BarcodeFormat::QRCode);
  options.setIsPure(true);
  options.setBinarizer(ZXing::Binarizer::FixedThreshold);
  const ZXing::ImageView view(picture.pixels.data(), picture.width, picture.height,
                              ZXing::ImageFormat::Lum);
  try {
    const auto result = ZXing::ReadBarcode(view, options);
    if (!result.isValid() || result.text().empty()) return std::nullopt;
    return valid_utf8(result.text());
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

std::optional<QrSymbol> write_with_zxing(const std::string& text, ErrorCorrection level) {
  try {
    ZXing::MultiFormatWriter writer(ZXing::BarcodeFormat::QRCode);
    writer.setEccLevel(writer_level(level)).setMargin(0);
    // Named only where needed: it adds an ECI segment, which old wedge scanners type out.
    if (!is_ascii(text)) writer.setEncoding(ZXing::CharacterSet::UTF8);
    const ZXing::BitMatrix matrix = writer.encode(text, 0, 0);
    QrSymbol symbol;
    symbol.side_modules = matrix.width();
    for (int y = 0; y < matrix.height(); ++y) {
      for (int x = 0; x < matrix.width(); ++x) symbol.modules.push_back(matrix.get(x, y) ? 1 : 0);
    }
    return symbol;
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace keqian::qr
