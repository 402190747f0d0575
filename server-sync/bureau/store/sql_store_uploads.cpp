#include "server-sync/bureau/store/sql_store.h"
#include "server-sync/bureau/store/upload_batch.h"

namespace keqian::bureau {
namespace {

constexpr const char* kListQuarantined =
    R"(SELECT kind, session_id, revision, reason, received_utc_ms FROM quarantined_item
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

}  // namespace

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
    database.each<std::string, std::string, std::int64_t, std::string, std::int64_t>(
        kListQuarantined,
        [&](const std::string& kind, const std::string& session, std::int64_t revision,
            const std::string& reason, std::int64_t received) {
          items.push_back({kiosk, {kind, {session}, revision, reason}, received});
        },
        kiosk.value, kListRowsMax);
    return items;
  });
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
