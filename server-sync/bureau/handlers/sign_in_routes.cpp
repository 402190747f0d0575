// Who is signed in, signing in and out, and the first administrator.
#include "server-sync/base/text.h"
#include "server-sync/bureau/handlers/answers.h"
#include "server-sync/bureau/handlers/guard.h"
#include "server-sync/bureau/store/desk.h"

namespace keqian::bureau {
namespace {

constexpr std::size_t kNameBytesMax = 200;
constexpr std::size_t kPasswordBytesMax = 1000;

Json date_json(const std::optional<BusinessDate>& date) {
  return date ? Json(date->iso()) : Json(nullptr);
}

Json campaign_json(const CampaignRecord& campaign) {
  return Json::object({{"id", campaign.id.value},
                       {"name", campaign.name},
                       {"theme", campaign.theme},
                       {"starts", date_json(campaign.starts)},
                       {"ends", date_json(campaign.ends)}});
}

Json person_json(const Result<Person>& person) {
  if (!person) return nullptr;
  return Json::object({{"name", person->user.name},
                       {"display_name", person->user.display_name},
                       {"role", name(person->user.role)},
                       {"unit", person->user.unit.value}});
}

Result<Json> session_json(const Desk& desk, const Result<Person>& person) {
  KEQIAN_TRY(const auto users, desk.store.user_count());
  KEQIAN_TRY(const auto campaigns, desk.store.campaigns());
  auto list = Json::array();
  for (const auto& campaign : campaigns) list.push(campaign_json(campaign));
  return Json::object({{"user", person_json(person)},
                       {"csrf", desk.sign_ins.csrf_token(person)},
                       {"needs_first_administrator", users == 0},
                       {"campaigns", std::move(list)},
                       {"server_utc_ms", desk.clock.utc_ms()}});
}

Response begin_sign_in(const Desk& desk, const Request& request, const std::string& user) {
  const auto cookie = desk.sign_ins.begin(user, request.remote_address);
  if (!cookie) return failure_response(cookie.error());
  auto response = json_response(Json::object({{"name", user}}));
  response.headers.emplace_back("Set-Cookie", session_cookie(*cookie, desk.secure_cookies));
  return response;
}

Response sign_in(const Desk& desk, const Request& request, const Json& body) {
  JsonReader reader(body, "body");
  const auto user = reader.text("name", kNameBytesMax);
  const auto password = reader.text("password", kPasswordBytesMax);
  if (!reader.ok()) return failure_response(invalid(reader.error()));
  const auto outcome = desk.sign_ins.check({user, password, request.remote_address});
  if (!outcome) return failure_response(outcome.error());
  if (outcome->retry_after_s > 0) return too_many_requests(outcome->retry_after_s);
  if (!outcome->is_right) {
    return error_response(401, "wrong_password", "the name or the password is not right");
  }
  return begin_sign_in(desk, request, user);
}

Response sign_out(const Desk& desk, const Result<Person>& person) {
  if (person) {
    if (const auto ended = desk.sign_ins.end(*person); !ended) {
      return failure_response(ended.error());
    }
  }
  auto response = json_response(Json::object({{"name", nullptr}}));
  response.headers.emplace_back("Set-Cookie", session_cookie({}, desk.secure_cookies));
  return response;
}

Status make_first_administrator(const Desk& desk, std::string_view token, UserRecord user,
                                std::string_view password) {
  KEQIAN_CHECK_OK(check_user_name(user.name));
  if (user.display_name.empty())
    return broken(rules::kDisplayNameMissing, "as the others shall see it");
  KEQIAN_CHECK_OK(check_new_password(user.name, password));
  user.role = Role::kAdministrator;
  user.password_hash = wire::hash_password(password);
  return desk.store.add_first_administrator(one_time_digest(token), user,
                                            {user.name, desk.clock.utc_ms()});
}

Response first_administrator(const Desk& desk, const Request& request, const Json& body) {
  JsonReader reader(body, "body");
  const auto token = reader.text("token", kNameBytesMax);
  UserRecord user;
  user.name = reader.text("name", kNameBytesMax);
  user.display_name = trim(reader.optional_text("display_name", kNameBytesMax));
  const auto password = reader.text("password", kPasswordBytesMax);
  if (!reader.ok()) return failure_response(invalid(reader.error()));
  const auto user_name = user.name;
  const auto made = make_first_administrator(desk, token, std::move(user), password);
  if (made) return begin_sign_in(desk, request, user_name);
  if (made.error().kind == ErrorKind::kDenied) {
    return error_response(403, "link_not_valid", made.error().message, made.error().hint);
  }
  return failure_response(made.error());
}

}  // namespace

void add_sign_in_routes(Router& router, const Desk& desk) {
  router.add("GET", "/api/session", [desk](const Request& request) {
    const auto person = desk.sign_ins.person(request);
    if (!person && person.error().kind != ErrorKind::kDenied) {
      return failure_response(person.error());
    }
    const auto session = session_json(desk, person);
    return session ? json_response(*session) : failure_response(session.error());
  });
  router.add("POST", "/api/sign-in",
             open_writing(desk, [desk](const Request& request, const Result<Person>&,
                                       const Json& body) { return sign_in(desk, request, body); }));
  router.add("POST", "/api/sign-out",
             open_writing(desk, [desk](const Request&, const Result<Person>& person, const Json&) {
               return sign_out(desk, person);
             }));
  router.add(
      "POST", "/api/first-administrator",
      open_writing(desk, [desk](const Request& request, const Result<Person>&, const Json& body) {
        return first_administrator(desk, request, body);
      }));
}

}  // namespace keqian::bureau
