// Reading the figures: overview, table, units, and the stream that keeps them live.
#include "server-sync/bureau/exports/sheet.h"
#include "server-sync/bureau/exports/xlsx.h"
#include "server-sync/bureau/handlers/answers.h"
#include "server-sync/bureau/handlers/guard.h"
#include "server-sync/bureau/handlers/live_figures.h"
#include "server-sync/bureau/handlers/overview.h"
#include "server-sync/bureau/store/desk.h"

namespace keqian::bureau {
namespace {

CampaignId asked_campaign(const Request& request) {
  return {std::string(request.query_text("campaign"))};
}

UnitId asked_unit(const Request& request) {
  return {std::string(request.query_text("unit"))};
}

Response overview(const Desk& desk, const Request& request) {
  const auto json = overview_json(desk.store, asked_campaign(request), desk.clock.utc_ms());
  return json ? json_response(*json) : failure_response(json.error());
}

Response events(LiveFigures& live, const Request& request) {
  auto topic = live.topic(asked_campaign(request));
  if (!topic) return failure_response(topic.error());
  Response response;
  response.content_type = "text/event-stream";
  response.events = std::move(*topic);
  return response;
}

Response table(const Desk& desk, const Request& request) {
  const auto table = campaign_table(desk.store, asked_campaign(request), asked_unit(request));
  return table ? json_response(table_page_json(*table)) : failure_response(table.error());
}

Response table_file(const Table& table, std::string_view type, const std::string& ending,
                    std::string body) {
  return file_response(type, std::move(body),
                       table.campaign.value + "-" + table.unit.value + ending,
                       table_file_name(table) + ending);
}

Response table_as_csv(const Desk& desk, const Request& request) {
  const auto table = campaign_table(desk.store, asked_campaign(request), asked_unit(request));
  if (!table) return failure_response(table.error());
  const bool is_english = request.query_text("language") == "en";
  return table_file(
      *table, "text/csv; charset=utf-8", ".csv",
      table_csv(*table, is_english ? TableLanguage::kEnglish : TableLanguage::kChinese));
}

Response table_as_xlsx(const Desk& desk, const Request& request) {
  const auto table = campaign_table(desk.store, asked_campaign(request), asked_unit(request));
  if (!table) return failure_response(table.error());
  auto file = xlsx_file(table_sheet(*table), desk.clock.utc_ms());
  return file ? table_file(*table, kXlsxType, ".xlsx", *std::move(file))
              : failure_response(file.error());
}

Response units(const Desk& desk, const Request& request) {
  const auto units = desk.store.units(asked_campaign(request));
  if (!units) return failure_response(units.error());
  auto list = Json::array();
  for (const auto& unit : *units) {
    list.push(
        Json::object({{"id", unit.id.value},
                      {"name", unit.name},
                      {"parent", unit.parent.empty() ? Json(nullptr) : Json(unit.parent.value)}}));
  }
  return json_response(list);
}

}  // namespace

void add_figures_routes(Router& router, const Desk& desk, LiveFigures& live) {
  const auto add = [&](std::string_view path, auto answer) {
    router.add("GET", path, reading(desk, [desk, answer](const Request& request, const Person&) {
                 return answer(desk, request);
               }));
  };
  add("/api/overview", overview);
  add("/api/table", table);
  add("/api/table.csv", table_as_csv);
  add("/api/table.xlsx", table_as_xlsx);
  add("/api/units", units);
  router.add("GET", "/api/events", reading(desk, [&live](const Request& request, const Person&) {
               return events(live, request);
             }));
}

}  // namespace keqian::bureau
