// Checks a ledger against itself: every tally is recomputed from the check-ins, and the hash chain
// and the gap-free sequence are followed from the first row to the last.
#pragma once

#include <string>
#include <vector>

#include "kiosk/ledger/ledger.h"
#include "server-sync/base/result.h"
#include "server-sync/wire/messages.h"

namespace keqian::kiosk {

struct Verification {
  std::int64_t check_ins = 0;
  std::int64_t persons = 0;
  std::int64_t tallies = 0;
  wire::Sequence last_sequence = 0;
  std::string chain_head;             // 64 hex digits; empty for an empty ledger
  std::vector<std::string> findings;  // one line each, at most 100; empty: all is well
};

Result<Verification> verify_ledger(Ledger& ledger);

}  // namespace keqian::kiosk
