// Decodes a chunked body (RFC 9112 section 7.1) from bytes as they arrive. Strict where two readers
// could disagree: every line ends with CR LF, a size is hexadecimal digits. Extensions and trailers
// are read and dropped.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace keqian::bureau {

class ChunkedBody {
 public:
  // `extra_bytes_max`: extensions and trailers of one body together.
  explicit ChunkedBody(std::size_t extra_bytes_max) : extra_bytes_max_(extra_bytes_max) {}
  void limit(std::size_t body_bytes_max) { body_bytes_max_ = body_bytes_max; }

  enum class State { kMore, kDone, kMalformed, kTooLarge };
  // Appends what it decodes to `body`, says how many of `bytes` it took: all of them, unless the
  // body ends before.
  State feed(std::string_view bytes, std::size_t& used, std::string& body);

 private:
  enum class Part {
    kSize,
    kExtension,
    kSizeLineFeed,
    kData,
    kDataReturn,
    kDataLineFeed,
    kTrailerStart,
    kTrailer,
    kTrailerLineFeed,
    kLastLineFeed
  };
  State step(char c);
  State take_size(char c);
  State take_extra(char c, Part after_return);
  State expect(char c, char expected, Part next);

  std::size_t extra_bytes_max_;
  std::size_t body_bytes_max_ = 0;
  Part part_ = Part::kSize;
  State state_ = State::kMore;
  int digits_ = 0;
  std::uint64_t chunk_left_ = 0;
  std::size_t body_bytes_ = 0;  // announced by the chunks so far
  std::size_t extra_bytes_ = 0;
};

}  // namespace keqian::bureau
