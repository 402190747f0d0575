// A JSON value of our own, so that the library behind it (Boost.JSON) is compiled once, in
// json.cpp. Objects keep their order; numbers are 64-bit integers or doubles; never throws.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "server-sync/base/result.h"

namespace keqian {

class Json {
 public:
  using Array = std::vector<Json>;
  using Member = std::pair<std::string, Json>;
  using Object = std::vector<Member>;

  Json() = default;                                              // null
  Json(std::nullptr_t) {}                                        // NOLINT: implicit
  Json(bool value) : value_(value) {}                            // NOLINT: implicit
  Json(std::int64_t value) : value_(value) {}                    // NOLINT: implicit
  Json(int value) : value_(static_cast<std::int64_t>(value)) {}  // NOLINT: implicit
  Json(double value) : value_(value) {}                          // NOLINT: implicit
  Json(std::string value) : value_(std::move(value)) {}          // NOLINT: implicit
  Json(std::string_view value) : value_(std::string(value)) {}   // NOLINT: implicit
  Json(const char* value) : value_(std::string(value)) {}        // NOLINT: implicit
  Json(Array value) : value_(std::move(value)) {}                // NOLINT: implicit
  Json(Object value) : value_(std::move(value)) {}               // NOLINT: implicit
  static Json object(std::initializer_list<Member> members) { return Json(Object(members)); }
  static Json array() { return Json(Array{}); }

  // Refuses malformed text, invalid UTF-8, nesting over 32 levels and duplicate keys.
  static Result<Json> parse(std::string_view text);
  std::string dump() const;  // one line, no white space; integers stay integers

  bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
  // The value, or null/nullptr when it is of another type.
  const bool* as_bool() const { return std::get_if<bool>(&value_); }
  const std::int64_t* as_int() const { return std::get_if<std::int64_t>(&value_); }
  const double* as_double() const { return std::get_if<double>(&value_); }
  const std::string* as_string() const { return std::get_if<std::string>(&value_); }
  const Array* as_array() const { return std::get_if<Array>(&value_); }
  const Object* as_object() const { return std::get_if<Object>(&value_); }

  // The member of an object; nullptr when this is no object or has no such member.
  const Json* find(std::string_view key) const;
  // Adds or replaces a member; this must be an object (or null, which becomes one).
  Json& set(std::string_view key, Json value);
  // Appends; this must be an array (or null, which becomes one).
  Json& push(Json value);

  bool operator==(const Json&) const = default;

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> value_;
};

// Reads the members of one object and remembers the first complaint, so that a decoder reads
// straight through and checks once at its end. Unknown members are ignored (they are how a later
// version of the protocol adds things); missing and mistyped ones are errors that name their path.
class JsonReader {
 public:
  // `path` names the object in messages, e.g. "upload".
  JsonReader(const Json& object, std::string path);
  // Of an object in a list of `parent`'s, in messages "upload.tallies[3]". The parent outlives it.
  JsonReader(const Json& object, const JsonReader& parent, std::string_view key, std::size_t index);

  std::string text(std::string_view key, std::size_t bytes_max);
  std::string optional_text(std::string_view key,
                            std::size_t bytes_max);  // "" when missing or null
  std::int64_t integer(std::string_view key, std::int64_t min, std::int64_t max);
  std::int64_t optional_integer(std::string_view key, std::int64_t min, std::int64_t max,
                                std::int64_t fallback);
  bool boolean(std::string_view key);
  const Json::Array& array(std::string_view key, std::size_t items_max);  // empty on error
  const Json& object(std::string_view key);                               // null on error
  bool has(std::string_view key) const;                                   // present and not null

  void complain(std::string_view key, std::string_view what);
  bool ok() const { return error_.empty(); }
  const std::string& error() const { return error_; }
  std::string path() const;  // put together here; only complaints need it
  // Takes over the complaint of a reader of a nested object.
  void absorb(const JsonReader& nested);

 private:
  const Json* find(std::string_view key, std::string_view type);
  const Json& object_;
  std::string name_;  // without a parent the whole path
  const JsonReader* parent_ = nullptr;
  std::string_view list_;  // the parent's, with the parent
  std::size_t list_index_ = 0;
  std::string error_;
};

}  // namespace keqian
