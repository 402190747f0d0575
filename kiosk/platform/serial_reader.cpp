#include "kiosk/platform/serial_reader.h"

#include <algorithm>
#include <utility>

#include "kiosk/platform/scanned_text.h"
#include "server-sync/base/text.h"

namespace keqian::kiosk {
namespace {

constexpr std::size_t kUtf8BytesMax = 4;
constexpr std::size_t kOpenBytesMax = kUtf8BytesMax * kScannedCharactersMax;

// Carriage return, line feed, tab, and the end-of-text of scanners that frame their data.
bool is_end(char byte) {
  return byte == '\r' || byte == '\n' || byte == '\t' || byte == '\x03';
}

std::u32string decoded(std::string_view bytes) {
  std::u32string text;
  for (std::size_t position = 0; position < bytes.size();) {
    text += next_code_point(bytes, position);
  }
  return text;
}

}  // namespace

void SerialReader::bytes(std::string_view bytes, MonotonicMs now_ms) {
  last_ms_ = now_ms;
  for (const char byte : bytes) {
    if (is_end(byte)) {
      finish();
    } else if (open_.size() >= kOpenBytesMax) {
      // Whatever this is, it is no code; it is swallowed up to its end.
      overflowed_ = true;
    } else {
      open_ += byte;
    }
  }
}

void SerialReader::idle(MonotonicMs now_ms) {
  if (wait_ms(now_ms) == 0) finish();
}

std::optional<MonotonicMs> SerialReader::wait_ms(MonotonicMs now_ms) const {
  if (open_.empty()) return std::nullopt;
  return std::max<MonotonicMs>(0, last_ms_ + kGapMs - now_ms);
}

std::vector<std::string> SerialReader::take() {
  return std::exchange(texts_, {});
}

void SerialReader::finish() {
  const std::string bytes = std::exchange(open_, {});
  if (std::exchange(overflowed_, false)) return;
  if (auto text = scanned_text(decoded(bytes))) texts_.push_back(std::move(*text));
}

}  // namespace keqian::kiosk
