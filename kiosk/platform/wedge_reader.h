// Assembles what a keyboard-wedge scanner types into texts, and lets people's typing pass unheard.
// Pure: characters and times are arguments. Times are those of processing, not of typing: a screen
// that stalls delays a burst's middle, so only a poll that brought nothing can end a burst by time.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server-sync/base/clock.h"

namespace keqian::kiosk {

class WedgeReader {
 public:
  // Scanners type a character in less than 20 ms; people need 80 and more.
  static constexpr MonotonicMs kMsPerCharacterMax = 35;
  static constexpr MonotonicMs kGapMs = 100;

  void character(char32_t character, MonotonicMs now_ms);
  void end_key(MonotonicMs now_ms);  // Enter or Tab
  void idle(MonotonicMs now_ms);     // a poll brought no key at all

  // After how long idle() may end the burst that is open; nothing when none is.
  std::optional<MonotonicMs> wait_ms(MonotonicMs now_ms) const;

  // The texts finished since the last call, as `scanned_text` has them. A key held down and what an
  // input method composed are no texts.
  std::vector<std::string> take();

 private:
  void finish(MonotonicMs last_ms);

  std::u32string burst_;
  bool overflowed_ = false;
  MonotonicMs first_ms_ = 0;
  MonotonicMs last_ms_ = 0;
  std::vector<std::string> texts_;
};

}  // namespace keqian::kiosk
