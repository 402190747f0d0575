#include "kiosk/platform/qr_decoder.h"

#include <gtest/gtest.h>

#include "tests/support/drawn_frame.h"

namespace keqian::kiosk {
namespace {

TEST(QrDecoder, GivesTextsAndCornersAsFractions) {
  testing::DrawnFrame drawn;
  drawn.codes = {testing::DrawnCode{.text = "KEQIAN", .centre_x = 320, .centre_y = 540}};
  const auto picture = draw(drawn);
  QrDecoder decoder;
  const auto seen = decoder.decode(
      {picture.pixels.data(), picture.width, picture.height, picture.width, 1, nullptr});
  ASSERT_EQ(seen.codes.size(), 1U);
  EXPECT_EQ(seen.codes[0].text, "KEQIAN");
  EXPECT_TRUE(seen.scene_changed);
  float x = 0;
  float y = 0;
  for (const PicturePoint& corner : seen.codes[0].corners) {
    x += corner.x / 4;
    y += corner.y / 4;
  }
  EXPECT_NEAR(x, 0.25F, 0.02F);
  EXPECT_NEAR(y, 0.75F, 0.02F);
}

}  // namespace
}  // namespace keqian::kiosk
