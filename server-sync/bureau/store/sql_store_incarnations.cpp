#include <algorithm>
#include <map>

#include "server-sync/bureau/store/judged_lives.h"
#include "server-sync/bureau/store/sql_store.h"
#include "server-sync/bureau/store/sums.h"

namespace keqian::bureau {
namespace {

constexpr const char* kListLives =
    R"(SELECT key, id, is_counted, counts_whole,
              is_forked = 1 OR (is_counted = 0 AND seen_sequence > resolved_sequence),
              first_heard_utc_ms, last_heard_utc_ms, seen_sequence, origin, parent, shared_until
       FROM incarnation WHERE kiosk_id = :kiosk ORDER BY key LIMIT :rows_max)";
constexpr const char* kListDays =
    R"(SELECT business_day, SUM(persons), SUM(check_ins), MIN(hour), MAX(hour) FROM tally
       WHERE incarnation_key = :incarnation GROUP BY business_day
       ORDER BY business_day LIMIT :rows_max)";
constexpr const char* kListSharedDays =
    R"(SELECT business_day, SUM(persons) FROM shared_tally WHERE incarnation_key = :incarnation
       GROUP BY business_day ORDER BY business_day LIMIT :rows_max)";
constexpr const char* kJudge =
    R"(UPDATE incarnation SET is_counted = :counted, counts_whole = :whole, is_forked = 0,
         resolved_sequence = :resolved WHERE key = :key)";

struct Life {
  std::int64_t key = 0;
  IncarnationRecord record;
};

std::vector<DayOfLife> read_days(Database& database, std::int64_t key) {
  using I = std::int64_t;
  std::vector<DayOfLife> days;
  database.each<I, I, I, I, I>(
      kListDays,
      [&days](I day, I persons, I check_ins, I first_hour, I last_hour) {
        days.push_back({BusinessDate::from_days(static_cast<std::int32_t>(day)), persons, check_ins,
                        0, static_cast<int>(first_hour), static_cast<int>(last_hour)});
      },
      key, kListRowsMax);
  database.each<I, I>(
      kListSharedDays,
      [&days](I day, I persons) {
        for (auto& each : days) {
          if (each.date.days() == day) each.shared_persons = persons;
        }
      },
      key, kListRowsMax);
  return days;
}

std::vector<Life> read_lives(Database& database, const KioskId& kiosk) {
  using I = std::int64_t;
  using T = std::string;
  std::vector<Life> lives;
  database.each<I, T, I, I, I, I, I, I, I, T, I>(
      kListLives,
      [&lives](I key, const T& id, I is_counted, I counts_whole, I is_in_review, I first_heard,
               I last_heard, I sequence, I origin, const T& parent, I shared_until) {
        auto& life = lives.emplace_back();
        life.key = key;
        life.record = {id,
                       is_counted != 0,
                       counts_whole != 0,
                       is_in_review != 0,
                       first_heard,
                       last_heard,
                       sequence,
                       static_cast<LifeOrigin>(origin),
                       parent,
                       shared_until,
                       {}};
      },
      kiosk.value, kListRowsMax);
  return lives;
}

const JudgedLife& shown(const LifeChoice& choice, const std::string& incarnation) {
  const auto found = std::find_if(
      choice.lives.begin(), choice.lives.end(),
      [&incarnation](const JudgedLife& life) { return life.incarnation == incarnation; });
  if (found == choice.lives.end())
    refuse(ErrorKind::kConflict, "kiosk '" + choice.kiosk.value + "' has another history by now",
           "look at all of them and choose again");
  return *found;
}

}  // namespace

std::string choose_lives(Database& database, const LifeChoice& choice) {
  read_kiosk(database, choice.kiosk);
  const auto lives = read_lives(database, choice.kiosk);
  std::vector<IncarnationRecord> records;
  std::vector<std::string> counted;
  for (const auto& life : lives) {
    records.push_back(life.record);
    if (shown(choice, life.record.id).counts) counted.push_back(life.record.id);
  }
  const auto verdicts = judge_lives(records, counted);
  if (!verdicts) throw StorageFault{verdicts.error()};
  Sums sums(database);
  std::string words;
  for (std::size_t i = 0; i < lives.size(); ++i) {
    const auto& [key, before] = lives[i];
    const auto& after = (*verdicts)[i];
    if (before.is_counted) sums.take_out({key, before.counts_whole});
    if (after.counts) sums.take_in({key, after.whole});
    const auto resolved = std::max<wire::Sequence>(0, shown(choice, before.id).ledger_sequence);
    database.run(kJudge, after.counts ? 1 : 0, after.whole ? 1 : 0, resolved, key);
    words += before.id + (!after.counts ? " not counted; "
                          : after.whole ? " counted; "
                                        : " counted without its parent's; ");
  }
  sums.finish();
  return words;
}

Result<std::vector<IncarnationRecord>> SqlStore::incarnations(const KioskId& id) {
  return read([&](Database& database) {
    read_kiosk(database, id);
    std::vector<IncarnationRecord> records;
    for (auto& [key, record] : read_lives(database, id)) {
      record.days = read_days(database, key);
      records.push_back(std::move(record));
    }
    return records;
  });
}

Status SqlStore::resolve_incarnations(const LifeChoice& choice, std::string_view reason,
                                      const Act& act) {
  return write(Visible::kYes, [&](Database& database) {
    const auto words = choose_lives(database, choice);
    audit(database, act, "kiosk.resolve", choice.kiosk.value,
          words + "reason: " + std::string(reason));
    return Done{};
  });
}

}  // namespace keqian::bureau
