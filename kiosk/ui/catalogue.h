// The words of the kiosk's screens: assets/text/kiosk.zh.toml and kiosk.en.toml, compiled in. One
// `key = "text"` a line; `{name}` stands for a value. Both languages have the same keys and values
// (tests/tidy); asking for a key that is not there is a programming error.
#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "server-sync/base/result.h"

namespace keqian::kiosk {

class Catalogue {
 public:
  using Value = std::pair<std::string_view, std::string_view>;

  static Result<Catalogue> parse(std::string_view text);
  static const Catalogue& chinese();
  static const Catalogue& english();

  const std::string& text(std::string_view key) const;
  std::string text(std::string_view key, std::initializer_list<Value> values) const;
  const std::map<std::string, std::string, std::less<>>& texts() const { return texts_; }

 private:
  std::map<std::string, std::string, std::less<>> texts_;
};

}  // namespace keqian::kiosk
