#include "kiosk/ports/door.h"

#include "server-sync/base/assert.h"

namespace keqian::kiosk {

std::string_view name(Outcome outcome) {
  switch (outcome) {
    case Outcome::kAccepted:
      return "accepted";
    case Outcome::kAlreadyCheckedIn:
      return "already_checked_in";
    case Outcome::kRefused:
      return "refused";
    case Outcome::kNeedsConfirmation:
      return "needs_confirmation";
  }
  KEQIAN_ASSERT(false);
}

}  // namespace keqian::kiosk
