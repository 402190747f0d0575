// Finds the boxes of a picture that look like a QR code: many edges in both directions. Costs
// about 0.2 ms at 720p, and saves a decoder from the other nine tenths of the picture.
#pragma once

#include <vector>

#include "server-sync/qr/filters.h"

namespace keqian::qr {

inline constexpr int kRegionsMax = 4;

// At most kRegionsMax boxes inside the picture, the most textured first, each with a margin for
// the quiet zone.
std::vector<Box> find_code_regions(const GrayImage& picture);

}  // namespace keqian::qr
