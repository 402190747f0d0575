// Streams of server-sent events.
#include <gtest/gtest.h>

#include <vector>

#include "tests/unit/bureau_http/stage.h"

namespace keqian::bureau {
namespace {

class Events : public PlainAndTls {
 protected:
  void SetUp() override {
    stage.router.add("GET", "/events", [topic = topic_](const Request&) {
      Response response;
      response.events = topic;
      return response;
    });
    stage.router.add("GET", "/hello", [](const Request&) { return text_response("hello"); });
  }

  std::unique_ptr<Client> view() {
    auto client = stage.connect();
    client->send(get("/events"));
    const auto head = client->read_answer(true);
    EXPECT_EQ(head.header("Content-Type"), "text/event-stream");
    EXPECT_EQ(client->read_until("\n\n"), "retry: 2000\n\n");
    return client;
  }

  const std::shared_ptr<EventTopic> topic_ = std::make_shared<EventTopic>();
};
INSTANTIATE_TEST_SUITE_P(All, Events, ::testing::Bool(), plain_or_tls);

TEST_P(Events, BeginWithTheStateAndGoOnWithChanges) {
  topic_->publish("table", "1");
  topic_->publish("table", "2");
  stage.start();
  const auto client = view();
  EXPECT_EQ(client->read_until("\n\n"), "event: table\ndata: 2\n\n");
  topic_->publish("kiosks", "{}");
  EXPECT_EQ(client->read_until("\n\n"), "event: kiosks\ndata: {}\n\n");
}

TEST_P(Events, GiveTheStateAgainToWhoeverComesBack) {
  topic_->publish("table", "1");
  stage.start();
  auto client = view();
  EXPECT_EQ(client->read_until("\n\n"), "event: table\ndata: 1\n\n");
  client.reset();
  topic_->publish("table", "2");
  EXPECT_EQ(view()->read_until("\n\n"), "event: table\ndata: 2\n\n");
}

TEST_P(Events, SaySomethingWhenThereIsNothingToSay) {
  stage.options.event_comment_interval = std::chrono::milliseconds(10);
  stage.start();
  const auto client = view();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(client->read_until("\n\n"), ": still here\n\n");
}

TEST_P(Events, FreeThePlaceOfAViewerWhoLeaves) {
  stage.start();
  std::vector<std::unique_ptr<Client>> viewers;
  for (int i = 0; i < 5; ++i) viewers.push_back(view());
  await([&] { return topic_->viewers() == 5; });
  viewers.resize(2);
  await([&] { return topic_->viewers() == 2 && stage.server().connections() == 2; });
  viewers[0]->end_sending();
  await([&] { return topic_->viewers() == 1; });
  topic_->publish("table", "1");
  EXPECT_EQ(viewers[1]->read_until("\n\n"), "event: table\ndata: 1\n\n");
}

TEST_P(Events, DropAViewerWhoDoesNotRead) {
  stage.options.write_time_max = std::chrono::milliseconds(100);
  stage.start();
  const auto client = view();
  const std::string large(std::size_t{16} * 1024 * 1024, 'x');
  topic_->publish("table", large);
  await([&] { return topic_->viewers() == 0 && stage.server().connections() == 0; });
}

TEST_P(Events, IgnoreWhatAViewerSends) {
  stage.start();
  const auto client = view();
  for (int i = 0; i < 10; ++i) client->send(get("/hello"));
  topic_->publish("table", "1");
  EXPECT_EQ(client->read_until("\n\n"), "event: table\ndata: 1\n\n");
}

TEST_P(Events, AnswerHeadWithoutAViewer) {
  stage.start();
  const auto client = stage.connect();
  client->send("HEAD /events HTTP/1.1\r\nHost: b\r\n\r\n");
  EXPECT_EQ(client->read_answer(true).status, 200);
  EXPECT_EQ(client->read_to_end(), "");
  EXPECT_EQ(topic_->viewers(), 0U);
}

TEST_P(Events, EndWithTheServer) {
  stage.start();
  const auto client = view();
  topic_->publish("table", "1");
  stage.server().stop();
  EXPECT_EQ(topic_->viewers(), 0U);
  EXPECT_EQ(stage.server().connections(), 0U);
  client->read_to_end();  // with the last event or without it
  stage.drop_server();
  topic_->publish("table", "2");
}

TEST_P(Events, SurviveAServerThatEndsWhileTheyArePublished) {
  stage.start();
  std::vector<std::unique_ptr<Client>> viewers;
  for (int i = 0; i < 4; ++i) viewers.push_back(view());
  std::atomic<bool> ended = false;
  std::thread publisher([&] {
    for (int i = 0; !ended; ++i) topic_->publish("table", std::to_string(i));
  });
  stage.drop_server();
  ended = true;
  publisher.join();
  EXPECT_EQ(topic_->viewers(), 0U);
}

}  // namespace
}  // namespace keqian::bureau
