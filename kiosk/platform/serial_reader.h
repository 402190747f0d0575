// Assembles what a serial scanner sends into texts. Pure: bytes and times are arguments.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server-sync/base/clock.h"

namespace keqian::kiosk {

class SerialReader {
 public:
  // Of silence ends a text that has no end character. At 9600 baud a character takes 1 ms.
  static constexpr MonotonicMs kGapMs = 100;

  void bytes(std::string_view bytes, MonotonicMs now_ms);
  void idle(MonotonicMs now_ms);  // a wait brought no bytes

  // After how long idle() may end the text that is open; nothing when none is.
  std::optional<MonotonicMs> wait_ms(MonotonicMs now_ms) const;

  // The texts finished since the last call, as `scanned_text` has them. Bytes that are no UTF-8
  // become U+FFFD: such a code is not ours, and is answered as such.
  std::vector<std::string> take();

 private:
  void finish();

  std::string open_;
  bool overflowed_ = false;
  MonotonicMs last_ms_ = 0;
  std::vector<std::string> texts_;
};

}  // namespace keqian::kiosk
