// The figures of days and of the campaign, summed from the tallies. Internal to this folder.
#pragma once

#include <string_view>

#include "kiosk/ledger/core.h"
#include "kiosk/ports/staff.h"

namespace keqian::kiosk {

// Of the days from `first` to `last`, both included, inside the caller's transaction.
// `configuration` names the activities; it may be empty. Throws SQLite::Exception.
Figures sum_days(Connection& connection, const wire::Configuration* configuration,
                 BusinessDate first, BusinessDate last);

// As StaffDesk::figures.
Result<StaffFigures> read_figures(Core& core);

}  // namespace keqian::kiosk
