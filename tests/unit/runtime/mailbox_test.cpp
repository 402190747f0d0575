#include "kiosk/runtime/mailbox.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace keqian::kiosk {
namespace {

TEST(Mailbox, GivesNewsInTheOrderInWhichItCame) {
  Mailbox mailbox([] {});
  mailbox.post(Tick{1});
  mailbox.post(Tick{2});
  EXPECT_EQ(mailbox.take(), (std::vector<News>{Tick{1}, Tick{2}}));
  EXPECT_TRUE(mailbox.take().empty());
}

TEST(Mailbox, WakesTheReceiverAfterEachPost) {
  int woken = 0;
  Mailbox mailbox([&] { ++woken; });
  mailbox.post(Tick{1});
  mailbox.post(Tick{2});
  EXPECT_EQ(woken, 2);
}

TEST(Mailbox, HoldsASenderBackWhileItIsFullAndLosesNothing) {
  Mailbox mailbox([] {});
  constexpr int kCount = static_cast<int>(Mailbox::kNewsMax) * 3;
  std::thread sender([&] {
    for (int i = 0; i < kCount; ++i) mailbox.post(Tick{i});
  });
  std::vector<News> received;
  while (received.size() < kCount) {
    const auto taken = mailbox.take();
    EXPECT_LE(taken.size(), Mailbox::kNewsMax);
    received.insert(received.end(), taken.begin(), taken.end());
  }
  sender.join();
  for (int i = 0; i < kCount; ++i) EXPECT_EQ(received[static_cast<std::size_t>(i)], News(Tick{i}));
}

TEST(Mailbox, ReleasesAWaitingSenderWhenItCloses) {
  Mailbox mailbox([] {});
  for (std::size_t i = 0; i < Mailbox::kNewsMax; ++i) mailbox.post(Tick{});
  std::atomic<bool> delivered{true};
  std::thread sender([&] { delivered = mailbox.post(Tick{}); });
  mailbox.close();
  sender.join();
  EXPECT_FALSE(delivered);
}

}  // namespace
}  // namespace keqian::kiosk
