#include "tests/unit/bureau_handlers/desk_stage.h"

#include "server-sync/wire/crypto.h"

namespace keqian::bureau {

std::string Answer::text(std::string_view key) const {
  const auto* member = body.find(key);
  return member != nullptr && member->as_string() != nullptr ? *member->as_string() : "";
}

std::string Answer::code() const {
  return text("code");
}

Answer Browser::send(Request request) {
  request.remote_address = address_;
  if (!cookie_.empty())
    request.headers.emplace_back("cookie", "other=1; keqian_session=" + cookie_);
  auto response = stage_.dispatch(std::move(request));
  for (const auto& [name, value] : response.headers) {
    if (name != "Set-Cookie") continue;
    const auto begin = value.find('=') + 1;
    cookie_ = value.substr(begin, value.find(';') - begin);
    csrf_.reset();
  }
  auto body = Json::parse(response.body);
  return {std::move(response), body ? std::move(*body) : Json()};
}

Answer Browser::get(const std::string& target) {
  Request request;
  request.method = "GET";
  request.target = target;
  request.path = target.substr(0, target.find('?'));
  if (const auto query = target.find('?'); query != std::string::npos) {
    request.query = parse_query(target.substr(query + 1));
  }
  return send(std::move(request));
}

Answer Browser::post(const std::string& path, const Json& body, const std::string& host) {
  if (!csrf_) csrf_ = get("/api/session").text("csrf");
  Request request;
  request.method = "POST";
  request.target = path;
  request.path = path;
  request.headers = {
      {"content-type", "application/json"}, {"x-csrf-token", *csrf_}, {"host", host}};
  request.body = body.dump();
  return send(std::move(request));
}

Answer Browser::sign_in(const std::string& name, const std::string& password) {
  return post("/api/sign-in", Json::object({{"name", name}, {"password", password}}));
}

DeskStage::DeskStage() {
  wire::initialise_crypto();
  keys_ = wire::make_key_pair(randomness_);
  auto opened = open_sqlite_store(folder_.path().string(), randomness_);
  KEQIAN_ASSERT(opened.ok());
  store_ = std::move(opened).value();
  sign_ins_ = std::make_unique<SignIns>(*store_, clock_, randomness_, keys_);
  live_ = std::make_unique<LiveFigures>(*store_, clock_);
  const Desk desk{*store_, clock_, randomness_, keys_, *sign_ins_, false};
  add_sign_in_routes(router_, desk);
  add_figures_routes(router_, desk, *live_);
  add_manual_entry_routes(router_, desk);
  add_fleet_routes(router_, desk);
  add_issuing_routes(router_, desk);
  add_page_routes(router_);
}

Response DeskStage::dispatch(Request request) {
  Response out;
  router_.dispatch(std::move(request),
                   Reply([&](Response response) { out = std::move(response); }));
  return out;
}

void DeskStage::add_user(const std::string& name, Role role, const std::string& unit) {
  UserRecord user;
  user.name = name;
  user.display_name = name + "的姓名";
  user.role = role;
  user.unit = {unit};
  user.password_hash = wire::hash_password(kPassword);
  ASSERT_TRUE(store_->add_user(user, kAct).ok());
}

void DeskStage::import_city() {
  CampaignDefinition campaign;
  campaign.id = {"city-2024"};
  campaign.name = "2024年某市科技活动周";
  campaign.theme = "弘扬科学家精神";
  campaign.place = "某市";
  campaign.unit = {"city"};
  campaign.period.starts = kFirstDay;
  campaign.period.ends = kFirstDay.plus_days(7);
  campaign.form = {"science-week-19"};
  campaign.units = {{{"city"}, "某市", {}, UnitLevel::kCity},
                    {{"east"}, "东县", {"city"}, UnitLevel::kCounty},
                    {{"east-museum"}, "东县博物馆", {"east"}, UnitLevel::kOrganisation},
                    {{"west"}, "西县", {"city"}, UnitLevel::kCounty}};
  campaign.venues = {{{"museum"}, "博物馆", VenueKind::kMuseum, {"east"}},
                     {{"square"}, "广场", VenueKind::kSquare, {"west"}}};
  const auto imported =
      store_->import_campaign({campaign, "text", std::string(builtin_form(campaign.form))}, kAct);
  ASSERT_TRUE(imported.ok()) << imported.error().text();
}

KioskRecord DeskStage::count_persons(std::int64_t persons) {
  const auto code = "code " + std::to_string(randomness_.next());
  const auto digest = one_time_digest(code);
  EXPECT_TRUE(store_->add_enrolment_code({digest, {"museum"}, kAct.utc_ms + kMsPerDay}, kAct).ok());
  const auto kiosk = store_->enrol_kiosk(
      {digest, wire::make_key_pair(randomness_).public_key, "0.1.0"}, kAct.utc_ms);
  EXPECT_TRUE(kiosk.ok());
  apply_one(*store_,
            upload(*kiosk, 0, 1, {tally(daily("museum"), 9, Category::kPublic, persons, 1)}));
  return *kiosk;
}

}  // namespace keqian::bureau
