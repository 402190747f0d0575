#include <gtest/gtest.h>

#include <future>

#include "server-sync/transfer/http_client.h"
#include "tests/unit/transfer/loopback_server.h"

namespace keqian::transfer {
namespace {

using Afterwards = LoopbackServer::Afterwards;

HttpRequest get(const std::string& url) {
  HttpRequest request;
  request.url = url + "/v1/x";
  return request;
}

// The failure, or kOther with a test failure when there was an answer.
TransferFailure failure_of(const HttpResult& result) {
  const auto* error = std::get_if<TransferError>(&result);
  EXPECT_NE(error, nullptr) << "an answer came";
  return error ? error->failure : TransferFailure::kOther;
}

TEST(HttpExchange, SendsWhatIsAskedAndNothingElse) {
  const LoopbackServer server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nETag: \"7\"\r\n\r\nok",
                              Afterwards::kClose);
  CurlHttpClient client;
  HttpRequest request = get(server.url());
  request.method = "PUT";
  request.headers = {{"Keqian-Kiosk", "k-7f3a"}, {"Content-Type", "application/json"}};
  request.body = std::string("{\"a\":\0}", 7);
  const auto result = client.send(request);
  ASSERT_TRUE(std::holds_alternative<HttpAnswer>(result)) << std::get<TransferError>(result).detail;
  const auto& answer = std::get<HttpAnswer>(result);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "ok");
  EXPECT_EQ(answer.header("etag"), "\"7\"");
  EXPECT_EQ(answer.header("E"), "");

  ASSERT_EQ(server.requests().size(), 1U);
  const std::string sent = server.requests()[0];
  EXPECT_TRUE(sent.starts_with("PUT /v1/x HTTP/1.1\r\n")) << sent;
  EXPECT_NE(sent.find("\r\nKeqian-Kiosk: k-7f3a\r\n"), std::string::npos);
  EXPECT_NE(sent.find("\r\nContent-Type: application/json\r\n"), std::string::npos);
  EXPECT_EQ(sent.find("Expect"), std::string::npos);
  EXPECT_EQ(sent.find("Accept-Encoding"), std::string::npos);
  EXPECT_TRUE(sent.ends_with("\r\n\r\n" + request.body));
}

TEST(HttpExchange, KeepsItsConnection) {
  const LoopbackServer server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                              Afterwards::kKeepOpen);
  CurlHttpClient client;
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(std::holds_alternative<HttpAnswer>(client.send(get(server.url()))));
  }
  EXPECT_EQ(server.connections(), 1);
}

TEST(HttpExchange, TakesAnyStatusAsAnAnswerAndFollowsNoRedirect) {
  const LoopbackServer server(
      "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
      Afterwards::kClose);
  CurlHttpClient client;
  const auto result = client.send(get(server.url()));
  ASSERT_TRUE(std::holds_alternative<HttpAnswer>(result));
  EXPECT_EQ(std::get<HttpAnswer>(result).status, 302);
  EXPECT_EQ(server.connections(), 1);
}

TEST(HttpExchange, ForgetsTheHeadersBeforeTheRealAnswer) {
  const LoopbackServer server(
      "HTTP/1.1 103 Early Hints\r\nX: early\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
      Afterwards::kClose);
  CurlHttpClient client;
  const auto result = client.send(get(server.url()));
  ASSERT_TRUE(std::holds_alternative<HttpAnswer>(result));
  EXPECT_EQ(std::get<HttpAnswer>(result).header("X"), "");
}

TEST(HttpFailure, IsBadUrlForPlainHttpToAnotherMachine) {
  CurlHttpClient client;
  for (const char* url : {"http://192.0.2.1", "ftp://127.0.0.1", "", "http://127.0.0.1@192.0.2.1",
                          "file:///etc/passwd"}) {
    EXPECT_EQ(failure_of(client.send(get(url))), TransferFailure::kBadUrl) << url;
  }
}

TEST(HttpFailure, IsNameNotFound) {
  CurlHttpClient client;
  // Longer than a label of a name may be: no resolver has to be asked.
  const auto result = client.send(get("https://" + std::string(70, 'x') + ".example"));
  EXPECT_EQ(failure_of(result), TransferFailure::kNameNotFound);
}

TEST(HttpFailure, IsRefusedWhereNobodyListens) {
  CurlHttpClient client;
  const auto result = client.send(get("http://127.0.0.1:" + std::to_string(unused_port())));
  EXPECT_EQ(failure_of(result), TransferFailure::kRefused);
}

TEST(HttpFailure, IsTimedOutWhenTheServerFallsSilentAnywhere) {
  for (const char* said : {"", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab"}) {
    const LoopbackServer server(said, Afterwards::kStayAwake);
    CurlHttpClient client;
    HttpRequest request = get(server.url());
    request.total_timeout_ms = 200;
    EXPECT_EQ(failure_of(client.send(request)), TransferFailure::kTimedOut) << said;
  }
}

TEST(HttpFailure, IsBrokenAnswerWhenCutShortAtAnyByte) {
  const std::string whole =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
      "12\r\n\r\n{\"a\":\"bcde\"}";
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const LoopbackServer server(whole.substr(0, length), Afterwards::kClose);
    CurlHttpClient client;
    EXPECT_EQ(failure_of(client.send(get(server.url()))), TransferFailure::kBrokenAnswer) << length;
  }
}

TEST(HttpFailure, IsBrokenAnswerForACutChunkedBody) {
  const std::string whole =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n";
  const std::size_t body = whole.find("5\r\n");
  for (std::size_t length = body; length < whole.size() - 4; ++length) {
    const LoopbackServer server(whole.substr(0, length), Afterwards::kClose);
    CurlHttpClient client;
    EXPECT_EQ(failure_of(client.send(get(server.url()))), TransferFailure::kBrokenAnswer) << length;
  }
}

TEST(HttpFailure, IsBrokenAnswerForGarbage) {
  for (const std::string& garbage :
       {std::string("SSH-2.0-OpenSSH_9.2\r\n"), std::string("\0\x01\x02\x03\r\n\r\n", 8),
        std::string("<html>sign in</html>\r\n\r\n"), std::string("HTTP/9.9 200 OK\r\n\r\n"),
        std::string("HTTP/1.1 200 OK\r\nContent-Length: 5x\r\nContent-Length: 7\r\n\r\nabc")}) {
    const LoopbackServer server(garbage, Afterwards::kClose);
    CurlHttpClient client;
    EXPECT_EQ(failure_of(client.send(get(server.url()))), TransferFailure::kBrokenAnswer)
        << garbage;
  }
}

TEST(HttpFailure, IsTooLargeForABodyOverTheLimit) {
  const LoopbackServer server("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n01234567890",
                              Afterwards::kClose);
  CurlHttpClient client;
  HttpRequest request = get(server.url());
  request.answer_bytes_max = 10;
  EXPECT_EQ(failure_of(client.send(request)), TransferFailure::kTooLarge);
  request.answer_bytes_max = 11;
  EXPECT_TRUE(std::holds_alternative<HttpAnswer>(client.send(request)));
}

TEST(HttpFailure, IsTooLargeForAnEndlessBody) {
  const LoopbackServer server("HTTP/1.1 200 OK\r\n\r\n" + std::string(100'000, 'x'),
                              Afterwards::kSendForever);
  CurlHttpClient client;
  EXPECT_EQ(failure_of(client.send(get(server.url()))), TransferFailure::kTooLarge);
}

TEST(HttpFailure, IsTooLargeForHeadersWithoutMeasure) {
  std::string answer = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 100; ++i) answer += "X: " + std::string(1000, 'x') + "\r\n";
  const LoopbackServer server(answer + "\r\n", Afterwards::kClose);
  CurlHttpClient client;
  EXPECT_EQ(failure_of(client.send(get(server.url()))), TransferFailure::kTooLarge);
}

TEST(Interrupt, EndsTheExchangeUnderWayAndAllLaterOnes) {
  const LoopbackServer server("", Afterwards::kStayAwake);
  CurlHttpClient client;
  auto result = std::async(std::launch::async, [&] { return client.send(get(server.url())); });
  while (server.requests().empty()) std::this_thread::yield();
  client.interrupt();
  EXPECT_EQ(failure_of(result.get()), TransferFailure::kInterrupted);
  EXPECT_EQ(failure_of(client.send(get(server.url()))), TransferFailure::kInterrupted);
}

TEST(TransferFailureName, IsOneWordEach) {
  EXPECT_EQ(name(TransferFailure::kBadUrl), "bad_url");
  EXPECT_EQ(name(TransferFailure::kOther), "other");
}

}  // namespace
}  // namespace keqian::transfer
