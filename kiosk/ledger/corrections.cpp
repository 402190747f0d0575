#include "kiosk/ledger/corrections.h"

#include <algorithm>
#include <utility>

#include "kiosk/ledger/repeat_guard.h"
#include "kiosk/ledger/row_search.h"
#include "kiosk/ledger/session_rows.h"

namespace keqian::kiosk {
namespace {

constexpr char kPersonsInSession[] =
    "SELECT COALESCE(SUM(persons), 0) FROM tally WHERE session_id = ? AND category = ?";
constexpr char kSessionDate[] = "SELECT business_date FROM session WHERE id = ?";

CheckInRow row_in_place_of(const CheckInRow& original, const Moment& moment) {
  auto row = row_at(moment);
  row.session_id = original.session_id;
  row.business_date = original.business_date;
  row.hour = original.hour;
  row.method = original.method;
  row.direction = original.direction;
  return row;
}

Category category_of(const CheckInRow& row) {
  return parse_category(row.category).value_or(Category::kPublic);
}

// Takes rows back, the newest first, until so many persons are gone; what was too much of the last
// one is counted again. Gives the sequence of the newest row.
wire::Sequence take_persons_back(Connection& connection, const RowFilter& filter,
                                 std::int64_t persons, const Moment& moment,
                                 std::string_view reason) {
  wire::Sequence newest = 0;
  RowSearch search(connection, filter, 0);
  while (persons > 0) {
    const auto sequence = search.next_plain_entry();
    KEQIAN_ASSERT(sequence);  // the tallies, which come from these rows, said that there are enough
    if (is_reversed(connection, *sequence)) continue;
    const auto original = find_check_in(connection, *sequence);
    newest = append_reversal(connection, *original, moment, reason);
    const auto left = original->persons - persons;
    if (left > 0) {
      newest = append_replacement(connection, *original, moment, category_of(*original),
                                  static_cast<int>(left));
    } else if (original->pass_digest) {
      forget_counted(connection, *original->pass_digest);
    }
    persons -= original->persons;
  }
  return newest;
}

wire::Sequence add_by_hand(Connection& connection, const SessionId& session, Category category,
                           int persons, const Moment& moment, std::string_view reason) {
  auto row = row_at(moment);
  row.session_id = session.value;
  row.category = name(category);
  row.persons = persons;
  row.method = name(Method::kManual);
  row.reason = reason;
  return append_check_in(connection, std::move(row));
}

}  // namespace

DoorAnswer answer_of(Connection& connection, Outcome outcome, const Session& session,
                     Category category, int persons, const Moment& moment) {
  DoorAnswer answer;
  answer.outcome = outcome;
  answer.category = category;
  answer.persons = persons;
  answer.session = session.id;
  answer.session_title = session.title;
  answer.persons_today = persons_of_day(connection, moment.business_date);
  return answer;
}

wire::Sequence append_reversal(Connection& connection, const CheckInRow& original,
                               const Moment& moment, std::string_view reason) {
  auto reversal = row_in_place_of(original, moment);
  reversal.category = original.category;
  reversal.persons = -original.persons;
  reversal.reverses = original.sequence;
  reversal.reason = reason;
  return append_check_in(connection, std::move(reversal));
}

wire::Sequence append_replacement(Connection& connection, const CheckInRow& original,
                                  const Moment& moment, Category category, int persons) {
  auto replacement = row_in_place_of(original, moment);
  replacement.category = name(category);
  replacement.persons = persons;
  replacement.pass_digest = original.pass_digest;
  return append_check_in(connection, std::move(replacement));
}

Result<CheckInRow> find_standing(Connection& connection, wire::Sequence sequence) {
  const auto row = find_check_in(connection, sequence);
  if (!row) return not_found("there is no check-in #" + std::to_string(sequence));
  if (row->reverses || is_reversed(connection, sequence)) {
    return Error{ErrorKind::kConflict,
                 "check-in #" + std::to_string(sequence) + " was corrected already",
                 "correct the row that replaced it"};
  }
  return *row;
}

Result<DoorAnswer> reverse(Core& core, wire::Sequence sequence, CorrectionReason reason) {
  const auto moment = core.now();
  return core.write("take a check-in back", [&](Connection& connection) -> Result<DoorAnswer> {
    KEQIAN_TRY(const auto original, find_standing(connection, sequence));
    const auto reversal = append_reversal(connection, original, moment, name(reason));
    // Whoever was taken back may come again.
    if (original.pass_digest) forget_counted(connection, *original.pass_digest);
    const auto session = find_session(connection, {original.session_id});
    auto answer = answer_of(connection, Outcome::kAccepted, session.value_or(Session{}),
                            category_of(original), 0, moment);
    answer.sequence = reversal;
    return answer;
  });
}

Result<DoorAnswer> count_by_hand(Core& core, const SessionId& session, Category category,
                                 int persons, CorrectionReason reason) {
  if (persons == 0 || persons < -kPartySizeMax || persons > kPartySizeMax) {
    return invalid("a number by hand is from -500 to 500, and not 0");
  }
  const auto moment = core.now();
  KEQIAN_CHECK_OK(core.end_past_days(moment));
  return core.write("count by hand", [&](Connection& connection) -> Result<DoorAnswer> {
    const auto known = find_session(connection, session);
    if (!known) return not_found("there is no session " + session.value);
    {
      auto date = connection.query(kSessionDate);
      date.bind(session.value).step();
      if (date.text(0) != moment.business_date.iso()) {
        return Error{ErrorKind::kConflict, "the session " + session.value + " is not of today",
                     "the bureau enters what is missing on another day"};
      }
    }
    wire::Sequence sequence = 0;
    if (persons > 0) {
      sequence = add_by_hand(connection, session, category, persons, moment, name(reason));
    } else {
      {
        auto counted = connection.query(kPersonsInSession);
        counted.bind(session.value, name(category)).step();
        if (counted.integer(0) + persons < 0) {
          return invalid("only " + std::to_string(counted.integer(0)) +
                             " were counted of them in this session",
                         "take back at most as many");
        }
      }
      const RowFilter filter{session.value, std::string(name(category)), std::nullopt};
      sequence =
          take_persons_back(connection, filter, -std::int64_t{persons}, moment, name(reason));
    }
    auto answer = answer_of(connection, Outcome::kAccepted, *known, category, persons, moment);
    answer.sequence = sequence;
    return answer;
  });
}

}  // namespace keqian::kiosk
