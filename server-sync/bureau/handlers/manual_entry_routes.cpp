// The manual part of the table: entries of one unit and cell, and a new one.
#include <charconv>

#include "server-sync/bureau/handlers/answers.h"
#include "server-sync/bureau/handlers/guard.h"
#include "server-sync/bureau/statistics/amount.h"
#include "server-sync/bureau/store/desk.h"

namespace keqian::bureau {
namespace {

constexpr std::size_t kIdBytesMax = 64;
constexpr std::size_t kAmountBytesMax = 40;
constexpr std::size_t kReasonBytesMax = 2000;
constexpr int kCellMax = 1000;

int asked_cell(const Request& request) {
  const auto text = request.query_text("cell");
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() ? number : 0;
}

Result<UnitId> unit_or_own(Store& store, const CampaignId& campaign, UnitId unit) {
  if (!unit.empty()) return unit;
  KEQIAN_TRY(const auto record, store.campaign(campaign));
  return record.unit;
}

// Whether `unit` is `top` or below it, in the campaign's tree.
Result<bool> is_within(Store& store, const CampaignId& campaign, UnitId unit, const UnitId& top) {
  KEQIAN_TRY(const auto units, store.units(campaign));
  // Parents stand before their children, so one walk from the end climbs the whole way.
  for (auto each = units.rbegin(); each != units.rend() && unit != top; ++each) {
    if (each->id == unit) unit = each->parent;
  }
  return unit == top;
}

Result<Json> entries_json(Store& store, const CampaignId& campaign, const UnitId& asked, int cell) {
  KEQIAN_TRY(const auto unit, unit_or_own(store, campaign, asked));
  KEQIAN_TRY(const auto table, campaign_table(store, campaign, unit));
  auto kind = NumberKind::kCount;
  for (const auto& each : table.cells) {
    if (each.number == cell) kind = each.kind;
  }
  KEQIAN_TRY(const auto entries, store.manual_entries(campaign, unit, cell));
  auto list = Json::array();
  for (const auto& entry : entries) {
    const bool has_amount = entry.state == CellState::kValue;
    list.push(Json::object(
        {{"state", name(entry.state)},
         {"amount", has_amount ? Json(format_amount(kind, entry.amount)) : Json(nullptr)},
         {"reason", entry.reason},
         {"who", entry.who},
         {"utc_ms", entry.utc_ms}}));
  }
  return list;
}

// A reporter fills in his own unit and what is below it; the others everything.
Result<bool> may_enter(const Desk& desk, const UserRecord& user, const TypedEntry& entry) {
  if (user.role != Role::kReporter || user.unit.empty()) return true;
  return is_within(desk.store, entry.campaign, entry.unit, user.unit);
}

Response enter(const Desk& desk, const Person& person, const Json& body) {
  JsonReader reader(body, "body");
  TypedEntry entry;
  entry.campaign = {reader.text("campaign", kIdBytesMax)};
  entry.unit = {reader.optional_text("unit", kIdBytesMax)};
  entry.cell = static_cast<int>(reader.integer("cell", 1, kCellMax));
  entry.state = reader.text("state", kIdBytesMax);
  entry.amount = reader.optional_text("amount", kAmountBytesMax);
  entry.reason = reader.text("reason", kReasonBytesMax);
  if (!reader.ok()) return failure_response(invalid(reader.error()));
  auto unit = unit_or_own(desk.store, entry.campaign, entry.unit);
  if (!unit) return failure_response(unit.error());
  entry.unit = std::move(*unit);
  const auto may = may_enter(desk, person.user, entry);
  if (!may) return failure_response(may.error());
  if (!*may) {
    return error_response(403, "other_unit", "this account fills in another unit",
                          "ask an administrator");
  }
  const auto entered = enter_by_hand(desk.store, entry, person.act(desk.clock.utc_ms()));
  if (!entered) return failure_response(entered.error());
  return json_response(Json::object({{"unit", entry.unit.value}, {"cell", entry.cell}}));
}

}  // namespace

void add_manual_entry_routes(Router& router, const Desk& desk) {
  router.add("GET", "/api/manual-entries",
             reading(desk, [desk](const Request& request, const Person&) {
               const auto entries =
                   entries_json(desk.store, {std::string(request.query_text("campaign"))},
                                {std::string(request.query_text("unit"))}, asked_cell(request));
               return entries ? json_response(*entries) : failure_response(entries.error());
             }));
  router.add("POST", "/api/manual-entries",
             writing(desk, Role::kReporter,
                     [desk](const Request&, const Person& person, const Json& body) {
                       return enter(desk, person, body);
                     }));
}

}  // namespace keqian::bureau
