#include "server-sync/bureau/http/chunked_body.h"

#include <algorithm>

#include "server-sync/bureau/http/message.h"

namespace keqian::bureau {
namespace {

constexpr int kSizeDigitsMax = 15;  // leaves room to multiply by sixteen

}  // namespace

ChunkedBody::State ChunkedBody::feed(std::string_view bytes, std::size_t& used, std::string& body) {
  used = 0;
  while (used < bytes.size() && state_ == State::kMore) {
    if (part_ == Part::kData) {
      const auto rest = bytes.substr(used);
      const auto count =
          static_cast<std::size_t>(std::min<std::uint64_t>(rest.size(), chunk_left_));
      body.append(rest.substr(0, count));
      used += count;
      chunk_left_ -= count;
      if (chunk_left_ == 0) part_ = Part::kDataReturn;
    } else {
      state_ = step(bytes[used++]);
    }
  }
  return state_;
}

ChunkedBody::State ChunkedBody::step(char c) {
  switch (part_) {
    case Part::kSize:
      return take_size(c);
    case Part::kExtension:
      return take_extra(c, Part::kSizeLineFeed);
    case Part::kSizeLineFeed:
      digits_ = 0;
      return expect(c, '\n', chunk_left_ == 0 ? Part::kTrailerStart : Part::kData);
    case Part::kDataReturn:
      return expect(c, '\r', Part::kDataLineFeed);
    case Part::kDataLineFeed:
      return expect(c, '\n', Part::kSize);
    case Part::kTrailerStart:
      if (c == '\r') return expect(c, '\r', Part::kLastLineFeed);
      part_ = Part::kTrailer;
      return take_extra(c, Part::kTrailerLineFeed);
    case Part::kTrailer:
      return take_extra(c, Part::kTrailerLineFeed);
    case Part::kTrailerLineFeed:
      return expect(c, '\n', Part::kTrailerStart);
    case Part::kLastLineFeed:
      return c == '\n' ? State::kDone : State::kMalformed;
    case Part::kData:
      break;
  }
  return State::kMalformed;
}

ChunkedBody::State ChunkedBody::take_size(char c) {
  if (const int digit = hex_digit(c); digit >= 0) {
    if (++digits_ > kSizeDigitsMax) return State::kMalformed;
    chunk_left_ = chunk_left_ * 16 + static_cast<std::uint64_t>(digit);
    return State::kMore;
  }
  if (digits_ == 0) return State::kMalformed;
  if (chunk_left_ > body_bytes_max_ - body_bytes_) return State::kTooLarge;
  body_bytes_ += static_cast<std::size_t>(chunk_left_);
  if (c == '\r') return expect(c, '\r', Part::kSizeLineFeed);
  part_ = Part::kExtension;
  return c == ';' || c == ' ' || c == '\t' ? State::kMore : State::kMalformed;
}

ChunkedBody::State ChunkedBody::take_extra(char c, Part after_return) {
  if (c == '\r') return expect(c, '\r', after_return);
  return c == '\n' || ++extra_bytes_ > extra_bytes_max_ ? State::kMalformed : State::kMore;
}

ChunkedBody::State ChunkedBody::expect(char c, char expected, Part next) {
  part_ = next;
  return c == expected ? State::kMore : State::kMalformed;
}

}  // namespace keqian::bureau
