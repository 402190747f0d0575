// Breaking a text into lines: between words of Latin script, between any two Chinese characters,
// never before closing or after opening punctuation. Pure: widths come from the caller.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace keqian::kiosk {

using AdvanceOf = std::function<float(char32_t)>;

float width_of(std::string_view text, const AdvanceOf& advance);

// As few lines as `width` allows, broken after punctuation where that costs none, and evened out
// so that no lonely character is left on the last one. A word wider than a line is broken inside.
// '\n' always breaks.
std::vector<std::string> break_lines(std::string_view text, float width, const AdvanceOf& advance);

// The text cut to `width` with an ellipsis at its end.
std::string shorten(std::string_view text, float width, const AdvanceOf& advance);

}  // namespace keqian::kiosk
