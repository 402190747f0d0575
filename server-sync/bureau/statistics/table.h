// The official table from counts: pure code over what the store read. A campaign's table is a
// unit's subtree × a period; the store selects, this file decides.
//
// Rules (Jincheng 2024, 附件1, and the decisions in the README):
// - sessions_held: every session that was opened or counted somebody, whatever its audience; the
//   daily opening (日常开放) is one session a venue and day.
// - staff: per session and role the larger of the head count and the badges counted, summed over
//   sessions (人次); never both added.
// - persons_offline: public and youth in sessions for the public. Business and internal sessions
//   have no 群众.
// - venues_open: distinct venues of the kind with a session held in the period.
// - A cell's value is automatic + manual. A cell with an automatic source is never unfilled.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server-sync/base/date.h"
#include "server-sync/base/ids.h"
#include "server-sync/bureau/definitions/form.h"
#include "server-sync/wire/json.h"
#include "server-sync/wire/vocabulary.h"

namespace keqian::bureau {

// Indexed by Category.
using CategoryCounts = std::array<std::int64_t, kCategories.size()>;

// One session as the bureau knows it, over all kiosks that counted in it.
struct SessionFigures {
  VenueId venue;
  VenueKind venue_kind = VenueKind::kOther;
  BusinessDate date;
  bool is_daily_opening = false;
  Audience audience = Audience::kPublic;
  bool held = false;            // opened, or somebody was counted
  CategoryCounts persons{};     // counted at the door
  CategoryCounts head_count{};  // staff roles as the guide gave them
};

enum class CellState { kValue, kZero, kNone, kUnfilled };
inline constexpr std::string_view kDoesNotExist = "-";  // how kNone is written
std::string_view name(CellState state);                 // "value" "zero" "none" "unfilled"
std::optional<CellState> parse_cell_state(std::string_view text);

// The manual part of one cell of one unit.
struct ManualFigure {
  int cell = 0;
  CellState state = CellState::kUnfilled;
  std::int64_t amount = 0;  // a count, or hundredths of 万元 in a money cell
};

struct TableInput {
  CampaignId campaign;
  std::string campaign_name;
  std::string place;
  std::string annex;
  int year = 0;  // of the campaign; 0 while its period is open
  UnitId unit;
  std::string unit_name;
  std::vector<SessionFigures> sessions;
  std::vector<ManualFigure> manual;  // any number a cell: one from each unit of the subtree
};

struct TableCell {
  int number = 0;
  std::string group;
  std::string label;
  std::string unit_of_measure;
  NumberKind kind = NumberKind::kCount;
  std::optional<std::int64_t> automatic;  // amounts as in ManualFigure
  std::optional<std::int64_t> manual;
  std::optional<std::int64_t> value;
  CellState state = CellState::kUnfilled;
  bool editable = true;
  std::string note;
};

struct Table {
  CampaignId campaign;
  std::string campaign_name;
  UnitId unit;
  std::string unit_name;
  // As printed, around the cells.
  std::string annex;
  std::string title;
  std::string head_line;
  std::vector<std::string> foot_lines;
  std::vector<TableCell> cells;
};

Table fill_table(const FormDefinition& form, const TableInput& input);

// {"campaign","unit","cells":[{"number","group","label","unit_of_measure","automatic","manual",
// "value","state"}]}: counts as integers, money as decimal strings, null where there is none.
Json table_json(const Table& table);
// The same with title, head line, names, and each cell's note and whether it is editable, for the
// page.
Json table_page_json(const Table& table);
// The cells for a spreadsheet program: UTF-8 with a byte order mark, CRLF, no text that such a
// program would run as a formula. Heads and states are in the language asked for, the form's own
// words as printed; the value of a cell that does not exist is "-".
enum class TableLanguage { kChinese, kEnglish };
std::string table_csv(const Table& table, TableLanguage language);

}  // namespace keqian::bureau
