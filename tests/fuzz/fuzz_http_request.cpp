// Requests: any bytes give a request, a refusal or a wait for more, and the same however they are
// cut into pieces. The first byte of the input chooses the pieces.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "server-sync/base/assert.h"
#include "server-sync/bureau/http/client_address.h"
#include "server-sync/bureau/http/request_parser.h"

namespace keqian::bureau {
namespace {

using State = RequestParser::State;

constexpr RequestParser::Limits kLimits{512, 256};
constexpr std::size_t kRouteBytesMax = 128;

struct Outcome {
  State state = State::kHeader;
  int status = 0;
  bool keep_alive = false, expects_continue = false;
  std::size_t used = 0;
  Request request;
};

// As a connection does it; `next_piece` says how many bytes come next.
template <typename NextPiece>
Outcome parse(std::string_view bytes, NextPiece next_piece) {
  RequestParser parser(kLimits);
  Outcome outcome;
  std::string unread;
  while (!bytes.empty() && parser.state() != State::kDone && parser.state() != State::kRefused) {
    const auto count = std::min(next_piece(), bytes.size());
    unread += bytes.substr(0, count);
    bytes.remove_prefix(count);
    for (bool again = true; again;) {
      std::size_t used = 0;
      again = parser.feed(unread, used) == State::kHeadRead;
      KEQIAN_ASSERT(used <= unread.size());
      unread.erase(0, used);
      outcome.used += used;
      if (!again) break;
      outcome.keep_alive = parser.keep_alive();
      outcome.expects_continue = parser.expects_continue();
      again = parser.limit_body(kRouteBytesMax) != State::kRefused;
    }
    KEQIAN_ASSERT(unread.size() <= kLimits.header_bytes_max || parser.state() != State::kHeader);
    KEQIAN_ASSERT(unread.empty() || parser.state() != State::kBody);
  }
  outcome.state = parser.state();
  outcome.status = parser.refusal_status();
  outcome.request = outcome.state == State::kDone ? parser.take() : parser.request();
  return outcome;
}

void check(const Outcome& outcome) {
  constexpr std::array kStatuses = {400, 413, 431, 501, 505};
  const auto& request = outcome.request;
  const bool is_known =
      std::find(kStatuses.begin(), kStatuses.end(), outcome.status) != kStatuses.end();
  KEQIAN_ASSERT(is_known == (outcome.state == State::kRefused));
  KEQIAN_ASSERT(request.body.size() <= kRouteBytesMax);
  if (outcome.state == State::kDone || outcome.state == State::kBody) {
    KEQIAN_ASSERT(!request.method.empty() && request.path.starts_with('/'));
    KEQIAN_ASSERT(request.header("content-length").empty() ||
                  request.header("transfer-encoding").empty());
  }
  for (const auto& [name, value] : request.headers) {
    KEQIAN_ASSERT(value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos);
  }
  client_address("127.0.0.1", request);
  request.cookie("session");
}

void expect_same(const Outcome& a, const Outcome& b) {
  KEQIAN_ASSERT(a.state == b.state);
  KEQIAN_ASSERT(a.status == b.status);
  KEQIAN_ASSERT(a.keep_alive == b.keep_alive);
  KEQIAN_ASSERT(a.expects_continue == b.expects_continue);
  KEQIAN_ASSERT(a.request.method == b.request.method);
  KEQIAN_ASSERT(a.request.target == b.request.target);
  KEQIAN_ASSERT(a.request.path == b.request.path);
  KEQIAN_ASSERT(a.request.query == b.request.query);
  KEQIAN_ASSERT(a.request.headers == b.request.headers);
  KEQIAN_ASSERT(a.request.body == b.request.body);
  KEQIAN_ASSERT(a.used == b.used || a.state == State::kRefused);
}

}  // namespace
}  // namespace keqian::bureau

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace keqian::bureau;  // NOLINT: a program of one file
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto whole = parse(bytes, [&] { return bytes.size(); });
  check(whole);
  expect_same(whole, parse(bytes, [] { return std::size_t{1}; }));
  std::uint32_t chance = data[0];
  expect_same(whole, parse(bytes, [&] {
                chance = chance * 1664525U + 1013904223U;
                return std::size_t{1} + (chance >> 16) % 40;
              }));
  return 0;
}
