// Kiosks as a person at the bureau looks after them.
#include "server-sync/bureau/handlers/answers.h"
#include "server-sync/bureau/handlers/guard.h"
#include "server-sync/bureau/store/desk.h"
#include "server-sync/bureau/store/judged_lives.h"

namespace keqian::bureau {
namespace {

constexpr std::size_t kIdBytesMax = 64;
constexpr std::size_t kSessionIdBytesMax = 160;
constexpr std::size_t kReasonBytesMax = 2000;
constexpr std::size_t kLivesMax = 1000;
constexpr std::int64_t kSequenceMax = std::int64_t{1} << 53;

KioskId asked_kiosk(const Request& request) {
  return {std::string(request.parameter("kiosk"))};
}

std::string_view name(LifeOrigin origin) {
  switch (origin) {
    case LifeOrigin::kUnknown:
      return "unknown";
    case LifeOrigin::kEmpty:
      return "empty";
    case LifeOrigin::kCopy:
      return "copy";
  }
  return "unknown";
}

Json time_json(UtcMs utc_ms) {
  return utc_ms == 0 ? Json(nullptr) : Json(utc_ms);
}

Json life_json(const IncarnationRecord& life) {
  auto days = Json::array();
  for (const auto& day : life.days) {
    days.push(Json::object({{"date", day.date.iso()},
                            {"persons", day.persons},
                            {"shared_persons", day.shared_persons},
                            {"check_ins", day.check_ins},
                            {"first_hour", day.first_hour},
                            {"last_hour", day.last_hour}}));
  }
  return Json::object({{"incarnation", life.id},
                       {"counts", life.is_counted},
                       {"whole", life.counts_whole},
                       {"in_review", life.is_in_review},
                       {"ledger_sequence", life.ledger_sequence},
                       {"first_heard_utc_ms", time_json(life.first_heard_utc_ms)},
                       {"last_heard_utc_ms", time_json(life.last_heard_utc_ms)},
                       {"origin", name(life.origin)},
                       {"parent", life.parent},
                       {"shared_until", life.shared_until},
                       {"days", std::move(days)}});
}

// {"kiosk","name","lives":[…],"choices":[[incarnation…]…]}
Result<Json> lives_json(Store& store, const KioskId& id) {
  KEQIAN_TRY(const auto kiosk, store.kiosk(id));
  KEQIAN_TRY(const auto lives, store.incarnations(id));
  auto list = Json::array();
  for (const auto& life : lives) list.push(life_json(life));
  auto choices = Json::array();
  for (const auto& choice : possible_choices(lives)) {
    auto counted = Json::array();
    for (const auto& incarnation : choice) counted.push(incarnation);
    choices.push(std::move(counted));
  }
  return Json::object({{"kiosk", kiosk.id.value},
                       {"name", kiosk.name},
                       {"lives", std::move(list)},
                       {"choices", std::move(choices)}});
}

// [{"id","title"}…]: what something counted at `venue` on that day can have been.
Result<Json> activities_json(Store& store, const VenueId& venue, BusinessDate date) {
  KEQIAN_TRY(const auto configuration, store.venue_configuration(venue, date));
  auto list = Json::array();
  for (const auto& activity : configuration.activities)
    list.push(Json::object({{"id", activity.id.value}, {"title", activity.title}}));
  return list;
}

// {"kiosk","refused":[{"kind","session","title","persons","reason","received_utc_ms"}],
//  "activities":{session:[…]}}: what the bureau has refused of this kiosk, and for each session
// that it does not know what that can have been.
Result<Json> refused_json(Store& store, const KioskId& id) {
  KEQIAN_CHECK_OK(store.kiosk(id));
  KEQIAN_TRY(const auto items, store.quarantined_items(id));
  auto list = Json::array();
  auto activities = Json::object({});
  for (const auto& item : items) {
    const auto& session = item.verdict.session;
    list.push(Json::object({{"kind", item.verdict.kind},
                            {"session", session.value},
                            {"title", item.title},
                            {"persons", item.persons},
                            {"reason", item.verdict.reason},
                            {"received_utc_ms", item.received_utc_ms}}));
    SessionIdParts parts;
    if (item.verdict.reason != "unknown_session" || activities.find(session.value) != nullptr ||
        !parse_session_id(session.value, parts))
      continue;
    KEQIAN_TRY(auto known, activities_json(store, parts.venue, parts.date));
    activities.set(session.value, std::move(known));
  }
  return Json::object(
      {{"kiosk", id.value}, {"refused", std::move(list)}, {"activities", std::move(activities)}});
}

// {"session","activity"}: what a session that is not known was.
Result<Json> map_session(Store& store, const KioskId& kiosk, const Json& body, const Act& act) {
  JsonReader reader(body, "body");
  const auto session = reader.text("session", kSessionIdBytesMax);
  const ActivityId activity{reader.text("activity", kIdBytesMax)};
  if (!reader.ok()) return invalid(reader.error());
  SessionIdParts parts;
  if (!parse_session_id(session, parts)) return invalid("body.session: is not a session's id");
  KEQIAN_CHECK_OK(store.kiosk(kiosk));
  KEQIAN_CHECK_OK(store.map_activity(parts.venue, parts.activity, activity, act));
  return refused_json(store, kiosk);
}

std::string_view name(ClosingState state) {
  switch (state) {
    case ClosingState::kWaiting:
      return "waiting";
    case ClosingState::kAgrees:
      return "agrees";
    case ClosingState::kDiffers:
      return "differs";
    case ClosingState::kOutdated:
      return "outdated";
  }
  return "waiting";
}

// The days that the kiosk's staff have closed, with both sides' figures.
Result<Json> closings_json(Store& store, const KioskId& id) {
  KEQIAN_CHECK_OK(store.kiosk(id));
  KEQIAN_TRY(const auto closings, store.closings(id));
  auto list = Json::array();
  for (const auto& closing : closings) {
    list.push(Json::object({{"date", closing.kiosk.business_date.iso()},
                            {"closed_utc_ms", closing.closed_utc_ms},
                            {"state", name(closing.state)},
                            {"persons", closing.kiosk.persons},
                            {"check_ins", closing.kiosk.check_ins},
                            {"bureau_persons", closing.bureau.persons},
                            {"bureau_check_ins", closing.bureau.check_ins}}));
  }
  return Json::object({{"kiosk", id.value}, {"closings", std::move(list)}});
}

Result<Json> kiosk_json(Store& store, const KioskId& id) {
  KEQIAN_TRY(const auto kiosk, store.kiosk(id));
  return Json::object({{"kiosk", kiosk.id.value},
                       {"name", kiosk.name},
                       {"venue", kiosk.venue.value},
                       {"revoked", kiosk.revoked}});
}

Result<Json> rename(Store& store, const KioskId& kiosk, const Json& body, const Act& act) {
  JsonReader reader(body, "body");
  const auto name = reader.text("name", kReasonBytesMax);
  if (!reader.ok()) return invalid(reader.error());
  KEQIAN_CHECK_OK(store.rename_kiosk(kiosk, name, act));
  return kiosk_json(store, kiosk);
}

Result<Json> move(Store& store, const KioskId& kiosk, const Json& body, const Act& act) {
  JsonReader reader(body, "body");
  const VenueId venue{reader.text("venue", kIdBytesMax)};
  if (!reader.ok()) return invalid(reader.error());
  KEQIAN_CHECK_OK(store.move_kiosk(kiosk, venue, act));
  return kiosk_json(store, kiosk);
}

Result<Json> revoke(Store& store, const KioskId& kiosk, const Json&, const Act& act) {
  KEQIAN_CHECK_OK(store.revoke_kiosk(kiosk, act));
  return kiosk_json(store, kiosk);
}

constexpr UtcMs kHandOverMs = 24 * 60 * 60 * 1000;

// For a day a withdrawn kiosk may send what it had counted.
Result<Json> let_hand_over(Store& store, const KioskId& kiosk, const Json&, const Act& act) {
  KEQIAN_CHECK_OK(store.let_hand_over(kiosk, act.utc_ms + kHandOverMs, act));
  return kiosk_json(store, kiosk);
}

// {"kiosk","name","code"}: for staff who have forgotten their PIN and read `number` off the kiosk.
Result<Json> pin_reset_code_json(const Desk& desk, const KioskId& id, const Json& body,
                                 const Act& act) {
  JsonReader reader(body, "body");
  const auto number = reader.text("number", kIdBytesMax);
  if (!reader.ok()) return invalid(reader.error());
  KEQIAN_TRY(const auto code, issue_pin_reset_code(desk.store, desk.bureau_keys, id, number, act));
  KEQIAN_TRY(const auto kiosk, desk.store.kiosk(id));
  return Json::object({{"kiosk", id.value}, {"name", kiosk.name}, {"code", code}});
}

LifeChoice read_choice(JsonReader& reader, const KioskId& kiosk) {
  LifeChoice choice{kiosk, {}};
  const auto& lives = reader.array("lives", kLivesMax);
  for (std::size_t i = 0; i < lives.size(); ++i) {
    JsonReader life(lives[i], reader, "lives", i);
    choice.lives.push_back({life.text("incarnation", kIdBytesMax), life.boolean("counts"),
                            life.integer("ledger_sequence", 0, kSequenceMax)});
    reader.absorb(life);
  }
  return choice;
}

Result<Json> changes_json(Store& store, const KioskId& kiosk, const Json& body) {
  JsonReader reader(body, "body");
  const CampaignId campaign{reader.text("campaign", kIdBytesMax)};
  const auto choice = read_choice(reader, kiosk);
  if (!reader.ok()) return invalid(reader.error());
  KEQIAN_TRY(const auto changes, table_changes(store, campaign, choice));
  auto cells = Json::array();
  for (const auto& change : changes) {
    cells.push(Json::object({{"number", change.number},
                             {"label", change.label},
                             {"before", change.before},
                             {"after", change.after}}));
  }
  return Json::object({{"cells", std::move(cells)}});
}

Result<Json> resolve(Store& store, const KioskId& kiosk, const Json& body, const Act& act) {
  JsonReader reader(body, "body");
  const auto choice = read_choice(reader, kiosk);
  const auto reason = reader.text("reason", kReasonBytesMax);
  if (!reader.ok()) return invalid(reader.error());
  KEQIAN_CHECK_OK(resolve_lives(store, choice, reason, act));
  return lives_json(store, kiosk);
}

Response answer_of(const Result<Json>& json) {
  return json ? json_response(*json) : failure_response(json.error());
}

}  // namespace

void add_fleet_routes(Router& router, const Desk& desk) {
  router.add("GET", "/api/kiosks/{kiosk}/lives",
             reading(desk, [desk](const Request& request, const Person&) {
               return answer_of(lives_json(desk.store, asked_kiosk(request)));
             }));
  router.add("POST", "/api/kiosks/{kiosk}/lives/preview",
             writing(desk, Role::kReviewer,
                     [desk](const Request& request, const Person&, const Json& body) {
                       return answer_of(changes_json(desk.store, asked_kiosk(request), body));
                     }));
  router.add("GET", "/api/kiosks/{kiosk}/refused",
             reading(desk, [desk](const Request& request, const Person&) {
               return answer_of(refused_json(desk.store, asked_kiosk(request)));
             }));
  router.add("GET", "/api/kiosks/{kiosk}/closings",
             reading(desk, [desk](const Request& request, const Person&) {
               return answer_of(closings_json(desk.store, asked_kiosk(request)));
             }));
  const auto add_change = [&](std::string_view leaf, auto change) {
    router.add(
        "POST", "/api/kiosks/{kiosk}/" + std::string(leaf),
        writing(desk, Role::kReviewer,
                [desk, change](const Request& request, const Person& person, const Json& body) {
                  return answer_of(change(desk.store, asked_kiosk(request), body,
                                          person.act(desk.clock.utc_ms())));
                }));
  };
  router.add("POST", "/api/kiosks/{kiosk}/pin-reset-code",
             writing(desk, Role::kAdministrator,
                     [desk](const Request& request, const Person& person, const Json& body) {
                       return answer_of(pin_reset_code_json(desk, asked_kiosk(request), body,
                                                            person.act(desk.clock.utc_ms())));
                     }));
  add_change("lives", resolve);
  add_change("name", rename);
  add_change("venue", move);
  add_change("revocation", revoke);
  add_change("refused", map_session);
  add_change("hand-over", let_hand_over);
}

}  // namespace keqian::bureau
