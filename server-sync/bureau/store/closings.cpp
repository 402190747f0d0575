#include "server-sync/bureau/store/closings.h"

namespace keqian::bureau {
namespace {

constexpr std::int64_t kReadMax = 1000;

constexpr const char* kNote =
    R"(INSERT INTO closing(incarnation_key, business_day, closed_utc_ms, persons, check_ins,
                           revision, state, bureau_persons, bureau_check_ins)
       VALUES (:incarnation, :day, :closed, :persons, :check_ins, :revision, 0, 0, 0)
       ON CONFLICT(incarnation_key, business_day) DO UPDATE SET
         closed_utc_ms = excluded.closed_utc_ms, persons = excluded.persons,
         check_ins = excluded.check_ins, revision = excluded.revision, state = 0
       WHERE excluded.revision > closing.revision)";
constexpr const char* kListUnsettled =
    R"(SELECT business_day, persons, check_ins, revision FROM closing
       WHERE incarnation_key = :incarnation AND state IN (0, 2) AND revision <= :acknowledged
       ORDER BY business_day DESC LIMIT :rows_max)";
constexpr const char* kSumDay =
    R"(SELECT COALESCE(SUM(persons), 0), COALESCE(SUM(check_ins), 0), COALESCE(MAX(revision), 0)
       FROM tally WHERE incarnation_key = :incarnation AND business_day = :day)";
constexpr const char* kSettle =
    R"(UPDATE closing SET state = :state, bureau_persons = :persons, bureau_check_ins = :check_ins
       WHERE incarnation_key = :incarnation AND business_day = :day)";
constexpr const char* kList =
    R"(SELECT closing.business_day, closing.closed_utc_ms, closing.persons, closing.check_ins,
              closing.state, closing.bureau_persons, closing.bureau_check_ins
       FROM incarnation JOIN closing ON closing.incarnation_key = incarnation.key
       WHERE incarnation.kiosk_id = :kiosk AND incarnation.is_counted = 1
       ORDER BY closing.business_day DESC, closing.closed_utc_ms DESC LIMIT :rows_max)";

BusinessDate day_of(std::int64_t days) {
  return BusinessDate::from_days(static_cast<std::int32_t>(days));
}

struct Unsettled {
  std::int64_t day = 0;
  std::int64_t persons = 0;
  std::int64_t check_ins = 0;
  wire::Revision revision = 0;
};

}  // namespace

void note_closings(Database& database, std::int64_t incarnation_key,
                   const std::vector<wire::ClosingTotal>& closings) {
  for (const auto& closing : closings) {
    database.run(kNote, incarnation_key, closing.business_date.days(), closing.closed_utc_ms,
                 closing.persons, closing.check_ins, closing.revision);
  }
}

std::vector<wire::DayTotal> compare_closings(Database& database, std::int64_t incarnation_key,
                                             wire::Revision acknowledged) {
  using I = std::int64_t;
  std::vector<Unsettled> unsettled;
  database.each<I, I, I, I>(
      kListUnsettled,
      [&unsettled](I day, I persons, I check_ins, I revision) {
        unsettled.push_back({day, persons, check_ins, revision});
      },
      incarnation_key, acknowledged, kReadMax);
  std::vector<wire::DayTotal> differing;
  for (const auto& closing : unsettled) {
    const auto sums = database.one<I, I, I>(kSumDay, incarnation_key, closing.day);
    const auto [persons, check_ins, last_revision] = sums.value_or(std::tuple<I, I, I>{});
    auto state = ClosingState::kAgrees;
    if (last_revision > closing.revision) {
      state = ClosingState::kOutdated;
    } else if (persons != closing.persons || check_ins != closing.check_ins) {
      state = ClosingState::kDiffers;
      if (differing.size() < wire::kDifferingClosingsMax)
        differing.push_back({day_of(closing.day), persons, check_ins});
    }
    database.run(kSettle, static_cast<int>(state), persons, check_ins, incarnation_key,
                 closing.day);
  }
  return differing;
}

std::vector<ClosingRecord> read_closings(Database& database, const KioskId& kiosk) {
  using I = std::int64_t;
  std::vector<ClosingRecord> records;
  database.each<I, I, I, I, I, I, I>(
      kList,
      [&records](I day, I closed_utc_ms, I persons, I check_ins, I state, I bureau_persons,
                 I bureau_check_ins) {
        const auto date = day_of(day);
        records.push_back({{date, persons, check_ins},
                           closed_utc_ms,
                           static_cast<ClosingState>(state),
                           {date, bureau_persons, bureau_check_ins}});
      },
      kiosk.value, kReadMax);
  return records;
}

}  // namespace keqian::bureau
