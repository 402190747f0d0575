#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "kiosk/platform/openal_speaker.h"
#include "kiosk/platform/tones.h"

namespace keqian::kiosk {
namespace {

constexpr Sound kSounds[] = {Sound::kAccepted, Sound::kAlready, Sound::kRefused, Sound::kTap};

TEST(Tones, AreAudibleShortAndEndInSilence) {
  for (const Sound sound : kSounds) {
    const auto samples = samples_of(sound);
    const auto [lowest, highest] = std::minmax_element(samples.begin(), samples.end());
    EXPECT_GT(*highest, 4000);
    EXPECT_LT(*lowest, -4000);
    EXPECT_LT(samples.size(), static_cast<std::size_t>(kSamplesPerSecond));
    EXPECT_EQ(samples.front(), 0);
    EXPECT_EQ(samples.back(), 0);
  }
}

TEST(Tones, AreNotClipped) {
  for (const Sound sound : kSounds) {
    const auto samples = samples_of(sound);
    const auto full = std::count_if(samples.begin(), samples.end(),
                                    [](std::int16_t sample) { return std::abs(sample) >= 32767; });
    EXPECT_EQ(full, 0);
  }
}

TEST(Tones, DifferFromEachOther) {
  for (const Sound one : kSounds) {
    for (const Sound other : kSounds) {
      EXPECT_EQ(samples_of(one) == samples_of(other), one == other);
    }
  }
}

TEST(Speaker, WithoutADeviceNothingFails) {
  // A back end that does not exist leaves OpenAL without any device.
  ::setenv("ALSOFT_DRIVERS", "nothing", 1);
  SystemClock clock;
  const auto speaker = make_speaker(clock);
  for (int i = 0; i < 100; ++i) speaker->play(kSounds[i % 4]);
}

TEST(Speaker, EndsWhileSoundsAreWaiting) {
  ::setenv("ALSOFT_DRIVERS", "null", 1);
  SystemClock clock;
  for (int i = 0; i < 5; ++i) {
    const auto speaker = make_speaker(clock);
    for (const Sound sound : kSounds) speaker->play(sound);
  }
}

}  // namespace
}  // namespace keqian::kiosk
