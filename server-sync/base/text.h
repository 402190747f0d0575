// Texts: UTF-8 checks, escaping for tables, numbers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace keqian {

bool is_valid_utf8(std::string_view text);

// Decodes one code point at `position` and moves it on; U+FFFD for a malformed byte.
char32_t next_code_point(std::string_view text, std::size_t& position);

// The other way round; `code_point` is one of Unicode, up to U+10FFFF.
void append_utf8(std::string& text, char32_t code_point);

// Tab, line feed, carriage return and backslash as \t \n \r \\, for tab-separated lines.
std::string escape_tabular(std::string_view text);

// A library's words as one line of ours: each control character becomes a space.
std::string one_line(std::string_view text);

// "1,302"
std::string with_thousands(std::int64_t number);

std::vector<std::string_view> split(std::string_view text, char separator);
std::string_view trim(std::string_view text);  // ASCII white space at both ends

bool is_alphanumeric(char c);  // of ASCII

std::string hex(std::string_view bytes);
// ASCII letters and digits and the characters of `plain` as they are, every other byte as %XX (RFC
// 3986, section 2.1).
std::string percent_encoded(std::string_view text, std::string_view plain);

}  // namespace keqian
