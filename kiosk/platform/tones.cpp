#include "kiosk/platform/tones.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>

namespace keqian::kiosk {
namespace {

struct Tone {
  double start_ms;
  double length_ms;
  double hertz;
  double loudness;  // 0–1
};

constexpr double kAttackMs = 4;  // shorter clicks

// Each differs from the others in rhythm and direction, not only in pitch: a hall is loud, and
// small loudspeakers flatten tones.
constexpr Tone kAccepted[] = {{0, 140, 659.3, 0.5}, {110, 320, 987.8, 0.55}};
constexpr Tone kAlready[] = {{0, 130, 587.3, 0.45}, {190, 130, 587.3, 0.45}};
constexpr Tone kRefused[] = {{0, 180, 392.0, 0.5}, {160, 320, 293.7, 0.5}};
constexpr Tone kTap[] = {{0, 45, 1174.7, 0.3}};

std::span<const Tone> tones_of(Sound sound) {
  switch (sound) {
    case Sound::kAccepted:
      return kAccepted;
    case Sound::kAlready:
      return kAlready;
    case Sound::kRefused:
      return kRefused;
    case Sound::kTap:
      return kTap;
  }
  return kTap;
}

// A struck bar: a sine with a little of its octave, quick to come and fading to nothing.
double amplitude(const Tone& tone, double ms) {
  const double since_ms = ms - tone.start_ms;
  if (since_ms < 0 || since_ms > tone.length_ms) return 0;
  const double phase = 2 * std::numbers::pi * tone.hertz * since_ms / 1000;
  const double attack = std::min(1.0, since_ms / kAttackMs);
  const double rest = 1 - since_ms / tone.length_ms;
  return tone.loudness * attack * rest * rest *
         (0.85 * std::sin(phase) + 0.15 * std::sin(2 * phase));
}

}  // namespace

std::vector<std::int16_t> samples_of(Sound sound) {
  const auto tones = tones_of(sound);
  double length_ms = 0;
  for (const Tone& tone : tones) length_ms = std::max(length_ms, tone.start_ms + tone.length_ms);
  std::vector<std::int16_t> samples(static_cast<std::size_t>(length_ms * kSamplesPerSecond / 1000) +
                                    1);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double ms = static_cast<double>(i) * 1000 / kSamplesPerSecond;
    double sum = 0;
    for (const Tone& tone : tones) sum += amplitude(tone, ms);
    samples[i] = static_cast<std::int16_t>(std::clamp(sum, -1.0, 1.0) * 32767);
  }
  samples.back() = 0;
  return samples;
}

}  // namespace keqian::kiosk
