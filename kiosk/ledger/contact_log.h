// Writes into the ledger's log when the bureau went out of reach and when it was heard again: one
// entry each for an outage, however often it was tried meanwhile. A single attempt that fails is
// no outage. Internal to this folder; one thread.
#pragma once

#include <optional>
#include <string_view>

#include "kiosk/ledger/core.h"

namespace keqian::kiosk {

// How the log spells them; the detail of the first is the failure's word, of the second the
// outage's length as "90000 ms".
inline constexpr std::string_view kEventBureauLost = "bureau_lost";
inline constexpr std::string_view kEventBureauHeard = "bureau_heard";

class ContactLog {
 public:
  // After every contact: the word of its failure, empty where it succeeded. An outage that began
  // before this run of the program goes on.
  Status note(Core& core, std::string_view failure);

 private:
  int failures_ = 0;  // in a row
  UtcMs first_failure_utc_ms_ = 0;
  std::optional<bool> outage_is_logged_;  // empty before the log was read
};

}  // namespace keqian::kiosk
