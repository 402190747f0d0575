// The golden examples of the protocol, for tests.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "server-sync/base/files.h"
#include "server-sync/base/text.h"
#include "server-sync/wire/json.h"

namespace keqian::wire {

inline std::string example_text(const std::string& name) {
  const auto text = read_file(KEQIAN_SOURCE_DIR "/server-sync/wire/examples/" + name, 1 << 20);
  EXPECT_TRUE(text) << name;
  return text ? std::string(trim(*text)) : std::string();
}

inline Json example_json(const std::string& name) {
  const auto json = Json::parse(example_text(name));
  EXPECT_TRUE(json) << name;
  return json ? *json : Json();
}

// The bytes of a hexadecimal text.
inline std::string unhex(const std::string& digits) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

}  // namespace keqian::wire
