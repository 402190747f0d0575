#include "kiosk/runtime/job_thread.h"

#include <utility>

#include "server-sync/base/assert.h"

namespace keqian::kiosk {

JobThread::~JobThread() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wanted_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void JobThread::post(std::function<void()> job) {
  {
    const std::lock_guard lock(mutex_);
    KEQIAN_ASSERT(!stopping_ && jobs_.size() < kJobsMax);
    jobs_.push_back(std::move(job));
    if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
  }
  wanted_.notify_all();
}

void JobThread::run() {
  for (;;) {
    std::function<void()> job;
    {
      std::unique_lock lock(mutex_);
      wanted_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
      if (jobs_.empty()) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    job();
  }
}

}  // namespace keqian::kiosk
