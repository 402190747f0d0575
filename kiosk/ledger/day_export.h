// A business day as files for a spreadsheet program. Internal to this folder.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ledger/core.h"

namespace keqian::kiosk {

// As StaffDesk::export_day: "…-counts.csv" (the day's counters), "…-sessions.csv", "…-rows.csv"
// (its check-ins, without anything of a pass) and, of a day that was closed, "…-closing.txt".
Result<std::vector<std::filesystem::path>> export_day(Core& core, BusinessDate date,
                                                      const std::filesystem::path& folder);

// A whole file in a folder that is not ours, such as a memory stick's: kStorage whatever is wrong.
Status write_exported(const std::filesystem::path& file, std::string_view bytes);
// "keqian-KIOSK-", or "keqian-" before the enrolment: how exported files begin.
std::string export_prefix(Connection& connection);

}  // namespace keqian::kiosk
