// What people would hear, by measurement. A program of its own: OpenAL reads its settings once.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "assets/voice/voice.h"
#include "kiosk/platform/openal_speaker.h"
#include "kiosk/platform/tones.h"
#include "kiosk/platform/voice.h"
#include "kiosk/platform/wave_file.h"

namespace keqian::kiosk {
namespace {

namespace fs = std::filesystem;

// OpenAL writes what would be heard into a file, in real time.
class HeardSpeaker : public ::testing::Test {
 protected:
  HeardSpeaker() {
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "zh");
    std::ofstream(folder_ / "alsoft.conf") << "drivers = wave\nfrequency = 44100\nchannels = "
                                              "mono\nsample-type = int16\n[wave]\nfile = "
                                           << heard_.string() << "\n";
    ::setenv("ALSOFT_CONF", (folder_ / "alsoft.conf").c_str(), 1);
    ::setenv("ALSOFT_DRIVERS", "wave", 1);
    speaker_ = make_speaker(clock_, folder_);
  }
  ~HeardSpeaker() override {
    speaker_.reset();
    fs::remove_all(folder_);
  }

  // A recording of a steady tone, told from the door's sounds by its height.
  void record(const std::string& prompt, double seconds, std::int16_t height) const {
    constexpr int kRate = 22'050;
    std::string data;
    for (int i = 0; i < static_cast<int>(seconds * kRate); ++i) {
      const int value = i % 20 < 10 ? height : -height;
      data += static_cast<char>(value & 0xFF);
      data += static_cast<char>(value >> 8 & 0xFF);
    }
    std::ofstream file(folder_ / "zh" / (prompt + ".wav"), std::ios::binary);
    const auto number = [&file](std::uint32_t value, int count) {
      for (int i = 0; i < count; ++i) file.put(static_cast<char>(value >> (8 * i) & 0xFF));
    };
    file << "RIFF";
    number(static_cast<std::uint32_t>(36 + data.size()), 4);
    file << "WAVEfmt ";
    number(16, 4);
    number(1, 2);
    number(1, 2);
    number(kRate, 4);
    number(2 * kRate, 4);
    number(2, 2);
    number(16, 2);
    file << "data";
    number(static_cast<std::uint32_t>(data.size()), 4);
    file << data;
  }

  static void wait_seconds(double seconds) {
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
  }

  // What was heard up to now, in steps of 10 ms: the loudest sample of each. Ends the speaker.
  std::vector<int> peaks() {
    speaker_.reset();
    std::ifstream file(heard_, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), {});
    const auto heard = parse_wave(bytes);
    EXPECT_TRUE(heard.ok()) << heard.error().text();
    if (!heard.ok()) return {};
    std::vector<int> result;
    const auto step = static_cast<std::size_t>(heard->samples_per_second / 100);
    for (std::size_t i = 0; i < heard->samples.size(); i += step) {
      int peak = 0;
      for (std::size_t j = i; j < std::min(i + step, heard->samples.size()); ++j) {
        peak = std::max(peak, std::abs(static_cast<int>(heard->samples[j])));
      }
      result.push_back(peak);
    }
    return result;
  }

  // For how many steps the loudness was within a tenth of `height`.
  static std::ptrdiff_t steps_at(const std::vector<int>& peaks, int height) {
    return std::count_if(peaks.begin(), peaks.end(), [height](int peak) {
      return peak > height * 9 / 10 && peak < height * 11 / 10;
    });
  }

  static int loudest(const std::vector<int>& peaks) {
    return peaks.empty() ? 0 : *std::max_element(peaks.begin(), peaks.end());
  }

  fs::path folder_ = fs::temp_directory_path() / ("keqian-heard-" + std::to_string(::getpid()));
  fs::path heard_ = folder_ / "heard.wav";
  SystemClock clock_;
  std::unique_ptr<Speaker> speaker_;
};

TEST_F(HeardSpeaker, WordsComeAfterTheSoundHasEnded) {
  record("counted", 0.4, 9000);
  speaker_->play(Sound::kAccepted);
  speaker_->say(Prompt::kCounted, SpokenLanguage::kChinese);
  wait_seconds(1.5);
  const auto heard = peaks();
  const auto level = std::find_if(heard.begin(), heard.end(), [](int peak) { return peak > 500; });
  ASSERT_NE(level, heard.end());
  // The sound fades out, a breath of silence follows, then the words.
  const auto silence = std::find_if(level, heard.end(), [](int peak) { return peak < 20; });
  const auto words = std::find_if(silence, heard.end(), [](int peak) { return peak > 500; });
  ASSERT_NE(words, heard.end());
  EXPECT_GE(words - level, static_cast<std::ptrdiff_t>(samples_of(Sound::kAccepted).size() * 100 /
                                                       kSamplesPerSecond));
  EXPECT_GE(words - silence, 4);
}

TEST_F(HeardSpeaker, ANewResultInterruptsTheWordsBefore) {
  record("not_ours", 5, 9000);
  record("counted", 0.3, 4000);
  speaker_->say(Prompt::kNotOurs, SpokenLanguage::kChinese);
  wait_seconds(0.5);
  speaker_->play(Sound::kAccepted);
  speaker_->say(Prompt::kCounted, SpokenLanguage::kChinese);
  wait_seconds(1.3);
  const auto heard = peaks();
  const auto last_loud =
      std::find_if(heard.rbegin(), heard.rend(), [](int peak) { return peak > 500; });
  EXPECT_LT(heard.rend() - last_loud, 300) << "the long words went on";
}

TEST_F(HeardSpeaker, ATapDoesNotInterruptTheWords) {
  record("counted", 1.0, 9000);
  speaker_->say(Prompt::kCounted, SpokenLanguage::kChinese);
  wait_seconds(0.3);
  speaker_->play(Sound::kTap);
  wait_seconds(1.2);
  const auto heard = peaks();
  const auto audible =
      std::count_if(heard.begin(), heard.end(), [](int peak) { return peak > 500; });
  EXPECT_GE(audible, 90);
}

TEST_F(HeardSpeaker, TheLevelIsObeyed) {
  record("counted", 0.3, 20'000);
  speaker_->say(Prompt::kCounted, SpokenLanguage::kChinese);
  wait_seconds(0.6);
  speaker_->set_level(50);
  speaker_->say(Prompt::kCounted, SpokenLanguage::kChinese);
  wait_seconds(0.6);
  const int half = loudest(peaks()) / 4;
  speaker_ = make_speaker(clock_, folder_);
  speaker_->set_level(0);
  speaker_->play(Sound::kAccepted);
  speaker_->say(Prompt::kCounted, SpokenLanguage::kChinese);
  wait_seconds(0.8);
  EXPECT_GT(half, 1000);
  EXPECT_LE(loudest(peaks()), 2) << "no more than dither";
}

TEST_F(HeardSpeaker, ABrokenRecordingLeavesTheBuiltInOne) {
  std::ofstream(folder_ / "zh" / "counted.wav") << "no recording at all";
  EXPECT_EQ(recording_of(Prompt::kCounted, SpokenLanguage::kChinese, folder_).has_value(),
            !voice_recordings().empty());
}

}  // namespace
}  // namespace keqian::kiosk
