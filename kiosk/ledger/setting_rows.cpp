#include "kiosk/ledger/setting_rows.h"

namespace keqian::kiosk {
namespace {

constexpr std::size_t kKeyBytesMax = 64;
constexpr std::size_t kValueBytesMax = 4096;

constexpr char kRead[] = "SELECT value FROM setting WHERE key = ?";
constexpr char kReadAll[] = "SELECT key, value FROM setting ORDER BY key LIMIT 1000";
constexpr char kWrite[] = "INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)";
constexpr char kForget[] = "DELETE FROM setting WHERE key = ?";

}  // namespace

std::string read_setting(Connection& connection, std::string_view key) {
  auto query = connection.query(kRead);
  return query.bind(key).step() ? query.text(0) : std::string();
}

Status write_setting(Connection& connection, std::string_view key, std::string_view value) {
  if (key.empty() || key.size() > kKeyBytesMax) return invalid("a setting's key has 1 to 64 bytes");
  if (value.size() > kValueBytesMax) return invalid("a setting has at most 4096 bytes");
  if (value.empty()) {
    connection.query(kForget).bind(key).run();
  } else {
    connection.query(kWrite).bind(key, value).run();
  }
  return ok();
}

std::vector<Setting> read_settings(Connection& connection) {
  std::vector<Setting> settings;
  auto query = connection.query(kReadAll);
  while (query.step()) settings.push_back({query.text(0), query.text(1)});
  return settings;
}

}  // namespace keqian::kiosk
