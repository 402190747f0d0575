// The official table as data: which cells it has, in which order and words, and where the number
// of each comes from. A form is a versioned file (assets/forms/), never code.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server-sync/base/ids.h"
#include "server-sync/base/result.h"
#include "server-sync/wire/vocabulary.h"

namespace keqian::bureau {

inline constexpr std::size_t kFormBytesMax = 256 * 1024;
inline constexpr std::size_t kFormCellsMax = 200;
inline constexpr std::size_t kFormFootLinesMax = 10;

// What feeds the automatic part of a cell. The rules are in statistics/table.h.
enum class CellSource {
  kNone,            // entered by hand only
  kSessionsHeld,    // "sessions_held"
  kStaff,           // "staff", with a role
  kPersonsOffline,  // "persons_offline": 群众 counted at doors
  kVenuesOpen       // "venues_open", with a kind of venue
};

enum class NumberKind {
  kCount,  // "count": a whole number
  kMoney   // "money": 万元 with two decimals
};

struct FormCell {
  int number = 0;
  std::string group;            // as printed; empty where the form has none
  std::string label;            // as printed
  std::string unit_of_measure;  // "人次", "万元"; empty where the form prints none
  NumberKind kind = NumberKind::kCount;
  CellSource source = CellSource::kNone;
  Category staff_role = Category::kProfessional;  // with CellSource::kStaff
  VenueKind venue_kind = VenueKind::kMuseum;      // with CellSource::kVenuesOpen
  bool editable = true;                           // takes a manual part
  std::string note;                               // where the number comes from, for the page
};

struct FormDefinition {
  FormId id;
  int version = 1;
  std::string title;      // as printed, with "{year}" and "{place}" to be filled
  std::string head_line;  // "部门/地方（盖章）："; the reporting unit and its seal follow
  std::vector<std::string> foot_lines;  // below the cells, as printed; most forms have none
  std::vector<FormCell> cells;
};

// Reads a form. `origin` names the file in messages: "FILE:LINE: KEY: REASON".
Result<FormDefinition> parse_form(std::string_view toml, std::string_view origin);

// The text of a form that is part of the program; empty when there is none of that id.
std::string_view builtin_form(const FormId& id);

// The printed title of a campaign's table.
std::string table_title(const FormDefinition& form, std::string_view place, int year);

}  // namespace keqian::bureau
