// Sessions (场次) of this kiosk: opening, closing, and the staff's head counts. One session counts
// at a time, the one that the staff opened or chose last; where none is open, the first visitor
// opens the venue's daily opening (日常开放), the same one again where it was closed. A session
// ends with its business day.
#pragma once

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

struct Session {
  SessionId id;
  std::string title;
  Audience audience = Audience::kPublic;
  UtcMs opened_utc_ms = 0;
  UtcMs closed_utc_ms = 0;          // 0 while open
  bool ended_with_its_day = false;  // nobody closed it: its day did
};

struct HeadCount {
  Category role = Category::kProfessional;
  std::int64_t persons = 0;
};

class Sessions {
 public:
  explicit Sessions(Ledger& ledger) : ledger_(ledger) {}

  // The session that counts now; empty when the next visitor opens the daily opening.
  Result<std::optional<Session>> current();
  // Opens it, or finds it open. It must be planned, or be today's holding of a configured activity
  // or of the daily opening, at this kiosk's venue; kNotFound otherwise. kConflict when closed, but
  // for the daily opening, which opens again.
  Result<Session> open(const SessionId& id);
  Status close(const SessionId& id);

  // How many of a staff role worked in the session: 0 … 100,000; the last word holds.
  Status set_head_count(const SessionId& id, Category role, std::int64_t persons);
  Result<std::vector<HeadCount>> head_counts(const SessionId& id);

 private:
  Ledger& ledger_;
};

}  // namespace keqian::kiosk
