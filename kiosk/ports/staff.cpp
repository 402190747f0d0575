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
    case CorrectionReason::kMissed:
      return "missed";
    case CorrectionReason::kDeviceWasAway:
      return "device_was_away";
    case CorrectionReason::kPaperCount:
      return "paper_count";
    case CorrectionReason::kOther:
      return "other";
  }
  KEQIAN_ASSERT(false);
}

std::span<const CorrectionReason> reasons_for(CorrectionAct act) {
  using enum CorrectionReason;
  static constexpr std::array kChange = {kWrongNumber, kWrongCategory, kOther};
  static constexpr std::array kVoid = {kCountedTwice, kTrial, kWrongSession, kOther};
  static constexpr std::array kAdd = {kMissed, kDeviceWasAway, kPaperCount, kOther};
  static constexpr std::array kSubtract = {kCountedTwice, kWrongNumber, kTrial, kOther};
  switch (act) {
    case CorrectionAct::kChange:
      return kChange;
    case CorrectionAct::kVoid:
      return kVoid;
    case CorrectionAct::kAdd:
      return kAdd;
    case CorrectionAct::kSubtract:
      return kSubtract;
  }
  KEQIAN_ASSERT(false);
}

int sessions_without_staff(const Figures& figures) {
  return static_cast<int>(
      std::ranges::count(figures.by_session, false, &SessionFigure::staff_reported));
}

bool fits(CorrectionAct act, CorrectionReason reason) {
  return std::ranges::count(reasons_for(act), reason) > 0;
}

}  // namespace keqian::kiosk
