// The decoder's hit rate on camera frames drawn by code, condition by condition.
#pragma once

#include <cstdint>
#include <string>

#include "server-sync/base/randomness.h"

namespace keqian::benchmark {

// 43 characters of a pass's alphabet.
std::string pass_text(SeededRandomness& randomness);

// Draws passes under one difficulty each, from mild to severe, and prints who reads how many.
void measure_drawn(std::uint64_t seed);

}  // namespace keqian::benchmark
