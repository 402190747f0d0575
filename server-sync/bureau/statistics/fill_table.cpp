#include <algorithm>
#include <set>
#include <unordered_set>
#include <utility>

#include "server-sync/bureau/statistics/table.h"

namespace keqian::bureau {
namespace {

using Sessions = std::vector<SessionFigures>;

std::size_t index(Category category) {
  return static_cast<std::size_t>(category);
}

std::int64_t sessions_held(const Sessions& sessions) {
  std::int64_t count = 0;
  std::set<std::pair<std::string_view, BusinessDate>> daily_openings;
  for (const auto& session : sessions) {
    if (!session.held) continue;
    if (session.is_daily_opening)
      daily_openings.emplace(session.venue.value, session.date);
    else
      ++count;
  }
  return count + static_cast<std::int64_t>(daily_openings.size());
}

std::int64_t staff(const Sessions& sessions, Category role) {
  std::int64_t persons = 0;
  for (const auto& session : sessions)
    persons += std::max(session.persons[index(role)], session.head_count[index(role)]);
  return persons;
}

std::int64_t persons_offline(const Sessions& sessions) {
  std::int64_t persons = 0;
  for (const auto& session : sessions)
    if (session.audience == Audience::kPublic)
      persons +=
          session.persons[index(Category::kPublic)] + session.persons[index(Category::kYouth)];
  return persons;
}

std::int64_t venues_open(const Sessions& sessions, VenueKind kind) {
  std::unordered_set<std::string_view> venues;
  for (const auto& session : sessions)
    if (session.held && session.venue_kind == kind) venues.insert(session.venue.value);
  return static_cast<std::int64_t>(venues.size());
}

std::optional<std::int64_t> automatic_part(const FormCell& cell, const Sessions& sessions) {
  switch (cell.source) {
    case CellSource::kNone:
      return std::nullopt;
    case CellSource::kSessionsHeld:
      return sessions_held(sessions);
    case CellSource::kStaff:
      return staff(sessions, cell.staff_role);
    case CellSource::kPersonsOffline:
      return persons_offline(sessions);
    case CellSource::kVenuesOpen:
      return venues_open(sessions, cell.venue_kind);
  }
  return std::nullopt;
}

struct ManualPart {
  CellState state = CellState::kUnfilled;
  std::optional<std::int64_t> amount;
};

// Several units add up. A unit that says "does not exist" does not undo another's number, and
// "none" is left only where nobody has a number.
ManualPart manual_part(int cell, const std::vector<ManualFigure>& figures) {
  ManualPart part;
  for (const auto& figure : figures) {
    if (figure.cell != cell) continue;
    switch (figure.state) {
      case CellState::kValue:
      case CellState::kZero:
        part.amount = part.amount.value_or(0) +
                      (figure.state == CellState::kValue ? figure.amount : std::int64_t{0});
        break;
      case CellState::kNone:
        part.state = CellState::kNone;
        break;
      case CellState::kUnfilled:
        break;
    }
  }
  if (part.amount) part.state = *part.amount == 0 ? CellState::kZero : CellState::kValue;
  return part;
}

TableCell fill_cell(const FormCell& form, const TableInput& input) {
  TableCell cell;
  cell.number = form.number;
  cell.group = form.group;
  cell.label = form.label;
  cell.unit_of_measure = form.unit_of_measure;
  cell.kind = form.kind;
  cell.editable = form.editable;
  cell.note = form.note;
  cell.automatic = automatic_part(form, input.sessions);
  const auto manual = manual_part(form.number, input.manual);
  cell.manual = manual.amount;
  if (cell.automatic || cell.manual)
    cell.value = cell.automatic.value_or(0) + cell.manual.value_or(0);
  // "-" stands as long as no kiosk has counted otherwise.
  if (manual.state == CellState::kNone && cell.value.value_or(0) == 0) {
    cell.state = CellState::kNone;
    cell.value.reset();
  } else if (cell.value) {
    cell.state = *cell.value == 0 ? CellState::kZero : CellState::kValue;
  }
  return cell;
}

}  // namespace

std::string_view name(CellState state) {
  switch (state) {
    case CellState::kValue:
      return "value";
    case CellState::kZero:
      return "zero";
    case CellState::kNone:
      return "none";
    case CellState::kUnfilled:
      return "unfilled";
  }
  return "";
}

std::optional<CellState> parse_cell_state(std::string_view text) {
  for (const auto state :
       {CellState::kValue, CellState::kZero, CellState::kNone, CellState::kUnfilled})
    if (name(state) == text) return state;
  return std::nullopt;
}

Table fill_table(const FormDefinition& form, const TableInput& input) {
  Table table;
  table.campaign = input.campaign;
  table.campaign_name = input.campaign_name;
  table.unit = input.unit;
  table.unit_name = input.unit_name;
  table.annex = input.annex;
  table.title = table_title(form, input.place, input.year);
  table.head_line = form.head_line;
  table.foot_lines = form.foot_lines;
  table.cells.reserve(form.cells.size());
  for (const auto& cell : form.cells) table.cells.push_back(fill_cell(cell, input));
  return table;
}

}  // namespace keqian::bureau
