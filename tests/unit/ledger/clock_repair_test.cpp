// Counting with an unset or wrong clock, and what becomes of it when the bureau's time is known.
#include <gtest/gtest.h>
#include <stdlib.h>
#include <time.h>

#include "kiosk/ledger/clock_repair.h"
#include "kiosk/ledger/core.h"
#include "kiosk/ledger/counts.h"
#include "kiosk/ledger/ledger_desk.h"
#include "kiosk/ledger/ledger_door.h"
#include "kiosk/ledger/sessions.h"
#include "kiosk/ledger/verification.h"
#include "tests/support/kiosk_bench.h"
#include "tests/support/raw_database.h"

namespace keqian::kiosk {
namespace {

using test::KioskBench;

constexpr std::int64_t kRoundTripMs = 20;

// A kiosk without a battery for its clock: it heard the bureau on 28 May at 10:00, and starts again
// on the next day at nine in the year 1970.
struct UnsetKiosk {
  UnsetKiosk() : ledger(bench.open_enrolled()) {
    true_utc_ms = bench.clock.utc;
    hear_bureau();
    restart("boot-2", true_utc_ms + 23 * kMsPerHour);
  }
  void restart(const std::string& boot_id, UtcMs utc_ms) {
    true_utc_ms = utc_ms;
    bench.boot_id = boot_id;
    bench.clock.utc = 5'000;
    bench.clock.monotonic = 5'000;
    reopen();
  }
  void reopen() {
    ledger.reset();
    auto opened = bench.open();
    EXPECT_TRUE(opened.ok()) << opened.error().text();
    ledger = std::move(*opened);
  }
  void advance_ms(std::int64_t by) {
    bench.clock.advance_ms(by);
    true_utc_ms += by;
  }
  void hear_bureau() {
    LedgerOutbox outbox(*ledger, "test");
    const auto status = outbox.store_clock_offset(true_utc_ms - bench.clock.utc, kRoundTripMs);
    EXPECT_TRUE(status.ok()) << status.error().text();
  }
  // The contact is stored, and the program ends before the repair begins.
  void hear_bureau_without_repair() {
    auto& core = ledger->core();
    const ClockReference reference{true_utc_ms, true_utc_ms - bench.clock.utc, bench.boot_id, 0};
    const auto status = core.write("hear", [&](Connection& connection) -> Status {
      note_heard_boot(connection, reference);
      return ok();
    });
    EXPECT_TRUE(status.ok());
    core.publish(reference);
  }
  DoorAnswer tap(int persons) {
    auto answer = LedgerDoor(*ledger).tap(Category::kPublic, persons);
    EXPECT_TRUE(answer.ok()) << answer.error().text();
    return *answer;
  }
  Counts counts(const char* date) { return *count_up(*ledger, BusinessDate::parse(date)); }
  StationReport report() { return *LedgerDesk(*ledger, "test").report(); }
  void expect_sound() {
    const auto verified = verify_ledger(*ledger);
    ASSERT_TRUE(verified.ok());
    EXPECT_TRUE(verified->findings.empty()) << verified->findings.front();
  }

  KioskBench bench;
  std::unique_ptr<Ledger> ledger;
  UtcMs true_utc_ms = 0;
};

TEST(ClockRepair, MovesWhatAnUnsetClockMisdated) {
  UnsetKiosk kiosk;
  EXPECT_EQ(kiosk.tap(2).session.value, "daily.library.2026-05-28.1");
  kiosk.advance_ms(kMsPerHour);
  kiosk.tap(3);
  EXPECT_EQ(kiosk.report().clock, ClockTrust::kUnset);
  EXPECT_EQ(kiosk.report().unset_rows, 2);
  kiosk.hear_bureau();
  EXPECT_EQ(kiosk.report().unset_rows, 0);
  EXPECT_EQ(kiosk.counts("2026-05-28").all.persons, 0);
  const auto right = kiosk.counts("2026-05-29");
  EXPECT_EQ(right.all, (Count{5, 2}));
  EXPECT_EQ(right.by_hour[9].persons, 2);
  EXPECT_EQ(right.by_hour[10].persons, 3);
  ASSERT_EQ(right.by_session.size(), 1u);
  EXPECT_EQ(right.by_session[0].session.value, "daily.library.2026-05-29.1");
  EXPECT_TRUE(right.by_session[0].open);
  // The next visitor counts in the very session.
  EXPECT_EQ(kiosk.tap(1).session.value, "daily.library.2026-05-29.1");
  EXPECT_EQ(kiosk.counts("2026-05-29").all.persons, 6);
  kiosk.expect_sound();
  kiosk.ledger.reset();
  const auto rows = test::run_sql(
      kiosk.bench.file(),
      "SELECT clock_state, reason, persons, reverses FROM check_in ORDER BY sequence LIMIT 4");
  EXPECT_EQ(rows.rows[0], "unset||2|NULL");  // the original is kept
  EXPECT_EQ(rows.rows[2], "corrected|clock_repaired|-3|2");
  EXPECT_EQ(rows.rows[3], "corrected|clock_repaired|3|NULL");
}

TEST(ClockRepair, TellsTheBureauThatTheWrongDayWasNotHeld) {
  UnsetKiosk kiosk;
  const auto wrong = kiosk.tap(2).session;
  ASSERT_TRUE(Sessions(*kiosk.ledger).set_head_count(wrong, Category::kVolunteer, 4).ok());
  kiosk.hear_bureau();
  LedgerOutbox outbox(*kiosk.ledger, "test");
  const auto upload = outbox.pending_upload(wire::kUploadItemsMax);
  ASSERT_TRUE(upload.ok());
  ASSERT_EQ(upload->sessions.size(), 2u);
  for (const auto& session : upload->sessions) {
    EXPECT_EQ(session.opened_utc_ms == 0, session.id == wrong) << session.id.value;
  }
  for (const auto& head_count : upload->staff_head_counts) {
    EXPECT_EQ(head_count.persons, head_count.session == wrong ? 0 : 4);
  }
  EXPECT_TRUE(wire::decode_upload(wire::encode(*upload)).ok());
}

TEST(ClockRepair, MovesACorrectedCheckInByTheTimeOfItsVisitor) {
  UnsetKiosk kiosk;
  const auto early = kiosk.tap(2);  // at nine
  const auto gone = kiosk.tap(7);
  kiosk.advance_ms(3 * kMsPerHour);
  LedgerDesk desk(*kiosk.ledger, "test");
  const auto changed =
      desk.amend(early.sequence, Category::kYouth, 5, CorrectionReason::kWrongNumber);
  ASSERT_TRUE(changed.ok()) << changed.error().text();
  ASSERT_TRUE(desk.reverse(gone.sequence, CorrectionReason::kTrial).ok());
  EXPECT_EQ(kiosk.report().unset_rows, 1);
  kiosk.hear_bureau();
  EXPECT_EQ(kiosk.report().unset_rows, 0);
  EXPECT_EQ(kiosk.counts("2026-05-28").all.persons, 0);
  const auto right = kiosk.counts("2026-05-29");
  EXPECT_EQ(right.all.persons, 5);
  EXPECT_EQ(right.by_hour[9].persons, 5) << "not at twelve, when it was corrected";
  const auto lines = desk.lines({}, 0);
  ASSERT_EQ(lines->lines.size(), 2u) << "each check-in once";
  EXPECT_EQ(check_in_number(lines->lines[1]), early.sequence) << "in its place";
  EXPECT_EQ(lines->lines[1].persons, 5);
  EXPECT_EQ(desk.lines({.view = LineView::kCorrected}, 0)->lines.size(), 2u);
  kiosk.expect_sound();
}

TEST(ClockRepair, LeavesACorrectionOfAnEarlierDayWhereItIs) {
  UnsetKiosk kiosk;
  kiosk.restart("boot-3", kiosk.true_utc_ms);
  kiosk.bench.clock.utc = kiosk.true_utc_ms;  // by hand, and right
  const auto counted = kiosk.tap(2);
  kiosk.restart("boot-4", kiosk.true_utc_ms + kMsPerDay);
  LedgerDesk desk(*kiosk.ledger, "test");
  ASSERT_TRUE(
      desk.amend(counted.sequence, Category::kPublic, 3, CorrectionReason::kWrongNumber).ok());
  kiosk.hear_bureau();
  EXPECT_EQ(kiosk.counts("2026-05-29").all.persons, 3);
  EXPECT_EQ(kiosk.counts("2026-05-30").all.persons, 0);
  kiosk.expect_sound();
}

TEST(ClockRepair, OnceIsEnough) {
  UnsetKiosk kiosk;
  kiosk.tap(2);
  kiosk.hear_bureau();
  const auto before = kiosk.report().ledger_sequence;
  kiosk.hear_bureau();
  kiosk.reopen();
  kiosk.hear_bureau();
  EXPECT_EQ(kiosk.report().ledger_sequence, before);
}

TEST(ClockRepair, GoesOnWhereItWasInterrupted) {
  UnsetKiosk kiosk;
  for (int i = 0; i < 180; ++i) kiosk.tap(1);
  kiosk.hear_bureau_without_repair();
  const auto more = repair_clock_batch(kiosk.ledger->core());
  ASSERT_TRUE(more.ok() && *more);
  kiosk.expect_sound();
  EXPECT_LT(kiosk.counts("2026-05-29").all.persons, 180);
  EXPECT_EQ(count_up(*kiosk.ledger, std::nullopt)->all.persons, 180);
  // Even the boot is another by now.
  kiosk.restart("boot-3", kiosk.true_utc_ms + kMsPerHour);
  kiosk.hear_bureau();
  EXPECT_EQ(kiosk.counts("2026-05-29").all, (Count{180, 180}));
  EXPECT_EQ(kiosk.counts("2026-05-28").all, (Count{0, 360}));
  kiosk.expect_sound();
}

TEST(ClockRepair, LeavesABootAloneThatNobodyHeard) {
  UnsetKiosk kiosk;
  kiosk.tap(2);
  kiosk.restart("boot-3", kiosk.true_utc_ms + kMsPerHour);
  kiosk.tap(3);
  kiosk.hear_bureau();
  EXPECT_EQ(kiosk.counts("2026-05-28").all.persons, 2);
  EXPECT_EQ(kiosk.counts("2026-05-29").all.persons, 3);
  EXPECT_EQ(kiosk.report().unset_rows, 1);
  kiosk.expect_sound();
}

TEST(ClockRepair, CorrectsOnlyTheHourOnTheRightDay) {
  UnsetKiosk kiosk;
  kiosk.restart("boot-3", 1'779'933'600'000 + 3 * kMsPerHour);  // 28 May, 13:00
  const auto session = kiosk.tap(2).session;
  kiosk.hear_bureau();
  const auto day = kiosk.counts("2026-05-28");
  EXPECT_EQ(day.by_hour[10].persons, 0);
  EXPECT_EQ(day.by_hour[13].persons, 2);
  ASSERT_EQ(day.by_session.size(), 1u);
  EXPECT_EQ(day.by_session[0].session, session);
}

TEST(ClockRepair, KeepsTheActivityThatWasCounting) {
  UnsetKiosk kiosk;
  LedgerDesk desk(*kiosk.ledger, "test");
  ASSERT_TRUE(desk.open_session({ActivityId{"open-lab"}, {0, 0, 2, 0}}).ok());
  kiosk.tap(7);
  kiosk.hear_bureau();
  const auto next = kiosk.tap(1);
  EXPECT_EQ(next.session.value, "open-lab.library.2026-05-29.1");
  EXPECT_EQ(next.session_title, "开放实验室");
  EXPECT_EQ(kiosk.counts("2026-05-29").all.persons, 8);
}

TEST(ClockRepair, AVisitorCountedBeforeIsNotCountedAfter) {
  UnsetKiosk kiosk;
  const auto code = test::bench_pass(Category::kPublic, 4, *BusinessDate::parse("2026-05-28"),
                                     kiosk.bench.randomness);
  LedgerDoor door(*kiosk.ledger);
  ASSERT_EQ(door.scan(code, Method::kCamera, std::nullopt)->outcome, Outcome::kAccepted);
  EXPECT_EQ(door.scan(code, Method::kCamera, std::nullopt)->outcome, Outcome::kAlreadyCheckedIn);
  kiosk.hear_bureau();
  EXPECT_EQ(door.scan(code, Method::kCamera, std::nullopt)->outcome, Outcome::kAlreadyCheckedIn);
  EXPECT_EQ(kiosk.counts("2026-05-29").all.persons, 4);
}

TEST(ClockRepair, CorrectionsOfBeforeStayCorrected) {
  UnsetKiosk kiosk;
  LedgerDoor door(*kiosk.ledger);
  const auto first = kiosk.tap(2);
  ASSERT_TRUE(door.amend(first.sequence, Category::kYouth, 5).ok());
  const auto second = kiosk.tap(9);
  ASSERT_TRUE(door.amend(second.sequence, Category::kPublic, 0).ok());
  kiosk.hear_bureau();
  EXPECT_EQ(kiosk.counts("2026-05-28").all.persons, 0);
  EXPECT_EQ(kiosk.counts("2026-05-29").all, (Count{5, 1}));
  kiosk.expect_sound();
}

// The sessions of the kiosk's day: "id open|closed staff".
std::vector<std::string> held(UnsetKiosk& kiosk) {
  std::vector<std::string> sessions;
  const auto programme = *LedgerDesk(*kiosk.ledger, "test").programme();
  for (const auto& session : programme.held) {
    std::int64_t staff = 0;
    for (const auto persons : session.staff) staff += persons;
    sessions.push_back(session.id.value + (session.closed_utc_ms == 0 ? " open " : " closed ") +
                       std::to_string(staff));
  }
  return sessions;
}

SessionId open_ad_hoc(UnsetKiosk& kiosk) {
  LedgerDesk desk(*kiosk.ledger, "test");
  const auto opened = desk.open_session({AdHocSession{Audience::kBusiness, 10 * 60}, {0, 0, 2, 0}});
  EXPECT_TRUE(opened.ok());
  return Sessions(*kiosk.ledger).current().value().value_or(Session{}).id;
}

TEST(ClockRepair, ASessionWithoutVisitorsGoesToItsDayToo) {
  UnsetKiosk kiosk;
  const auto wrong = open_ad_hoc(kiosk);
  EXPECT_TRUE(wrong.value.starts_with("ad-hoc.library.2026-05-28."));
  kiosk.hear_bureau();
  const auto right = Sessions(*kiosk.ledger).current().value();
  ASSERT_TRUE(right);
  EXPECT_TRUE(right->id.value.starts_with("ad-hoc.library.2026-05-29."));
  EXPECT_EQ(right->audience, Audience::kBusiness);
  EXPECT_EQ(right->opened_utc_ms, kiosk.true_utc_ms);
  EXPECT_EQ(held(kiosk), std::vector{right->id.value + " open 2"});
  EXPECT_EQ(kiosk.tap(3).session, right->id);
  // The bureau hears that the other one was not held.
  const auto upload = LedgerOutbox(*kiosk.ledger, "test").pending_upload(wire::kUploadItemsMax);
  ASSERT_TRUE(upload.ok());
  ASSERT_EQ(upload->sessions.size(), 2u);
  for (const auto& session : upload->sessions) {
    EXPECT_EQ(session.opened_utc_ms == 0, session.id == wrong) << session.id.value;
  }
  // Once is enough.
  kiosk.hear_bureau();
  kiosk.reopen();
  EXPECT_EQ(held(kiosk), std::vector{right->id.value + " open 2"});
  kiosk.expect_sound();
}

TEST(ClockRepair, ASessionThatTheStaffClosedStaysClosedOnItsDay) {
  UnsetKiosk kiosk;
  const auto wrong = open_ad_hoc(kiosk);
  ASSERT_TRUE(Sessions(*kiosk.ledger).close(wrong).ok());
  kiosk.hear_bureau();
  EXPECT_FALSE(Sessions(*kiosk.ledger).current().value());
  ASSERT_EQ(held(kiosk).size(), 1u);
  EXPECT_TRUE(held(kiosk)[0].ends_with(" closed 2")) << held(kiosk)[0];
}

TEST(ClockRepair, ADailyOpeningWhoseVisitorWasTakenBackGoesToItsDay) {
  UnsetKiosk kiosk;
  const auto first = kiosk.tap(2);
  ASSERT_TRUE(LedgerDoor(*kiosk.ledger).amend(first.sequence, Category::kPublic, 0).ok());
  kiosk.hear_bureau();
  EXPECT_EQ(held(kiosk), std::vector<std::string>{"daily.library.2026-05-29.1 open 0"});
  kiosk.expect_sound();
}

TEST(ClockRepair, ASessionOpenedOnADayThatTheStaffToldWronglyComesBack) {
  UnsetKiosk kiosk;
  ASSERT_TRUE(
      LedgerDesk(*kiosk.ledger, "test").set_date(*BusinessDate::parse("2026-05-30"), 600).ok());
  EXPECT_TRUE(open_ad_hoc(kiosk).value.starts_with("ad-hoc.library.2026-05-30."));
  kiosk.hear_bureau();
  ASSERT_EQ(held(kiosk).size(), 1u);
  EXPECT_TRUE(held(kiosk)[0].starts_with("ad-hoc.library.2026-05-29.")) << held(kiosk)[0];
}

TEST(ClockRepair, ASessionOfTheRightDayStaysAsItIs) {
  UnsetKiosk kiosk;
  kiosk.restart("boot-3", 1'779'933'600'000 + 3 * kMsPerHour);  // 28 May, 13:00
  const auto session = open_ad_hoc(kiosk);
  kiosk.hear_bureau();
  EXPECT_EQ(held(kiosk), std::vector{session.value + " open 2"});
}

TEST(ClockRepair, ASessionOfABootThatNobodyHeardStaysMarkedAsItsRows) {
  UnsetKiosk kiosk;
  const auto session = open_ad_hoc(kiosk);
  kiosk.restart("boot-3", kiosk.true_utc_ms + kMsPerHour);
  kiosk.hear_bureau();
  EXPECT_TRUE(held(kiosk).empty());
  kiosk.ledger.reset();
  const auto rows = test::run_sql(kiosk.bench.file(), "SELECT session_id FROM unchecked_opening");
  ASSERT_EQ(rows.rows.size(), 1u);
  EXPECT_EQ(rows.rows[0], session.value);
}

TEST(ClockRepair, ASessionFollowsAfterAnInterruption) {
  UnsetKiosk kiosk;
  const auto wrong = open_ad_hoc(kiosk);
  kiosk.hear_bureau_without_repair();
  kiosk.restart("boot-3", kiosk.true_utc_ms + kMsPerHour);
  kiosk.hear_bureau();
  ASSERT_EQ(held(kiosk).size(), 1u);
  EXPECT_TRUE(held(kiosk)[0].starts_with("ad-hoc.library.2026-05-29.")) << held(kiosk)[0];
  EXPECT_NE(held(kiosk)[0], wrong.value);
}

TEST(ClockJumps, BeforeTheBureauIsHeardMisplaceNoSession) {
  KioskBench bench;
  const auto ledger = bench.open_enrolled();
  bench.clock.utc += kMsPerDay;  // somebody set it wrong
  LedgerDesk desk(*ledger, "test");
  ASSERT_TRUE(desk.open_session({AdHocSession{Audience::kPublic, 600}, {}}).ok());
  LedgerOutbox outbox(*ledger, "test");
  ASSERT_TRUE(outbox.store_clock_offset(-kMsPerDay, kRoundTripMs).ok());
  const auto current = Sessions(*ledger).current().value();
  ASSERT_TRUE(current);
  EXPECT_TRUE(current->id.value.starts_with("ad-hoc.library.2026-05-28."));
}

TEST(ClockJumps, OfADayChangeNothingOnceTheBureauWasHeard) {
  for (const std::int64_t jump : {kMsPerDay, -kMsPerDay}) {
    KioskBench bench;
    const auto ledger = bench.open_enrolled();
    LedgerOutbox outbox(*ledger, "test");
    ASSERT_TRUE(outbox.store_clock_offset(0, kRoundTripMs).ok());
    LedgerDoor door(*ledger);
    ASSERT_TRUE(door.tap(Category::kPublic, 1).ok());
    bench.clock.utc += jump;
    const auto answer = door.tap(Category::kPublic, 2);
    ASSERT_TRUE(answer.ok());
    EXPECT_EQ(answer->persons_today, 3);
    EXPECT_EQ(answer->session.value, "daily.library.2026-05-28.1");
    const auto report = *LedgerDesk(*ledger, "test").report();
    EXPECT_EQ(report.clock, ClockTrust::kCorrected);
    EXPECT_EQ(report.log[0].kind, "clock_jumped");
  }
}

TEST(ClockJumps, BeforeTheBureauIsHeardAreMarkedAndRepaired) {
  KioskBench bench;
  const auto ledger = bench.open_enrolled();
  LedgerDoor door(*ledger);
  ASSERT_TRUE(door.tap(Category::kPublic, 1).ok());
  bench.clock.utc += kMsPerDay;  // somebody set it wrong
  ASSERT_TRUE(door.tap(Category::kPublic, 2).ok());
  EXPECT_EQ(LedgerDesk(*ledger, "test").report()->log[0].kind, "clock_jumped");
  EXPECT_EQ(count_up(*ledger, BusinessDate::parse("2026-05-29"))->all.persons, 2);
  LedgerOutbox outbox(*ledger, "test");
  ASSERT_TRUE(outbox.store_clock_offset(-kMsPerDay, kRoundTripMs).ok());
  EXPECT_EQ(count_up(*ledger, BusinessDate::parse("2026-05-28"))->all.persons, 3);
  EXPECT_EQ(count_up(*ledger, BusinessDate::parse("2026-05-29"))->all.persons, 0);
  const auto verified = verify_ledger(*ledger);
  EXPECT_TRUE(verified.ok() && verified->findings.empty());
}

TEST(ClockJumps, ATimeZoneIsNoMatter) {
  KioskBench bench;
  const auto ledger = bench.open_enrolled();
  LedgerDoor door(*ledger);
  for (const char* zone : {"UTC", "America/Los_Angeles", "Asia/Shanghai", "Pacific/Kiritimati"}) {
    ASSERT_EQ(::setenv("TZ", zone, 1), 0);
    ::tzset();
    EXPECT_EQ(door.tap(Category::kPublic, 1)->session.value, "daily.library.2026-05-28.1") << zone;
  }
  ::unsetenv("TZ");
  ::tzset();
  EXPECT_EQ(count_up(*ledger, bench.today())->by_hour[10].persons, 4);
}

TEST(StaffClock, TellsTheDayWhileTheClockIsUnset) {
  UnsetKiosk kiosk;
  kiosk.tap(1);
  LedgerDesk desk(*kiosk.ledger, "test");
  const auto told = *BusinessDate::parse("2026-05-30");
  EXPECT_EQ(desk.set_date(*BusinessDate::parse("2026-05-27"), 600).error().kind,
            ErrorKind::kInvalid);
  EXPECT_EQ(desk.set_date(told, 1440).error().kind, ErrorKind::kInvalid);
  ASSERT_TRUE(desk.set_date(told, 14 * 60 + 30).ok());
  EXPECT_TRUE(kiosk.report().date_told);
  EXPECT_EQ(kiosk.tap(2).session.value, "daily.library.2026-05-30.1");
  kiosk.reopen();
  EXPECT_EQ(kiosk.tap(2).session.value, "daily.library.2026-05-30.1");
  EXPECT_EQ(kiosk.counts("2026-05-30").by_hour[14].persons, 4);
  // The staff erred by a day: the bureau knows better.
  kiosk.hear_bureau();
  EXPECT_EQ(kiosk.counts("2026-05-29").all.persons, 5);
  EXPECT_EQ(kiosk.counts("2026-05-30").all.persons, 0);
  EXPECT_EQ(LedgerDesk(*kiosk.ledger, "test").set_date(told, 0).error().kind, ErrorKind::kConflict);
  kiosk.expect_sound();
}

}  // namespace
}  // namespace keqian::kiosk
