// What the door answers, and what stands in the ledger after it.
#include <gtest/gtest.h>

#include "kiosk/ledger/counts.h"
#include "kiosk/ledger/ledger_door.h"
#include "kiosk/ledger/verification.h"
#include "tests/support/kiosk_bench.h"
#include "tests/support/raw_database.h"

namespace keqian::kiosk {
namespace {

using test::KioskBench;
using test::run_sql;

struct OpenDoor {
  OpenDoor() : ledger(bench.open_enrolled()), door(*ledger) {}
  DoorAnswer scan(const std::string& code, std::optional<int> confirmed = std::nullopt) {
    auto answer = door.scan(code, Method::kCamera, confirmed);
    EXPECT_TRUE(answer.ok()) << answer.error().text();
    return answer.ok() ? *answer : DoorAnswer{};
  }
  Counts counts() {
    auto found = count_up(*ledger, std::nullopt);
    EXPECT_TRUE(found.ok());
    return *found;
  }

  KioskBench bench;
  std::unique_ptr<Ledger> ledger;
  LedgerDoor door;
};

TEST(LedgerDoor, CountsAPassAndOpensTheDailyOpening) {
  OpenDoor open;
  const auto answer = open.scan(open.bench.pass(Category::kYouth, 3));
  EXPECT_EQ(answer.outcome, Outcome::kAccepted);
  EXPECT_EQ(answer.sequence, 1);
  EXPECT_EQ(answer.category, Category::kYouth);
  EXPECT_EQ(answer.persons, 3);
  EXPECT_EQ(answer.session.value, "daily.library.2026-05-28.1");
  EXPECT_EQ(answer.session_title, "日常开放");
  EXPECT_EQ(answer.persons_today, 3);
  const auto counts = open.counts();
  EXPECT_EQ(counts.all, (Count{3, 1}));
  EXPECT_EQ(counts.by_hour[10], (Count{3, 1}));
  ASSERT_EQ(counts.by_session.size(), 1u);
  EXPECT_EQ(counts.by_session[0].count, (Count{3, 1}));
}

TEST(LedgerDoor, SaysWhyACodeIsRefusedAndKeepsNothingOfIt) {
  OpenDoor open;
  const std::string secret_text = "wxp://f2f0PRIVATE-PAYMENT-CODE";
  const auto answer = open.scan(secret_text);
  EXPECT_EQ(answer.outcome, Outcome::kRefused);
  EXPECT_EQ(answer.problem, wire::PassProblem::kNotOurs);
  auto forged = open.bench.pass(Category::kPublic, 1);
  forged.back() = forged.back() == '0' ? '1' : '0';
  EXPECT_EQ(open.scan(forged).problem, wire::PassProblem::kDamaged);
  EXPECT_EQ(open.counts().all, Count{});
  open.ledger.reset();
  const auto refusals =
      run_sql(open.bench.file(), "SELECT reason, method FROM refusal ORDER BY sequence");
  EXPECT_EQ(refusals.rows, (std::vector<std::string>{"not_ours|camera", "damaged|camera"}));
  const auto dump = run_sql(open.bench.file(), "SELECT * FROM refusal, event_log");
  for (const auto& row : dump.rows) EXPECT_EQ(row.find("PRIVATE"), std::string::npos);
}

TEST(LedgerDoor, RefusesAPassOfAnotherDayOrRevoked) {
  OpenDoor open;
  const auto code = open.bench.pass(Category::kPublic, 1);
  open.bench.clock.advance_ms(90 * kMsPerDay);
  EXPECT_EQ(open.scan(code).problem, wire::PassProblem::kExpired);

  const auto revoked = open.bench.pass(Category::kPublic, 1);
  auto configuration = test::bench_configuration(open.bench.today());
  configuration.campaigns[0].revoked_passes = {
      std::get<wire::Pass>(wire::parse_pass(revoked)).number};
  LedgerOutbox outbox(*open.ledger, "test");
  ASSERT_TRUE(outbox.store_configuration(configuration, wire::encode(configuration), "\"2\"").ok());
  EXPECT_EQ(open.scan(revoked).problem, wire::PassProblem::kRevoked);
}

TEST(LedgerDoor, RefusesPassesOfAFormerKeyFromTheStatedHourOn) {
  OpenDoor open;
  auto configuration = test::bench_configuration(open.bench.today());
  auto& key = configuration.campaigns[0].pass_keys[0];
  key.good_until_utc_ms = open.bench.clock.utc_ms() + kMsPerHour;
  const auto bytes = wire::encode(configuration);
  EXPECT_EQ(wire::decode_configuration(bytes)->campaigns[0].pass_keys[0].good_until_utc_ms,
            key.good_until_utc_ms);
  LedgerOutbox outbox(*open.ledger, "test");
  ASSERT_TRUE(outbox.store_configuration(configuration, bytes, "\"2\"").ok());
  EXPECT_EQ(open.scan(open.bench.pass(Category::kPublic, 1)).outcome, Outcome::kAccepted);
  open.bench.clock.advance_ms(kMsPerHour);
  EXPECT_EQ(open.scan(open.bench.pass(Category::kPublic, 1)).problem, wire::PassProblem::kExpired);
}

TEST(LedgerDoor, AsksBeforeItCountsALargeGroup) {
  OpenDoor open;
  const auto code = open.bench.pass(Category::kYouth, 45);
  const auto question = open.scan(code);
  EXPECT_EQ(question.outcome, Outcome::kNeedsConfirmation);
  EXPECT_EQ(question.persons, 45);
  EXPECT_EQ(open.counts().all, Count{});
  const auto answer = open.scan(code, 43);
  EXPECT_EQ(answer.outcome, Outcome::kAccepted);
  EXPECT_EQ(answer.persons, 43);
  EXPECT_EQ(open.scan(code).outcome, Outcome::kAlreadyCheckedIn);
  EXPECT_EQ(open.counts().all, (Count{43, 1}));
}

TEST(LedgerDoor, RefusesHeadCountsOutOfRange) {
  OpenDoor open;
  const auto code = open.bench.pass(Category::kYouth, 45);
  for (const int persons : {0, -1, 501}) {
    EXPECT_FALSE(open.door.scan(code, Method::kCamera, persons).ok());
    EXPECT_FALSE(open.door.tap(Category::kPublic, persons).ok());
  }
  EXPECT_FALSE(open.door.amend(1, Category::kPublic, 501).ok());
  EXPECT_EQ(open.counts().all, Count{});
}

TEST(LedgerDoor, AmendsByReversalAndANewRow) {
  OpenDoor open;
  const auto tap = open.door.tap(Category::kPublic, 1);
  ASSERT_TRUE(tap.ok());
  const auto amended = open.door.amend(tap->sequence, Category::kYouth, 4);
  ASSERT_TRUE(amended.ok()) << amended.error().text();
  EXPECT_EQ(amended->sequence, 3);
  EXPECT_EQ(amended->persons_today, 4);
  const auto counts = open.counts();
  EXPECT_EQ(counts.all, (Count{4, 3}));
  EXPECT_EQ(counts.by_category[static_cast<std::size_t>(Category::kPublic)], (Count{0, 2}));
  EXPECT_EQ(counts.by_category[static_cast<std::size_t>(Category::kYouth)], (Count{4, 1}));
  // Only the row that stands now can be corrected again.
  EXPECT_FALSE(open.door.amend(1, Category::kPublic, 2).ok());
  EXPECT_FALSE(open.door.amend(2, Category::kPublic, 2).ok());
  EXPECT_TRUE(open.door.amend(3, Category::kPublic, 2).ok());
  EXPECT_FALSE(open.door.amend(99, Category::kPublic, 2).ok());
}

TEST(LedgerDoor, LetsAPassInAgainAfterItWasTakenBack) {
  OpenDoor open;
  const auto code = open.bench.pass(Category::kPublic, 2);
  const auto first = open.scan(code);
  ASSERT_TRUE(open.door.amend(first.sequence, first.category, 0).ok());
  EXPECT_EQ(open.counts().all, (Count{0, 2}));
  EXPECT_EQ(open.scan(code).outcome, Outcome::kAccepted);
  EXPECT_EQ(open.scan(code).outcome, Outcome::kAlreadyCheckedIn);
}

TEST(LedgerDoor, NeedsSettingsBeforeItCounts) {
  KioskBench bench;
  auto ledger = bench.open();
  ASSERT_TRUE(ledger.ok());
  LedgerDoor door(**ledger);
  const auto answer = door.tap(Category::kPublic, 1);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().kind, ErrorKind::kDenied);
  EXPECT_FALSE(answer.error().hint.empty());
}

TEST(CheckInTable, RefusesUpdatesDeletionsAndGaps) {
  OpenDoor open;
  ASSERT_TRUE(open.door.tap(Category::kPublic, 1).ok());
  open.scan("something else");
  open.ledger.reset();
  const auto& file = open.bench.file();
  EXPECT_NE(run_sql(file, "UPDATE check_in SET persons = 2").error, "");
  EXPECT_NE(run_sql(file, "DELETE FROM check_in").error, "");
  EXPECT_NE(run_sql(file, "UPDATE refusal SET reason = 'x'").error, "");
  EXPECT_NE(run_sql(file, "DELETE FROM refusal").error, "");
  const std::string copy_as_third =
      "INSERT INTO check_in SELECT 3, session_id, business_date, hour, category, persons, "
      "direction, method, pass_digest, utc_ms, monotonic_ms, boot_id, clock_state, reverses, "
      "reason, chain_hash FROM check_in";
  EXPECT_NE(run_sql(file, copy_as_third).error.find("no gaps"), std::string::npos);
}

// Somebody with a database tool changes the ledger behind its back.
std::vector<std::string> findings_after(const std::string& sql) {
  OpenDoor open;
  EXPECT_TRUE(open.door.tap(Category::kPublic, 1).ok());
  EXPECT_TRUE(open.door.tap(Category::kYouth, 2).ok());
  open.ledger.reset();
  const auto outcome = run_sql(open.bench.file(), sql);
  EXPECT_EQ(outcome.error, "");
  auto ledger = open.bench.open_for_reading();
  EXPECT_TRUE(ledger.ok());
  const auto verified = verify_ledger(**ledger);
  EXPECT_TRUE(verified.ok());
  return verified->findings;
}

TEST(Verification, FindsNothingInASoundLedger) {
  EXPECT_TRUE(findings_after("SELECT 1").empty());
}

TEST(Verification, FindsAChangedTally) {
  EXPECT_EQ(findings_after("UPDATE tally SET persons = 9 WHERE category = 'youth'").size(), 1u);
  EXPECT_EQ(findings_after("DELETE FROM tally WHERE category = 'youth'").size(), 1u);
}

TEST(Verification, FindsAChangedOrMissingCheckIn) {
  EXPECT_FALSE(findings_after("DROP TRIGGER check_in_is_not_updated; "
                              "UPDATE check_in SET utc_ms = utc_ms + 1 WHERE sequence = 1")
                   .empty());
  EXPECT_FALSE(findings_after("DROP TRIGGER check_in_is_not_deleted; "
                              "DELETE FROM check_in WHERE sequence = 1")
                   .empty());
}

TEST(Counts, TellOneDayFromAll) {
  OpenDoor open;
  ASSERT_TRUE(open.door.tap(Category::kPublic, 2).ok());
  open.bench.clock.advance_ms(kMsPerDay);
  ASSERT_TRUE(open.door.tap(Category::kPublic, 3).ok());
  EXPECT_EQ(open.counts().all, (Count{5, 2}));
  EXPECT_EQ(open.counts().by_session.size(), 2u);
  const auto today = count_up(*open.ledger, open.bench.today());
  ASSERT_TRUE(today.ok());
  EXPECT_EQ(today->all, (Count{3, 1}));
  ASSERT_EQ(today->by_session.size(), 1u);
  EXPECT_TRUE(today->by_session[0].open);
}

}  // namespace
}  // namespace keqian::kiosk
