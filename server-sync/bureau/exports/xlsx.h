// A sheet as a file for spreadsheet programs (Office Open XML).
#pragma once

#include <string>

#include "server-sync/base/clock.h"
#include "server-sync/base/result.h"
#include "server-sync/bureau/exports/sheet.h"

namespace keqian::bureau {

inline constexpr std::string_view kXlsxType =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

// The file's bytes: one worksheet, set up to be printed on A4. Numbers are numbers; texts are never
// formulas. `made_utc_ms` is the moment that the file says it was made; the same sheet and moment
// are the same bytes. Any thread. kStorage where no temporary file can be written.
Result<std::string> xlsx_file(const Sheet& sheet, UtcMs made_utc_ms);

// A worksheet's name as spreadsheet programs allow it: at most 31 characters, without []:*?/\ and
// without an apostrophe at either end.
std::string worksheet_name(std::string_view title);

}  // namespace keqian::bureau
