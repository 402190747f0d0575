// Times the kiosk's ledger: durable check-ins a second against bare SQLite writing the same rows
// with the same pragmas, one transaction each (limit 0.8), opening a ledger of 300,000 check-ins
// (limit 1 s), and what the staff's screens ask of one (limit 16 ms each).
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/ledger/ledger_desk.h"
#include "kiosk/ledger/ledger_door.h"
#include "server-sync/base/assert.h"
#include "server-sync/wire/crypto.h"
#include "tests/benchmark/large_ledger.h"

namespace {

using namespace keqian;         // NOLINT: a program of one file
using namespace keqian::kiosk;  // NOLINT

constexpr double kRatioMin = 0.8;
constexpr int kRounds = 31;
constexpr int kSlicesPerRound = 32;
constexpr int kCheckInsPerSlice = 16;

constexpr double kOpeningMsMax = 1000;
constexpr int kOpenings = 9;
constexpr double kDeskMsMax = 16;
constexpr int kDeskRounds = 15;

double seconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// `share` 0–1 of the values lie below it.
double percentile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(
      std::lround(share * static_cast<double>(values.size() - 1)))];
}

double median(std::vector<double> values) {
  return percentile(std::move(values), 0.5);
}

// The rows of a check-in without the ledger: no rules, no hash chain, no questions, every
// statement prepared.
class BareDatabase {
 public:
  explicit BareDatabase(const std::filesystem::path& file) {
    KEQIAN_ASSERT(sqlite3_open(file.c_str(), &database_) == SQLITE_OK);
    run("PRAGMA journal_mode = WAL");
    run("PRAGMA synchronous = FULL");
    run("PRAGMA foreign_keys = ON");
    run("PRAGMA secure_delete = ON");
    run("PRAGMA journal_size_limit = 4194304");
    run("PRAGMA temp_store = MEMORY");
    run("CREATE TABLE kiosk_state(id INTEGER PRIMARY KEY, revision INTEGER);"
        "INSERT INTO kiosk_state VALUES (1, 0);"
        "CREATE TABLE check_in(sequence INTEGER PRIMARY KEY, session_id TEXT, business_date TEXT, "
        "hour INTEGER, category TEXT, persons INTEGER, direction TEXT, method TEXT, pass_digest "
        "BLOB, utc_ms INTEGER, monotonic_ms INTEGER, boot_id TEXT, clock_state TEXT, reverses "
        "INTEGER, reason TEXT, chain_hash BLOB);"
        "CREATE TABLE tally(business_date TEXT, session_id TEXT, hour INTEGER, category TEXT, "
        "method TEXT, persons INTEGER, check_ins INTEGER, revision INTEGER, PRIMARY KEY "
        "(business_date, session_id, hour, category, method)) WITHOUT ROWID;"
        "CREATE TABLE repeat_guard(pass_digest BLOB PRIMARY KEY) WITHOUT ROWID");
    begin_ = prepare("BEGIN IMMEDIATE");
    commit_ = prepare("COMMIT");
    remember_ = prepare("INSERT INTO repeat_guard VALUES (?)");
    check_in_ = prepare(
        "INSERT INTO check_in VALUES (?, 'daily.library.2026-05-28.1', '2026-05-28', 10, 'youth', "
        "2, 'in', 'camera', ?, 1779933600000, 60000, 'boot-1', 'set', NULL, '', ?)");
    revise_ = prepare("UPDATE kiosk_state SET revision = revision + 1 WHERE id = 1");
    tally_ = prepare(
        "INSERT INTO tally VALUES ('2026-05-28', 'daily.library.2026-05-28.1', 10, 'youth', "
        "'camera', 2, 1, ?) ON CONFLICT DO UPDATE SET persons = persons + excluded.persons, "
        "check_ins = check_ins + 1, revision = excluded.revision");
  }
  ~BareDatabase() {
    for (auto* statement : {begin_, commit_, remember_, check_in_, revise_, tally_})
      sqlite3_finalize(statement);
    sqlite3_close(database_);
  }
  BareDatabase(const BareDatabase&) = delete;
  BareDatabase& operator=(const BareDatabase&) = delete;

  // `digest` has 16 bytes, `hash` 32.
  void check_in(const std::string& digest, const std::string& hash) {
    ++sequence_;
    step(begin_);
    bind_blob(remember_, 1, digest);
    step(remember_);
    sqlite3_bind_int64(check_in_, 1, sequence_);
    bind_blob(check_in_, 2, digest);
    bind_blob(check_in_, 3, hash);
    step(check_in_);
    step(revise_);
    sqlite3_bind_int64(tally_, 1, sequence_);
    step(tally_);
    step(commit_);
  }

 private:
  void run(const char* sql) {
    KEQIAN_ASSERT(sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
  }
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    KEQIAN_ASSERT(sqlite3_prepare_v2(database_, sql, -1, &statement, nullptr) == SQLITE_OK);
    return statement;
  }
  static void bind_blob(sqlite3_stmt* statement, int place, const std::string& bytes) {
    sqlite3_bind_blob(statement, place, bytes.data(), static_cast<int>(bytes.size()),
                      SQLITE_STATIC);
  }
  static void step(sqlite3_stmt* statement) {
    KEQIAN_ASSERT(sqlite3_step(statement) == SQLITE_DONE);
    sqlite3_reset(statement);
  }

  sqlite3* database_ = nullptr;
  sqlite3_stmt* begin_ = nullptr;
  sqlite3_stmt* commit_ = nullptr;
  sqlite3_stmt* remember_ = nullptr;
  sqlite3_stmt* check_in_ = nullptr;
  sqlite3_stmt* revise_ = nullptr;
  sqlite3_stmt* tally_ = nullptr;
  std::int64_t sequence_ = 0;
};

std::string random_bytes(Randomness& randomness, std::size_t count) {
  std::string bytes(count, '\0');
  randomness.fill({reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()});
  return bytes;
}

// The ledger and the bare database beside it, on one disk.
class CheckInDuel {
 public:
  struct Turn {
    double ours_s = 0;
    double bare_s = 0;
  };

  CheckInDuel() : ledger_(bench_.open_enrolled()), door_(*ledger_) {}

  // A slice of the same number of check-ins on either side.
  Turn take_turn(bool ours_first) {
    std::vector<std::string> passes, digests, hashes;
    for (int i = 0; i < kCheckInsPerSlice; ++i) {
      passes.push_back(bench_.pass(Category::kYouth, 2));
      digests.push_back(random_bytes(bench_.randomness, 16));
      hashes.push_back(random_bytes(bench_.randomness, 32));
    }
    const auto count_ours = [&] {
      for (const auto& pass : passes) {
        const auto answer = door_.scan(pass, Method::kCamera, std::nullopt);
        KEQIAN_ASSERT(answer.ok() && answer->outcome == Outcome::kAccepted);
      }
    };
    const auto count_bare = [&] {
      for (std::size_t i = 0; i < digests.size(); ++i) bare_.check_in(digests[i], hashes[i]);
    };
    Turn turn;
    if (ours_first) turn.ours_s = seconds(count_ours);
    turn.bare_s = seconds(count_bare);
    if (!ours_first) turn.ours_s = seconds(count_ours);
    return turn;
  }

 private:
  test::KioskBench bench_;
  std::unique_ptr<Ledger> ledger_;
  LedgerDoor door_;
  BareDatabase bare_{bench_.folder.path() / "bare.db"};
};

// The speed of a disk and of a busy machine changes within milliseconds. So the two take turns in
// slices of a few milliseconds; a round is as many as hold several checkpoints of either side, and
// each round gives one ratio.
bool measure_check_ins() {
  CheckInDuel duel;
  std::vector<double> ours_us, bare_us, ratios;
  for (int round = 0; round < kRounds; ++round) {
    CheckInDuel::Turn sum;
    for (int slice = 0; slice < kSlicesPerRound; ++slice) {
      const auto turn = duel.take_turn(slice % 2 == 0);
      sum.ours_s += turn.ours_s;
      sum.bare_s += turn.bare_s;
    }
    constexpr double kUsPerCheckIn = 1e6 / (kSlicesPerRound * kCheckInsPerSlice);
    ours_us.push_back(sum.ours_s * kUsPerCheckIn);
    bare_us.push_back(sum.bare_s * kUsPerCheckIn);
    ratios.push_back(sum.bare_s / sum.ours_s);
  }
  const double ratio = percentile(ratios, 0.5);
  std::printf(
      "durable check-ins        %9.0f check-ins/s, %.2f of bare SQLite (limit %.2f; half of %d "
      "rounds %.2f–%.2f, all %.2f–%.2f; %.0f against %.0f us)\n",
      1e6 / percentile(ours_us, 0.5), ratio, kRatioMin, kRounds, percentile(ratios, 0.25),
      percentile(ratios, 0.75), percentile(ratios, 0), percentile(ratios, 1),
      percentile(ours_us, 0.5), percentile(bare_us, 0.5));
  return ratio >= kRatioMin;
}

// As after a start of the machine: none of the file is in memory.
void forget_pages(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  KEQIAN_ASSERT(descriptor >= 0 && ::fsync(descriptor) == 0);
  ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED);
  ::close(descriptor);
}

bool measure_opening(test::KioskBench& bench) {
  std::vector<double> cold, warm;
  for (int i = 0; i < kOpenings; ++i) {
    forget_pages(bench.file());
    for (auto* times : {&cold, &warm})
      times->push_back(1000 * seconds([&] { KEQIAN_ASSERT(bench.open().ok()); }));
  }
  const auto megabytes = static_cast<double>(std::filesystem::file_size(bench.file())) / 1e6;
  std::printf(
      "opening %d check-ins %8.0f ms from the disk, %.0f ms from memory (limit %.0f ms, ratio "
      "%.2f, %.0f MB)\n",
      test::kLargeLedgerCheckIns, median(cold), median(warm), kOpeningMsMax,
      median(cold) / kOpeningMsMax, megabytes);
  return median(cold) <= kOpeningMsMax;
}

// Each question of the staff's screens by itself; the slowest median must hold the limit.
bool measure_desk(test::KioskBench& bench) {
  // The last of the days that were filled, in the afternoon.
  bench.clock.advance_ms(-kMsPerDay + (test::kLargeLedgerHours - 1) * kMsPerHour);
  auto ledger = bench.open();
  KEQIAN_ASSERT(ledger.ok());
  LedgerDesk desk(**ledger, "benchmark");
  const auto programme = desk.programme();
  KEQIAN_ASSERT(programme.ok() && !programme->held.empty());
  const auto session = programme->held.front().id;
  const auto list = [&desk](const LineFilter& filter, wire::Sequence before = 0) {
    KEQIAN_ASSERT(desk.lines(filter, before).ok());
  };
  wire::Sequence newest = desk.lines({}, 0)->lines.front().sequence;
  const struct {
    const char* what;
    std::function<void()> ask;
  } questions[] = {
      {"figures", [&] { KEQIAN_ASSERT(desk.figures().ok()); }},
      {"programme", [&] { KEQIAN_ASSERT(desk.programme().ok()); }},
      {"preview of the closing", [&] { KEQIAN_ASSERT(desk.preview_closing().ok()); }},
      {"state of the station", [&] { KEQIAN_ASSERT(desk.report().ok()); }},
      {"newest rows", [&] { list({}); }},
      {"rows of a category", [&] { list({.category = Category::kVolunteer}); }},
      {"rows of a rare method", [&] { list({.method = Method::kScanner}); }},
      {"rows of no method", [&] { list({.method = Method::kManual}); }},
      {"rows of the session, old", [&] { list({.session = session}, newest - 20'000); }},
      {"corrected check-ins", [&] { list({.view = LineView::kCorrected}); }},
      {"every row", [&] { list({.view = LineView::kAllRows}); }},
      {"changing a row",
       [&] {
         KEQIAN_ASSERT(
             desk.amend(newest--, Category::kYouth, 4, CorrectionReason::kWrongNumber).ok());
       }},
      {"taking a row back",
       [&] { KEQIAN_ASSERT(desk.reverse(newest--, CorrectionReason::kTrial).ok()); }},
      {"20 by hand",
       [&] {
         KEQIAN_ASSERT(
             desk.count_by_hand(session, Category::kPublic, 20, CorrectionReason::kPaperCount)
                 .ok());
       }},
      {"30 fewer by hand",
       [&] {
         KEQIAN_ASSERT(
             desk.count_by_hand(session, Category::kPublic, -30, CorrectionReason::kWrongNumber)
                 .ok());
       }},
  };
  double slowest = 0;
  for (const auto& [what, ask] : questions) {
    std::vector<double> times(kDeskRounds);
    for (auto& time : times) time = 1000 * seconds(ask);
    std::printf("desk: %-26s %6.2f ms\n", what, median(times));
    slowest = std::max(slowest, median(times));
  }
  std::printf("desk at %d check-ins     slowest %.1f ms (limit %.0f ms, ratio %.2f)\n",
              test::kLargeLedgerCheckIns, slowest, kDeskMsMax, slowest / kDeskMsMax);
  return slowest <= kDeskMsMax;
}

}  // namespace

int main() {
  wire::initialise_crypto();
  ::setenv("TMPDIR", KEQIAN_BENCHMARK_FOLDER, 1);
  const bool is_counting_good = measure_check_ins();
  test::KioskBench large;
  std::printf("fill %.2f us each\n",
              seconds([&] { test::fill_large(large); }) * 1e6 / test::kLargeLedgerCheckIns);
  const bool is_opening_good = measure_opening(large);
  const bool is_desk_good = measure_desk(large);
  return is_counting_good && is_opening_good && is_desk_good ? 0 : 1;
}
