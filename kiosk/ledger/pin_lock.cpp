#include "kiosk/ledger/pin_lock.h"

#include <algorithm>

namespace keqian::kiosk {
namespace {

constexpr std::int64_t kFirstLockMs = 30 * kMsPerSecond;
constexpr std::int64_t kLockMsMax = kMsPerHour;

}  // namespace

std::int64_t locked_ms_at(const PinLock& lock, std::string_view boot_id, MonotonicMs monotonic_ms) {
  if (lock.boot_id != boot_id) return lock.locked_ms;
  const auto passed = std::max<std::int64_t>(monotonic_ms - lock.monotonic_ms, 0);
  return std::max<std::int64_t>(lock.locked_ms - passed, 0);
}

std::int64_t lock_length_ms(int wrong_tries) {
  if (wrong_tries < kPinTriesFree) return 0;
  std::int64_t length_ms = kFirstLockMs;
  for (int more = wrong_tries - kPinTriesFree; more > 0 && length_ms < kLockMsMax; --more) {
    length_ms *= 2;
  }
  return std::min(length_ms, kLockMsMax);
}

int tries_left_after(int wrong_tries) {
  return std::max(kPinTriesFree - wrong_tries, 1);
}

}  // namespace keqian::kiosk
