// The hook that has the last word on every answer: the kiosk protocol signs there.
#include <gtest/gtest.h>

#include <mutex>
#include <stdexcept>
#include <vector>

#include "tests/unit/bureau_http/stage.h"

namespace keqian::bureau {
namespace {

struct Seen {
  std::string method, target, path, kiosk;
  Response response;
};

class Finish : public PlainAndTls {
 protected:
  void SetUp() override {
    stage.options.request_time_max = std::chrono::milliseconds(300);
    stage.options.finish = [this](const Request& request, Response& response) {
      response.headers.emplace_back("Signed", std::to_string(response.status) + response.body);
      const std::lock_guard lock(mutex_);
      seen_.push_back({request.method, request.target, request.path,
                       std::string(request.header("keqian-kiosk")), response});
    };
    stage.router.add("GET", "/page", [](const Request&) {
      auto response = text_response("text");
      response.etag = "\"7\"";
      return response;
    });
    stage.router.add("GET", "/packed", [](const Request&) {
      auto response = text_response(
          std::string("\x1f\x8b\x08\0\0\0\0\0\x02\x03"
                      "\xcb\x48\xcd\xc9\xc9\x57\xc8\x40\x27\x01\xe3\x51\x3d\x8d\x17\0\0\0",
                      28));
      response.body_is_gzip = true;
      return response;
    });
    stage.router.add("GET", "/broken",
                     [](const Request&) -> Response { throw std::runtime_error("no"); });
    stage.router.add(
        "POST", "/small", [](const Request&) { return Response{}; }, 4);
    stage.start();
  }

  // Of the one answer given since the last call.
  Seen seen() {
    const std::lock_guard lock(mutex_);
    EXPECT_EQ(seen_.size(), 1U);
    auto out = seen_.empty() ? Seen{} : seen_.front();
    seen_.clear();
    return out;
  }

  std::mutex mutex_;
  std::vector<Seen> seen_;
};
INSTANTIATE_TEST_SUITE_P(All, Finish, ::testing::Bool(), plain_or_tls);

TEST_P(Finish, SeesTheRequestAndAddsToTheAnswer) {
  const auto answer = stage.ask(get("/page?a=1", "Keqian-Kiosk: k-1\r\n"));
  EXPECT_EQ(answer.header("Signed"), "200text");
  const auto one = seen();
  EXPECT_EQ(one.method, "GET");
  EXPECT_EQ(one.target, "/page?a=1");
  EXPECT_EQ(one.path, "/page");
  EXPECT_EQ(one.kiosk, "k-1");
  EXPECT_EQ(one.response.etag, "\"7\"");
}

TEST_P(Finish, SeesA304AsItIsSent) {
  const auto answer = stage.ask(get("/page", "If-None-Match: \"7\"\r\n"));
  EXPECT_EQ(answer.status, 304);
  EXPECT_EQ(answer.header("ETag"), "\"7\"");
  EXPECT_EQ(answer.header("Signed"), "304");
  const auto one = seen();
  EXPECT_EQ(one.response.status, 304);
  EXPECT_EQ(one.response.etag, "\"7\"");
  EXPECT_EQ(one.response.body, "");
}

TEST_P(Finish, SeesTheBytesThatAreSent) {
  EXPECT_EQ(stage.ask(get("/packed")).body, "hello hello hello hello");
  EXPECT_EQ(seen().response.body, "hello hello hello hello");
  const auto packed = stage.ask(get("/packed", "Accept-Encoding: gzip\r\n"));
  EXPECT_EQ(packed.header("Content-Encoding"), "gzip");
  EXPECT_EQ(seen().response.body, packed.body);
}

TEST_P(Finish, SeesEveryRefusalAfterTheHead) {
  const std::pair<std::string, int> asked[] = {
      {get("/nowhere"), 404},
      {post("/page", ""), 405},
      {get("/broken"), 500},
      {post("/small", "12345"), 413},
      {"POST /small HTTP/1.1\r\nHost: b\r\nContent-Length: 99999999\r\n\r\n", 413},
      {"POST /small HTTP/1.1\r\nHost: b\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n", 413},
      {"POST /small HTTP/1.1\r\nHost: b\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", 400},
      {"POST /small HTTP/1.1\r\nHost: b\r\nTransfer-Encoding: gzip\r\n\r\n", 501},
      {"POST /small HTTP/1.1\r\nHost: b\r\nContent-Length: 4\r\n\r\n12", 408}};
  for (const auto& [request, status] : asked) {
    const auto answer = stage.ask(request);
    EXPECT_EQ(answer.status, status) << request;
    EXPECT_EQ(answer.header("Signed"), std::to_string(status) + answer.body);
    const auto one = seen();
    EXPECT_EQ(one.response.status, status);
    EXPECT_EQ(one.method, request.substr(0, request.find(' ')));
    EXPECT_TRUE(request.find(" " + one.path + " ") != std::string::npos) << one.path;
  }
}

TEST_P(Finish, SeesNothingWhereNoHeadWasRead) {
  EXPECT_EQ(stage.ask("GET /page HTTP/3.0\r\n\r\n").status, 505);
  EXPECT_EQ(stage.ask("GET /" + std::string(20'000, 'x')).status, 431);
  EXPECT_EQ(stage.ask("GET /page HTTP/1.1\r\nHo").status, 408);
  const std::lock_guard lock(mutex_);
  EXPECT_TRUE(seen_.empty());
}

}  // namespace
}  // namespace keqian::bureau
