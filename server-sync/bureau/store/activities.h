// Which activities a venue has. Internal to this folder, for use inside a transaction.
#pragma once

#include <optional>

#include "server-sync/base/date.h"
#include "server-sync/base/ids.h"
#include "server-sync/bureau/store/database.h"
#include "server-sync/wire/vocabulary.h"

namespace keqian::bureau {

struct VenueActivity {
  ActivityId id;
  bool runs_that_day = false;  // within its campaign
  Audience audience = Audience::kPublic;
};

// The one of that id in a campaign of the venue, the daily opening and sessions outside the
// programme included; empty where no campaign has it.
std::optional<VenueActivity> find_activity(Database& database, const ActivityId& id,
                                           const VenueId& venue, BusinessDate date);

}  // namespace keqian::bureau
