// What a sealed file may hold once it is opened, and the outside that anybody can write.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "server-sync/wire/compression.h"
#include "server-sync/wire/parcel.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace keqian::wire;  // NOLINT: a program of one function
  constexpr std::size_t kUnpackedMax = std::size_t{1} << 20;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto parcel = decode_request_parcel(bytes); parcel.ok()) {
    const auto again = decode_request_parcel(encode(*parcel));
    if (!again.ok() || encode(*again) != encode(*parcel)) std::abort();
  }
  if (const auto label = read_label(bytes); label.ok()) {
    if (!is_valid_nonce(label->name)) std::abort();
  }
  if (const auto unpacked = decompressed(bytes, kUnpackedMax)) {
    if (unpacked->size() > kUnpackedMax) std::abort();
  }
  return 0;
}
