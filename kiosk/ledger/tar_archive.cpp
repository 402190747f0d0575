#include "kiosk/ledger/tar_archive.h"

#include <algorithm>

#include "server-sync/base/assert.h"

namespace keqian::kiosk {
namespace {

constexpr std::size_t kBlockBytes = 512;
constexpr std::size_t kNameBytesMax = 100;
constexpr std::size_t kChecksumAt = 148;
constexpr std::size_t kChecksumBytes = 8;

// Right-aligned octal digits, then a zero byte.
std::string octal(std::uint64_t value, std::size_t digits) {
  std::string text(digits, '0');
  for (auto place = text.rbegin(); place != text.rend() && value > 0; ++place, value /= 8) {
    *place = static_cast<char>('0' + value % 8);
  }
  return text + '\0';
}

// The fields of POSIX.1-1988, section 10.1.1, one after the other.
std::string header(std::string_view name, std::size_t size, UtcMs utc_ms) {
  std::string block(name);
  block.resize(kNameBytesMax, '\0');
  block += octal(0644, 7) + octal(0, 7) + octal(0, 7);  // mode, owner, group
  block += octal(size, 11);
  block += octal(static_cast<std::uint64_t>(std::max<UtcMs>(utc_ms, 0) / kMsPerSecond), 11);
  block += std::string(kChecksumBytes, ' ');  // counts as spaces in its own sum
  block += '0';                               // an ordinary file
  block.resize(257, '\0');                    // no name of a link
  block += std::string(
      "ustar\0"
      "00",
      8);
  block.resize(kBlockBytes, '\0');
  std::uint64_t sum = 0;
  for (const char byte : block) sum += static_cast<unsigned char>(byte);
  block.replace(kChecksumAt, kChecksumBytes, octal(sum, 6) + ' ');
  return block;
}

}  // namespace

void TarArchive::add(std::string_view name, std::string_view bytes) {
  KEQIAN_ASSERT(!name.empty() && name.size() <= kNameBytesMax);
  entries_ += header(name, bytes.size(), utc_ms_);
  entries_ += bytes;
  entries_.resize((entries_.size() + kBlockBytes - 1) / kBlockBytes * kBlockBytes, '\0');
}

std::string TarArchive::bytes() const {
  return entries_ + std::string(2 * kBlockBytes, '\0');
}

}  // namespace keqian::kiosk
