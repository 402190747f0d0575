// The ledger's rows as the staff see them. Internal to this folder.
#pragma once

#include "kiosk/ledger/core.h"
#include "kiosk/ports/staff.h"

namespace keqian::kiosk {

// As StaffDesk::lines.
Result<LinePage> read_lines(Core& core, const LineFilter& filter, wire::Sequence before);

}  // namespace keqian::kiosk
