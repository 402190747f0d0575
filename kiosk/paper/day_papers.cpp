#include "kiosk/paper/day_papers.h"

#include <string>
#include <utility>

#include "kiosk/paper/day_sheet.h"
#include "kiosk/paper/day_tables.h"
#include "server-sync/base/files.h"

namespace keqian::kiosk {

Result<std::vector<std::filesystem::path>> export_day(StaffDesk& desk, BusinessDate date,
                                                      const Catalogue& words,
                                                      const std::filesystem::path& folder) {
  KEQIAN_TRY(const auto report, desk.day_report(date));
  std::vector<std::pair<std::string, std::string>> files;  // name, bytes
  KEQIAN_TRY(auto pdf, day_sheet_pdf(report, words));
  files.emplace_back("-sheet.pdf", std::move(pdf));
  KEQIAN_TRY(auto png, day_sheet_png(report, words));
  files.emplace_back("-sheet.png", std::move(png));
  files.emplace_back("-counts.csv", counts_table(report, words));
  files.emplace_back("-sessions.csv", sessions_table(report, words));
  RowsTable rows(words);
  KEQIAN_CHECK_OK(desk.day_rows(date, [&rows](const DayRow& row) { rows.add(row); }));
  files.emplace_back("-rows.csv", rows.text());
  if (!report.closing_record.empty()) files.emplace_back("-closing.txt", report.closing_record);
  const auto stem = "keqian-" + (report.kiosk_id.empty() ? "" : report.kiosk_id + "-") + date.iso();
  std::vector<std::filesystem::path> written;
  for (const auto& [name, bytes] : files) {
    KEQIAN_CHECK_OK(write_to_take_along(folder / (stem + name), bytes));
    written.push_back(folder / (stem + name));
  }
  return written;
}

}  // namespace keqian::kiosk
