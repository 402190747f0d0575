// What the staff take along of a day, as files in a folder.
#pragma once

#include <filesystem>
#include <vector>

#include "kiosk/ports/staff.h"
#include "kiosk/ui/catalogue.h"

namespace keqian::kiosk {

// Writes "keqian-KIOSK-DATE-" and: sheet.pdf and sheet.png (one page), counts.csv (the day's
// counters), sessions.csv, rows.csv (its check-ins) and, of a day that was closed, closing.txt (the
// record as it was signed); gives the files in this order. kStorage when one cannot be read or
// written.
Result<std::vector<std::filesystem::path>> export_day(StaffDesk& desk, BusinessDate date,
                                                      const Catalogue& words,
                                                      const std::filesystem::path& folder);

}  // namespace keqian::kiosk
