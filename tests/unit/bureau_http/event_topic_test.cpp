#include "server-sync/bureau/http/event_topic.h"

#include <gtest/gtest.h>

#include <thread>

namespace keqian::bureau {
namespace {

std::string text_after(const EventTopic& topic, std::uint64_t& version) {
  std::string text;
  for (const auto& frame : topic.frames_after(version)) text += *frame;
  return text;
}

TEST(EventTopic, HoldsTheNewestOfEachEvent) {
  EventTopic topic;
  std::uint64_t version = 0;
  EXPECT_EQ(text_after(topic, version), "");
  topic.publish("table", "1");
  topic.publish("kiosks", "2");
  topic.publish("table", "3");
  EXPECT_EQ(text_after(topic, version), "event: kiosks\ndata: 2\n\nevent: table\ndata: 3\n\n");
  EXPECT_EQ(text_after(topic, version), "");
  topic.publish("kiosks", "4");
  EXPECT_EQ(text_after(topic, version), "event: kiosks\ndata: 4\n\n");
}

TEST(EventTopic, WakesItsViewersForWhatIsNew) {
  EventTopic topic;
  int first = 0, second = 0;
  const auto ticket = topic.join([&] { ++first; });
  topic.join([&] { ++second; });
  EXPECT_EQ(topic.viewers(), 2U);
  topic.publish("table", "1");
  topic.publish("table", "1");
  EXPECT_EQ(first, 1);
  topic.leave(ticket);
  EXPECT_EQ(topic.viewers(), 1U);
  topic.publish("table", "2");
  EXPECT_EQ(first, 1);
  EXPECT_EQ(second, 2);
}

TEST(EventTopic, WakesNobodyWhoHasLeft) {
  EventTopic topic;
  std::thread publisher([&] {
    for (int i = 0; i < 1000; ++i) topic.publish("table", std::to_string(i));
  });
  for (int i = 0; i < 1000; ++i) {
    auto alive = std::make_unique<int>(0);
    const auto ticket = topic.join([viewer = alive.get()] { ++*viewer; });
    topic.leave(ticket);
    alive.reset();  // the sanitizers would see a late call
  }
  publisher.join();
  EXPECT_EQ(topic.viewers(), 0U);
}

}  // namespace
}  // namespace keqian::bureau
