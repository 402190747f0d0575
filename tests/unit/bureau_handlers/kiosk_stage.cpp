#include "tests/unit/bureau_handlers/kiosk_stage.h"

#include <future>

#include "server-sync/bureau/http/response_head.h"
#include "server-sync/bureau/store/database.h"

namespace keqian::bureau {
namespace {

CampaignDefinition city_week() {
  CampaignDefinition campaign;
  campaign.id = {"city-2026"};
  campaign.name = "2026年某市科技活动周";
  campaign.theme = "弘扬科学家精神";
  campaign.place = "某市";
  campaign.unit = {"city"};
  campaign.period.starts = kWeekBegins;
  campaign.period.ends = kWeekBegins.plus_days(6);
  campaign.units = {{{"city"}, "某市", {}, UnitLevel::kCity}};
  campaign.venues = {{{"museum"}, "博物馆", VenueKind::kMuseum, {"city"}},
                     {{"square"}, "广场", VenueKind::kSquare, {"city"}}};
  return campaign;
}

}  // namespace

KioskStage::KioskStage() {
  wire::initialise_crypto();
  bureau_keys_ = wire::make_key_pair(randomness_);
  auto opened = open_sqlite_store(folder_.path().string(), randomness_);
  KEQIAN_ASSERT(opened.ok());
  store_ = std::move(opened).value();
  KEQIAN_ASSERT(store_->import_campaign({city_week(), "text", ""}, kStaff).ok());
  writer_ = std::make_unique<UploadWriter>(*store_, [this] { changed_(); });
  signer_ = std::make_unique<AnswerSigner>(bureau_keys_);
  add_kiosk_routes(router_, {*store_, clock_, bureau_keys_, *writer_});
}

std::string KioskStage::issue_code(const std::string& venue) {
  const auto code = wire::make_one_time_code(randomness_);
  EXPECT_TRUE(store_
                  ->add_enrolment_code(
                      {one_time_digest(code), {venue}, clock_.now + kEnrolmentCodeLifeMs}, kStaff)
                  .ok());
  return code;
}

StageKiosk KioskStage::enrol(const std::string& venue) {
  const auto keys = wire::make_key_pair(randomness_);
  const auto response = ask(enrolment(issue_code(venue), keys));
  EXPECT_EQ(outcome(response), "200");
  const auto answer = wire::decode_enrolment_answer(response.body);
  EXPECT_TRUE(answer.ok());
  return {answer.ok() ? answer->kiosk : KioskId{}, keys};
}

void KioskStage::revoke(const KioskId& kiosk) {
  ASSERT_TRUE(store_->revoke_kiosk(kiosk, kStaff).ok());
}

Request KioskStage::signed_request(std::string method, std::string target, std::string kiosk,
                                   const wire::KeyPair& keys, std::string body) {
  const wire::SignedRequest parts{std::move(method),
                                  std::move(target),
                                  std::move(kiosk),
                                  clock_.now - 1500,
                                  wire::make_nonce(randomness_),
                                  std::move(body)};
  const auto signature = wire::sign(keys, wire::signing_input(parts));
  Request request;
  request.method = parts.method;
  request.target = parts.path;
  request.path = parts.path.substr(0, parts.path.find('?'));
  request.headers = {{"content-type", "application/json"},
                     {"keqian-kiosk", parts.kiosk},
                     {"keqian-time", std::to_string(parts.time_utc_ms)},
                     {"keqian-nonce", parts.nonce},
                     {"keqian-signature", wire::encode_signature(signature)}};
  request.body = parts.body;
  request.remote_address = "192.0.2.7";
  return request;
}

Request KioskStage::enrolment(const std::string& code, const wire::KeyPair& keys) {
  return signed_request("POST", "/v1/enrolments", "-", keys,
                        wire::encode(wire::EnrolmentRequest{code, keys.public_key, "0.1.0"}));
}

Request KioskStage::upload(const StageKiosk& kiosk, const wire::Upload& upload) {
  return signed_request("PUT", "/v1/kiosks/" + kiosk.id.value + "/tallies", kiosk.id.value,
                        kiosk.keys, wire::encode(upload));
}

Request KioskStage::configuration(const StageKiosk& kiosk) {
  return signed_request("GET", "/v1/kiosks/" + kiosk.id.value + "/configuration", kiosk.id.value,
                        kiosk.keys, "");
}

wire::Upload KioskStage::one_tally(const KioskId& kiosk, std::int64_t persons,
                                   wire::Revision from) {
  wire::Upload upload;
  upload.kiosk = kiosk;
  upload.incarnation = std::string(32, 'a');
  upload.from_revision = from;
  upload.to_revision = upload.ledger_sequence = from + 1;
  upload.chain_head = std::string(64, 'c');
  upload.tallies = {tally(daily("museum", kWeekBegins), 9, Category::kPublic, persons, from + 1)};
  upload.device.version = "0.1.0";
  return upload;
}

Response KioskStage::ask(const Request& request) {
  std::promise<Response> answered;
  router_.dispatch(request,
                   Reply([&](Response response) { answered.set_value(std::move(response)); }));
  auto response = answered.get_future().get();
  suit_to_client(request, response);
  (*signer_)(request, response);
  return response;
}

bool KioskStage::is_signed(const Request& request, const Response& response) const {
  const auto signature = wire::parse_signature(response_header(response, "Keqian-Signature"));
  const wire::SignedAnswer answer{response.status,
                                  request.target,
                                  std::string(request.header("keqian-kiosk")),
                                  std::string(request.header("keqian-nonce")),
                                  response.etag,
                                  response.body};
  return signature &&
         wire::verify(bureau_keys_.public_key, wire::signing_input(answer), *signature);
}

std::int64_t KioskStage::persons() {
  const auto figures = store_->venue_figures({"city-2026"}, kWeekBegins);
  KEQIAN_ASSERT(figures.ok());
  std::int64_t sum = 0;
  for (const auto& venue : *figures) sum += venue.persons_campaign;
  return sum;
}

void KioskStage::break_tallies_of_666() {
  const auto database = open_sqlite_database((folder_.path() / "bureau.db").string());
  for (const std::string change : {"INSERT", "UPDATE"}) {
    database->run_once("CREATE TRIGGER refuse_" + change + " BEFORE " + change +
                       " ON tally WHEN NEW.persons = 666 BEGIN SELECT RAISE(ABORT, 'no'); END");
  }
}

void set_header(Request& request, std::string_view name, std::string value) {
  for (auto& [key, held] : request.headers) {
    if (key == name) held = std::move(value);
  }
}

std::string response_header(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return {};
}

wire::ErrorAnswer error_of(const Response& response) {
  const auto error = wire::decode_error_answer(response.body);
  EXPECT_TRUE(error.ok()) << response.body;
  return error.ok() ? *error : wire::ErrorAnswer{};
}

std::string outcome(const Response& response) {
  const auto status = std::to_string(response.status);
  return response.status == 200 || response.status == 304 ? status
                                                          : status + " " + error_of(response).code;
}

}  // namespace keqian::bureau
