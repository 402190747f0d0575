#include "kiosk/platform/wedge_reader.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "kiosk/platform/scanned_text.h"
#include "server-sync/base/text.h"

namespace keqian::kiosk {
namespace {

// Or something lies on the keyboard.
bool is_one_key_held(std::string_view text) {
  return text.find_first_not_of(text.front()) == std::string_view::npos;
}

// A scanner's keyboard cannot type but ASCII, and no code of use is without a letter or a digit.
bool is_composed(std::string_view text) {
  return std::none_of(text.begin(), text.end(), is_alphanumeric);
}

}  // namespace

void WedgeReader::character(char32_t character, MonotonicMs now_ms) {
  if (burst_.empty() && !overflowed_) first_ms_ = now_ms;
  last_ms_ = now_ms;
  if (burst_.size() >= kScannedCharactersMax) {
    // Whatever this is, it is no code; it is swallowed up to its end.
    overflowed_ = true;
    burst_.clear();
  }
  if (!overflowed_) burst_ += character;
}

void WedgeReader::end_key(MonotonicMs now_ms) {
  finish(std::max(last_ms_, now_ms));
}

void WedgeReader::idle(MonotonicMs now_ms) {
  const auto wait = wait_ms(now_ms);
  if (wait && *wait == 0) finish(last_ms_);
}

std::optional<MonotonicMs> WedgeReader::wait_ms(MonotonicMs now_ms) const {
  if (burst_.empty() && !overflowed_) return std::nullopt;
  return std::max<MonotonicMs>(0, last_ms_ + kGapMs - now_ms);
}

std::vector<std::string> WedgeReader::take() {
  return std::exchange(texts_, {});
}

void WedgeReader::finish(MonotonicMs last_ms) {
  const auto burst = std::exchange(burst_, {});
  const bool overflowed = std::exchange(overflowed_, false);
  if (overflowed) return;
  const auto duration_ms = last_ms - first_ms_;
  if (duration_ms > kMsPerCharacterMax * static_cast<MonotonicMs>(burst.size())) return;
  auto text = scanned_text(burst);
  if (text && !is_one_key_held(*text) && !is_composed(*text)) texts_.push_back(std::move(*text));
}

}  // namespace keqian::kiosk
