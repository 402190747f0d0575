#include "server-sync/wire/compression.h"

#include <zlib.h>

#include <algorithm>

#include "server-sync/base/assert.h"

namespace keqian::wire {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{64} * 1024;

// zlib's input pointers are not const, though it only reads them.
Bytef* input_of(std::string_view bytes) {
  return reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
}

class Inflater {
 public:
  Inflater() { KEQIAN_ASSERT(inflateInit(&stream_) == Z_OK); }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  z_stream& stream() { return stream_; }

 private:
  z_stream stream_{};
};

}  // namespace

std::string compressed(std::string_view bytes) {
  auto size = compressBound(static_cast<uLong>(bytes.size()));
  std::string out(size, '\0');
  const int result = compress2(reinterpret_cast<Bytef*>(out.data()), &size, input_of(bytes),
                               static_cast<uLong>(bytes.size()), Z_BEST_COMPRESSION);
  KEQIAN_ASSERT(result == Z_OK);  // only ever: no memory
  out.resize(size);
  return out;
}

std::optional<std::string> decompressed(std::string_view bytes, std::size_t bytes_max) {
  Inflater inflater;
  auto& stream = inflater.stream();
  stream.next_in = input_of(bytes);
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string out;
  while (true) {
    const auto held = out.size();
    // One byte more than allowed tells a text that is too long from one that just fits.
    out.resize(std::min(held + kPieceBytes, bytes_max + 1));
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + held);
    stream.avail_out = static_cast<uInt>(out.size() - held);
    const int result = inflate(&stream, Z_NO_FLUSH);
    out.resize(out.size() - stream.avail_out);
    if (out.size() > bytes_max) return std::nullopt;
    if (result == Z_STREAM_END && stream.avail_in == 0) return out;
    if (result != Z_OK) return std::nullopt;
  }
}

}  // namespace keqian::wire
