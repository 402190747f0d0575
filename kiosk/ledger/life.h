// The lives of a ledger. A copy of a card, or an older image, bears the name of the life that it
// was copied from until the bureau shows it another history under that name; then it begins a life
// of its own and knows what it shares with the other one. Internal to this folder.
#pragma once

#include <string>
#include <vector>

#include "kiosk/ledger/connection.h"
#include "kiosk/ledger/core.h"
#include "server-sync/wire/messages.h"

namespace keqian::kiosk {

// The last check-in of ours, of `last` in all, that may also be in the other history. Both lists
// are oldest first. A copy opens anew before it counts, so the histories part where the openings
// do; without the other one's openings (an older program) only `current`, the opening under way,
// is surely ours alone.
wire::Sequence last_shared_sequence(const std::vector<wire::LedgerOpening>& ours,
                                    const std::vector<wire::LedgerOpening>& theirs,
                                    const std::string& current, wire::Sequence last);

// Everything is pending again, under a new name. `missing` says for the log what the bureau has
// and we do not; `theirs` are the openings that the bureau knows under our old name.
void begin_new_life(Connection& connection, const Core& core, UtcMs utc_ms,
                    const std::string& missing, const std::vector<wire::LedgerOpening>& theirs);

}  // namespace keqian::kiosk
