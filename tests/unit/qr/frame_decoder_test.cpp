#include <gtest/gtest.h>

#include <algorithm>

#include "server-sync/qr/attempts.h"
#include "server-sync/qr/covered.h"
#include "server-sync/qr/decode.h"
#include "tests/support/drawn_frame.h"

namespace keqian::qr {
namespace {

using testing::DrawnCode;
using testing::DrawnFrame;

const std::string kPass = "KQ1M3XQ8Z0T7VBN5C1R9DKWEYG2H4J6PA0SFTZ8QKXN";
const std::string kOtherPass = "KQ1ZV5B8M2N4C6X0A9S7D1F3G5H2J4K6Q8W0E7R3T5Y";

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

bool shows(const FrameCodes& result, const std::string& text) {
  return std::any_of(result.codes.begin(), result.codes.end(),
                     [&text](const DecodedCode& code) { return code.text == text; });
}

// A clear code near the middle that stays where it is, and beside it another visitor's.
struct SecondVisitor {
  const char* what;
  DrawnCode code;
  int blur_pixels = 0;
};

std::vector<SecondVisitor> second_visitors() {
  DrawnCode code{.text = kOtherPass, .centre_x = 880, .pixels_per_module = 4};
  std::vector<SecondVisitor> all{{"as clear", code}};
  auto changed = [&all, code](const char* what, int blur, const auto& change) {
    SecondVisitor visitor{what, code, blur};
    change(visitor.code);
    all.push_back(visitor);
  };
  changed("phone against phone", 0, [](DrawnCode& it) { it.centre_x = 766; });
  changed("at the edge", 1, [](DrawnCode& it) { it.centre_x = 1140, it.centre_y = 130; });
  changed("far away", 1, [](DrawnCode& it) { it.pixels_per_module = 3; });
  changed("nearer than the first", 0,
          [](DrawnCode& it) { it.centre_x = 960, it.pixels_per_module = 8; });
  changed("turned down", 1, [](DrawnCode& it) { it.contrast = 0.2; });
  changed("dark mode, leaning", 0, [](DrawnCode& it) { it.inverted = true, it.lean = 0.25; });
  changed("under a thumb", 0,
          [](DrawnCode& it) { it.pixels_per_module = 3.4, it.thumb = 0.2, it.degrees = 20; });
  return all;
}

// In a hand that moves a little, or lying quite still, so that the scene has been given up.
std::vector<GrayPicture> pictures_of(DrawnFrame frame, bool still) {
  std::vector<GrayPicture> pictures{draw(frame)};
  if (still) return pictures;
  frame.codes[0].degrees = 2;
  pictures.push_back(draw(frame));
  return pictures;
}

TEST(FrameDecoder, ReadsASecondVisitorBesideAFirstWhoStaysInView) {
  constexpr std::size_t kFirstAlone = 20;
  constexpr std::size_t kFewFrames = 6;
  constexpr std::size_t kAfterwards = 6;
  bool still = false;
  for (const SecondVisitor& second : second_visitors()) {
    SCOPED_TRACE(second.what);
    still = !still;
    DrawnFrame frame;
    frame.blur_pixels = second.blur_pixels;
    frame.codes = {DrawnCode{.text = kPass, .centre_x = 560}};
    const auto alone = pictures_of(frame, still);
    frame.codes.push_back(second.code);
    const auto both = pictures_of(frame, still);
    FrameDecoder decoder;
    for (std::size_t i = 0; i < kFirstAlone; ++i) {
      ASSERT_TRUE(shows(decoder.decode(alone[i % alone.size()].view()), kPass));
    }
    std::size_t frames = 0;
    FrameCodes seen;
    while (!shows(seen, kOtherPass) && ++frames <= kFewFrames) {
      seen = decoder.decode(both[frames % both.size()].view());
      EXPECT_TRUE(shows(seen, kPass));
    }
    EXPECT_LE(frames, kFewFrames);
    ASSERT_EQ(seen.codes.size(), 2U);
    EXPECT_EQ(seen.codes[0].text, kPass) << "nearest the centre first";
    // From then on it is read as steadily as the first.
    for (std::size_t i = 0; i < kAfterwards; ++i) {
      EXPECT_EQ(decoder.decode(both[i % both.size()].view()).codes.size(), 2U);
    }
  }
}

TEST(FrameDecoder, ReadsASecondVisitorBesideAFirstThatIsOnlyReadWithEffort) {
  DrawnFrame frame;
  frame.codes = {DrawnCode{.text = kPass, .centre_x = 460, .contrast = 0.2},
                 DrawnCode{.text = kOtherPass, .centre_x = 860, .contrast = 0.2}};
  FrameDecoder decoder;
  bool first = false, second = false;
  for (int i = 0; i < 8 && !(first && second); ++i) {
    const auto seen = decoder.decode(draw(frame).view());
    first = first || shows(seen, kPass);
    second = second || shows(seen, kOtherPass);
  }
  EXPECT_TRUE(first && second);
}

TEST(Covered, HidesWhatWasReadAndNothingElse) {
  DrawnFrame frame;
  frame.codes = {DrawnCode{.text = kPass, .centre_x = 560, .degrees = 30, .lean = 0.2},
                 DrawnCode{.text = kOtherPass, .centre_x = 900, .pixels_per_module = 5}};
  const auto picture = draw(frame);
  auto codes = decode_picture(picture.view());
  ASSERT_EQ(codes.size(), 2U);
  const auto other = codes[1];
  codes.pop_back();
  const auto left = decode_picture(covered(picture.view(), codes).view());
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].text, other.text);
  EXPECT_EQ(covered(picture.view(), {}).pixels, picture.pixels);
  // Corners outside the picture, or all in one place, are no harm.
  const DecodedCode beyond{"X", {{{-500, -50}, {2000, -50}, {2000, 900}, {-500, 900}}}};
  const DecodedCode nowhere{"Y", {{{5, 5}, {5, 5}, {5, 5}, {5, 5}}}};
  EXPECT_TRUE(decode_picture(covered(picture.view(), std::vector{beyond, nowhere}).view()).empty());
}

}  // namespace
}  // namespace keqian::qr
