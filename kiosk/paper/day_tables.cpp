#include "kiosk/paper/day_tables.h"

#include "kiosk/words/words.h"

namespace keqian::kiosk {
namespace {

std::string_view clock_key(ClockTrust trust) {
  switch (trust) {
    case ClockTrust::kSet:
      return "export.clock.set";
    case ClockTrust::kCorrected:
      return "export.clock.corrected";
    case ClockTrust::kUnset:
      break;
  }
  return "export.clock.unset";
}

}  // namespace

std::string counts_table(const DayReport& report, const Catalogue& words) {
  CsvTable table;
  table.row({words.text("export.date"), words.text("export.session"), words.text("export.title"),
             words.text("export.hour"), words.text("export.category"), words.text("export.method"),
             words.text("export.persons"), words.text("export.check_ins")});
  const auto day = report.closing.date.iso();
  for (const auto& tally : report.tallies) {
    const auto title = session_title(words, tally.title);
    table.row({day, tally.session.value, title, std::int64_t{tally.hour},
               words.text(category_key(tally.category)), words.text(method_key(tally.method)),
               tally.persons, tally.check_ins});
  }
  return table.text();
}

std::string sessions_table(const DayReport& report, const Catalogue& words) {
  CsvTable table;
  table.row({words.text("export.session"), words.text("export.title"),
             words.text("export.audience"), words.text("export.opened"),
             words.text("export.closed"), words.text("export.ended_with_its_day"),
             words.text("export.persons"), words.text(category_key(kStaffRoles[0])),
             words.text(category_key(kStaffRoles[1])), words.text(category_key(kStaffRoles[2])),
             words.text(category_key(kStaffRoles[3]))});
  for (const auto& session : report.sessions) {
    const auto title = session_title(words, session.title);
    const auto opened = iso_time(session.opened_utc_ms);
    const auto closed = session.closed_utc_ms == 0 ? "" : iso_time(session.closed_utc_ms);
    const auto& by_day = session.ended_with_its_day ? words.text("export.yes") : std::string();
    // A 0 that nobody has entered is not one.
    const auto staff = [&](std::size_t role) -> CsvCell {
      if (session.staff_reported) return session.staff.at(role);
      return words.text("closing.not_reported");
    };
    table.row({session.id.value, title, words.text(audience_key(session.audience)), opened, closed,
               by_day, session.persons, staff(0), staff(1), staff(2), staff(3)});
  }
  return table.text();
}

RowsTable::RowsTable(const Catalogue& words) : words_(words) {
  table_.row(
      {words.text("export.sequence"), words.text("export.time"), words.text("export.hour"),
       words.text("export.session"), words.text("export.title"), words.text("export.category"),
       words.text("export.method"), words.text("export.persons"), words.text("export.direction"),
       words.text("export.reverses"), words.text("export.reason"), words.text("export.clock")});
}

void RowsTable::add(const DayRow& row) {
  const auto& line = row.line;
  const auto time = iso_time(line.utc_ms);
  const auto title = session_title(words_, line.session_title);
  const auto reverses = line.reverses ? std::to_string(*line.reverses) : std::string();
  const auto reason = reason_words(words_, line.reason);
  table_.row({line.sequence, time, std::int64_t{line.hour}, line.session.value, title,
              words_.text(category_key(line.category)), words_.text(method_key(line.method)),
              std::int64_t{line.persons},
              words_.text(line.leaving ? "export.direction.out" : "export.direction.in"), reverses,
              reason, words_.text(clock_key(row.clock))});
}

}  // namespace keqian::kiosk
