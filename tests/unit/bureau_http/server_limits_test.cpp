// What a server does not put up with: slow, many, and wrong clients.
#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "tests/unit/bureau_http/stage.h"

namespace keqian::bureau {
namespace {

using std::chrono::milliseconds;

class Limits : public PlainAndTls {
 protected:
  void SetUp() override {
    stage.router.add("GET", "/hello", [](const Request&) { return text_response("hello"); });
    stage.router.add("POST", "/echo",
                     [](const Request& request) { return text_response(request.body); });
    stage.router.add("GET", "/large", [](const Request&) {
      return text_response(std::string(std::size_t{32} * 1024 * 1024, 'x'));
    });
    stage.router.add("GET", "/held", [this](const Request&) {
      ++held_;
      release_.get_future().wait();
      return text_response("held");
    });
  }

  std::atomic<int> held_ = 0;
  std::promise<void> release_;
};
INSTANTIATE_TEST_SUITE_P(All, Limits, ::testing::Bool(), plain_or_tls);

TEST_P(Limits, EndARequestThatTakesTooLong) {
  stage.options.request_time_max = milliseconds(100);
  stage.start();
  for (const char* beginning : {"G", "GET /hello HTTP/1.1\r\nHost: b\r\n",
                                "POST /echo HTTP/1.1\r\nHost: b\r\nContent-Length: 9\r\n\r\n123"}) {
    const auto client = stage.connect();
    client->send(beginning);
    const auto answer = client->read_answer();
    EXPECT_EQ(answer.status, 408) << beginning;
    EXPECT_EQ(answer.header("Connection"), "close");
    EXPECT_EQ(client->read_to_end(), "");
  }
}

TEST_P(Limits, EndARequestThatTricklesForever) {
  stage.options.request_time_max = milliseconds(100);
  stage.start();
  const auto client = stage.connect();
  client->send("GET /hello HTTP/1.1\r\nHost: b\r\n");
  await([&] { return !client->send("X: y\r\n") || client->has_news(); });
  EXPECT_EQ(client->read_answer().status, 408);
}

TEST_P(Limits, CloseAnIdleConnectionWithoutAWord) {
  stage.options.idle_time_max = milliseconds(50);
  stage.start();
  const auto client = stage.connect();
  client->send(get("/hello"));
  EXPECT_EQ(client->read_answer().body, "hello");
  EXPECT_EQ(client->read_to_end(), "");
  EXPECT_EQ(stage.connect()->read_to_end(), "");
}

TEST_P(Limits, DropAClientThatDoesNotReadItsAnswer) {
  stage.options.write_time_max = milliseconds(100);
  stage.start();
  const auto client = stage.connect();
  client->send(get("/large"));
  await([&] { return stage.server().connections() == 1; });
  await([&] { return stage.server().connections() == 0; });
}

TEST_P(Limits, TurnAwayOneConnectionTooMany) {
  stage.options.connections_max = 2;
  stage.start();
  const auto first = stage.connect();
  auto second = stage.connect();
  first->send(get("/hello"));
  second->send(get("/hello"));
  EXPECT_EQ(first->read_answer().status, 200);
  EXPECT_EQ(second->read_answer().status, 200);
  const auto third = stage.connect();
  third->send(get("/hello"));
  EXPECT_EQ(third->read_answer().status, 0);
  second.reset();
  await([&] { return stage.server().connections() == 1; });
  EXPECT_EQ(stage.ask(get("/hello")).status, 200);
}

TEST_P(Limits, AnswerBusyToOneRequestTooMany) {
  stage.options.requests_waiting_max = 1;
  stage.start();
  const auto first = stage.connect();
  first->send(get("/held"));
  await([&] { return held_ == 1; });
  const auto second = stage.connect();
  second->send(get("/hello"));
  const auto busy = second->read_answer();
  EXPECT_EQ(busy.status, 503);
  EXPECT_EQ(busy.header("Retry-After"), "5");
  release_.set_value();
  EXPECT_EQ(first->read_answer().body, "held");
  // The refused one has not been counted, the answered one no longer is.
  for (int i = 0; i < 3; ++i) {
    second->send(get("/hello"));
    EXPECT_EQ(second->read_answer().status, 200);
  }
}

TEST_P(Limits, CountARequestWhoseClientHasLeft) {
  stage.options.requests_waiting_max = 1;
  stage.start();
  auto leaving = stage.connect();
  leaving->send(get("/held"));
  await([&] { return held_ == 1; });
  leaving.reset();
  release_.set_value();
  await([&] { return stage.server().connections() == 0; });
  EXPECT_EQ(stage.ask(get("/hello")).status, 200);
}

TEST_P(Limits, TellWhoeverSendsTooMuchBeforeClosing) {
  stage.start();
  const auto client = stage.connect();
  const std::string body(std::size_t{2} * 1024 * 1024, 'x');
  client->send("POST /echo HTTP/1.1\r\nHost: b\r\nContent-Length: 2097152\r\n\r\n" + body);
  EXPECT_EQ(client->read_answer().status, 413);
  EXPECT_EQ(client->read_to_end(), "");
}

TEST_P(Limits, RefuseARequestHiddenBehindAnother) {
  stage.start();
  const auto client = stage.connect();
  client->send(
      "POST /echo HTTP/1.1\r\nHost: b\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
      "0\r\n\r\n" +
      get("/hello"));
  EXPECT_EQ(client->read_answer().status, 400);
  EXPECT_EQ(client->read_to_end(), "");
}

TEST_P(Limits, SurviveClientsThatLeaveAtAnyPoint) {
  stage.start();
  const std::string request = post("/echo", "12345");
  for (std::size_t length = 0; length <= request.size(); ++length) {
    stage.connect()->send(std::string_view(request).substr(0, length));
  }
  await([&] { return stage.server().connections() == 0; });
  EXPECT_EQ(stage.ask(get("/hello")).body, "hello");
}

}  // namespace
}  // namespace keqian::bureau
