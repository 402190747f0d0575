// Reads the members of one table of a definition file and remembers the first complaint of the
// whole file, so that a parser reads straight through and asks once at its end. A member nobody
// asked for is a complaint too: a misspelt key must not pass silently.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "server-sync/base/date.h"
#include "server-sync/base/result.h"
#include "server-sync/bureau/definitions/toml_value.h"

namespace keqian::bureau {

// The first complaint about a file.
class Complaints {
 public:
  explicit Complaints(std::string_view origin) : origin_(origin) {}
  void add(int line, std::string_view key, std::string_view reason);
  bool none() const { return text_.empty(); }
  Error error() const;

 private:
  std::string origin_;
  std::string text_;
};

class DefinitionReader {
 public:
  // `table` must outlive the reader. `path` is empty for the whole file, else "venues[3]".
  DefinitionReader(const TomlValue& table, std::string path, Complaints& complaints);

  // Normalised, on one line, at most `bytes_max`; "" after a complaint.
  std::string text(std::string_view key, std::size_t bytes_max = 400);
  std::string optional_text(std::string_view key, std::size_t bytes_max = 400);
  std::string slug(std::string_view key);
  std::string optional_slug(std::string_view key);
  std::int64_t integer(std::string_view key, std::int64_t min, std::int64_t max);
  std::int64_t optional_integer(std::string_view key, std::int64_t min, std::int64_t max,
                                std::int64_t fallback);
  bool optional_boolean(std::string_view key, bool fallback);
  std::optional<BusinessDate> optional_date(std::string_view key);
  std::vector<BusinessDate> dates(std::string_view key, std::size_t items_max);
  int minute_of_day(std::string_view key);  // "09:30"
  std::vector<std::string> texts(std::string_view key, std::size_t items_max);
  // A word of a vocabulary; `words` lists them for the complaint.
  template <typename T>
  T word(std::string_view key, std::optional<T> (*parse)(std::string_view), T fallback,
         std::string_view words) {
    const auto parsed = parse(text(key));
    if (!parsed) complain(key, "must be one of " + std::string(words));
    return parsed.value_or(fallback);
  }

  bool has(std::string_view key) const { return find(key) != nullptr; }
  // The table of a key, or of each item of an array; a missing array is empty.
  DefinitionReader table(std::string_view key);
  std::vector<DefinitionReader> tables(std::string_view key, std::size_t items_max);

  void complain(std::string_view key, std::string_view reason);
  // Complains of members that were never asked for.
  void finish();
  int line() const { return table_.line; }
  std::string key_path(std::string_view key) const;

 private:
  const TomlValue* find(std::string_view key) const;
  const TomlValue* take(std::string_view key, bool is_required);
  std::string checked_text(std::string_view key, const TomlValue& value, std::size_t bytes_max);
  std::optional<BusinessDate> checked_date(std::string_view key, const TomlValue& value);
  const TomlValue::Array& array(std::string_view key, std::size_t items_max);

  const TomlValue& table_;
  std::string path_;
  Complaints& complaints_;
  std::set<std::string, std::less<>> asked_;
};

}  // namespace keqian::bureau
