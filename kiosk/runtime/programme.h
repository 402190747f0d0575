// The day's programme out of the bureau's configuration. Pure.
#pragma once

#include <vector>

#include "kiosk/app/model.h"
#include "server-sync/base/date.h"
#include "server-sync/wire/messages.h"

namespace keqian::kiosk {

// What is planned for `today`, by time: at most kProgrammeMax things. Of a longer day, what has
// ended at `minute` (of the day, 0–1439) is left out first, the earliest before the others; then
// what comes last.
std::vector<PlannedStart> programme_of(const wire::Configuration& configuration, BusinessDate today,
                                       int minute);

}  // namespace keqian::kiosk
