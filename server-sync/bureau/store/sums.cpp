#include "server-sync/bureau/store/sums.h"

#include "server-sync/wire/vocabulary.h"

namespace keqian::bureau {
namespace {

constexpr const char* kReadTallies =
    R"(SELECT session.venue_id, tally.session_key, tally.business_day, tally.hour, tally.category,
              SUM(tally.persons), SUM(tally.check_ins)
       FROM tally JOIN session ON session.key = tally.session_key
       WHERE tally.incarnation_key = :incarnation
       GROUP BY tally.session_key, tally.business_day, tally.hour, tally.category
       ORDER BY tally.session_key)";
constexpr const char* kReadShared =
    R"(SELECT session.venue_id, shared_tally.session_key, shared_tally.business_day,
              shared_tally.hour, shared_tally.category, SUM(shared_tally.persons),
              SUM(shared_tally.check_ins)
       FROM shared_tally JOIN session ON session.key = shared_tally.session_key
       WHERE shared_tally.incarnation_key = :incarnation
       GROUP BY shared_tally.session_key, shared_tally.business_day, shared_tally.hour,
                shared_tally.category
       ORDER BY shared_tally.session_key)";
constexpr const char* kReadSessionsOf =
    R"(SELECT session_key FROM session_state WHERE incarnation_key = :state_of
       UNION SELECT session_key FROM head_count WHERE incarnation_key = :head_count_of)";
constexpr const char* kAddToSession =
    R"(UPDATE session SET check_ins = check_ins + :check_ins,
         persons_public = persons_public + :public, persons_youth = persons_youth + :youth,
         persons_professional = persons_professional + :professional,
         persons_science_worker = persons_science_worker + :science_worker,
         persons_volunteer = persons_volunteer + :volunteer,
         persons_other_staff = persons_other_staff + :other_staff WHERE key = :key)";
constexpr const char* kChangeHour =
    R"(UPDATE hour_total SET persons = persons + :persons, check_ins = check_ins + :check_ins
       WHERE venue_id = :venue AND business_day = :day AND hour = :hour)";
constexpr const char* kAddHour =
    R"(INSERT INTO hour_total(persons, check_ins, venue_id, business_day, hour)
       VALUES (:persons, :check_ins, :venue, :day, :hour))";
// Of several kiosks the largest head count stands (their revisions do not compare), and one that
// says "not for the public" decides, so that 群众 are never over-reported. Without any state the
// audience planned stays.
constexpr const char* kRestateSession =
    R"(UPDATE session SET
         opened = EXISTS (SELECT 1 FROM session_state JOIN incarnation
           ON incarnation.key = session_state.incarnation_key AND incarnation.is_counted = 1
           WHERE session_state.session_key = session.key AND opened_utc_ms > 0),
         still_open = EXISTS (SELECT 1 FROM session_state JOIN incarnation
           ON incarnation.key = session_state.incarnation_key AND incarnation.is_counted = 1
           WHERE session_state.session_key = session.key AND opened_utc_ms > 0
             AND closed_utc_ms = 0),
         audience = COALESCE((SELECT MAX(session_state.audience) FROM session_state
           JOIN incarnation ON incarnation.key = session_state.incarnation_key
             AND incarnation.is_counted = 1
           WHERE session_state.session_key = session.key), audience),
         head_professional = (SELECT COALESCE(MAX(head_count.persons), 0) FROM head_count
           JOIN incarnation ON incarnation.key = head_count.incarnation_key
             AND incarnation.is_counted = 1
           WHERE head_count.session_key = session.key AND role = :professional),
         head_science_worker = (SELECT COALESCE(MAX(head_count.persons), 0) FROM head_count
           JOIN incarnation ON incarnation.key = head_count.incarnation_key
             AND incarnation.is_counted = 1
           WHERE head_count.session_key = session.key AND role = :science_worker),
         head_volunteer = (SELECT COALESCE(MAX(head_count.persons), 0) FROM head_count
           JOIN incarnation ON incarnation.key = head_count.incarnation_key
             AND incarnation.is_counted = 1
           WHERE head_count.session_key = session.key AND role = :volunteer),
         head_other_staff = (SELECT COALESCE(MAX(head_count.persons), 0) FROM head_count
           JOIN incarnation ON incarnation.key = head_count.incarnation_key
             AND incarnation.is_counted = 1
           WHERE head_count.session_key = session.key AND role = :other_staff)
       WHERE key = :key)";

std::int64_t position(Category category) {
  return static_cast<std::int64_t>(category);
}

}  // namespace

void Sums::add(const Change& change) {
  auto& session = session_changes_[change.session_key];
  session.persons[static_cast<std::size_t>(change.category)] += change.persons;
  session.check_ins += change.check_ins;
  auto& total = hour_changes_[{change.venue, change.day, change.hour}];
  total.persons += change.persons;
  total.check_ins += change.check_ins;
}

void Sums::add_life(const Life& life, std::int64_t sign) {
  add_rows(kReadTallies, life.incarnation_key, sign);
  if (!life.whole) add_rows(kReadShared, life.incarnation_key, -sign);
  database_.each<std::int64_t>(
      kReadSessionsOf, [this](std::int64_t session) { restate(session); }, life.incarnation_key,
      life.incarnation_key);
}

void Sums::add_rows(const char* sql, std::int64_t incarnation_key, std::int64_t sign) {
  using I = std::int64_t;
  database_.each<std::string, I, I, I, I, I, I>(
      sql,
      [&](const std::string& venue, I session, I day, I hour, I category, I persons, I check_ins) {
        add({venue, session, day, hour, category, sign * persons, sign * check_ins});
      },
      incarnation_key);
}

void Sums::finish() {
  for (const auto& [key, change] : session_changes_) {
    const auto& persons = change.persons;
    database_.run(kAddToSession, change.check_ins, persons[0], persons[1], persons[2], persons[3],
                  persons[4], persons[5], key);
  }
  for (const auto& [key, change] : hour_changes_) {
    const auto& [venue, day, hour] = key;
    if (database_.run(kChangeHour, change.persons, change.check_ins, venue, day, hour) == 0)
      database_.run(kAddHour, change.persons, change.check_ins, venue, day, hour);
  }
  for (const auto key : sessions_to_restate_)
    database_.run(kRestateSession, position(Category::kProfessional),
                  position(Category::kScienceWorker), position(Category::kVolunteer),
                  position(Category::kOtherStaff), key);
}

}  // namespace keqian::bureau
