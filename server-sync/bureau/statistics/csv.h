// Fields of comma-separated tables for spreadsheet programs.
#pragma once

#include <string>
#include <string_view>

namespace keqian::bureau {

// Tells such a program that the file is UTF-8.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Quoted where needed. A spreadsheet program runs a field as a formula by its first character, so
// such a text gets an apostrophe before it.
std::string csv_text(std::string_view text);

}  // namespace keqian::bureau
