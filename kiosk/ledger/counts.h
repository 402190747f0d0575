// What a ledger has counted, in all or on one day: sums over its tallies.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/ledger/ledger.h"
#include "server-sync/base/date.h"
#include "server-sync/base/ids.h"
#include "server-sync/base/result.h"
#include "server-sync/wire/vocabulary.h"

namespace keqian::kiosk {

// 人次 and the ledger rows behind them, reversals included.
struct Count {
  std::int64_t persons = 0;
  std::int64_t check_ins = 0;
  bool operator==(const Count&) const = default;
};

struct SessionCount {
  SessionId session;
  std::string title;
  bool open = false;
  Count count;
  bool operator==(const SessionCount&) const = default;
};

struct Counts {
  Count all;
  std::array<Count, kCategories.size()> by_category;  // in the order of kCategories
  std::array<Count, kMethods.size()> by_method;       // in the order of kMethods
  std::array<Count, 24> by_hour;
  std::vector<SessionCount> by_session;  // in the order of opening, sessions without a count too
  bool operator==(const Counts&) const = default;
};

// `date` empty: everything.
Result<Counts> count_up(Ledger& ledger, std::optional<BusinessDate> date);

}  // namespace keqian::kiosk
