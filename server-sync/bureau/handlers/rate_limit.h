// How often one address may ask for something that anybody may ask for: a bucket of tokens for
// each, in memory, bounded. Any thread may call.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "server-sync/base/clock.h"

namespace keqian::bureau {

class RateLimit {
 public:
  // `burst` at once, then one more each `refill_ms`.
  RateLimit(std::int64_t burst, std::int64_t refill_ms) : burst_(burst), refill_ms_(refill_ms) {}

  // Takes one; false when there is none left.
  bool take(const std::string& address, MonotonicMs now);
  std::int64_t retry_after_s() const;

 private:
  // Full again at this moment; every token taken moves it on.
  std::mutex mutex_;
  std::map<std::string, MonotonicMs> full_at_;
  const std::int64_t burst_;
  const std::int64_t refill_ms_;
};

}  // namespace keqian::bureau
