// The text of a code that claims to be a part of a parcel, and what is made of several.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "server-sync/base/text.h"
#include "server-sync/wire/part.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace keqian::wire;  // NOLINT: a program of one function
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  PartCollector collector;
  for (const auto line : keqian::split(bytes, '\n')) {
    const auto part = parse_part(line);
    if (!part.ok()) continue;
    if (!looks_like_part(line) || !line.ends_with(encode(*part))) std::abort();
    collector.add(*part);
    if (collector.have() + static_cast<int>(collector.missing().size()) != collector.count()) {
      std::abort();
    }
    if (collector.have() > kPartsMax) std::abort();
  }
  const auto whole = collector.whole();
  if (whole && !collector.missing().empty()) std::abort();
  return 0;
}
