#include "server-sync/wire/json.h"

namespace keqian {
namespace {

const Json kNull;
const Json::Array kNoItems;

// Line feed and tab are text; the other control characters are never meant.
bool has_control_character(std::string_view text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F) return true;
  }
  return false;
}

}  // namespace

JsonReader::JsonReader(const Json& object, std::string path)
    : object_(object), name_(std::move(path)) {
  if (!object.as_object()) error_ = this->path() + ": must be an object";
}

JsonReader::JsonReader(const Json& object, const JsonReader& parent, std::string_view key,
                       std::size_t index)
    : object_(object), parent_(&parent), list_(key), list_index_(index) {
  if (!object.as_object()) error_ = path() + ": must be an object";
}

std::string JsonReader::path() const {
  if (parent_ == nullptr) return name_;
  return parent_->path() + "." + std::string(list_) + "[" + std::to_string(list_index_) + "]";
}

void JsonReader::complain(std::string_view key, std::string_view what) {
  if (!error_.empty()) return;
  error_ = path() + "." + std::string(key) + ": " + std::string(what);
}

void JsonReader::absorb(const JsonReader& nested) {
  if (error_.empty()) error_ = nested.error_;
}

bool JsonReader::has(std::string_view key) const {
  const Json* value = object_.find(key);
  return value && !value->is_null();
}

const Json* JsonReader::find(std::string_view key, std::string_view type) {
  const Json* value = object_.find(key);
  if (!value) complain(key, "is missing, must be " + std::string(type));
  return value;
}

std::string JsonReader::text(std::string_view key, std::size_t bytes_max) {
  const Json* value = find(key, "a text");
  if (!value) return {};
  const std::string* text = value->as_string();
  if (!text) {
    complain(key, "must be a text");
  } else if (text->size() > bytes_max) {
    complain(key, "must be at most " + std::to_string(bytes_max) + " bytes long");
  } else if (has_control_character(*text)) {
    complain(key, "must not contain control characters");
  } else {
    return *text;
  }
  return {};
}

std::string JsonReader::optional_text(std::string_view key, std::size_t bytes_max) {
  return has(key) ? text(key, bytes_max) : std::string();
}

std::int64_t JsonReader::integer(std::string_view key, std::int64_t min, std::int64_t max) {
  const Json* value = find(key, "an integer");
  if (!value) return min;
  const std::int64_t* number = value->as_int();
  if (!number || *number < min || *number > max) {
    complain(key, "must be an integer from " + std::to_string(min) + " to " + std::to_string(max));
    return min;
  }
  return *number;
}

std::int64_t JsonReader::optional_integer(std::string_view key, std::int64_t min, std::int64_t max,
                                          std::int64_t fallback) {
  return has(key) ? integer(key, min, max) : fallback;
}

bool JsonReader::boolean(std::string_view key) {
  const Json* value = find(key, "true or false");
  if (!value) return false;
  const bool* boolean = value->as_bool();
  if (!boolean) complain(key, "must be true or false");
  return boolean && *boolean;
}

const Json::Array& JsonReader::array(std::string_view key, std::size_t items_max) {
  const Json* value = find(key, "a list");
  if (!value) return kNoItems;
  const Json::Array* items = value->as_array();
  if (!items) {
    complain(key, "must be a list");
  } else if (items->size() > items_max) {
    complain(key, "must have at most " + std::to_string(items_max) + " items");
  } else {
    return *items;
  }
  return kNoItems;
}

const Json& JsonReader::object(std::string_view key) {
  const Json* value = find(key, "an object");
  if (!value) return kNull;
  if (!value->as_object()) {
    complain(key, "must be an object");
    return kNull;
  }
  return *value;
}

}  // namespace keqian
