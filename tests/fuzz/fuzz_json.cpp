// What is read is written, and what is written is read back as the same.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "server-sync/base/assert.h"
#include "server-sync/wire/json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using keqian::Json;
  const auto json = Json::parse({reinterpret_cast<const char*>(data), size});
  if (!json) return 0;
  const auto again = Json::parse(json->dump());
  KEQIAN_ASSERT(again.ok());
  KEQIAN_ASSERT(*again == *json);
  return 0;
}
