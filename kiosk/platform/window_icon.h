// The mark of the program: a tick on a rounded tile, drawn instead of shipped.
#pragma once

#include <cstdint>
#include <vector>

namespace keqian::kiosk {

// A square RGBA picture, rows without gaps.
std::vector<std::uint8_t> draw_icon(int side);

}  // namespace keqian::kiosk
