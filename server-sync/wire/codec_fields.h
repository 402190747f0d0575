// The field types that several messages share, read with the first fault named. Private to wire.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "server-sync/base/date.h"
#include "server-sync/base/ids.h"
#include "server-sync/base/result.h"
#include "server-sync/wire/crypto.h"
#include "server-sync/wire/json.h"
#include "server-sync/wire/messages.h"
#include "server-sync/wire/vocabulary.h"

namespace keqian::wire::codec {

inline constexpr std::int64_t kUtcMsMax = 253'402'300'799'999;  // the end of the year 9999
inline constexpr std::int64_t kRevisionMax = std::int64_t{1} << 53;
inline constexpr std::int64_t kCountMax = 1'000'000'000;
inline constexpr std::size_t kSlugBytesMax = 64;
inline constexpr std::size_t kSessionIdBytesMax = 160;
inline constexpr std::size_t kVersionBytesMax = 64;
inline constexpr std::size_t kChainHeadDigits = 64;
inline constexpr std::size_t kIncarnationDigits = 32;

template <typename IdType>
IdType read_slug(JsonReader& reader, std::string_view key) {
  std::string text = reader.text(key, kSlugBytesMax);
  if (reader.ok() && !is_valid_slug(text)) {
    reader.complain(key, "must be 1 to 64 characters of a-z, 0-9 and '-'");
  }
  return IdType{std::move(text)};
}

// `digits` hexadecimal digits in lower case.
std::string read_hex(JsonReader& reader, std::string_view key, std::size_t digits);
SessionId read_session_id(JsonReader& reader, std::string_view key);
BusinessDate read_date(JsonReader& reader, std::string_view key);
// Not empty and at most kTitleBytesMax.
std::string read_title(JsonReader& reader, std::string_view key);
PublicKey read_public_key(JsonReader& reader, std::string_view key);
// 64 hexadecimal digits, or empty.
std::string read_chain_head(JsonReader& reader, std::string_view key);
// Empty when it is missing or null.
std::optional<LedgerPoint> read_ledger_point(JsonReader& reader, std::string_view key);
Json json_of(const LedgerPoint& point);
// Empty when it is missing or null.
std::vector<LedgerOpening> read_openings(JsonReader& reader, std::string_view key);
Json json_of(const LedgerOpening& opening);

// A word of the vocabulary; `parse` is its parse_… function.
template <typename Parse>
auto read_word(JsonReader& reader, std::string_view key, Parse parse) {
  const std::string text = reader.text(key, kSlugBytesMax);
  const auto value = parse(text);
  if (reader.ok() && !value) reader.complain(key, "is not a known word");
  return value.value_or(typename decltype(value)::value_type{});
}

// Reads a list of objects: `read(item_reader, item)` fills one. Stops at the first fault.
template <typename Item, typename Read>
std::vector<Item> read_list(JsonReader& reader, std::string_view key, std::size_t items_max,
                            Read read) {
  std::vector<Item> items;
  const Json::Array& values = reader.array(key, items_max);
  items.reserve(values.size());
  for (std::size_t i = 0; i < values.size() && reader.ok(); ++i) {
    JsonReader nested(values[i], reader, key, i);
    Item item;
    read(nested, item);
    reader.absorb(nested);
    items.push_back(std::move(item));
  }
  return items;
}

template <typename Item, typename Write>
Json write_list(const std::vector<Item>& items, Write write) {
  Json::Array values;
  values.reserve(items.size());
  for (const Item& item : items) values.push_back(write(item));
  return Json(std::move(values));
}

// The message, or the reader's complaint.
template <typename Message>
Result<Message> finish(const JsonReader& reader, Message message) {
  if (!reader.ok()) return invalid(reader.error());
  return message;
}

}  // namespace keqian::wire::codec
