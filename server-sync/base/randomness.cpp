#include "server-sync/base/randomness.h"

#include <sys/random.h>

#include <cerrno>

#include "server-sync/base/assert.h"

namespace keqian {

void SystemRandomness::fill(std::span<std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const auto count = getrandom(bytes.data(), bytes.size(), 0);
    if (count < 0 && errno == EINTR) continue;
    KEQIAN_ASSERT(count > 0);
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
}

void SeededRandomness::fill(std::span<std::uint8_t> bytes) {
  for (auto& byte : bytes) {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebU;
    byte = static_cast<std::uint8_t>(mixed >> 56);
  }
}

}  // namespace keqian
