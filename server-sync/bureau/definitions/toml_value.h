// A TOML document as a plain tree with line numbers, so that the library behind it (toml++) is
// compiled once, in toml_value.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "server-sync/base/date.h"
#include "server-sync/base/result.h"

namespace keqian::bureau {

struct TomlMember;

// TOML's offset date-times, times of day and floats have no use in a definition; they arrive as
// Unsupported, for the reader to refuse by name.
struct TomlValue {
  struct Unsupported {};
  using Array = std::vector<TomlValue>;
  using Table = std::vector<TomlMember>;

  int line = 0;
  std::variant<Unsupported, bool, std::int64_t, std::string, BusinessDate, Array, Table> value;
};

struct TomlMember {
  std::string key;
  TomlValue value;
};

// "ORIGIN:LINE: REASON" for malformed TOML.
Result<TomlValue> parse_toml(std::string_view text, std::string_view origin);

}  // namespace keqian::bureau
