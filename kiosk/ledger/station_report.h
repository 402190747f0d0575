// The state of the station as its ledger and its disk tell it. Internal to this folder.
#pragma once

#include <string>

#include "kiosk/ledger/core.h"
#include "kiosk/ports/staff.h"

namespace keqian::kiosk {

// Remembers for later reports what a check came to.
Status note_check(Core& core, const LedgerCheck& check);
Result<StationReport> read_report(Core& core, const std::string& version);

}  // namespace keqian::kiosk
