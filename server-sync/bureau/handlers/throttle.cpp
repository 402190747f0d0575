#include "server-sync/bureau/handlers/throttle.h"

#include <algorithm>

namespace keqian::bureau {
namespace {

constexpr std::int64_t kLockMinMs = 60 * kMsPerSecond;
constexpr std::int64_t kLockMaxMs = 15 * kLockMinMs;
constexpr int kDoublingsMax = 4;

}  // namespace

Result<std::int64_t> Throttle::wait_s(const std::string& subject, UtcMs now) {
  KEQIAN_TRY(const auto record, store_.throttle(key(subject)));
  const auto left_ms = std::clamp<std::int64_t>(record.locked_until_utc_ms - now, 0, kLockMaxMs);
  return (left_ms + kMsPerSecond - 1) / kMsPerSecond;
}

Status Throttle::failed(const std::string& subject, UtcMs now) {
  KEQIAN_TRY(auto record, store_.throttle(key(subject)));
  if (now - record.last_failure_utc_ms > kMsPerDay) record.failures = 0;
  record.key = key(subject);
  record.failures += 1;
  record.last_failure_utc_ms = now;
  const int over = record.failures - free_failures_;
  if (over > 0) {
    const int doublings = std::min(over - 1, kDoublingsMax);
    record.locked_until_utc_ms = now + std::min(kLockMinMs << doublings, kLockMaxMs);
  }
  return store_.save_throttle(record);
}

Status Throttle::succeeded(const std::string& subject) {
  ThrottleRecord none;
  none.key = key(subject);
  return store_.save_throttle(none);
}

}  // namespace keqian::bureau
