// The door's sounds as samples, made by a few lines instead of files. Pure.
#pragma once

#include <cstdint>
#include <vector>

#include "kiosk/ports/speaker.h"

namespace keqian::kiosk {

inline constexpr int kSamplesPerSecond = 44100;

// One channel, 16 bits; begins and ends in silence.
std::vector<std::int16_t> samples_of(Sound sound);

}  // namespace keqian::kiosk
