// Charts of whole numbers, drawn with the kiosk's own shapes: an axis with round numbers, grid
// lines, bars with their values; a ring of shares. They draw what they are given and decide
// nothing.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ui/ui.h"

namespace keqian::kiosk {

// Round numbers from 0 to at least `most`, at most `count_max` steps of 1, 2 or 5 times a power of
// ten. Never empty; {0, 1} for nothing at all.
std::vector<std::int64_t> axis_ticks(std::int64_t most, int count_max);

struct ChartBar {
  std::string label;
  std::int64_t value = 0;   // not negative
  std::int64_t before = 0;  // a bar behind it, to compare with; 0: none
  bool marked = false;      // its label stands out
};
// Of the bars, and of those to compare with: for a legend.
Colour chart_colour(const Palette& palette);
Colour chart_colour_before(const Palette& palette);
// As many labels and values as have room are written; the marked bar's always. Labels at the same
// distance from each other.
void bar_chart(Ui& ui, Rect rect, std::span<const ChartBar> bars);

struct ChartShare {
  std::int64_t value = 0;
  Colour colour;
};
// A ring of the shares, clockwise from the top, with a figure and a word in its middle. Shares that
// are too small to be seen get the least that can be.
void share_ring(Ui& ui, Point centre, float radius, std::span<const ChartShare> shares,
                std::string_view figure, std::string_view word);

}  // namespace keqian::kiosk
