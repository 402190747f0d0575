#include "server-sync/bureau/definitions/toml_value.h"

#include <toml++/toml.h>

#include <cstdio>
#include <optional>

#include "server-sync/base/text.h"

namespace keqian::bureau {
namespace {

std::optional<BusinessDate> business_date(const toml::date& date) {
  char iso[16];
  std::snprintf(iso, sizeof iso, "%04d-%02d-%02d", static_cast<int>(date.year),
                static_cast<int>(date.month), static_cast<int>(date.day));
  return BusinessDate::parse(iso);
}

// Nesting is bounded by the parser (TOML_MAX_NESTED_VALUES).
TomlValue plain(const toml::node& node) {
  TomlValue out;
  out.line = static_cast<int>(node.source().begin.line);
  if (const auto* boolean = node.as_boolean()) {
    out.value = boolean->get();
  } else if (const auto* integer = node.as_integer()) {
    out.value = integer->get();
  } else if (const auto* text = node.as_string()) {
    out.value = text->get();
  } else if (const auto* date = node.as_date()) {
    if (const auto parsed = business_date(date->get())) out.value = *parsed;
  } else if (const auto* array = node.as_array()) {
    TomlValue::Array items;
    items.reserve(array->size());
    for (const auto& item : *array) items.push_back(plain(item));
    out.value = std::move(items);
  } else if (const auto* table = node.as_table()) {
    TomlValue::Table members;
    for (const auto& [key, member] : *table)
      members.push_back({std::string(key.str()), plain(member)});
    out.value = std::move(members);
  }
  return out;
}

}  // namespace

Result<TomlValue> parse_toml(std::string_view text, std::string_view origin) {
  try {
    return plain(toml::parse(text));
  } catch (const toml::parse_error& error) {
    return invalid(std::string(origin) + ":" + std::to_string(error.source().begin.line) +
                       ": not valid TOML: " + one_line(error.description()),
                   "correct the file at that line");
  }
}

}  // namespace keqian::bureau
