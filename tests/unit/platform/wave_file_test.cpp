#include "kiosk/platform/wave_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace keqian::kiosk {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

std::string number(std::uint32_t value, int count) {
  std::string bytes;
  for (int i = 0; i < count; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xFF);
  return bytes;
}

std::string chunk(const std::string& name, const std::string& data) {
  return name + number(static_cast<std::uint32_t>(data.size()), 4) + data +
         (data.size() % 2 == 1 ? std::string(1, '\0') : std::string());
}

struct Shape {
  std::uint32_t coding = 1;
  std::uint32_t channels = 1;
  std::uint32_t rate = 22'050;
  std::uint32_t bits = 16;
};

std::string format(const Shape& shape) {
  return chunk("fmt ", number(shape.coding, 2) + number(shape.channels, 2) + number(shape.rate, 4) +
                           number(0, 4) + number(0, 2) + number(shape.bits, 2));
}

std::string samples(std::initializer_list<int> values) {
  std::string bytes;
  for (const int value : values) bytes += number(static_cast<std::uint32_t>(value), 2);
  return chunk("data", bytes);
}

std::string wave(const std::string& chunks) {
  return "RIFF" + number(static_cast<std::uint32_t>(chunks.size() + 4), 4) + "WAVE" + chunks;
}

TEST(WaveFile, OneChannelIsTakenAsItIs) {
  const auto recording = parse_wave(wave(format({}) + samples({1, -2, 32767, -32768})));
  ASSERT_TRUE(recording.ok());
  EXPECT_EQ(recording->samples_per_second, 22'050);
  EXPECT_THAT(recording->samples, ElementsAre(1, -2, 32767, -32768));
}

TEST(WaveFile, TwoChannelsAreMixedAndCannotOverflow) {
  const auto recording = parse_wave(
      wave(format({.channels = 2, .rate = 44'100}) + samples({100, 300, 32767, 32767, -10, 10})));
  ASSERT_TRUE(recording.ok());
  EXPECT_THAT(recording->samples, ElementsAre(200, 32767, 0));
}

TEST(WaveFile, OtherChunksArePassedOver) {
  const auto recording =
      parse_wave(wave(chunk("LIST", "odd") + format({}) + chunk("cue ", "") + samples({7})));
  ASSERT_TRUE(recording.ok()) << recording.error().text();
  EXPECT_THAT(recording->samples, ElementsAre(7));
}

TEST(WaveFile, AFileThatWasNotFinishedGivesWhatIsThere) {
  std::string bytes = wave(format({}) + samples({1, 2, 3, 4}));
  bytes.resize(bytes.size() - 3);
  const auto recording = parse_wave(bytes);
  ASSERT_TRUE(recording.ok());
  EXPECT_THAT(recording->samples, ElementsAre(1, 2));
}

TEST(WaveFile, ALongOneIsCut) {
  const std::string data(2 * 8'000 * (kRecordingSecondsMax + 5), 'x');
  const auto recording = parse_wave(wave(format({.rate = 8'000}) + chunk("data", data)));
  ASSERT_TRUE(recording.ok());
  EXPECT_THAT(recording->samples, SizeIs(8'000 * kRecordingSecondsMax));
}

TEST(WaveFile, WhatCannotBeUsedIsRefusedWithAHint) {
  for (const std::string& bytes :
       {std::string(), std::string("ID3 an mp3"), wave(""), wave(samples({1})), wave(format({})),
        wave(format({}) + samples({})), wave(format({.coding = 85}) + samples({1})),
        wave(format({.bits = 24}) + samples({1})), wave(format({.rate = 0}) + samples({1})),
        wave(format({.channels = 0}) + samples({1})), wave(format({.channels = 6}) + samples({1})),
        wave(chunk("fmt ", "short") + samples({1}))}) {
    const auto recording = parse_wave(bytes);
    ASSERT_FALSE(recording.ok());
    EXPECT_FALSE(recording.error().hint.empty());
  }
}

TEST(WaveFile, EveryTruncationIsHandled) {
  const std::string bytes = wave(format({}) + samples({1, 2, 3}));
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    const auto recording = parse_wave(std::string_view(bytes).substr(0, length));
    if (recording.ok()) {
      EXPECT_LE(recording->samples.size(), 3U);
    }
  }
}

}  // namespace
}  // namespace keqian::kiosk
