#include "server-sync/bureau/store/activities.h"
#include "server-sync/bureau/store/closings.h"
#include "server-sync/bureau/store/form_rules.h"
#include "server-sync/bureau/store/sql_store.h"
#include "server-sync/bureau/store/upload_batch.h"

namespace keqian::bureau {
namespace {

constexpr const char* kListQuarantined =
    R"(SELECT kind, session_id, revision, reason, received_utc_ms, title, persons
       FROM quarantined_item
       WHERE kiosk_id = :kiosk ORDER BY received_utc_ms, revision, kind LIMIT :rows_max)";
// From all lives that count to their counters, since a kiosk may have been moved to another venue
// since: the tally's key begins with them.
constexpr const char* kListTallies =
    R"(SELECT kiosk.id, tally.business_day, tally.hour, tally.category, tally.method,
              SUM(tally.persons - COALESCE(shared_tally.persons, 0)),
              SUM(tally.check_ins - COALESCE(shared_tally.check_ins, 0)), MAX(tally.revision)
       FROM session JOIN kiosk
       JOIN incarnation ON incarnation.kiosk_id = kiosk.id AND incarnation.is_counted = 1
       JOIN tally ON tally.incarnation_key = incarnation.key AND tally.session_key = session.key
       LEFT JOIN shared_tally ON incarnation.counts_whole = 0
         AND shared_tally.incarnation_key = tally.incarnation_key
         AND shared_tally.session_key = tally.session_key
         AND shared_tally.business_day = tally.business_day
         AND shared_tally.hour = tally.hour AND shared_tally.category = tally.category
         AND shared_tally.method = tally.method
       WHERE session.id = :session
       GROUP BY kiosk.id, tally.business_day, tally.hour, tally.category, tally.method
       ORDER BY kiosk.id, tally.business_day, tally.hour, tally.category, tally.method
       LIMIT :rows_max)";

constexpr const char* kMapActivity =
    R"(INSERT INTO activity_alias(venue_id, alias, activity_id) VALUES (:venue, :alias, :activity)
       ON CONFLICT(venue_id, alias) DO UPDATE SET activity_id = excluded.activity_id)";

}  // namespace

Status SqlStore::map_activity(const VenueId& venue, const ActivityId& alias,
                              const ActivityId& activity, const Act& act) {
  return write(Visible::kYes, [&](Database& database) {
    read_venue(database, venue);
    const auto today = BusinessDate::of(act.utc_ms);
    const auto is_known = [&](const ActivityId& id) {
      return find_activity(database, id, venue, today).has_value();
    };
    // The daily opening is one a day: nothing else can have been it.
    if (activity.value == kDailyOpening || activity == alias || !is_known(activity))
      refuse(ErrorKind::kInvalid, std::string(rules::kActivityUnknown.message), activity.value);
    if (is_known(alias))
      refuse(ErrorKind::kInvalid, std::string(rules::kActivityKnown.message), alias.value);
    database.run(kMapActivity, venue.value, alias.value, activity.value);
    count_configuration_change(database);
    audit(database, act, "activity.map", venue.value, alias.value + " → " + activity.value);
    return Done{};
  });
}

Result<std::vector<UploadOutcome>> SqlStore::apply_uploads(
    std::span<const ReceivedUpload> uploads) {
  return write(Visible::kYes, [&](Database& database) {
    UploadBatch batch(database, configuration_version(database));
    std::vector<UploadOutcome> outcomes;
    outcomes.reserve(uploads.size());
    for (const auto& upload : uploads) outcomes.push_back(batch.apply(upload));
    batch.finish();
    return outcomes;
  });
}

Result<std::vector<QuarantinedItem>> SqlStore::quarantined_items(const KioskId& kiosk) {
  return read([&](Database& database) {
    std::vector<QuarantinedItem> items;
    using I = std::int64_t;
    using T = std::string;
    database.each<T, T, I, T, I, T, I>(
        kListQuarantined,
        [&](const T& kind, const T& session, I revision, const T& reason, I received,
            const T& title, I persons) {
          items.push_back({kiosk, {kind, {session}, revision, reason}, received, title, persons});
        },
        kiosk.value, kListRowsMax);
    return items;
  });
}

Result<std::vector<ClosingRecord>> SqlStore::closings(const KioskId& kiosk) {
  return read([&](Database& database) { return read_closings(database, kiosk); });
}

Result<std::vector<TallyRecord>> SqlStore::tallies(const SessionId& session) {
  using I = std::int64_t;
  return read([&](Database& database) {
    std::vector<TallyRecord> records;
    database.each<std::string, I, I, I, I, I, I, I>(
        kListTallies,
        [&](const std::string& kiosk, I day, I hour, I category, I method, I persons, I check_ins,
            I revision) {
          records.push_back({{kiosk},
                             {session, BusinessDate::from_days(static_cast<std::int32_t>(day)),
                              static_cast<int>(hour), static_cast<Category>(category),
                              static_cast<Method>(method), persons, check_ins, revision}});
        },
        session.value, kListRowsMax);
    return records;
  });
}

}  // namespace keqian::bureau
