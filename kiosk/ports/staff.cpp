#include "kiosk/ports/staff.h"

#include "server-sync/base/assert.h"

namespace keqian::kiosk {

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
