#include "server-sync/wire/json.h"

#include <algorithm>
#include <array>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/src.hpp>
#include <charconv>
#include <cmath>
#include <limits>
#include <numeric>

#include "server-sync/base/assert.h"
#include "server-sync/base/text.h"

namespace keqian {
namespace {

constexpr std::size_t kNestingMax = 32;
constexpr std::size_t kMembersUsual = 8;  // of an object; a row of an upload has eight

// Builds our values straight from the parser's events: no second tree, and the place where
// duplicate keys are seen (the library's own tree silently keeps the last).
class Builder {
 public:
  static constexpr std::size_t max_object_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_array_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_key_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_string_size = std::numeric_limits<std::size_t>::max();

  using Code = boost::json::error_code;
  using Text = boost::json::string_view;

  bool on_document_begin(Code&) { return true; }
  bool on_document_end(Code&) { return true; }

  bool on_object_begin(Code&) {
    open_.push_back({.is_object = true});
    open_.back().members.reserve(kMembersUsual);
    return true;
  }
  bool on_object_end(std::size_t, Code& error) {
    if (has_duplicate_keys(open_.back().members)) {
      duplicate_ = true;
      error = boost::json::error::syntax;
      return false;
    }
    Json value(std::move(open_.back().members));
    open_.pop_back();
    return add(std::move(value));
  }
  bool on_array_begin(Code&) {
    open_.push_back({.is_object = false});
    return true;
  }
  bool on_array_end(std::size_t, Code&) {
    Json value(std::move(open_.back().items));
    open_.pop_back();
    return add(std::move(value));
  }

  bool on_key_part(Text part, std::size_t, Code&) { return append(part); }
  bool on_key(Text part, std::size_t, Code&) {
    append(part);
    open_.back().key = std::exchange(text_, {});
    return true;
  }
  bool on_string_part(Text part, std::size_t, Code&) { return append(part); }
  bool on_string(Text part, std::size_t, Code&) {
    append(part);
    return add(Json(std::exchange(text_, {})));
  }
  bool on_number_part(Text part, Code&) { return append(part); }
  bool on_int64(std::int64_t value, Text, Code&) {
    text_.clear();
    return add(Json(value));
  }
  bool on_uint64(std::uint64_t value, Text, Code&) {
    text_.clear();
    return add(Json(static_cast<double>(value)));
  }
  bool on_double(double, Text part, Code& error) {
    append(part);  // the library's own conversion is only nearly exact
    double value = 0;
    const auto [end, fault] = std::from_chars(text_.data(), text_.data() + text_.size(), value);
    if (fault != std::errc{} || end != text_.data() + text_.size()) {
      error = boost::json::error::not_number;
      return false;
    }
    text_.clear();
    return add(Json(value));
  }
  bool on_bool(bool value, Code&) { return add(Json(value)); }
  bool on_null(Code&) { return add(Json()); }
  bool on_comment_part(Text, Code&) { return false; }  // comments are off
  bool on_comment(Text, Code&) { return false; }

  bool saw_duplicate() const { return duplicate_; }
  Json take() { return std::move(root_); }

 private:
  struct Open {
    bool is_object = false;
    Json::Object members = {};
    Json::Array items = {};
    std::string key = {};  // of the member that comes next
  };

  static bool has_duplicate_keys(const Json::Object& members) {
    if (members.size() <= kMembersUsual) {  // compared in place, without a list of their own
      for (std::size_t i = 1; i < members.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
          if (members[i].first == members[j].first) return true;
        }
      }
      return false;
    }
    std::vector<std::string_view> keys;
    keys.reserve(members.size());
    for (const auto& [key, value] : members) keys.push_back(key);
    std::sort(keys.begin(), keys.end());
    return std::adjacent_find(keys.begin(), keys.end()) != keys.end();
  }

  bool append(Text part) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool add(Json value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (open_.back().is_object) {
      open_.back().members.emplace_back(std::move(open_.back().key), std::move(value));
    } else {
      open_.back().items.push_back(std::move(value));
    }
    return true;
  }

  std::vector<Open> open_;
  std::string text_;
  Json root_;
  bool duplicate_ = false;
};

void append_escaped(std::string& out, std::string_view text) {
  constexpr char kDigits[] = "0123456789abcdef";
  out += '"';
  for (std::size_t position = 0; position < text.size();) {
    const char c = text[position];
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80) {
      // A malformed byte (from a file name, say) must not make the whole text unreadable.
      const std::size_t start = position;
      const bool malformed = next_code_point(text, position) == 0xFFFD && position == start + 1;
      out += malformed ? std::string_view("\xEF\xBF\xBD") : text.substr(start, position - start);
      continue;
    }
    ++position;
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte >= 0x20) {
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else {
      out += "\\u00";
      out += kDigits[byte >> 4];
      out += kDigits[byte & 15];
    }
  }
  out += '"';
}

void append_double(std::string& out, double value) {
  KEQIAN_ASSERT(std::isfinite(value));
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  const std::string_view digits(text, static_cast<std::size_t>(end - text));
  out += digits;
  if (digits.find_first_of(".e") == std::string_view::npos) out += ".0";  // stays a double
}

void append(std::string& out, const Json& json) {
  if (const auto* object = json.as_object()) {
    out += '{';
    for (const auto& [key, value] : *object) {
      if (out.back() != '{') out += ',';
      append_escaped(out, key);
      out += ':';
      append(out, value);
    }
    out += '}';
  } else if (const auto* array = json.as_array()) {
    out += '[';
    for (const auto& value : *array) {
      if (out.back() != '[') out += ',';
      append(out, value);
    }
    out += ']';
  } else if (const auto* text = json.as_string()) {
    append_escaped(out, *text);
  } else if (const auto* integer = json.as_int()) {
    out += std::to_string(*integer);
  } else if (const auto* number = json.as_double()) {
    append_double(out, *number);
  } else if (const auto* boolean = json.as_bool()) {
    out += *boolean ? "true" : "false";
  } else {
    out += "null";
  }
}

}  // namespace

Result<Json> Json::parse(std::string_view text) {
  boost::json::parse_options options;
  options.max_depth = kNestingMax;
  boost::json::basic_parser<Builder> parser(options);
  boost::json::error_code error;
  const std::size_t consumed = parser.write_some(false, text.data(), text.size(), error);
  if (parser.handler().saw_duplicate()) {
    return invalid("malformed JSON: a key appears twice in one object");
  }
  if (error) {
    return invalid("malformed JSON at byte " + std::to_string(consumed) + ": " + error.message());
  }
  if (consumed != text.size()) {
    return invalid("malformed JSON at byte " + std::to_string(consumed) +
                   ": something follows the value");
  }
  return parser.handler().take();
}

std::string Json::dump() const {
  std::string out;
  append(out, *this);
  return out;
}

const Json* Json::find(std::string_view key) const {
  const auto* object = as_object();
  if (!object) return nullptr;
  for (const auto& [name, value] : *object) {
    if (name == key) return &value;
  }
  return nullptr;
}

Json& Json::set(std::string_view key, Json value) {
  if (is_null()) value_ = Object{};
  auto* object = std::get_if<Object>(&value_);
  KEQIAN_ASSERT(object != nullptr);
  for (auto& [name, old] : *object) {
    if (name == key) {
      old = std::move(value);
      return *this;
    }
  }
  object->emplace_back(std::string(key), std::move(value));
  return *this;
}

Json& Json::push(Json value) {
  if (is_null()) value_ = Array{};
  auto* array = std::get_if<Array>(&value_);
  KEQIAN_ASSERT(array != nullptr);
  array->push_back(std::move(value));
  return *this;
}

}  // namespace keqian
