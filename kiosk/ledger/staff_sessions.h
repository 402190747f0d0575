// What the staff see and do of sessions: the programme, opening with head counts, closing. Internal
// to this folder.
#pragma once

#include "kiosk/ledger/core.h"
#include "kiosk/ports/staff.h"

namespace keqian::kiosk {

// As StaffDesk's functions of these names.
Result<Programme> read_programme(Core& core);
Result<HeldSession> open_session(Core& core, const SessionOpening& opening);
Status count_into(Core& core, const SessionId& id);
Status close_session(Core& core, const SessionId& id);
Status set_head_counts(Core& core, const SessionId& id, const StaffHeadCounts& staff);

}  // namespace keqian::kiosk
