// Recordings in WAVE files: a venue's own spoken prompts. Pure.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "server-sync/base/result.h"

namespace keqian::kiosk {

struct Recording {
  int samples_per_second = 0;
  std::vector<std::int16_t> samples;  // one channel
};

// PCM of 16 bits, one or two channels (mixed to one), 8,000–48,000 samples a second; at most
// kRecordingSecondsMax are kept. kInvalid says what is wrong and what to save the file as.
inline constexpr int kRecordingSecondsMax = 10;
Result<Recording> parse_wave(std::string_view bytes);

}  // namespace keqian::kiosk
