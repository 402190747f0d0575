// A business day on one sheet of A4 paper, to be signed, sealed and filed. Any thread, one call at
// a time.
#pragma once

#include <string>

#include "kiosk/ports/staff.h"
#include "kiosk/ui/catalogue.h"
#include "server-sync/base/result.h"

namespace keqian::kiosk {

class Paper;

void draw_day_sheet(Paper& paper, const DayReport& report, const Catalogue& words);

// The same sheet as a PDF to print and as a PNG to look at on a telephone (200 dots an inch). A day
// with more sessions than there is room for ends with a line that adds the others up. kInternal
// where it cannot be drawn.
Result<std::string> day_sheet_pdf(const DayReport& report, const Catalogue& words);
Result<std::string> day_sheet_png(const DayReport& report, const Catalogue& words);

}  // namespace keqian::kiosk
