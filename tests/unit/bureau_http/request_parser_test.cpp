#include "server-sync/bureau/http/request_parser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace keqian::bureau {
namespace {

using ::testing::Contains;
using ::testing::Pair;
using State = RequestParser::State;

struct Outcome {
  State state = State::kHeader;
  int status = 0;
  std::size_t used = 0;
  bool head_was_read = false;
  bool keep_alive = false;
  bool expects_continue = false;
  Request request;
};

struct Sizes {
  std::size_t header = 300, body = 64, route = 32;
};

// As a connection does it, the bytes arriving in the given pieces.
Outcome parse(const std::vector<std::string_view>& pieces, const Sizes& sizes = {}) {
  RequestParser parser({sizes.header, sizes.body});
  Outcome outcome;
  std::string unread;
  for (const auto piece : pieces) {
    unread += piece;
    while (true) {
      std::size_t used = 0;
      auto state = parser.feed(unread, used);
      unread.erase(0, used);
      outcome.used += used;
      if (state != State::kHeadRead) break;
      outcome.head_was_read = true;
      state = parser.limit_body(sizes.route);
      if (state == State::kRefused) break;
      outcome.keep_alive = parser.keep_alive();
      outcome.expects_continue = parser.expects_continue();
    }
    if (parser.state() == State::kDone || parser.state() == State::kRefused) break;
  }
  outcome.state = parser.state();
  outcome.status = parser.refusal_status();
  outcome.request = outcome.state == State::kDone ? parser.take() : parser.request();
  return outcome;
}

void expect_same(const Outcome& a, const Outcome& b, const std::string& what) {
  EXPECT_EQ(a.state, b.state) << what;
  EXPECT_EQ(a.status, b.status) << what;
  EXPECT_EQ(a.request.method, b.request.method) << what;
  EXPECT_EQ(a.request.target, b.request.target) << what;
  EXPECT_EQ(a.request.headers, b.request.headers) << what;
  if (a.state != State::kDone) return;
  EXPECT_EQ(a.used, b.used) << what;
  EXPECT_EQ(a.keep_alive, b.keep_alive) << what;
  EXPECT_EQ(a.request.body, b.request.body) << what;
}

// Whole; and the same when cut anywhere, or into single bytes.
Outcome parse_whole(std::string_view bytes, const Sizes& sizes = {}) {
  const auto whole = parse({bytes}, sizes);
  std::vector<std::string_view> single;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto cut = std::to_string(i) + " of " + std::string(bytes.substr(0, 80));
    expect_same(parse({bytes.substr(0, i), bytes.substr(i)}, sizes), whole, cut);
    single.push_back(bytes.substr(i, 1));
  }
  expect_same(parse(single, sizes), whole, "single bytes of " + std::string(bytes.substr(0, 80)));
  return whole;
}

int refusal_of(std::string_view bytes, const Sizes& sizes = {}) {
  const auto outcome = parse_whole(bytes, sizes);
  EXPECT_EQ(outcome.state, State::kRefused) << bytes;
  return outcome.status;
}

TEST(RequestParser, ReadsARequestHoweverItIsCut) {
  const std::string bytes =
      "PUT /v1/kiosks/k%201/tallies?a=1&b=%2B HTTP/1.1\r\nHost: bureau\r\nCONTENT-length: 5\r\n"
      "X-Folded: a\r\n b\r\nCookie: s=1\r\nCookie: t=2\r\n\r\nhello";
  const auto outcome = parse_whole(bytes + "GET / HTTP/1.1\r\n");
  ASSERT_EQ(outcome.state, State::kDone);
  const auto& request = outcome.request;
  EXPECT_EQ(outcome.used, bytes.size());
  EXPECT_TRUE(outcome.keep_alive);
  EXPECT_EQ(request.method, "PUT");
  EXPECT_EQ(request.target, "/v1/kiosks/k%201/tallies?a=1&b=%2B");
  EXPECT_EQ(request.path, "/v1/kiosks/k%201/tallies");
  EXPECT_EQ(request.query_text("b"), "+");
  EXPECT_EQ(request.body, "hello");
  EXPECT_EQ(request.header("x-folded"), "a b");
  EXPECT_EQ(request.cookie("t"), "2");
  EXPECT_THAT(request.headers, Contains(Pair("content-length", "5")));
}

TEST(RequestParser, WaitsForTheRestOfEveryBeginning) {
  for (const std::string bytes :
       {"POST / HTTP/1.1\r\nHost: b\r\nContent-Length: 3\r\n\r\nabc",
        "POST / HTTP/1.1\r\nHost: b\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"}) {
    for (std::size_t length = 0; length < bytes.size(); ++length) {
      const auto outcome = parse({std::string_view(bytes).substr(0, length)});
      const bool in_body = length >= bytes.find("\r\n\r\n") + 4;
      EXPECT_EQ(outcome.state, in_body ? State::kBody : State::kHeader) << length;
    }
    EXPECT_EQ(parse_whole(bytes).request.body, "abc");
  }
}

TEST(RequestParser, ReadsRequestsWithoutABody) {
  const auto outcome = parse_whole("GET /a HTTP/1.1\r\nHost:\r\n\r\n");
  EXPECT_EQ(outcome.state, State::kDone);
  EXPECT_EQ(outcome.request.body, "");
  EXPECT_EQ(parse_whole("M-SEARCH /a HTTP/1.0\r\n\r\n").request.method, "M-SEARCH");
  EXPECT_EQ(parse_whole("GET /a HTTP/1.1\r\nHost: b\r\nContent-Length: 0\r\n\r\n").state,
            State::kDone);
}

TEST(RequestParser, KnowsWhetherTheConnectionStays) {
  const auto stays = [](const std::string& version, const std::string& headers) {
    return parse_whole("GET / HTTP/" + version + "\r\nHost: b\r\n" + headers + "\r\n").keep_alive;
  };
  EXPECT_TRUE(stays("1.1", ""));
  EXPECT_FALSE(stays("1.1", "Connection: close\r\n"));
  EXPECT_FALSE(stays("1.1", "Connection: x, Close\r\n"));
  EXPECT_FALSE(stays("1.1", "Connection: x\r\nConnection: close\r\n"));
  EXPECT_FALSE(stays("1.0", ""));
  EXPECT_TRUE(stays("1.0", "Connection: keep-alive\r\n"));
}

TEST(RequestParser, KnowsWhoWaitsForContinue) {
  const auto waits = [](const std::string& version, const std::string& headers) {
    return parse({"POST / HTTP/" + version + "\r\nHost: b\r\n" + headers + "\r\n"})
        .expects_continue;
  };
  EXPECT_TRUE(waits("1.1", "Content-Length: 1\r\nExpect: 100-continue\r\n"));
  EXPECT_TRUE(waits("1.1", "Transfer-Encoding: chunked\r\nExpect: 100-Continue\r\n"));
  EXPECT_FALSE(waits("1.1", "Content-Length: 0\r\nExpect: 100-continue\r\n"));
  EXPECT_FALSE(waits("1.1", "Content-Length: 1\r\n"));
  EXPECT_FALSE(waits("1.0", "Content-Length: 1\r\nExpect: 100-continue\r\n"));
}

TEST(RequestRefusal, Is400ForWhatIsNotARequest) {
  for (const auto& bytes :
       {std::string("\x16\x03\x01\x02\0\x01", 6), std::string("\r\nGET / HTTP/1.1\r\n"),
        std::string("GET / HTTP/1.1\n"), std::string("GET\r\n\r\n"), std::string("GET /\r\n\r\n"),
        std::string(" GET / HTTP/1.1\r\n\r\n"), std::string("G(T / HTTP/1.1\r\nHost: b\r\n\r\n"),
        std::string("GET  / HTTP/1.1\r\nHost: b\r\n\r\n"),
        std::string("GET /\x01 HTTP/1.1\r\nHost: b\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nHost: b\r\nX: a\nY: b\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nHost: b\r\nno colon\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nHost: b\r\nX : a\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nHost: b\r\nX: a\0b\r\n\r\n", 35),
        std::string("GET / HTTP/1.1\r\nHost: b\r\nX: a\rb\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
        std::string("GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n"),
        std::string("GET http://b/ HTTP/1.1\r\nHost: b\r\n\r\n"),
        std::string("OPTIONS * HTTP/1.1\r\nHost: b\r\n\r\n")}) {
    EXPECT_EQ(refusal_of(bytes), 400) << bytes;
  }
}

// Two readers of one stream must see the same requests in it.
TEST(RequestRefusal, Is400WhereTheBodysLengthIsInDoubt) {
  for (const char* headers :
       {"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        "Content-Length: 5\r\nTransfer-Encoding: gzip\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n",
        "Content-Length: 5\r\nContent-Length: 6\r\n", "Content-Length: 5, 6\r\n",
        "Content-Length: +5\r\n", "Content-Length: -5\r\n", "Content-Length: 0x5\r\n",
        "Content-Length: 5 5\r\n", "Content-Length: \r\n",
        "Content-Length: 18446744073709551617\r\n"}) {
    EXPECT_EQ(refusal_of("POST / HTTP/1.1\r\nHost: b\r\n" + std::string(headers) + "\r\n0\r\n\r\n"),
              400)
        << headers;
  }
  EXPECT_EQ(refusal_of("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400);
  EXPECT_EQ(refusal_of("POST / HTTP/1.1\r\nHost: b\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n"),
            400);
}

TEST(RequestRefusal, Is501ForOtherTransferCodings) {
  for (const char* coding :
       {"gzip", "gzip, chunked", "chunked, gzip", "identity", "xchunked", "\"chunked\"", ""}) {
    EXPECT_EQ(refusal_of("POST / HTTP/1.1\r\nHost: b\r\nTransfer-Encoding: " + std::string(coding) +
                         "\r\n\r\n"),
              501)
        << coding;
  }
}

TEST(RequestRefusal, Is505ForOtherVersions) {
  for (const char* version : {"HTTP/2.0", "HTTP/1.2", "HTTP/0.9", "HTTP/9.9"}) {
    EXPECT_EQ(refusal_of("PRI / " + std::string(version) + "\r\n\r\n"), 505) << version;
  }
}

TEST(RequestRefusal, Is431ForAHeadTooLarge) {
  const auto head_of = [](std::size_t bytes) {
    std::string head = "GET / HTTP/1.1\r\nHost: b\r\nX: ";
    return head + std::string(bytes - head.size() - 4, 'x') + "\r\n\r\n";
  };
  EXPECT_EQ(parse_whole(head_of(300)).state, State::kDone);
  EXPECT_EQ(refusal_of(head_of(301)), 431);
  EXPECT_EQ(refusal_of("GET /" + std::string(300, 'x')), 431);
  std::string lines = "GET / HTTP/1.1\r\nHost: b\r\n";
  std::vector<std::string> kept;
  for (int i = 0; i < 60; ++i) kept.push_back("X: " + std::to_string(i) + "\r\n");
  std::vector<std::string_view> pieces = {lines};
  for (const auto& line : kept) pieces.push_back(line);
  EXPECT_EQ(parse(pieces).status, 431);  // each line by itself is small
}

TEST(RequestRefusal, Is413ForABodyTooLargeAndKeepsTheHead) {
  const auto announced = [](std::size_t bytes) {
    return "POST /upload HTTP/1.1\r\nHost: b\r\nContent-Length: " + std::to_string(bytes) +
           "\r\nKeqian-Kiosk: k\r\n\r\n";
  };
  EXPECT_EQ(parse_whole(announced(32) + std::string(32, 'x')).state, State::kDone);
  for (const std::size_t bytes : {33U, 64U, 65U, 4'000'000'000U}) {
    const auto outcome = parse_whole(announced(bytes));
    EXPECT_EQ(outcome.status, 413) << bytes;
    EXPECT_EQ(outcome.request.path, "/upload");
    EXPECT_EQ(outcome.request.header("keqian-kiosk"), "k");
  }
  const std::string chunked = "POST / HTTP/1.1\r\nHost: b\r\nTransfer-Encoding: chunked\r\n\r\n";
  const std::string half = "10\r\n0123456789abcdef\r\n";
  EXPECT_EQ(parse_whole(chunked + half + half + "0\r\n\r\n").request.body.size(), 32U);
  EXPECT_EQ(refusal_of(chunked + half + half + "1\r\n"), 413);
}

TEST(RequestRefusal, HoldsTheServersLimitWhereARouteAllowsMore) {
  const Sizes sizes{300, 8, 32};
  EXPECT_EQ(refusal_of("POST / HTTP/1.1\r\nHost: b\r\nContent-Length: 9\r\n\r\n", sizes), 413);
  EXPECT_EQ(
      refusal_of("POST / HTTP/1.1\r\nHost: b\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n", sizes),
      413);
}

TEST(RequestRefusal, CountsWhatSurroundsChunks) {
  const std::string head = "POST / HTTP/1.1\r\nHost: b\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(refusal_of(head + "1;" + std::string(301, 'x')), 400);
  EXPECT_EQ(refusal_of(head + "0\r\n" + std::string(301, 'x')), 400);
}

}  // namespace
}  // namespace keqian::bureau
