#include "kiosk/ports/staff.h"

#include <algorithm>

#include "server-sync/base/assert.h"

namespace keqian::kiosk {

bool is_acceptable_pin(std::string_view pin) {
  if (pin.size() != kPinDigits) return false;
  if (!std::all_of(pin.begin(), pin.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    return false;
  }
  const auto steps_by = [pin](int step) {
    for (std::size_t i = 1; i < pin.size(); ++i) {
      if (pin[i] - pin[i - 1] != step) return false;
    }
    return true;
  };
  return !steps_by(0) && !steps_by(1) && !steps_by(-1);
}

std::string_view name(CorrectionReason reason) {
  switch (reason) {
    case CorrectionReason::kCountedTwice:
      return "counted_twice";
    case CorrectionReason::kWrongNumber:
      return "wrong_number";
    case CorrectionReason::kWrongCategory:
      return "wrong_category";
    case CorrectionReason::kWrongSession:
      return "wrong_session";
    case CorrectionReason::kTrial:
      return "trial";
    case CorrectionReason::kDeviceWasAway:
      return "device_was_away";
    case CorrectionReason::kPaperCount:
      return "paper_count";
    case CorrectionReason::kOther:
      return "other";
  }
  KEQIAN_ASSERT(false);
}

}  // namespace keqian::kiosk
