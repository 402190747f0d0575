// Moves rows that were counted with an unset or wrong clock to their right business date and hour,
// once the bureau's time is known in their boot: a reversal in the old place and a new row in the
// right one, the original kept. Internal to this folder.
//
// The rows of a boot follow each other. The first contact of a boot notes up to which sequence they
// are unrepaired; the repair walks down from there in small transactions, each of which notes how
// far it came. Ended at any moment, it goes on from there; counting waits for one batch at most.
// Sessions that were opened before the first contact and hold nobody follow the rows.
#pragma once

#include "kiosk/ledger/core.h"

namespace keqian::kiosk {

// Inside the transaction that stores the reference: the boot of `reference` has been heard.
void note_heard_boot(Connection& connection, const ClockReference& reference);

// One batch. True when there is more to do.
Result<bool> repair_clock_batch(Core& core);
// All batches.
Status repair_clock(Core& core);

}  // namespace keqian::kiosk
