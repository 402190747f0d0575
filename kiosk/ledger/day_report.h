// A business day as its papers tell it. Internal to this folder.
#pragma once

#include <functional>

#include "kiosk/ledger/core.h"
#include "kiosk/ports/staff.h"

namespace keqian::kiosk {

// As StaffDesk's functions of these names.
Result<DayReport> day_report(Core& core, BusinessDate date);
Status day_rows(Core& core, BusinessDate date, const std::function<void(const DayRow&)>& take);

}  // namespace keqian::kiosk
