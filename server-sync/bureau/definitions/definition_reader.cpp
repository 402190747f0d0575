#include "server-sync/bureau/definitions/definition_reader.h"

#include "server-sync/base/ids.h"
#include "server-sync/bureau/definitions/normalise.h"

namespace keqian::bureau {

void Complaints::add(int line, std::string_view key, std::string_view reason) {
  if (!text_.empty()) return;
  text_ =
      origin_ + ":" + std::to_string(line) + ": " + std::string(key) + ": " + std::string(reason);
}

Error Complaints::error() const {
  return invalid(text_, "correct the file and import it again");
}

DefinitionReader::DefinitionReader(const TomlValue& table, std::string path, Complaints& complaints)
    : table_(table), path_(std::move(path)), complaints_(complaints) {}

std::string DefinitionReader::key_path(std::string_view key) const {
  if (path_.empty()) return std::string(key);
  return key.empty() ? path_ : path_ + "." + std::string(key);
}

const TomlValue* DefinitionReader::find(std::string_view key) const {
  const auto* members = std::get_if<TomlValue::Table>(&table_.value);
  if (members == nullptr) return nullptr;
  for (const auto& [name, value] : *members)
    if (name == key) return &value;
  return nullptr;
}

const TomlValue* DefinitionReader::take(std::string_view key, bool is_required) {
  asked_.insert(std::string(key));
  const auto* value = find(key);
  if (value == nullptr && is_required) complain(key, "is missing");
  return value;
}

void DefinitionReader::complain(std::string_view key, std::string_view reason) {
  const auto* value = find(key);
  complaints_.add(value != nullptr ? value->line : table_.line, key_path(key), reason);
}

void DefinitionReader::finish() {
  const auto* members = std::get_if<TomlValue::Table>(&table_.value);
  if (members == nullptr) return;
  for (const auto& [name, value] : *members)
    if (!asked_.contains(name)) complaints_.add(value.line, key_path(name), "is not a known key");
}

std::string DefinitionReader::checked_text(std::string_view key, const TomlValue& value,
                                           std::size_t bytes_max) {
  const auto* raw = std::get_if<std::string>(&value.value);
  if (raw == nullptr) {
    complaints_.add(value.line, key_path(key), "must be a text in quotes");
    return {};
  }
  if (raw->size() > bytes_max) {
    complaints_.add(value.line, key_path(key),
                    "is longer than " + std::to_string(bytes_max) + " bytes");
    return {};
  }
  auto text = normalise_text(*raw);
  if (!text) {
    complaints_.add(value.line, key_path(key), "has a control character");
    return {};
  }
  return *std::move(text);
}

std::string DefinitionReader::text(std::string_view key, std::size_t bytes_max) {
  const auto* value = take(key, true);
  if (value == nullptr) return {};
  auto text = checked_text(key, *value, bytes_max);
  if (text.empty()) complain(key, "is empty");
  return text;
}

std::string DefinitionReader::optional_text(std::string_view key, std::size_t bytes_max) {
  const auto* value = take(key, false);
  return value == nullptr ? std::string{} : checked_text(key, *value, bytes_max);
}

std::string DefinitionReader::slug(std::string_view key) {
  auto slug = text(key);
  if (!is_valid_slug(slug))
    complain(key,
             "must be 1 to 64 of a-z, 0-9 and '-', beginning and ending with a letter or digit");
  return slug;
}

std::string DefinitionReader::optional_slug(std::string_view key) {
  return has(key) ? slug(key) : (take(key, false), std::string{});
}

std::int64_t DefinitionReader::integer(std::string_view key, std::int64_t min, std::int64_t max) {
  const auto* value = take(key, true);
  if (value == nullptr) return min;
  const auto* number = std::get_if<std::int64_t>(&value->value);
  if (number == nullptr) {
    complain(key, "must be a whole number");
    return min;
  }
  if (*number < min || *number > max) {
    complain(key, "must be from " + std::to_string(min) + " to " + std::to_string(max));
    return min;
  }
  return *number;
}

std::int64_t DefinitionReader::optional_integer(std::string_view key, std::int64_t min,
                                                std::int64_t max, std::int64_t fallback) {
  return has(key) ? integer(key, min, max) : (take(key, false), fallback);
}

bool DefinitionReader::optional_boolean(std::string_view key, bool fallback) {
  const auto* value = take(key, false);
  if (value == nullptr) return fallback;
  const auto* boolean = std::get_if<bool>(&value->value);
  if (boolean == nullptr) complain(key, "must be true or false");
  return boolean != nullptr ? *boolean : fallback;
}

std::optional<BusinessDate> DefinitionReader::checked_date(std::string_view key,
                                                           const TomlValue& value) {
  if (const auto* date = std::get_if<BusinessDate>(&value.value)) return *date;
  if (const auto* raw = std::get_if<std::string>(&value.value)) {
    const auto text = normalise_text(*raw);
    if (const auto date = text ? BusinessDate::parse(*text) : std::nullopt) return date;
  }
  complaints_.add(value.line, key_path(key), "must be a real day as YYYY-MM-DD");
  return std::nullopt;
}

std::optional<BusinessDate> DefinitionReader::optional_date(std::string_view key) {
  const auto* value = take(key, false);
  return value == nullptr ? std::nullopt : checked_date(key, *value);
}

std::vector<BusinessDate> DefinitionReader::dates(std::string_view key, std::size_t items_max) {
  std::vector<BusinessDate> out;
  for (const auto& item : array(key, items_max))
    if (const auto date = checked_date(key, item)) out.push_back(*date);
  return out;
}

int DefinitionReader::minute_of_day(std::string_view key) {
  const auto written = text(key);
  const auto digit = [&written](std::size_t i) { return written[i] - '0'; };
  const bool is_shaped = written.size() == 5 && written[2] == ':' &&
                         written.find_first_not_of("0123456789:") == std::string::npos &&
                         written.rfind(':') == 2;
  if (is_shaped) {
    const int hour = digit(0) * 10 + digit(1);
    const int minute = digit(3) * 10 + digit(4);
    if (hour < 24 && minute < 60) return hour * 60 + minute;
  }
  complain(key, "must be a time of day as \"09:30\"");
  return 0;
}

const TomlValue::Array& DefinitionReader::array(std::string_view key, std::size_t items_max) {
  static const TomlValue::Array kNothing;
  const auto* value = take(key, false);
  if (value == nullptr) return kNothing;
  const auto* items = std::get_if<TomlValue::Array>(&value->value);
  if (items == nullptr) {
    complain(key, "must be a list");
    return kNothing;
  }
  if (items->size() > items_max) {
    complain(key, "has more than " + std::to_string(items_max) + " items");
    return kNothing;
  }
  return *items;
}

std::vector<std::string> DefinitionReader::texts(std::string_view key, std::size_t items_max) {
  std::vector<std::string> out;
  for (const auto& item : array(key, items_max)) out.push_back(checked_text(key, item, 400));
  return out;
}

DefinitionReader DefinitionReader::table(std::string_view key) {
  static const TomlValue kEmpty{0, TomlValue::Table{}};
  const auto* value = take(key, true);
  if (value != nullptr && !std::holds_alternative<TomlValue::Table>(value->value)) {
    complain(key, "must be a table");
    value = nullptr;
  }
  return DefinitionReader(value != nullptr ? *value : kEmpty, key_path(key), complaints_);
}

std::vector<DefinitionReader> DefinitionReader::tables(std::string_view key,
                                                       std::size_t items_max) {
  std::vector<DefinitionReader> out;
  const auto& items = array(key, items_max);
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto path = key_path(key) + "[" + std::to_string(i + 1) + "]";
    if (std::holds_alternative<TomlValue::Table>(items[i].value)) {
      out.emplace_back(items[i], path, complaints_);
    } else {
      complaints_.add(items[i].line, path, "must be a table");
    }
  }
  return out;
}

}  // namespace keqian::bureau
