#include "kiosk/cli/uploads.h"

#include <utility>

#include "server-sync/base/assert.h"

namespace keqian::kiosk {

Uploads::Running::Running(uploader::Outbox& outbox, Clock& clock, Randomness& randomness,
                          std::function<void(const uploader::SyncState&)> report)
    : uploader(outbox, client, clock, randomness),
      loop(uploader, client, clock, std::move(report)) {}

Uploads::Uploads(Clock& clock, Randomness& randomness,
                 std::function<void(const uploader::SyncState&)> report)
    : clock_(clock), randomness_(randomness), report_(std::move(report)) {}

Uploads::~Uploads() {
  stop();
}

void Uploads::start(uploader::Outbox& outbox) {
  const std::lock_guard lock(mutex_);
  if (stopped_) return;
  KEQIAN_ASSERT(!running_);
  running_ = std::make_unique<Running>(outbox, clock_, randomness_, report_);
  running_->loop.start();
}

void Uploads::wake() {
  const std::lock_guard lock(mutex_);
  if (running_ && !stopped_) running_->loop.wake();
}

void Uploads::attempt_now() {
  const std::lock_guard lock(mutex_);
  if (running_ && !stopped_) running_->loop.attempt_now();
}

void Uploads::stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  if (running_) running_->loop.stop();
}

}  // namespace keqian::kiosk
