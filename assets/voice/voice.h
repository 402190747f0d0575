// The spoken prompts as they lie in the program: synthesised by the build from assets/text/voice.*.
// Empty where the build found no synthesiser. Any thread may call; everything lives as long as the
// program.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace keqian {

inline constexpr int kVoiceSamplesPerSecond = 22050;

struct VoiceRecording {
  std::string_view language;              // "zh" "en"
  std::string_view prompt;                // a key of assets/text/voice.*
  std::span<const std::int16_t> samples;  // one channel
};

std::span<const VoiceRecording> voice_recordings();

}  // namespace keqian
