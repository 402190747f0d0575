// News from all threads to the one that draws. Bounded: a sender waits while it is full, so memory
// stays bounded whatever happens; the receiver never waits.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <vector>

#include "kiosk/app/action.h"

namespace keqian::kiosk {

class Mailbox {
 public:
  static constexpr std::size_t kNewsMax = 256;

  // `wake` ends the receiver's wait; called on the sender's thread after each post.
  explicit Mailbox(std::function<void()> wake) : wake_(std::move(wake)) {}

  // Any thread. Returns false once the mailbox is closed: the news is dropped, the sender ends.
  bool post(News news);
  // The receiver's thread: everything that has come, oldest first.
  std::vector<News> take();
  void close();

 private:
  std::function<void()> wake_;
  std::mutex mutex_;
  std::condition_variable space_;
  std::deque<News> news_;
  bool closed_ = false;
};

}  // namespace keqian::kiosk
