#include "server-sync/qr/filters.h"

#include <gtest/gtest.h>

#include <cmath>

namespace keqian::qr {
namespace {

// A picture whose every pixel differs from its neighbours, the same each time.
GrayPicture pattern(int width, int height) {
  GrayPicture picture(width, height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      picture.row(y)[x] = static_cast<std::uint8_t>((x * 37 + y * 101 + x * y) % 256);
    }
  }
  return picture;
}

TEST(Filters, MeanThresholdIsThatOfTheDefinition) {
  constexpr int kWindow = 7;
  constexpr int kOffset = 3;
  const auto picture = pattern(23, 17);
  const auto result = mean_thresholded(picture.view(), kWindow, kOffset);
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      int sum = 0;
      int count = 0;
      for (int j = std::max(y - 3, 0); j <= std::min(y + 3, picture.height - 1); ++j) {
        for (int i = std::max(x - 3, 0); i <= std::min(x + 3, picture.width - 1); ++i, ++count) {
          sum += picture.row(j)[i];
        }
      }
      const bool dark = (picture.row(y)[x] + kOffset) * count < sum;
      ASSERT_EQ(result.row(y)[x], dark ? 0 : 255) << x << "," << y;
    }
  }
}

TEST(Filters, MeanThresholdTakesWindowsLargerThanThePicture) {
  const auto result = mean_thresholded(pattern(5, 4).view(), 31, 0);
  EXPECT_EQ(result.width, 5);
  EXPECT_EQ(result.height, 4);
}

TEST(Filters, ShrunkIsTheMeanOfBlocks) {
  GrayPicture picture(5, 4);
  picture.pixels = {0, 4,  10, 30, 99,  //
                    8, 12, 50, 70, 99,  //
                    1, 1,  2,  2,  99,  //
                    1, 1,  2,  2,  99};
  const auto result = shrunk(picture.view(), 2);
  EXPECT_EQ(result.width, 2);
  EXPECT_EQ(result.height, 2);
  EXPECT_EQ(result.pixels, (std::vector<std::uint8_t>{6, 40, 1, 2}));
}

TEST(Filters, ResampledKeepsTheMeanWhenItShrinks) {
  const auto picture = pattern(90, 60);
  const auto result = resampled(picture.view(), 37, 23);
  const auto mean = [](const GrayPicture& of) {
    double sum = 0;
    for (const auto pixel : of.pixels) sum += pixel;
    return sum / static_cast<double>(of.pixels.size());
  };
  EXPECT_EQ(result.width, 37);
  EXPECT_EQ(result.height, 23);
  EXPECT_NEAR(mean(result), mean(picture), 1.0);
}

TEST(Filters, ResampledToItsOwnSizeIsTheSame) {
  const auto picture = pattern(31, 22);
  EXPECT_EQ(resampled(picture.view(), 31, 22).pixels, picture.pixels);
}

TEST(Filters, ResampledGrowsOnePixelPictures) {
  EXPECT_EQ(resampled(GrayPicture(1, 1, 200).view(), 3, 2).pixels,
            std::vector<std::uint8_t>(6, 200));
}

TEST(Filters, InvertedTwiceIsTheSame) {
  const auto picture = pattern(9, 9);
  EXPECT_EQ(inverted(inverted(picture.view()).view()).pixels, picture.pixels);
}

TEST(Filters, BloomStretchKeepsTheEndsAndDarkensBetween) {
  GrayPicture picture(3, 1);
  picture.pixels = {0, 200, 255};
  const auto result = bloom_stretched(picture.view());
  EXPECT_EQ(result.pixels[0], 0);
  EXPECT_LT(result.pixels[1], 150);
  EXPECT_EQ(result.pixels[2], 255);
}

TEST(Filters, DazzleStretchShowsTheUppermostTonesOnly) {
  GrayPicture picture(4, 1);
  picture.pixels = {0, 220, 240, 255};
  const auto result = dazzle_stretched(picture.view());
  EXPECT_EQ(result.pixels[0], 0);
  EXPECT_EQ(result.pixels[1], 0);
  EXPECT_NEAR(result.pixels[2], 127, 8);
  EXPECT_EQ(result.pixels[3], 255);
}

}  // namespace
}  // namespace keqian::qr
