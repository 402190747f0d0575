#include "server-sync/qr/encode.h"

#include <gtest/gtest.h>

#include "server-sync/qr/decode.h"

namespace keqian::qr {
namespace {

const std::string kPass = "KQ10123456789ABCDEFGHJKMNPQRSTVWXYZ01234567";

GrayPicture drawn(const QrSymbol& symbol, int pixels) {
  const int side = (symbol.side_modules + 2 * kQuietZoneModules) * pixels;
  GrayPicture picture(side, side, 255);
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const int column = x / pixels - kQuietZoneModules;
      const int line = y / pixels - kQuietZoneModules;
      const int modules = symbol.side_modules;
      if (column < 0 || line < 0 || column >= modules || line >= modules) continue;
      if (symbol.is_dark(column, line)) picture.row(y)[x] = 0;
    }
  }
  return picture;
}

// The two bits beside the upper left finder pattern, unmasked (ISO/IEC 18004, 7.9).
ErrorCorrection level_in(const QrSymbol& symbol) {
  const int bits = (symbol.is_dark(0, 8) ? 2 : 0) + (symbol.is_dark(1, 8) ? 1 : 0);
  switch (bits ^ 2) {
    case 1:
      return ErrorCorrection::kLow;
    case 0:
      return ErrorCorrection::kMedium;
    case 3:
      return ErrorCorrection::kQuartile;
    default:
      return ErrorCorrection::kHigh;
  }
}

TEST(Encode, PassIsVersion3LevelQ) {
  const auto symbol = encode_qr(kPass);
  ASSERT_TRUE(symbol.ok());
  EXPECT_EQ(symbol->side_modules, 29);
  EXPECT_EQ(level_in(*symbol), ErrorCorrection::kQuartile);
}

TEST(Encode, EachLevelIsTheOneAsked) {
  for (const auto level : {ErrorCorrection::kLow, ErrorCorrection::kMedium,
                           ErrorCorrection::kQuartile, ErrorCorrection::kHigh}) {
    const auto symbol = encode_qr("KEQIAN", level);
    ASSERT_TRUE(symbol.ok());
    EXPECT_EQ(level_in(*symbol), level);
  }
}

TEST(Encode, LongerTextsTakeLevelM) {
  EXPECT_EQ(error_correction_for(std::string(47, 'A')), ErrorCorrection::kQuartile);
  EXPECT_EQ(error_correction_for(std::string(48, 'A')), ErrorCorrection::kMedium);
}

TEST(Encode, WhatIsWrittenIsRead) {
  for (const std::string& text :
       {kPass, std::string("https://example.org/a?b=c&d"),
        std::string("科技活动周 入场码 🙂"), std::string(1000, 'x')}) {
    const auto symbol = encode_qr(text);
    ASSERT_TRUE(symbol.ok());
    const auto codes = decode_picture(drawn(*symbol, 4).view());
    ASSERT_EQ(codes.size(), 1U) << text;
    EXPECT_EQ(codes[0].text, text);
  }
}

TEST(Encode, RefusesWhatCannotBeWritten) {
  EXPECT_FALSE(encode_qr("").ok());
  EXPECT_FALSE(encode_qr("\xFF\xFE").ok());
  EXPECT_FALSE(encode_qr(std::string(5000, 'x')).ok());
}

TEST(Encode, SvgHasTheQuietZoneAndOnlyDarkRuns) {
  QrSymbol symbol{3, {1, 1, 0, 0, 0, 0, 0, 0, 1}};
  EXPECT_EQ(qr_svg(symbol),
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 11 11\" "
            "shape-rendering=\"crispEdges\"><rect width=\"11\" height=\"11\" fill=\"#fff\"/>"
            "<path fill=\"#000\" d=\"M4 4h2v1h-2zM6 6h1v1h-1z\"/></svg>");
}

TEST(Encode, PngIsAPngOfTheRightSize) {
  const auto symbol = encode_qr(kPass);
  ASSERT_TRUE(symbol.ok());
  const std::string png = qr_png(*symbol, 5);
  ASSERT_GT(png.size(), 24U);
  EXPECT_EQ(png.substr(0, 8), "\x89PNG\r\n\x1A\n");
  const auto width =
      static_cast<unsigned char>(png[18]) * 256 + static_cast<unsigned char>(png[19]);
  EXPECT_EQ(width, (29 + 8) * 5);
}

TEST(ColouredPng, HasItsSize) {
  const std::string png = rgba_png(std::vector<std::uint8_t>(3 * 2 * 4, 200), 3, 2);
  ASSERT_GT(png.size(), 25U);
  EXPECT_EQ(png[19], 3);
  EXPECT_EQ(png[23], 2);
  EXPECT_EQ(png[25], 6) << "red, green, blue and alpha";
}

}  // namespace
}  // namespace keqian::qr
