// Small settings of the station, words by words. Internal to this folder; runs inside its caller's
// transaction and throws SQLite::Exception.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ledger/connection.h"

namespace keqian::kiosk {

// Empty: never set.
std::string read_setting(Connection& connection, std::string_view key);
// A key has 1–64 bytes, a value at most 4096; kInvalid otherwise. An empty value forgets it.
Status write_setting(Connection& connection, std::string_view key, std::string_view value);

struct Setting {
  std::string key;
  std::string value;
};
// All of them, by key.
std::vector<Setting> read_settings(Connection& connection);

}  // namespace keqian::kiosk
