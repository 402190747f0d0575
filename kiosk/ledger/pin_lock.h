// How long wrong PINs lock the staff's half of a station. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "server-sync/base/clock.h"

namespace keqian::kiosk {

inline constexpr int kPinTriesFree = 5;  // wrong ones, before the first lock

// The lock as it is kept: what was left of it at that moment of that boot. It runs while the
// machine runs, so neither a restart nor a changed clock shortens it.
struct PinLock {
  int wrong_tries = 0;
  std::int64_t locked_ms = 0;
  std::string boot_id;
  MonotonicMs monotonic_ms = 0;
};

// What is left of it now; 0 when it is over.
std::int64_t locked_ms_at(const PinLock& lock, std::string_view boot_id, MonotonicMs monotonic_ms);
// The lock that so many wrong tries come to: 30 s after kPinTriesFree, doubled by each one more, at
// most an hour.
std::int64_t lock_length_ms(int wrong_tries);
// How many tries are taken before the next lock.
int tries_left_after(int wrong_tries);

}  // namespace keqian::kiosk
