#include "server-sync/qr/region_finder.h"

#include <gtest/gtest.h>

#include "tests/support/drawn_frame.h"

namespace keqian::qr {
namespace {

using testing::DrawnCode;
using testing::DrawnFrame;

bool contains(const Box& box, int x, int y) {
  return x >= box.left && y >= box.top && x < box.left + box.width && y < box.top + box.height;
}

TEST(RegionFinder, FirstBoxHoldsTheCode) {
  for (const double pixels_per_module : {3.0, 6.0, 10.0}) {
    DrawnFrame frame;
    frame.codes = {DrawnCode{.text = "KEQIAN REGION",
                             .centre_x = 500,
                             .centre_y = 400,
                             .pixels_per_module = pixels_per_module}};
    const auto boxes = find_code_regions(draw(frame).view());
    ASSERT_FALSE(boxes.empty());
    const int half = static_cast<int>(21 * pixels_per_module / 2);
    EXPECT_TRUE(contains(boxes[0], 500 - half, 400 - half)) << pixels_per_module;
    EXPECT_TRUE(contains(boxes[0], 500 + half, 400 + half)) << pixels_per_module;
    EXPECT_LT(boxes[0].width, 30 * pixels_per_module + 120);
  }
}

TEST(RegionFinder, TwoCodesGiveTwoBoxes) {
  DrawnFrame frame;
  frame.codes = {DrawnCode{.text = "LEFT", .centre_x = 300},
                 DrawnCode{.text = "RIGHT", .centre_x = 950}};
  const auto boxes = find_code_regions(draw(frame).view());
  ASSERT_GE(boxes.size(), 2U);
  EXPECT_NE(contains(boxes[0], 300, 360), contains(boxes[1], 300, 360));
}

TEST(RegionFinder, BoxesStayInsideThePictureAndFew) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    DrawnFrame frame;
    frame.width = 640 + static_cast<int>(seed) * 7;
    frame.height = 480 + static_cast<int>(seed) * 5;
    frame.noise = 40;
    frame.seed = seed;
    const auto picture = draw(frame);
    const auto boxes = find_code_regions(picture.view());
    EXPECT_LE(boxes.size(), static_cast<std::size_t>(kRegionsMax));
    for (const Box& box : boxes) {
      EXPECT_GE(box.left, 0);
      EXPECT_GE(box.top, 0);
      EXPECT_LE(box.left + box.width, picture.width);
      EXPECT_LE(box.top + box.height, picture.height);
    }
  }
}

TEST(RegionFinder, APlainWallHasNone) {
  EXPECT_TRUE(find_code_regions(GrayPicture(640, 480, 128).view()).empty());
  EXPECT_TRUE(find_code_regions(GrayPicture(10, 10, 128).view()).empty());
}

}  // namespace
}  // namespace keqian::qr
