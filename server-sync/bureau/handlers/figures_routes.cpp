// Reading the figures: overview, table, units, and the stream that keeps them live.
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

Response table_file(const Desk& desk, const Request& request) {
  const auto table = campaign_table(desk.store, asked_campaign(request), asked_unit(request));
  if (!table) return failure_response(table.error());
  Response response;
  response.content_type = "text/csv; charset=utf-8";
  response.headers.emplace_back(
      "Content-Disposition",
      "attachment; filename=\"" + table->campaign.value + "-" + table->unit.value + ".csv\"");
  const bool is_english = request.query_text("language") == "en";
  response.body = table_csv(*table, is_english ? TableLanguage::kEnglish : TableLanguage::kChinese);
  return response;
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
  add("/api/table.csv", table_file);
  add("/api/units", units);
  router.add("GET", "/api/events", reading(desk, [&live](const Request& request, const Person&) {
               return events(live, request);
             }));
}

}  // namespace keqian::bureau
