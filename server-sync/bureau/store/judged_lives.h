// Which lives of one kiosk may count together, and how. Pure.
//
// A copy of a card has its original's check-ins too. Where both count, the copy counts without the
// part that it shares with the life it came from; so each copy that counts beside others needs that
// life to count. Lives that began with an empty ledger share nothing.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "server-sync/base/result.h"
#include "server-sync/bureau/store/records.h"

namespace keqian::bureau {

// In the order of `lives`: whether each counts, and whether as a whole. Refused where check-ins
// could be in the sum twice, and where nothing would count.
struct Verdict {
  bool counts = false;
  bool whole = true;
};
Result<std::vector<Verdict>> judge_lives(std::span<const IncarnationRecord> lives,
                                         std::span<const std::string> counted);

// The choices that judge_lives takes, as lists of incarnations: the most lives first, at most 16.
std::vector<std::vector<std::string>> possible_choices(std::span<const IncarnationRecord> lives);

}  // namespace keqian::bureau
