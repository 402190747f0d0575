#include <gtest/gtest.h>

#include "server-sync/qr/attempts.h"
#include "server-sync/qr/decode.h"
#include "tests/support/drawn_frame.h"

namespace keqian::qr {
namespace {

using testing::DrawnCode;
using testing::DrawnFrame;

const std::string kPass = "KQ1M3XQ8Z0T7VBN5C1R9DKWEYG2H4J6PA0SFTZ8QKXN";

// Enough for the whole cascade to come round twice.
constexpr int kFramesMax = 40;

DrawnFrame frame_with_code() {
  DrawnFrame frame;
  frame.codes = {DrawnCode{.text = kPass}};
  return frame;
}

TEST(FrameDecoder, ReadsAnEasyCodeOnTheFirstFrame) {
  FrameDecoder decoder;
  const auto result = decoder.decode(draw(frame_with_code()).view());
  ASSERT_EQ(result.codes.size(), 1U);
  EXPECT_EQ(result.codes[0].text, kPass);
  EXPECT_TRUE(result.changed);
}

TEST(FrameDecoder, ReportsACodeHeldStillOnEveryFrame) {
  FrameDecoder decoder;
  DrawnFrame frame = frame_with_code();
  for (int i = 0; i < kFramesMax; ++i) {
    const auto result = decoder.decode(draw(frame).view());
    ASSERT_EQ(result.codes.size(), 1U) << "frame " << i;
    EXPECT_EQ(result.changed, i == 0);
  }
}

TEST(FrameDecoder, ReadsWhatOnlyTheTailReadsAfterSomeFrames) {
  // An inverted code under a reflection: none of the attempts of each frame reads it.
  DrawnFrame frame = frame_with_code();
  frame.codes[0].inverted = true;
  frame.glare = 0.52;
  frame.seed = 14;
  const auto picture = draw(frame);
  Study study(picture.view());
  std::size_t first_reader = 0;
  while (first_reader < attempts().size() && study.run(attempts()[first_reader]).empty()) {
    ++first_reader;
  }
  ASSERT_GE(first_reader, kAttemptsEachFrame) << "too easy for this test";
  ASSERT_LT(first_reader, attempts().size()) << "too hard for this test";
  FrameDecoder decoder;
  int frames = 1;
  while (frames < kFramesMax && decoder.decode(picture.view()).codes.empty()) ++frames;
  EXPECT_LT(frames, kFramesMax);
}

TEST(FrameDecoder, NoticesAStillAndAChangedScene) {
  FrameDecoder decoder;
  DrawnFrame frame;
  EXPECT_TRUE(decoder.decode(draw(frame).view()).changed);
  EXPECT_FALSE(decoder.decode(draw(frame).view()).changed);
  // Noise alone is no change.
  DrawnFrame brighter = frame;
  brighter.room = 140;
  EXPECT_TRUE(decoder.decode(draw(brighter).view()).changed);
}

TEST(FrameDecoder, ReadsACodeThatComesIntoASceneGivenUp) {
  FrameDecoder decoder;
  DrawnFrame empty;
  for (int i = 0; i < kFramesMax; ++i)
    ASSERT_TRUE(decoder.decode(draw(empty).view()).codes.empty());
  EXPECT_EQ(decoder.decode(draw(frame_with_code()).view()).codes.size(), 1U);
}

TEST(FrameDecoder, ReadsTwoVisitorsAtOnce) {
  FrameDecoder decoder;
  DrawnFrame frame;
  frame.codes = {DrawnCode{.text = kPass, .centre_x = 300},
                 DrawnCode{.text = "ANOTHER CODE OF SOMEBODY ELSE", .centre_x = 900}};
  EXPECT_EQ(decoder.decode(draw(frame).view()).codes.size(), 2U);
}

}  // namespace
}  // namespace keqian::qr
