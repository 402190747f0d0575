// Texts of notices, copied from scans, PDFs and chat windows, as one spelling.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace keqian::bureau {

// Full-width digits and letters become ASCII, ideographic and no-break spaces a plain space,
// zero-width characters and byte order marks vanish, radicals (which PDF readers copy in place of
// ideographs: U+2F42 for 文) become the ideograph they look like; white space at both ends goes.
// Chinese punctuation stays. Empty for malformed UTF-8 and control characters.
std::optional<std::string> normalise_text(std::string_view text);

}  // namespace keqian::bureau
