// The end of a business day: what was counted, in a record signed with the kiosk's key. Internal to
// this folder.
#pragma once

#include <string>
#include <vector>

#include "kiosk/ledger/core.h"
#include "kiosk/ports/staff.h"

namespace keqian::kiosk {

// As StaffDesk's functions of these names.
Result<DayClosing> preview_closing(Core& core);
Result<DayClosing> close_day(Core& core);

// A day as it stands: closed when no session is open and the last record says what the ledger says.
// `configuration` may be empty. Inside the caller's transaction; throws SQLite::Exception.
DayClosing standing_day(Connection& connection, const wire::Configuration* configuration,
                        BusinessDate date);

// The last record of a day as it was signed, with its signature in a last line; empty when the day
// was never closed.
std::string closing_text(Connection& connection, BusinessDate date);

// Takes over which closed days the bureau adds up to something else.
void note_differences(Connection& connection, const std::vector<wire::DayTotal>& differing,
                      UtcMs utc_ms);

// Those days, newest first, at most kDifferingClosingsMax.
std::vector<ClosingDifference> closing_differences(Connection& connection);

}  // namespace keqian::kiosk
