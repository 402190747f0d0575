#include "server-sync/bureau/http/gzip.h"

#include <boost/beast/zlib/inflate_stream.hpp>

namespace keqian::bureau {
namespace {

// RFC 1952: a fixed head of 10 bytes, fields by flags, the deflated data, 8 bytes of trailer.
constexpr std::size_t kHeadBytes = 10;
constexpr std::size_t kTrailerBytes = 8;
constexpr unsigned kFlagExtra = 4, kFlagName = 8, kFlagComment = 16, kFlagHeadCheck = 2;

unsigned byte_at(std::string_view bytes, std::size_t position) {
  return position < bytes.size() ? static_cast<unsigned char>(bytes[position]) : 0;
}

// Where the deflated data begins; past the end when the head is cut short.
std::size_t data_start(std::string_view gzip) {
  const auto flags = byte_at(gzip, 3);
  std::size_t position = kHeadBytes;
  if (flags & kFlagExtra) {
    position += 2 + byte_at(gzip, position) + 256 * byte_at(gzip, position + 1);
  }
  for (const auto flag : {kFlagName, kFlagComment}) {
    if (!(flags & flag)) continue;
    while (position < gzip.size() && gzip[position] != '\0') ++position;
    ++position;
  }
  if (flags & kFlagHeadCheck) position += 2;
  return position;
}

}  // namespace

std::optional<std::string> unpack_gzip(std::string_view gzip, std::size_t bytes_max) {
  namespace zlib = boost::beast::zlib;
  const auto start = data_start(gzip);
  if (byte_at(gzip, 0) != 0x1f || byte_at(gzip, 1) != 0x8b || byte_at(gzip, 2) != 8 ||
      start + kTrailerBytes > gzip.size()) {
    return std::nullopt;
  }
  std::size_t size = 0;  // the trailer's last four bytes, least significant first
  for (std::size_t i = 0; i < 4; ++i)
    size |= std::size_t{byte_at(gzip, gzip.size() - 4 + i)} << 8 * i;
  if (size > bytes_max) return std::nullopt;

  std::string out(size, '\0');
  zlib::z_params parameters;
  parameters.next_in = gzip.data() + start;
  // With the trailer, though it is no part of the data: the last code is looked up by more bits
  // than it has, and without bytes behind it would count as incomplete.
  parameters.avail_in = gzip.size() - start;
  parameters.next_out = out.data();
  parameters.avail_out = out.size();
  zlib::inflate_stream stream;
  boost::beast::error_code error;
  stream.write(parameters, zlib::Flush::finish, error);
  if (error != zlib::error::end_of_stream || parameters.avail_out != 0) return std::nullopt;
  return out;
}

}  // namespace keqian::bureau
