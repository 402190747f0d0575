#include "server-sync/bureau/handlers/rate_limit.h"

#include <algorithm>

namespace keqian::bureau {
namespace {

constexpr std::size_t kAddressesMax = 10'000;

}  // namespace

bool RateLimit::take(const std::string& address, MonotonicMs now) {
  const std::lock_guard lock(mutex_);
  if (full_at_.size() >= kAddressesMax) {
    std::erase_if(full_at_, [&](const auto& entry) { return entry.second <= now; });
    if (full_at_.size() >= kAddressesMax) full_at_.clear();
  }
  auto& full_at = full_at_[address];
  const auto next = std::max(full_at, now) + refill_ms_;
  if (next > now + burst_ * refill_ms_) return false;
  full_at = next;
  return true;
}

std::int64_t RateLimit::retry_after_s() const {
  return std::max<std::int64_t>(1, refill_ms_ / 1000);
}

}  // namespace keqian::bureau
