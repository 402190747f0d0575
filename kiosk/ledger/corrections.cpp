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
constexpr char kNoteTakenBackAgain[] = "UPDATE amended_check_in SET differs = 1 WHERE newest = ?";
constexpr char kNoteTakenBack[] =
    "INSERT INTO amended_check_in (origin, newest, differs) VALUES (?1, ?1, 1)";
constexpr char kNoteReplaced[] =
    "UPDATE amended_check_in SET newest = ?2, differs = (SELECT persons <> ?3 OR category <> ?4 "
    "FROM check_in WHERE sequence = origin) WHERE newest = ?1";
constexpr char kOriginOf[] = "SELECT origin FROM amended_check_in WHERE newest = ?";
constexpr char kReversalOf[] = "SELECT sequence FROM check_in WHERE reverses = ?";
constexpr char kNewestOf[] = "SELECT newest FROM amended_check_in WHERE origin = ?";

CheckInRow row_in_place_of(const CheckInRow& original, const Moment& moment) {
  auto row = row_at(moment);
  row.session_id = original.session_id;
  row.business_date = original.business_date;
  row.hour = original.hour;
  row.method = original.method;
  row.direction = original.direction;
  return row;
}

Error unfit_reason(CorrectionReason reason) {
  return invalid("the reason " + std::string(name(reason)) + " does not belong to this correction");
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
      newest = append_replacement(connection, *original,
                                  replacement_for(*original, moment, category_of(*original), left));
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
  const auto sequence = append_check_in(connection, std::move(reversal));
  connection.query(kNoteTakenBackAgain).bind(original.sequence).run();
  if (connection.rows_changed() == 0) {
    connection.query(kNoteTakenBack).bind(original.sequence).run();
  }
  return sequence;
}

wire::Sequence append_replacement(Connection& connection, const CheckInRow& original,
                                  CheckInRow replacement) {
  const auto category = replacement.category;
  const auto persons = replacement.persons;
  const auto sequence = append_check_in(connection, std::move(replacement));
  connection.query(kNoteReplaced).bind(original.sequence, sequence, persons, category).run();
  return sequence;
}

CheckInRow replacement_for(const CheckInRow& original, const Moment& moment, Category category,
                           std::int64_t persons) {
  auto replacement = row_in_place_of(original, moment);
  replacement.category = name(category);
  replacement.persons = persons;
  replacement.pass_digest = original.pass_digest;
  // It says how far the day and hour can be trusted, and those are the original's.
  replacement.clock_state = original.clock_state;
  return replacement;
}

std::optional<wire::Sequence> find_origin(Connection& connection, wire::Sequence newest) {
  auto query = connection.query(kOriginOf);
  if (query.bind(newest).step()) return query.integer(0);
  if (is_reversed(connection, newest)) return std::nullopt;
  return newest;
}

std::optional<wire::Sequence> find_newest(Connection& connection, wire::Sequence origin) {
  auto query = connection.query(kNewestOf);
  if (query.bind(origin).step()) return query.integer(0);
  // One that replaced another did not begin with itself.
  return find_origin(connection, origin) == origin ? std::optional(origin) : std::nullopt;
}

std::vector<Correction> corrections_of(Connection& connection, wire::Sequence origin) {
  std::vector<Correction> corrections;
  const auto newest = find_newest(connection, origin);
  for (auto standing = origin; newest;) {
    wire::Sequence reversal = 0;
    {
      auto query = connection.query(kReversalOf);
      if (!query.bind(standing).step()) break;
      reversal = query.integer(0);
    }
    corrections.push_back({*find_check_in(connection, reversal), std::nullopt});
    if (standing == *newest) break;
    // A replacement follows right after the reversal that it belongs to.
    standing = reversal + 1;
    corrections.back().replacement = find_check_in(connection, standing);
  }
  return corrections;
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

Result<DoorAnswer> amend(Core& core, wire::Sequence sequence, Category category, int persons,
                         std::string_view reason) {
  const auto moment = core.now();
  return core.write("correct a check-in", [&](Connection& connection) -> Result<DoorAnswer> {
    KEQIAN_TRY(const auto original, find_standing(connection, sequence));
    auto newest = append_reversal(connection, original, moment, reason);
    if (persons > 0) {
      newest = append_replacement(connection, original,
                                  replacement_for(original, moment, category, persons));
    } else if (original.pass_digest) {
      forget_counted(connection, *original.pass_digest);
    }
    const auto session = find_session(connection, {original.session_id});
    auto answer = answer_of(connection, Outcome::kAccepted, session.value_or(Session{}),
                            persons > 0 ? category : category_of(original), persons, moment);
    answer.sequence = newest;
    return answer;
  });
}

Result<DoorAnswer> change(Core& core, wire::Sequence sequence, Category category, int persons,
                          CorrectionReason reason) {
  if (persons < 1 || persons > kPartySizeMax) return invalid("a party has 1 to 500 persons");
  if (!fits(CorrectionAct::kChange, reason)) return unfit_reason(reason);
  return amend(core, sequence, category, persons, name(reason));
}

Result<DoorAnswer> reverse(Core& core, wire::Sequence sequence, CorrectionReason reason) {
  if (!fits(CorrectionAct::kVoid, reason)) return unfit_reason(reason);
  return amend(core, sequence, Category::kPublic, 0, name(reason));
}

Result<DoorAnswer> count_by_hand(Core& core, const SessionId& session, Category category,
                                 int persons, CorrectionReason reason) {
  if (persons == 0 || persons < -kPartySizeMax || persons > kPartySizeMax) {
    return invalid("a number by hand is from -500 to 500, and not 0");
  }
  const auto act = persons > 0 ? CorrectionAct::kAdd : CorrectionAct::kSubtract;
  if (!fits(act, reason)) return unfit_reason(reason);
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
