// Chinese is written without spaces; these are the words of our screens and of venues' names that
// the end of a line should not part. Not a dictionary: an unknown word may be parted.
#pragma once

#include <cstddef>
#include <string_view>

namespace keqian::kiosk {

// The length in bytes of the longest known word that `text` (UTF-8) begins with; 0: none.
std::size_t chinese_word_at(std::string_view text);

}  // namespace keqian::kiosk
