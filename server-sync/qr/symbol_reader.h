// Reads symbols by their grid: finder patterns, a fitted grid, the darkness of each module, error
// correction. Where ZXing samples single pixels of a black-and-white picture, this weighs tones:
// it reads blurred, bent, partly covered and very large symbols. Pure; any thread.
#pragma once

#include <vector>

#include "server-sync/qr/decode.h"

namespace keqian::qr {

// `black_and_white` is `picture` thresholded, of the same size.
std::vector<DecodedCode> read_by_grid(const GrayImage& picture, const GrayImage& black_and_white);

}  // namespace keqian::qr
