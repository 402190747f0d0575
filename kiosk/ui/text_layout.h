// Breaking a text into lines: between words, best after punctuation, never before closing or after
// opening marks. Pure: widths come from the caller.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace keqian::kiosk {

using AdvanceOf = std::function<float(char32_t)>;

float width_of(std::string_view text, const AdvanceOf& advance);

struct BrokenText {
  std::vector<std::string> lines;
  bool parts_words = false;  // a word, or a number and its unit, had to be parted
};
// As few lines as `width` allows. Among the ways to do that: words stay whole (Chinese ones as far
// as chinese_words.h knows them), a line rather ends with a sentence, a clause or what stands
// before a " · ", and lines are of like length. '\n' always breaks.
BrokenText break_lines(std::string_view text, float width, const AdvanceOf& advance);

// The text cut to `width` with an ellipsis at its end.
std::string shorten(std::string_view text, float width, const AdvanceOf& advance);

}  // namespace keqian::kiosk
