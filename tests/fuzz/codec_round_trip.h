// What a decoder accepts, its encoder writes so that it is accepted again and says the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "server-sync/base/assert.h"
#include "server-sync/wire/messages.h"

namespace keqian::wire {

template <typename Decode>
void expect_round_trip(Decode decode, const std::uint8_t* data, std::size_t size) {
  const auto message = decode(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!message) {
    KEQIAN_ASSERT(!message.error().message.empty());
    return;
  }
  const std::string written = encode(*message);
  const auto again = decode(std::string_view(written));
  KEQIAN_ASSERT(again.ok());
  KEQIAN_ASSERT(encode(*again) == written);
}

}  // namespace keqian::wire
