#include "server-sync/uploader/uploader_loop.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "server-sync/base/assert.h"

namespace keqian::uploader {

UploaderLoop::UploaderLoop(Uploader& uploader, transfer::HttpClient& client, Clock& clock,
                           std::function<void(const SyncState&)> report)
    : uploader_(uploader), client_(client), clock_(clock), report_(std::move(report)) {}

UploaderLoop::~UploaderLoop() {
  stop();
}

void UploaderLoop::start() {
  KEQIAN_ASSERT(!thread_.joinable());
  thread_ = std::thread([this] { run(); });
}

void UploaderLoop::wake() {
  const std::lock_guard lock(mutex_);
  change_noted_ = true;
  changed_.notify_one();
}

void UploaderLoop::attempt_now() {
  const std::lock_guard lock(mutex_);
  attempt_wanted_ = true;
  changed_.notify_one();
}

void UploaderLoop::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_one();
  }
  client_.interrupt();
  if (thread_.joinable()) thread_.join();
}

void UploaderLoop::run() {
  // The monotonic clock goes on while the machine sleeps and the condition variable's does not:
  // looking at least this often notices an attempt that came due meanwhile.
  constexpr MonotonicMs kNapMsMax = 10'000;
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (std::exchange(attempt_wanted_, false)) uploader_.attempt_now();
    const bool has_changed = std::exchange(change_noted_, false);
    if (has_changed) uploader_.note_change();
    const MonotonicMs wait_ms = uploader_.state().next_attempt_monotonic_ms - clock_.monotonic_ms();
    if (wait_ms > 0 && !has_changed) {
      changed_.wait_for(lock, std::chrono::milliseconds(std::min(wait_ms, kNapMsMax)),
                        [this] { return stopping_ || change_noted_ || attempt_wanted_; });
      continue;
    }
    lock.unlock();
    report_(wait_ms > 0 ? uploader_.state() : uploader_.step());
    lock.lock();
  }
}

}  // namespace keqian::uploader
