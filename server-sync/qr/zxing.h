// The only door to ZXing: one read of one picture with one way of telling dark from light, and the
// writer's matrix. Every ZXing header and exception stays in zxing.cpp.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server-sync/qr/decode.h"
#include "server-sync/qr/encode.h"

namespace keqian::qr {

// How ZXing tells dark from light.
enum class Threshold {
  kHistogram,  // the valley between the two highest peaks of the whole picture
  kFixed       // dark is ≤ 127: for pictures thresholded by us
};

std::vector<DecodedCode> read_with_zxing(const GrayImage& picture, Threshold threshold);

// What a symbol without a wrong module says; nothing when its contents make no text.
std::optional<std::string> text_of_symbol(const QrSymbol& symbol);

// Nothing when the text does not fit a symbol.
std::optional<QrSymbol> write_with_zxing(const std::string& text, ErrorCorrection level);

}  // namespace keqian::qr
