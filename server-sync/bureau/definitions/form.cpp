#include "server-sync/bureau/definitions/form.h"

#include <optional>
#include <set>

#include "server-sync/bureau/definitions/definition_reader.h"

namespace keqian::bureau {
namespace {

std::optional<CellSource> parse_source(std::string_view text) {
  if (text == "sessions_held") return CellSource::kSessionsHeld;
  if (text == "staff") return CellSource::kStaff;
  if (text == "persons_offline") return CellSource::kPersonsOffline;
  if (text == "venues_open") return CellSource::kVenuesOpen;
  if (text == "none") return CellSource::kNone;
  return std::nullopt;
}

std::optional<NumberKind> parse_number_kind(std::string_view text) {
  if (text == "count") return NumberKind::kCount;
  if (text == "money") return NumberKind::kMoney;
  return std::nullopt;
}

std::optional<Category> parse_staff_role(std::string_view text) {
  const auto category = parse_category(text);
  return category && is_staff(*category) ? category : std::nullopt;
}

FormCell read_cell(DefinitionReader reader) {
  FormCell cell;
  cell.number = static_cast<int>(reader.integer("number", 1, kFormCellsMax));
  cell.group = reader.optional_text("group");
  cell.label = reader.text("label");
  cell.unit_of_measure = reader.optional_text("unit_of_measure");
  cell.kind = reader.word("kind", parse_number_kind, NumberKind::kCount, "count, money");
  cell.source = reader.word("source", parse_source, CellSource::kNone,
                            "none, sessions_held, staff, persons_offline, venues_open");
  if (cell.source == CellSource::kStaff)
    cell.staff_role = reader.word("role", parse_staff_role, Category::kProfessional,
                                  "professional, science_worker, volunteer, other_staff");
  if (cell.source == CellSource::kVenuesOpen)
    cell.venue_kind = reader.word("venue_kind", parse_venue_kind, VenueKind::kMuseum,
                                  "museum, research_institute, university, enterprise, school, "
                                  "square, vehicle, village, other");
  cell.editable = reader.optional_boolean("editable", true);
  cell.note = reader.optional_text("note");
  if (cell.source != CellSource::kNone && cell.kind == NumberKind::kMoney)
    reader.complain("source", "money is only entered by hand; use \"none\"");
  if (cell.source == CellSource::kNone && !cell.editable)
    reader.complain("editable", "a cell without a source would never be filled");
  reader.finish();
  return cell;
}

// A group is printed once, beside all its cells.
void check_group(const FormDefinition& form, std::set<std::string>& ended,
                 DefinitionReader& reader) {
  const auto& cells = form.cells;
  const auto& group = cells.back().group;
  if (cells.size() > 1 && cells[cells.size() - 2].group != group)
    ended.insert(cells[cells.size() - 2].group);
  if (!group.empty() && ended.contains(group))
    reader.complain("group", "stands in two places: the cells of a group follow each other");
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

}  // namespace

Result<FormDefinition> parse_form(std::string_view toml, std::string_view origin) {
  if (toml.size() > kFormBytesMax)
    return invalid(std::string(origin) + ": the file is longer than " +
                       std::to_string(kFormBytesMax) + " bytes",
                   "name a form, as those in assets/forms");
  KEQIAN_TRY(const auto document, parse_toml(toml, origin));
  Complaints complaints(origin);
  DefinitionReader reader(document, "", complaints);
  FormDefinition form;
  form.id.value = reader.slug("id");
  form.version = static_cast<int>(reader.integer("version", 1, 1000));
  form.title = reader.text("title");
  form.head_line = reader.text("head_line");
  form.foot_lines = reader.texts("foot_lines", kFormFootLinesMax);
  std::set<std::string> ended_groups;
  for (auto& cell : reader.tables("cells", kFormCellsMax)) {
    form.cells.push_back(read_cell(cell));
    if (form.cells.back().number != static_cast<int>(form.cells.size()))
      cell.complain("number", "must be " + std::to_string(form.cells.size()) +
                                  ": cells stand in order, without gaps");
    check_group(form, ended_groups, cell);
  }
  if (form.cells.empty()) reader.complain("cells", "a form has at least one cell");
  reader.finish();
  if (!complaints.none()) return complaints.error();
  return form;
}

std::string table_title(const FormDefinition& form, std::string_view place, int year) {
  auto title = form.title;
  // A campaign whose days are still open has no year to print.
  if (year == 0) replace_all(title, "{year}年", "");
  replace_all(title, "{year}", std::to_string(year));
  replace_all(title, "{place}", place);
  return title;
}

}  // namespace keqian::bureau
