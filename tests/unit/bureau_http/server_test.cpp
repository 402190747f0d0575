// Requests and answers over real sockets.
#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>

#include "tests/unit/bureau_http/stage.h"

namespace keqian::bureau {
namespace {

class Exchange : public PlainAndTls {
 protected:
  void SetUp() override {
    stage.router.add("GET", "/hello", [](const Request&) { return text_response("hello"); });
    stage.router.add("POST", "/echo",
                     [](const Request& request) { return text_response(request.body); });
    stage.router.add("GET", "/from", [](const Request& request) {
      return text_response(request.remote_address + (request.secure ? " secure" : " plain"));
    });
    stage.router.add("GET", "/pages/{name}", [](const Request& request) {
      return text_response(std::string(request.parameter("name")) + "?" +
                           std::string(request.query_text("q")));
    });
    stage.router.add("GET", "/broken",
                     [](const Request&) -> Response { throw std::runtime_error("no"); });
    stage.router.add("GET", "/broken_oddly", [](const Request&) -> Response { throw 1; });
    stage.router.add_deferred("GET", "/dropped", [](auto, Reply) {});
    stage.router.add_deferred("GET", "/later", [this](auto, Reply reply) {
      later_ = std::thread([reply = std::move(reply)]() mutable { reply(text_response("late")); });
    });
  }
  void TearDown() override {
    if (later_.joinable()) later_.join();
  }

  std::thread later_;
};
INSTANTIATE_TEST_SUITE_P(All, Exchange, ::testing::Bool(), plain_or_tls);

TEST_P(Exchange, AnswersAndKeepsTheConnection) {
  stage.start();
  const auto client = stage.connect();
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(client->send(get("/hello")));
    const auto answer = client->read_answer();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "hello");
    EXPECT_EQ(answer.header("Connection"), "keep-alive");
    EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(answer.header("Strict-Transport-Security"), GetParam() ? "max-age=31536000" : "");
  }
  EXPECT_EQ(stage.server().connections(), 1U);
}

TEST_P(Exchange, AnswersPipelinedRequestsInOrder) {
  stage.start();
  const auto client = stage.connect();
  client->send(get("/pages/1") + post("/echo", "two") + get("/hello") + get("/pages/4?q=x%2By"));
  EXPECT_EQ(client->read_answer().body, "1?");
  EXPECT_EQ(client->read_answer().body, "two");
  EXPECT_EQ(client->read_answer().body, "hello");
  EXPECT_EQ(client->read_answer().body, "4?x+y");
}

TEST_P(Exchange, ReadsARequestThatTricklesIn) {
  stage.start();
  const auto client = stage.connect();
  for (const char c : post("/echo", "slow")) ASSERT_TRUE(client->send(std::string_view(&c, 1)));
  EXPECT_EQ(client->read_answer().body, "slow");
}

TEST_P(Exchange, ReadsALargeBodyAndSendsItBack) {
  stage.options.body_bytes_max = 4 * 1024 * 1024;
  stage.router.add(
      "POST", "/large", [](const Request& request) { return text_response(request.body); },
      stage.options.body_bytes_max);
  stage.start();
  std::string body(stage.options.body_bytes_max, 'x');
  for (std::size_t i = 0; i < body.size(); i += 997) body[i] = static_cast<char>('a' + i % 26);
  const auto client = stage.connect();
  client->send(post("/large", body));
  EXPECT_EQ(client->read_answer().body, body);
}

TEST_P(Exchange, ReadsAChunkedBodyAndGoesOn) {
  stage.start();
  const auto client = stage.connect();
  client->send(
      "POST /echo HTTP/1.1\r\nHost: bureau\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3\r\nabc\r\n2;note=1\r\nde\r\n0\r\nTrailer: x\r\n\r\n" +
      get("/hello"));
  EXPECT_EQ(client->read_answer().body, "abcde");
  EXPECT_EQ(client->read_answer().body, "hello");
}

TEST_P(Exchange, AnswersHeadWithoutTheBody) {
  stage.start();
  const auto client = stage.connect();
  client->send("HEAD /hello HTTP/1.1\r\nHost: bureau\r\n\r\n" + get("/pages/next"));
  const auto answer = client->read_answer(true);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("Content-Length"), "5");
  EXPECT_EQ(client->read_answer().body, "next?");
}

TEST_P(Exchange, ClosesWhenAsked) {
  stage.start();
  const auto client = stage.connect();
  client->send(get("/hello", "Connection: close\r\n"));
  const auto answer = client->read_answer();
  EXPECT_EQ(answer.body, "hello");
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_EQ(client->read_to_end(), "");
}

TEST_P(Exchange, ClosesAfterHttp10UnlessAskedToStay) {
  stage.start();
  const auto leaving = stage.connect();
  leaving->send("GET /hello HTTP/1.0\r\n\r\n");
  EXPECT_EQ(leaving->read_answer().body, "hello");
  EXPECT_EQ(leaving->read_to_end(), "");

  const auto staying = stage.connect();
  for (int i = 0; i < 2; ++i) {
    staying->send("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(staying->read_answer().header("Connection"), "keep-alive");
  }
}

TEST_P(Exchange, AnswersAClientThatHasEndedSending) {
  stage.start();
  const auto client = stage.connect();
  client->send(get("/hello"));
  if (!GetParam()) client->end_sending();  // a goodbye of TLS ends both directions
  EXPECT_EQ(client->read_answer().body, "hello");
}

TEST_P(Exchange, SaysContinueOnlyToClientsThatWait) {
  stage.start();
  const auto waiting = stage.connect();
  const std::string head =
      "POST /echo HTTP/1.1\r\nHost: bureau\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n";
  waiting->send(head);
  EXPECT_EQ(waiting->read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  waiting->send("ok");
  EXPECT_EQ(waiting->read_answer().body, "ok");

  const auto hasty = stage.connect();
  hasty->send(head + "ok");
  EXPECT_EQ(hasty->read_answer().status, 200);
}

TEST_P(Exchange, RefusesABodyTooLargeInsteadOfContinue) {
  stage.start();
  EXPECT_EQ(stage
                .ask("POST /echo HTTP/1.1\r\nHost: bureau\r\nContent-Length: 65537\r\n"
                     "Expect: 100-continue\r\n\r\n")
                .status,
            413);
}

TEST_P(Exchange, HasAnAnswerForEveryFailure) {
  stage.start();
  EXPECT_EQ(stage.ask(get("/nowhere")).status, 404);
  const auto wrong_method = stage.ask(post("/hello", ""));
  EXPECT_EQ(wrong_method.status, 405);
  EXPECT_EQ(wrong_method.header("Allow"), "GET, HEAD");
  EXPECT_EQ(stage.ask(get("/broken")).status, 500);
  EXPECT_EQ(stage.ask(get("/broken_oddly")).status, 500);
  EXPECT_EQ(stage.ask(get("/dropped")).status, 500);
}

TEST_P(Exchange, TakesAReplyFromAnotherThread) {
  stage.start();
  EXPECT_EQ(stage.ask(get("/later")).body, "late");
}

TEST_P(Exchange, KnowsItsClient) {
  stage.start();
  EXPECT_EQ(stage.ask(get("/from")).body, GetParam() ? "127.0.0.1 secure" : "127.0.0.1 plain");
  EXPECT_TRUE(stage.ask(get("/from", "X-Forwarded-For: 198.51.100.1, 203.0.113.9\r\n"))
                  .body.starts_with("203.0.113.9 "));
}

TEST_P(Exchange, AnswersManyClientsAtOnce) {
  stage.start();
  constexpr int kClients = 8, kRequests = 40;
  std::vector<std::thread> threads;
  std::vector<int> answered(kClients);
  for (int i = 0; i < kClients; ++i) {
    threads.emplace_back([&, i] {
      const auto client = stage.connect();
      for (int j = 0; j < kRequests; ++j) {
        const auto body = std::to_string(i) + "/" + std::to_string(j);
        client->send(post("/echo", body));
        if (client->read_answer().body == body) ++answered[static_cast<std::size_t>(i)];
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(answered, std::vector<int>(kClients, kRequests));
}

}  // namespace
}  // namespace keqian::bureau
