#include "server-sync/bureau/http/chunked_body.h"

#include <gtest/gtest.h>

namespace keqian::bureau {
namespace {

struct Outcome {
  ChunkedBody::State state = ChunkedBody::State::kMore;
  std::string body;
  std::size_t used = 0;
  bool operator==(const Outcome&) const = default;
};

constexpr std::size_t kBodyBytesMax = 10, kExtraBytesMax = 12;

// Fed in two pieces, the second from `cut` on.
Outcome decode(std::string_view bytes, std::size_t cut) {
  ChunkedBody chunks(kExtraBytesMax);
  chunks.limit(kBodyBytesMax);
  Outcome outcome;
  for (const auto piece : {bytes.substr(0, cut), bytes.substr(cut)}) {
    if (outcome.state != ChunkedBody::State::kMore) break;
    std::size_t used = 0;
    outcome.state = chunks.feed(piece, used, outcome.body);
    outcome.used += used;
  }
  return outcome;
}

Outcome decode_whole(std::string_view bytes) {
  const auto whole = decode(bytes, bytes.size());
  for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
    EXPECT_EQ(decode(bytes, cut), whole) << bytes << " cut at " << cut;
  }
  return whole;
}

TEST(ChunkedBody, JoinsItsChunksAndStopsAfterTheLast) {
  const auto outcome = decode_whole("3\r\nabc\r\n00A;x\r\n");
  EXPECT_EQ(outcome.state, ChunkedBody::State::kTooLarge);  // 13 in all
  const std::string_view good = "3\r\nabc\r\n007;x=\"y\"\r\n\r\n12345\r\n0\r\nA: b\r\n\r\n";
  const auto whole = decode_whole(std::string(good) + "GET");
  EXPECT_EQ(whole.state, ChunkedBody::State::kDone);
  EXPECT_EQ(whole.body, "abc\r\n12345");
  EXPECT_EQ(whole.used, good.size());
  for (std::size_t length = 0; length < good.size(); ++length) {
    EXPECT_EQ(decode_whole(good.substr(0, length)).state, ChunkedBody::State::kMore) << length;
  }
}

TEST(ChunkedBody, RefusesWhatTwoReadersCouldReadDifferently) {
  for (const char* bytes :
       {"\r\n", "x\r\n", ";a\r\n", "-1\r\n", "0x1\r\n", "+1\r\n", "1\n", "1\rx", "1;a\nx",
        "1\r\nab", "1\r\na\n", "1\r\na\rb", "0\r\n\n", "0\r\nA: b\n", "0\r\nA: b\rx", "0\r\n\rx",
        "0000000000000001\r\n", "ffffffffffffffff1\r\n"}) {
    EXPECT_EQ(decode_whole(bytes).state, ChunkedBody::State::kMalformed) << bytes;
  }
}

TEST(ChunkedBody, KnowsItsLimits) {
  EXPECT_EQ(decode_whole("A\r\n0123456789\r\n0\r\n\r\n").state, ChunkedBody::State::kDone);
  EXPECT_EQ(decode_whole("B\r\n").state, ChunkedBody::State::kTooLarge);
  EXPECT_EQ(decode_whole("fffffffffffffff\r\n").state, ChunkedBody::State::kTooLarge);
  EXPECT_EQ(decode_whole("9\r\n012345678\r\n2\r\n").state, ChunkedBody::State::kTooLarge);
  EXPECT_EQ(decode_whole("1;0123456789\r\na\r\n0\r\nT\r\n\r\n").state, ChunkedBody::State::kDone);
  EXPECT_EQ(decode_whole("1;0123456789\r\na\r\n0\r\nTrai").state, ChunkedBody::State::kMalformed);
}

}  // namespace
}  // namespace keqian::bureau
