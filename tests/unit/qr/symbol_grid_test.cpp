#include "server-sync/qr/symbol_grid.h"

#include <gtest/gtest.h>

#include <cmath>

#include "server-sync/qr/symbol_reader.h"
#include "server-sync/qr/symbol_values.h"
#include "tests/support/drawn_frame.h"

namespace keqian::qr {
namespace {

using testing::DrawnCode;
using testing::DrawnFrame;

const std::string kPass = "KQ1M3XQ8Z0T7VBN5C1R9DKWEYG2H4J6PA0SFTZ8QKXN";
constexpr int kSide = 29;
constexpr int kWindow = 61;

DrawnFrame frame_with_code() {
  DrawnFrame frame;
  frame.codes = {DrawnCode{.text = kPass}};
  return frame;
}

std::vector<FinderPattern> patterns_in(const GrayPicture& picture) {
  return find_finder_patterns(mean_thresholded(picture.view(), kWindow, 5).view());
}

std::vector<DecodedCode> read(const GrayPicture& picture) {
  const auto black_and_white = mean_thresholded(picture.view(), kWindow, 5);
  return read_by_grid(picture.view(), black_and_white.view());
}

// A module's centre in the drawn frame, where the code is neither turned nor leaning.
PlacedPoint drawn_at(const DrawnCode& code, double x, double y) {
  return {code.centre_x + (x - kSide / 2.0) * code.pixels_per_module,
          code.centre_y + (y - kSide / 2.0) * code.pixels_per_module};
}

double distance(PlacedPoint a, PlacedPoint b) {
  return std::hypot(a.x - b.x, a.y - b.y);
}

TEST(FinderPatterns, AreFoundInTheirPlacesAndTurnedAnyWay) {
  for (const bool inverted : {false, true}) {
    for (int degrees = 0; degrees < 360; degrees += 15) {
      DrawnFrame frame = frame_with_code();
      frame.codes[0].degrees = degrees;
      frame.codes[0].inverted = inverted;
      const auto triples = find_triples(patterns_in(draw(frame)));
      ASSERT_FALSE(triples.empty()) << degrees;
      // Clockwise from its own top left to its own top right corner.
      const PlacedPoint from = triples[0].top_left.centre;
      const PlacedPoint to = triples[0].top_right.centre;
      EXPECT_NEAR(
          std::remainder(std::atan2(to.y - from.y, to.x - from.x) * 180 / M_PI - degrees, 360), 0,
          2);
      EXPECT_NEAR(distance(from, to), 22 * frame.codes[0].pixels_per_module, 3);
      EXPECT_EQ(triples[0].top_left.inverted, inverted);
    }
  }
}

TEST(FinderPatterns, APairIsCompletedToTheTrueCornerToo) {
  const auto patterns = patterns_in(draw(frame_with_code()));
  const auto triples = find_triples(patterns);
  ASSERT_FALSE(triples.empty());
  const FinderTriple& truth = triples[0];
  for (const FinderPattern* covered : {&truth.top_left, &truth.top_right, &truth.bottom_left}) {
    std::vector<FinderPattern> visible;
    for (const FinderPattern* pattern : {&truth.top_left, &truth.top_right, &truth.bottom_left}) {
      if (pattern != covered) visible.push_back(*pattern);
    }
    const auto completed = complete_pairs(visible);
    EXPECT_EQ(completed.size(), 6U);
    EXPECT_TRUE(std::any_of(completed.begin(), completed.end(), [&](const FinderTriple& triple) {
      return distance(triple.top_left.centre, truth.top_left.centre) < 6 &&
             distance(triple.top_right.centre, truth.top_right.centre) < 6 &&
             distance(triple.bottom_left.centre, truth.bottom_left.centre) < 6;
    }));
  }
}

TEST(SymbolGrid, PutsItsPlacesWhereTheShapeSays) {
  SymbolGrid grid(kSide, {.top_left = {100, 120},
                          .top_right = {320, 140},
                          .bottom_left = {90, 330},
                          .depth_right = 1.2,
                          .depth_down = 0.9});
  EXPECT_LT(distance(grid.at(3.5, 3.5), {100, 120}), 1e-6);
  EXPECT_LT(distance(grid.at(25.5, 3.5), {320, 140}), 1e-6);
  EXPECT_LT(distance(grid.at(3.5, 25.5), {90, 330}), 1e-6);
  // What is farther away is smaller.
  EXPECT_LT(distance(grid.at(25.5, 3.5), grid.at(24.5, 3.5)),
            distance(grid.at(4.5, 3.5), grid.at(3.5, 3.5)));
  ASSERT_TRUE(grid.pin(22.5, 22.5, {290, 300}));
  EXPECT_LT(distance(grid.at(22.5, 22.5), {290, 300}), 1e-6);
  EXPECT_LT(distance(grid.at(25.5, 3.5), {320, 140}), 1e-6);
  EXPECT_FALSE(grid.pin(22.5, 22.5, {100, 120}));
}

TEST(SymbolGrid, ShiftsEvenlyBetweenTheLines) {
  const SymbolGrid::Shape shape{.top_left = {0, 0}, .top_right = {22, 0}, .bottom_left = {0, 22}};
  SymbolGrid grid(kSide, shape);
  grid.shift({5, 15, 25}, {{0, 0},
                           {0, 0},
                           {0, 0},  //
                           {0, 0},
                           {2, 4},
                           {0, 0},  //
                           {0, 0},
                           {0, 0},
                           {0, 0}});
  const SymbolGrid plain(kSide, shape);
  const auto shift = [&](double x, double y) {
    return PlacedPoint{grid.at(x, y).x - plain.at(x, y).x, grid.at(x, y).y - plain.at(x, y).y};
  };
  EXPECT_LT(distance(shift(15, 15), {2, 4}), 1e-9);
  EXPECT_LT(distance(shift(10, 15), {1, 2}), 1e-9);
  EXPECT_LT(distance(shift(15, 20), {1, 2}), 1e-9);
  EXPECT_LT(distance(shift(2, 2), {0, 0}), 1e-9);
}

TEST(SymbolGrid, FitsWithinAFractionOfAModule) {
  const DrawnFrame frame = frame_with_code();
  const auto picture = draw(frame);
  const auto triples = find_triples(patterns_in(picture));
  ASSERT_FALSE(triples.empty());
  auto fitted = find_grid(picture.view(), triples[0], 0.4);
  ASSERT_TRUE(fitted);
  EXPECT_EQ(fitted->layout.version, 3);
  fit_plane(picture.view(), *fitted);
  for (const double x : {0.5, 14.5, 28.5}) {
    for (const double y : {0.5, 14.5, 28.5}) {
      EXPECT_LT(distance(fitted->grid.at(x, y), drawn_at(frame.codes[0], x, y)), 1.5);
    }
  }
}

TEST(SymbolValues, ASmearIsTakenOutAgain) {
  const auto symbol = encode_qr(kPass);
  ASSERT_TRUE(symbol);
  const SymbolLayout layout = layout_of(3);
  // Each module mixed with its right neighbours, as a movement does.
  Darkness smeared(layout.uses.size());
  int wrong_before = 0;
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      const auto dark = [&](int column) {
        return column < kSide && symbol->is_dark(column, y) ? 1.0F : -1.0F;
      };
      const float value = (dark(x) + 0.9F * dark(x + 1) + 0.7F * dark(x + 2)) / 2.6F;
      smeared[layout.index(x, y)] = value;
      wrong_before += (value > 0) != symbol->is_dark(x, y) ? 1 : 0;
    }
  }
  const Darkness clear = equalised(smeared, layout, 3);
  int wrong_after = 0;
  for (std::size_t i = 0; i < clear.size(); ++i) {
    wrong_after += (clear[i] > 0) != (symbol->modules[i] != 0) ? 1 : 0;
  }
  EXPECT_GT(wrong_before, 60);
  EXPECT_LT(wrong_after, wrong_before / 3);
}

TEST(ReadByGrid, ReadsWhatHidesAFinderPattern) {
  // The finder patterns' corners of the drawn code, and a thumb over each in turn.
  for (const auto& [x, y] : {std::pair{0, 0}, {22, 0}, {0, 22}}) {
    const DrawnFrame frame = frame_with_code();
    auto picture = draw(frame);
    const PlacedPoint corner = drawn_at(frame.codes[0], x, y);
    for (int line = 0; line < 42; ++line) {
      std::fill_n(picture.row(static_cast<int>(corner.y) + line) + static_cast<int>(corner.x), 42,
                  std::uint8_t{110});
    }
    const auto codes = read(picture);
    ASSERT_EQ(codes.size(), 1U) << x << ", " << y;
    EXPECT_EQ(codes[0].text, kPass);
  }
}

TEST(ReadByGrid, ReadsLargeSymbols) {
  // Version 22, which ZXing 1.4 reads only when nothing is bent.
  std::string text;
  while (text.size() < 700) text += "KEQIAN-" + std::to_string(text.size());
  DrawnFrame frame;
  frame.codes = {DrawnCode{.text = text, .pixels_per_module = 5.5, .degrees = 4, .lean = 0.08}};
  const auto codes = read(draw(frame));
  ASSERT_EQ(codes.size(), 1U);
  EXPECT_EQ(codes[0].text, text);
}

}  // namespace
}  // namespace keqian::qr
