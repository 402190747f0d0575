// The staff's PIN in the ledger: its argon2id hash, the wrong tries, the lock, and the number that
// a code for a forgotten one is made of. Internal to this
// folder. A try is counted, and the lock it would bring is set, in a committed transaction before
// the PIN is compared: a power cut cannot give free tries.
#pragma once

#include <string_view>

#include "kiosk/ledger/core.h"
#include "kiosk/ports/staff.h"

namespace keqian::kiosk {

// As StaffDesk's functions of these names.
Result<PinAnswer> check_pin(Core& core, std::string_view pin);
Result<PinAnswer> pin_state(Core& core);
Status set_pin(Core& core, std::string_view pin);
Result<PinReset> pin_reset(Core& core);
Result<PinAnswer> check_reset_code(Core& core, std::string_view code);
Status reset_pin(Core& core, std::string_view code, std::string_view pin);
// As LedgerDesk::forget_pin.
Status forget_pin(Core& core);

}  // namespace keqian::kiosk
