#include "server-sync/uploader/uploader_loop.h"

#include <gtest/gtest.h>

#include <chrono>

#include "tests/unit/uploader/fakes.h"

namespace keqian::uploader {
namespace {

class UploaderLoopTest : public ::testing::Test {
 protected:
  UploaderLoopTest() { outbox_.stored_identity = bureau_.make_identity(); }

  // Waits for the loop's `count`-th report; false when it does not come.
  bool wait_for_reports(int count) {
    std::unique_lock lock(mutex_);
    return reported_.wait_for(lock, std::chrono::seconds(20), [&] { return reports_ >= count; });
  }
  void take(const SyncState& state) {
    const std::lock_guard lock(mutex_);
    last_ = state;
    ++reports_;
    reported_.notify_all();
  }
  SyncState last() {
    const std::lock_guard lock(mutex_);
    return last_;
  }

  std::mutex mutex_;
  std::condition_variable reported_;
  int reports_ = 0;
  SyncState last_;
  FakeClock clock_;
  FakeOutbox outbox_;
  FakeBureau bureau_{clock_};
  SeededRandomness randomness_{1};
  Uploader uploader_{outbox_, bureau_, clock_, randomness_};
  UploaderLoop loop_{uploader_, bureau_, clock_, [this](const SyncState& state) { take(state); }};
};

TEST_F(UploaderLoopTest, ContactsAtStartAndWhileMoreIsPending) {
  for (int i = 0; i < 1100; ++i) outbox_.count(1);
  loop_.start();
  ASSERT_TRUE(wait_for_reports(3));
  loop_.stop();
  EXPECT_EQ(bureau_.persons(), 1100);
}

TEST_F(UploaderLoopTest, AttemptsAtOnceWhenAsked) {
  loop_.start();
  ASSERT_TRUE(wait_for_reports(1));
  loop_.attempt_now();
  ASSERT_TRUE(wait_for_reports(2));
}

TEST_F(UploaderLoopTest, WakesForAChangeWhoseTimeHasCome) {
  loop_.start();
  ASSERT_TRUE(wait_for_reports(1));
  EXPECT_EQ(bureau_.exchanges, 2);  // the sign of life and the configuration
  clock_.advance(60'000);           // the plan's time has passed, the loop sleeps on …
  loop_.wake();                     // … until something happens
  ASSERT_TRUE(wait_for_reports(2));
}

TEST_F(UploaderLoopTest, TellsWhatIsPendingWhileTheBureauIsAway) {
  bureau_.failures.assign(9, transfer::TransferFailure::kRefused);
  loop_.start();
  ASSERT_TRUE(wait_for_reports(1));
  EXPECT_EQ(last().pending, 0);
  const int exchanges = bureau_.exchanges;
  outbox_.count(3);
  loop_.wake();
  ASSERT_TRUE(wait_for_reports(2));
  EXPECT_EQ(last().pending, 1);
  EXPECT_EQ(last().failure, SyncFailure::kRefused);
  EXPECT_EQ(bureau_.exchanges, exchanges) << "the pause after the failure goes on";
}

TEST_F(UploaderLoopTest, StopsInTheMiddleOfAnExchange) {
  bureau_.hanging = true;
  loop_.start();
  while (!bureau_.entered) std::this_thread::yield();
  loop_.stop();
  EXPECT_EQ(last().failure, SyncFailure::kInterrupted);
}

TEST_F(UploaderLoopTest, StopsWhileItSleepsAndBeforeItStarted) {
  loop_.stop();
  loop_.stop();
  UploaderLoop other(uploader_, bureau_, clock_, [](const SyncState&) {});
  other.start();
  other.stop();
}

}  // namespace
}  // namespace keqian::uploader
