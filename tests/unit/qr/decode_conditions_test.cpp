// One difficulty at a time, drawn by code: every one of them must be read from a still picture.
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "server-sync/qr/decode.h"
#include "tests/support/drawn_frame.h"

namespace keqian::qr {
namespace {

using testing::DrawnCode;
using testing::DrawnFrame;

const std::string kPass = "KQ1M3XQ8Z0T7VBN5C1R9DKWEYG2H4J6PA0SFTZ8QKXN";
const std::string kOther = "KQ1AAAA1111BBBB2222CCCC3333DDDD4444EEEE5555";

struct Condition {
  std::string name;
  std::function<void(DrawnFrame&)> apply;
};

// Keeps the prints of failures readable.
void PrintTo(const Condition& condition, std::ostream* out) {
  *out << condition.name;
}

class Conditions : public ::testing::TestWithParam<Condition> {};

TEST_P(Conditions, AreRead) {
  DrawnFrame frame;
  frame.codes = {DrawnCode{.text = kPass}};
  GetParam().apply(frame);
  const auto picture = draw(frame);
  const auto codes = decode_picture(picture.view());
  ASSERT_EQ(codes.size(), 1U);
  EXPECT_EQ(codes[0].text, kPass);
}

std::vector<Condition> all_conditions() {
  std::vector<Condition> conditions;
  for (int degrees = 0; degrees < 360; degrees += 30) {
    conditions.push_back({"turned" + std::to_string(degrees),
                          [degrees](DrawnFrame& frame) { frame.codes[0].degrees = degrees; }});
  }
  conditions.push_back({"inverted", [](DrawnFrame& frame) { frame.codes[0].inverted = true; }});
  conditions.push_back({"invertedAndTurned", [](DrawnFrame& frame) {
                          frame.codes[0].inverted = true;
                          frame.codes[0].degrees = 20;
                        }});
  conditions.push_back({"small", [](DrawnFrame& frame) {
                          frame.codes[0].pixels_per_module = 2.7;
                          frame.noise = 1;
                        }});
  conditions.push_back({"large", [](DrawnFrame& frame) { frame.codes[0].pixels_per_module = 16; }});
  conditions.push_back({"defocused", [](DrawnFrame& frame) { frame.blur_pixels = 2; }});
  conditions.push_back({"moving", [](DrawnFrame& frame) { frame.motion_pixels = 6; }});
  conditions.push_back({"noisy", [](DrawnFrame& frame) { frame.noise = 20; }});
  conditions.push_back({"pale", [](DrawnFrame& frame) {
                          frame.dark = 150;
                          frame.light = 185;
                        }});
  conditions.push_back({"dim", [](DrawnFrame& frame) {
                          frame.dark = 5;
                          frame.light = 32;
                          frame.room = 10;
                          frame.clutter = 0.2;
                        }});
  conditions.push_back({"glaring", [](DrawnFrame& frame) { frame.glare = 0.55; }});
  conditions.push_back({"leaning", [](DrawnFrame& frame) { frame.codes[0].lean = 0.3; }});
  conditions.push_back({"underAThumb", [](DrawnFrame& frame) { frame.codes[0].thumb = 0.2; }});
  conditions.push_back({"atTheEdge", [](DrawnFrame& frame) {
                          frame.codes[0].centre_x = 140;
                          frame.codes[0].centre_y = 600;
                        }});
  conditions.push_back({"inASmallFrame", [](DrawnFrame& frame) {
                          frame.width = 320;
                          frame.height = 240;
                          frame.codes[0].centre_x = 160;
                          frame.codes[0].centre_y = 120;
                          frame.codes[0].pixels_per_module = 4;
                        }});
  return conditions;
}

INSTANTIATE_TEST_SUITE_P(Decode, Conditions, ::testing::ValuesIn(all_conditions()),
                         [](const auto& tested) { return tested.param.name; });

TEST(Decode, TwoCodesComeNearestTheCentreFirst) {
  DrawnFrame frame;
  frame.codes = {DrawnCode{.text = kOther, .centre_x = 250, .centre_y = 300},
                 DrawnCode{.text = kPass, .centre_x = 760, .centre_y = 380}};
  const auto codes = decode_picture(draw(frame).view());
  ASSERT_EQ(codes.size(), 2U);
  EXPECT_EQ(codes[0].text, kPass);
  EXPECT_EQ(codes[1].text, kOther);
}

TEST(Decode, CornersLieOnTheCode) {
  DrawnFrame frame;
  frame.codes = {DrawnCode{.text = kPass, .centre_x = 700, .centre_y = 300}};
  const auto codes = decode_picture(draw(frame).view());
  ASSERT_EQ(codes.size(), 1U);
  // 29 modules of 6 pixels around the centre, from the top left clockwise.
  constexpr int kHalf = 29 * 6 / 2;
  constexpr int kTolerance = 12;
  const Corner expected[4] = {{700 - kHalf, 300 - kHalf},
                              {700 + kHalf, 300 - kHalf},
                              {700 + kHalf, 300 + kHalf},
                              {700 - kHalf, 300 + kHalf}};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(codes[0].corners[i].x, expected[i].x, kTolerance) << i;
    EXPECT_NEAR(codes[0].corners[i].y, expected[i].y, kTolerance) << i;
  }
}

TEST(Decode, RoomsWithoutACodeGiveNone) {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    DrawnFrame frame;
    frame.seed = seed;
    frame.noise = static_cast<double>(2 * seed);
    EXPECT_TRUE(decode_picture(draw(frame).view()).empty()) << "seed " << seed;
  }
}

TEST(Decode, DegenerateSizesGiveNothingAndDoNotFail) {
  for (const auto& [width, height] : {std::pair{1, 1}, {3, 700}, {700, 3}, {20, 20}, {33, 47}}) {
    const GrayPicture picture(width, height, 90);
    EXPECT_TRUE(decode_picture(picture.view()).empty()) << width << "×" << height;
  }
  EXPECT_TRUE(decode_picture(GrayImage{}).empty());
}

TEST(Decode, RowsMayHaveGaps) {
  DrawnFrame frame;
  frame.codes = {DrawnCode{.text = kPass}};
  const auto picture = draw(frame);
  GrayPicture wide(picture.width + 13, picture.height, 77);
  for (int y = 0; y < picture.height; ++y) {
    std::copy_n(picture.row(y), picture.width, wide.row(y));
  }
  const GrayImage view{wide.pixels.data(), picture.width, picture.height, wide.width};
  const auto codes = decode_picture(view);
  ASSERT_EQ(codes.size(), 1U);
  EXPECT_EQ(codes[0].text, kPass);
}

}  // namespace
}  // namespace keqian::qr
