// A business day as tables for a spreadsheet program, in the words of the screens. Pure.
#pragma once

#include <string>

#include "kiosk/paper/csv.h"
#include "kiosk/ports/staff.h"
#include "kiosk/ui/catalogue.h"

namespace keqian::kiosk {

// The day's counters, and its sessions.
std::string counts_table(const DayReport& report, const Catalogue& words);
std::string sessions_table(const DayReport& report, const Catalogue& words);

// Its check-ins, one after the other, without anything of a pass.
class RowsTable {
 public:
  explicit RowsTable(const Catalogue& words);
  void add(const DayRow& row);
  const std::string& text() const { return table_.text(); }

 private:
  const Catalogue& words_;
  CsvTable table_;
};

}  // namespace keqian::kiosk
