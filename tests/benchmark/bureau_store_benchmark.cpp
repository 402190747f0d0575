// Times the bureau's store: rows taken in a second against bare SQLite upserts of the same rows
// with the same pragmas and transactions (limit 0.6), and the official table over a million
// tallies (limit 50 ms).
#include <sqlite3.h>
#include <stdlib.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "server-sync/base/assert.h"
#include "server-sync/bureau/store/desk.h"
#include "server-sync/wire/crypto.h"

namespace {

using namespace keqian;          // NOLINT: a program of one file
using namespace keqian::bureau;  // NOLINT

constexpr double kIngestRatioMin = 0.6;
constexpr double kTableMsMax = 50;
constexpr int kUploadsPerBatch = 20;
constexpr int kRowsPerUpload = 48;
constexpr int kIngestBatches = 100;
constexpr int kIngestRounds = 9;

constexpr int kVenues = 3000;
constexpr int kDays = 8;
constexpr int kHours = 11;
constexpr int kCategoriesCounted = 4;  // 3000 × 8 × 11 × 4 = 1,056,000 tallies
const BusinessDate kFirstDay = *BusinessDate::parse("2024-05-25");

class TemporaryFolder {
 public:
  TemporaryFolder() {
    auto pattern = (std::filesystem::temp_directory_path() / "keqian-bench-XXXXXX").string();
    KEQIAN_ASSERT(mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

double seconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::string venue_name(int i) {
  return "venue-" + std::to_string(i);
}

void import_campaign(Store& store, int venues) {
  CampaignDefinition campaign;
  campaign.id = {"province-2024"};
  campaign.name = campaign.theme = campaign.place = "某省";
  campaign.unit = {"province"};
  campaign.period.starts = kFirstDay;
  campaign.period.ends = kFirstDay.plus_days(kDays - 1);
  campaign.form = {"science-week-19"};
  campaign.units = {{{"province"}, "某省", {}, UnitLevel::kProvince}};
  for (int i = 0; i < venues; ++i)
    campaign.venues.push_back(
        {{venue_name(i)}, "场馆", static_cast<VenueKind>(i % 9), {"province"}});
  const auto outcome = store.import_campaign(
      {campaign, "text", std::string(builtin_form(campaign.form))}, {"bench", 1});
  KEQIAN_ASSERT(outcome.ok());
}

KioskId enrol(Store& store, int venue) {
  wire::PublicKey key;
  for (int i = 0; i < 4; ++i)
    key.bytes[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(venue >> (8 * i));
  const auto digest = one_time_digest(std::to_string(venue));
  KEQIAN_ASSERT(store.add_enrolment_code({digest, {venue_name(venue)}, 1000}, {"bench", 1}).ok());
  const auto kiosk = store.enrol_kiosk({digest, key, "bench"}, 1);
  KEQIAN_ASSERT(kiosk.ok());
  return kiosk->id;
}

wire::Tally tally(int venue, int day, int hour, int category, wire::Revision revision) {
  const auto date = kFirstDay.plus_days(day);
  return {session_id({std::string(kDailyOpening)}, {venue_name(venue)}, date, 1),
          date,
          hour,
          kCategories[static_cast<std::size_t>(category)],
          Method::kCamera,
          revision,
          revision,
          revision};
}

ReceivedUpload upload(const KioskId& kiosk, wire::Revision from, std::vector<wire::Tally> rows) {
  ReceivedUpload received;
  received.received_utc_ms = 1;
  received.upload.kiosk = kiosk;
  received.upload.incarnation = std::string(32, 'a');
  received.upload.from_revision = from;
  received.upload.to_revision = rows.back().revision;
  received.upload.ledger_sequence = rows.back().revision;
  received.upload.tallies = std::move(rows);
  return received;
}

// An evening after an outage: twenty kiosks at a time, each with the counters of half a day; the
// days come round again, so that rows are both new and changed.
std::vector<std::vector<ReceivedUpload>> ingest_batches(const std::vector<KioskId>& kiosks) {
  std::vector<std::vector<ReceivedUpload>> batches;
  wire::Revision revision = 0;
  for (int b = 0; b < kIngestBatches; ++b) {
    auto& batch = batches.emplace_back();
    for (int k = 0; k < kUploadsPerBatch; ++k) {
      std::vector<wire::Tally> rows;
      const auto from = revision;
      for (int r = 0; r < kRowsPerUpload; ++r)
        rows.push_back(
            tally(k, b % kDays, 8 + r / kCategoriesCounted, r % kCategoriesCounted, ++revision));
      batch.push_back(upload(kiosks[static_cast<std::size_t>(k)], from, std::move(rows)));
    }
  }
  return batches;
}

double store_rows_per_second() {
  const TemporaryFolder folder;
  SeededRandomness randomness(1);
  auto store = open_sqlite_store(folder.path(), randomness);
  KEQIAN_ASSERT(store.ok());
  import_campaign(**store, kUploadsPerBatch);
  std::vector<KioskId> kiosks;
  for (int i = 0; i < kUploadsPerBatch; ++i) kiosks.push_back(enrol(**store, i));
  const auto batches = ingest_batches(kiosks);
  const double time = seconds([&] {
    for (const auto& batch : batches) KEQIAN_ASSERT((*store)->apply_uploads(batch).ok());
  });
  return kIngestBatches * kUploadsPerBatch * kRowsPerUpload / time;
}

void run_sql(sqlite3* database, const char* sql) {
  KEQIAN_ASSERT(sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
}

void upsert(sqlite3_stmt* statement, const KioskId& kiosk, const wire::Tally& row) {
  const auto bind_text = [&](int place, const std::string& text) {
    sqlite3_bind_text(statement, place, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
  };
  bind_text(1, kiosk.value);
  bind_text(2, row.session.value);
  sqlite3_bind_int64(statement, 3, row.business_date.days());
  sqlite3_bind_int64(statement, 4, row.hour);
  sqlite3_bind_int64(statement, 5, static_cast<int>(row.category));
  sqlite3_bind_int64(statement, 6, static_cast<int>(row.method));
  sqlite3_bind_int64(statement, 7, row.persons);
  sqlite3_bind_int64(statement, 8, row.check_ins);
  sqlite3_bind_int64(statement, 9, row.revision);
  KEQIAN_ASSERT(sqlite3_step(statement) == SQLITE_DONE);
  sqlite3_reset(statement);
}

double bare_rows_per_second() {
  const TemporaryFolder folder;
  sqlite3* database = nullptr;
  KEQIAN_ASSERT(sqlite3_open((folder.path() + "/bare.db").c_str(), &database) == SQLITE_OK);
  run_sql(database, "PRAGMA journal_mode = WAL");
  run_sql(database, "PRAGMA synchronous = FULL");
  run_sql(database,
          "CREATE TABLE tally(kiosk TEXT, session TEXT, day INTEGER, hour INTEGER, category "
          "INTEGER, method INTEGER, persons INTEGER, check_ins INTEGER, revision INTEGER, "
          "PRIMARY KEY(kiosk, session, day, hour, category, method)) WITHOUT ROWID");
  sqlite3_stmt* statement = nullptr;
  KEQIAN_ASSERT(
      sqlite3_prepare_v2(database,
                         "INSERT INTO tally VALUES (?,?,?,?,?,?,?,?,?) ON CONFLICT(kiosk, session, "
                         "day, hour, category, method) DO UPDATE SET persons = excluded.persons, "
                         "check_ins = excluded.check_ins, revision = excluded.revision "
                         "WHERE excluded.revision > tally.revision",
                         -1, &statement, nullptr) == SQLITE_OK);
  std::vector<KioskId> kiosks;
  for (int i = 0; i < kUploadsPerBatch; ++i) kiosks.push_back({"k-" + std::to_string(100000 + i)});
  const auto batches = ingest_batches(kiosks);
  const double time = seconds([&] {
    for (const auto& batch : batches) {
      run_sql(database, "BEGIN IMMEDIATE");
      for (const auto& received : batch)
        for (const auto& row : received.upload.tallies)
          upsert(statement, received.upload.kiosk, row);
      run_sql(database, "COMMIT");
    }
  });
  sqlite3_finalize(statement);
  sqlite3_close(database);
  return kIngestBatches * kUploadsPerBatch * kRowsPerUpload / time;
}

// Rounds take turns and each gives a ratio of its own, because the speed of a disk and of a busy
// machine changes within minutes.
bool measure_ingest() {
  std::vector<double> ours, ratios;
  for (int round = 0; round < kIngestRounds; ++round) {
    ours.push_back(store_rows_per_second());
    ratios.push_back(ours.back() / bare_rows_per_second());
  }
  std::sort(ours.begin(), ours.end());
  std::sort(ratios.begin(), ratios.end());
  const double ratio = ratios[kIngestRounds / 2];
  std::printf(
      "bureau ingest            %9.0f rows/s, %.2f of bare SQLite (limit %.2f, %.2f–%.2f)\n",
      ours[kIngestRounds / 2], ratio, kIngestRatioMin, ratios.front(), ratios.back());
  return ratio >= kIngestRatioMin;
}

void fill_a_million(Store& store) {
  std::vector<ReceivedUpload> batch;
  for (int venue = 0; venue < kVenues; ++venue) {
    const auto kiosk = enrol(store, venue);
    wire::Revision revision = 0;
    for (int day = 0; day < kDays; ++day) {
      std::vector<wire::Tally> rows;
      const auto from = revision;
      for (int hour = 0; hour < kHours; ++hour)
        for (int category = 0; category < kCategoriesCounted; ++category)
          rows.push_back(tally(venue, day, 8 + hour, category, ++revision));
      batch.push_back(upload(kiosk, from, std::move(rows)));
    }
    if (batch.size() < 200 && venue + 1 < kVenues) continue;
    KEQIAN_ASSERT(store.apply_uploads(batch).ok());
    batch.clear();
  }
}

bool measure_table() {
  const TemporaryFolder folder;
  SeededRandomness randomness(1);
  auto store = open_sqlite_store(folder.path(), randomness);
  KEQIAN_ASSERT(store.ok());
  import_campaign(**store, kVenues);
  fill_a_million(**store);
  std::vector<double> ms;
  for (int i = 0; i < 15; ++i)
    ms.push_back(1000 * seconds([&] {
                   KEQIAN_ASSERT(campaign_table(**store, {"province-2024"}, {}).ok());
                 }));
  std::sort(ms.begin(), ms.end());
  const double median = ms[ms.size() / 2];
  std::printf("table over %d tallies  %6.1f ms median, %.1f ms worst (limit %.0f ms, ratio %.2f)\n",
              kVenues * kDays * kHours * kCategoriesCounted, median, ms.back(), kTableMsMax,
              median / kTableMsMax);
  return median <= kTableMsMax;
}

}  // namespace

int main() {
  wire::initialise_crypto();
  const bool is_ingest_good = measure_ingest();
  const bool is_table_good = measure_table();
  return is_ingest_good && is_table_good ? 0 : 1;
}
