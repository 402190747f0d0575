// The day as the staff tell it while the clock is unset. Internal to this folder.
#pragma once

#include "kiosk/ledger/core.h"

namespace keqian::kiosk {

// As StaffDesk::set_date.
Status set_date(Core& core, BusinessDate date, int minute_of_day);

}  // namespace keqian::kiosk
