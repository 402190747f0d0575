#include "kiosk/ledger/ledger_door.h"

#include <utility>

#include "kiosk/ledger/core.h"
#include "kiosk/ledger/corrections.h"
#include "kiosk/ledger/repeat_guard.h"
#include "kiosk/ledger/rows.h"
#include "kiosk/ledger/session_rows.h"

namespace keqian::kiosk {
namespace {

constexpr char kInsertRefusal[] =
    "INSERT INTO refusal (reason, method, business_date, hour, utc_ms) VALUES (?, ?, ?, ?, ?)";

Error wrong_persons() {
  return invalid("a party has 1 to 500 persons");
}

void note_refusal(Connection& connection, std::string_view reason, Method method,
                  const Moment& moment) {
  connection.query(kInsertRefusal)
      .bind(reason, name(method), moment.business_date.iso(), moment.hour, moment.utc_ms)
      .run();
}

// The session a door counts for, opened where it is the daily opening.
Result<Session> counting_session(Connection& connection, const std::optional<SessionId>& wanted,
                                 const Moment& moment, const wire::Configuration& configuration) {
  if (!wanted) return current_or_daily_session(connection, moment, configuration);
  auto session = find_session(connection, *wanted);
  if (session && session->closed_utc_ms == 0) return *session;
  return Error{ErrorKind::kConflict, "the session " + wanted->value + " is closed",
               "choose another session, or none for the daily opening"};
}

}  // namespace

LedgerDoor::LedgerDoor(Ledger& ledger, std::optional<SessionId> session)
    : ledger_(ledger), session_(std::move(session)) {}

Result<DoorAnswer> LedgerDoor::scan(std::string_view code, Method method,
                                    std::optional<int> confirmed_persons) {
  auto& core = ledger_.core();
  const auto configuration = core.configuration();
  if (!configuration) return no_configuration();
  if (confirmed_persons && (*confirmed_persons < 1 || *confirmed_persons > kPartySizeMax)) {
    return wrong_persons();
  }
  const auto moment = core.now();
  const auto judged = configuration->check(code, moment);
  if (const auto* problem = std::get_if<wire::PassProblem>(&judged)) {
    return core.write("note a refusal", [&](Connection& connection) -> Result<DoorAnswer> {
      note_refusal(connection, wire::name(*problem), method, moment);
      DoorAnswer answer;
      answer.problem = *problem;
      answer.persons_today = persons_of_day(connection, moment.business_date);
      return answer;
    });
  }
  const auto& pass = std::get<wire::Pass>(judged);
  if (!confirmed_persons && pass.persons > kPartySizeUnconfirmed) {
    return needs_confirmation(pass, moment);
  }
  KEQIAN_CHECK_OK(core.end_past_days(moment));
  return count_pass(pass, method, confirmed_persons.value_or(pass.persons), moment);
}

Result<DoorAnswer> LedgerDoor::count_pass(const wire::Pass& pass, Method method, int persons,
                                          const Moment& moment) {
  auto& core = ledger_.core();
  const auto configuration = core.configuration();
  return core.write("count a pass", [&](Connection& connection) -> Result<DoorAnswer> {
    KEQIAN_TRY(const auto session,
               counting_session(connection, session_, moment, configuration->configuration));
    const auto digest = repeat_digest(connection, moment, *core.randomness, session.id, pass);
    if ((core.rows_were_moved && is_counted_before_moving(connection, moment, session.id, pass)) ||
        !remember_counted(connection, digest)) {
      note_refusal(connection, name(Outcome::kAlreadyCheckedIn), method, moment);
      return answer_of(connection, Outcome::kAlreadyCheckedIn, session, pass.category, pass.persons,
                       moment);
    }
    auto row = row_at(moment);
    row.session_id = session.id.value;
    row.category = name(pass.category);
    row.persons = persons;
    row.method = name(method);
    row.pass_digest = digest;
    const auto sequence = append_check_in(connection, std::move(row));
    auto answer =
        answer_of(connection, Outcome::kAccepted, session, pass.category, persons, moment);
    answer.sequence = sequence;
    return answer;
  });
}

Result<DoorAnswer> LedgerDoor::needs_confirmation(const wire::Pass& pass, const Moment& moment) {
  return ledger_.core().read("look a pass up", [&](Connection& connection) -> Result<DoorAnswer> {
    const auto session = session_ ? find_session(connection, *session_)
                                  : current_session(connection, moment.business_date);
    auto outcome = Outcome::kNeedsConfirmation;
    if (session) {
      const auto digest = known_repeat_digest(connection, moment, session->id, pass);
      if ((digest && is_counted(connection, *digest)) ||
          is_counted_before_moving(connection, moment, session->id, pass)) {
        outcome = Outcome::kAlreadyCheckedIn;
      }
    }
    return answer_of(connection, outcome, session.value_or(Session{}), pass.category, pass.persons,
                     moment);
  });
}

Result<DoorAnswer> LedgerDoor::tap(Category category, int persons) {
  return count_tap(category, persons, "in");
}

Result<DoorAnswer> LedgerDoor::leave(int persons) {
  return count_tap(Category::kPublic, persons, "out");
}

Result<DoorAnswer> LedgerDoor::count_tap(Category category, int persons,
                                         std::string_view direction) {
  auto& core = ledger_.core();
  const auto configuration = core.configuration();
  if (!configuration) return no_configuration();
  if (persons < 1 || persons > kPartySizeMax) return wrong_persons();
  const auto moment = core.now();
  KEQIAN_CHECK_OK(core.end_past_days(moment));
  return core.write("count a tap", [&](Connection& connection) -> Result<DoorAnswer> {
    KEQIAN_TRY(const auto session,
               counting_session(connection, session_, moment, configuration->configuration));
    auto row = row_at(moment);
    row.session_id = session.id.value;
    row.category = name(category);
    row.persons = persons;
    row.direction = direction;
    row.method = name(Method::kTap);
    const auto sequence = append_check_in(connection, std::move(row));
    auto answer = answer_of(connection, Outcome::kAccepted, session, category, persons, moment);
    answer.sequence = sequence;
    return answer;
  });
}

Result<DoorAnswer> LedgerDoor::amend(wire::Sequence sequence, Category category, int persons) {
  if (persons < 0 || persons > kPartySizeMax) return wrong_persons();
  return kiosk::amend(ledger_.core(), sequence, category, persons,
                      persons == 0 ? kReasonTakenBackAtTheDoor : kReasonChangedAtTheDoor);
}

}  // namespace keqian::kiosk
