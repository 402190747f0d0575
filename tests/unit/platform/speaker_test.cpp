#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "assets/voice/voice.h"
#include "kiosk/platform/openal_speaker.h"
#include "kiosk/platform/tones.h"
#include "kiosk/platform/voice.h"

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
  const auto speaker = make_speaker(clock, {});
  for (int i = 0; i < 100; ++i) {
    speaker->play(kSounds[i % 4]);
    speaker->say(kPrompts[static_cast<std::size_t>(i) % kPrompts.size()], SpokenLanguage::kChinese);
  }
}

TEST(Speaker, EndsWhileSoundsAreWaiting) {
  ::setenv("ALSOFT_DRIVERS", "null", 1);
  SystemClock clock;
  for (int i = 0; i < 5; ++i) {
    const auto speaker = make_speaker(clock, {});
    for (const Sound sound : kSounds) speaker->play(sound);
  }
}

// Listening by measurement: as long as a visitor listens, loud enough, never clipped, no click.
TEST(BuiltInVoice, SaysEveryPromptInBothLanguages) {
  if (voice_recordings().empty()) GTEST_SKIP() << "built without espeak-ng";
  EXPECT_EQ(voice_recordings().size(), 2 * kPrompts.size());
  for (const auto language : {SpokenLanguage::kChinese, SpokenLanguage::kEnglish}) {
    for (const Prompt prompt : kPrompts) {
      const auto recording = recording_of(prompt, language, {});
      ASSERT_TRUE(recording.has_value()) << name(prompt);
      const auto& samples = recording->samples;
      const double seconds = static_cast<double>(samples.size()) / recording->samples_per_second;
      EXPECT_GT(seconds, 0.3) << name(prompt);
      EXPECT_LT(seconds, 5.0) << name(prompt);
      int peak = 0;
      double squares = 0;
      for (const std::int16_t sample : samples) {
        peak = std::max(peak, std::abs(static_cast<int>(sample)));
        squares += static_cast<double>(sample) * sample;
      }
      EXPECT_LT(peak, 0.75 * 32767) << name(prompt);
      EXPECT_GT(peak, 0.65 * 32767) << name(prompt);
      EXPECT_GT(std::sqrt(squares / static_cast<double>(samples.size())), 0.06 * 32767)
          << name(prompt);
      EXPECT_LT(std::abs(static_cast<int>(samples.front())), 100) << name(prompt);
      EXPECT_LT(std::abs(static_cast<int>(samples.back())), 100) << name(prompt);
    }
  }
}

}  // namespace
}  // namespace keqian::kiosk
