// What the bureau hands out: passes to visitors and staff, enrolment codes to kiosks.
#include <memory>

#include "server-sync/bureau/handlers/answers.h"
#include "server-sync/bureau/handlers/guard.h"
#include "server-sync/bureau/handlers/rate_limit.h"
#include "server-sync/bureau/store/desk.h"
#include "server-sync/qr/encode.h"

namespace keqian::bureau {
namespace {

constexpr std::size_t kIdBytesMax = 64;
constexpr int kPngPixelsPerModule = 8;
constexpr int kFamilyMax = 10;
constexpr int kPassesAtOnceMax = 200;
// A hall's Wi-Fi is one address: a museum's peak is 5.6 visitors a second over all doors, and a few
// school classes may ask at once.
constexpr std::int64_t kVisitorPassBurst = 600;
constexpr std::int64_t kVisitorPassRefillMs = 100;

Result<PassOrder> read_order(const Json& body) {
  JsonReader reader(body, "body");
  PassOrder order;
  order.campaign = {reader.text("campaign", kIdBytesMax)};
  const auto word = reader.text("category", kIdBytesMax);
  const auto category = parse_category(word);
  if (reader.ok() && !category) reader.complain("category", "is not a category");
  order.category = category.value_or(Category::kPublic);
  order.persons = static_cast<int>(reader.integer("persons", 1, kPartySizeMax));
  order.count = static_cast<int>(reader.optional_integer("count", 1, kPassesAtOnceMax, 1));
  if (!reader.ok()) return invalid(reader.error());
  return order;
}

bool is_for_visitors(const PassOrder& order) {
  return !is_staff(order.category) && order.persons <= kFamilyMax && order.count == 1;
}

Result<Json> pass_json(const std::string& pass) {
  KEQIAN_TRY(const auto symbol, qr::encode_qr(pass));
  return Json::object({{"pass", pass},
                       {"qr_svg", qr::qr_svg(symbol)},
                       {"png_base64", wire::base64(qr::qr_png(symbol, kPngPixelsPerModule))}});
}

Result<Json> issued_json(const Desk& desk, const PassOrder& order) {
  KEQIAN_TRY(
      const auto issued,
      issue_passes(desk.store, order, BusinessDate::of(desk.clock.utc_ms()), desk.randomness));
  auto passes = Json::array();
  for (const auto& pass : issued.passes) {
    KEQIAN_TRY(auto json, pass_json(pass));
    passes.push(std::move(json));
  }
  return Json::object({{"passes", std::move(passes)},
                       {"category", name(order.category)},
                       {"persons", order.persons},
                       {"valid_from", issued.valid_from.iso()},
                       {"valid_until", issued.valid_until.iso()},
                       {"campaign_name", issued.campaign_name}});
}

// Anybody may have a pass for himself or his family; the rest is for people who answer for it.
Response issue(const Desk& desk, RateLimit& limit, const Request& request,
               const Result<Person>& person, const Json& body) {
  const auto order = read_order(body);
  if (!order) return failure_response(order.error());
  if (!is_for_visitors(*order)) {
    if (!person)
      return error_response(401, "not_signed_in", "this pass is issued by staff", "sign in");
    if (person->user.role < Role::kReporter) {
      return error_response(403, "role", "this account may not do this", "ask an administrator");
    }
  } else if (!person && !limit.take(request.remote_address, desk.clock.monotonic_ms())) {
    return too_many_requests(limit.retry_after_s());
  }
  const auto issued = issued_json(desk, *order);
  return issued ? json_response(*issued) : failure_response(issued.error());
}

// A code names the address at which its kiosk reports. One of this very machine is of use to a
// kiosk here alone, so it is given only to a browser that is here too.
Status check_kiosks_reach(const Desk& desk, const Request& request) {
  KEQIAN_TRY(const auto url, desk.store.setting(kSettingPublicUrl));
  const bool is_here = is_url_of_this_machine("http://" + std::string(request.header("host")));
  if (!url.empty() && (is_here || !is_url_of_this_machine(url))) return ok();
  return broken(rules::kBureauUrlHereOnly,
                "start the bureau with --public-url https://…, the address that kiosks use",
                ErrorKind::kConflict);
}

Result<Json> enrolment_code_json(const Desk& desk, const Request& request, const Person& person,
                                 const Json& body) {
  JsonReader reader(body, "body");
  EnrolmentOrder order;
  if (reader.has("kiosk")) {
    order.kiosk = {reader.text("kiosk", kIdBytesMax)};
  } else {
    order.venue = {reader.text("venue", kIdBytesMax)};
  }
  if (!reader.ok()) return invalid(reader.error());
  KEQIAN_CHECK_OK(check_kiosks_reach(desk, request));
  KEQIAN_TRY(const auto issued,
             issue_enrolment_code(desk.store, order, desk.bureau_keys.public_key, desk.randomness,
                                  person.act(desk.clock.utc_ms())));
  KEQIAN_TRY(const auto symbol, qr::encode_qr(issued.enrolment));
  return Json::object({{"code", issued.code},
                       {"enrolment", issued.enrolment},
                       {"qr_svg", qr::qr_svg(symbol)},
                       {"expires_utc_ms", issued.expires_utc_ms},
                       {"bureau_url", issued.bureau_url},
                       {"here_only", is_url_of_this_machine(issued.bureau_url)},
                       {"venue", issued.venue.id.value},
                       {"venue_name", issued.venue.name}});
}

}  // namespace

void add_issuing_routes(Router& router, const Desk& desk) {
  const auto limit = std::make_shared<RateLimit>(kVisitorPassBurst, kVisitorPassRefillMs);
  router.add("POST", "/api/passes",
             open_writing(desk, [desk, limit](const Request& request, const Result<Person>& person,
                                              const Json& body) {
               return issue(desk, *limit, request, person, body);
             }));
  router.add("POST", "/api/enrolment-codes",
             writing(desk, Role::kReviewer,
                     [desk](const Request& request, const Person& person, const Json& body) {
                       const auto code = enrolment_code_json(desk, request, person, body);
                       return code ? json_response(*code) : failure_response(code.error());
                     }));
}

}  // namespace keqian::bureau
