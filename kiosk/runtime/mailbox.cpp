#include "kiosk/runtime/mailbox.h"

#include <utility>

namespace keqian::kiosk {

bool Mailbox::post(News news) {
  {
    std::unique_lock lock(mutex_);
    space_.wait(lock, [this] { return closed_ || news_.size() < kNewsMax; });
    if (closed_) return false;
    news_.push_back(std::move(news));
  }
  wake_();
  return true;
}

std::vector<News> Mailbox::take() {
  std::vector<News> taken;
  {
    const std::lock_guard lock(mutex_);
    taken.assign(std::make_move_iterator(news_.begin()), std::make_move_iterator(news_.end()));
    news_.clear();
  }
  space_.notify_all();
  return taken;
}

void Mailbox::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  space_.notify_all();
}

}  // namespace keqian::kiosk
