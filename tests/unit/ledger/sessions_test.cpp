#include "kiosk/ledger/sessions.h"

#include <gtest/gtest.h>

#include "kiosk/ledger/ledger_door.h"
#include "kiosk/ledger/ledger_outbox.h"
#include "tests/support/kiosk_bench.h"

namespace keqian::kiosk {
namespace {

using test::KioskBench;

TEST(Sessions, TheLastOpenedCountsUntilItIsClosed) {
  KioskBench bench;
  const auto ledger = bench.open_enrolled();
  Sessions sessions(*ledger);
  LedgerDoor door(*ledger);
  EXPECT_EQ(door.tap(Category::kPublic, 1)->session.value, "daily.library.2026-05-28.1");
  const auto lecture = sessions.open({"open-lab.library.2026-05-28.1"});
  ASSERT_TRUE(lecture.ok()) << lecture.error().text();
  EXPECT_EQ(lecture->title, "开放实验室");
  EXPECT_EQ(door.tap(Category::kPublic, 1)->session, lecture->id);
  ASSERT_TRUE(sessions.close(lecture->id).ok());
  EXPECT_EQ(door.tap(Category::kPublic, 1)->session.value, "daily.library.2026-05-28.1");
  EXPECT_EQ(sessions.open(lecture->id).error().kind, ErrorKind::kConflict);
}

TEST(Sessions, RefuseWhatIsNotPlannedHere) {
  KioskBench bench;
  const auto ledger = bench.open_enrolled();
  Sessions sessions(*ledger);
  for (const char* id : {"", "nonsense", "open-lab.museum.2026-05-28.1",
                         "unknown.library.2026-05-28.1", "open-lab.library.2026-05-27.1"}) {
    const auto opened = sessions.open({id});
    ASSERT_FALSE(opened.ok()) << id;
    EXPECT_EQ(opened.error().kind, ErrorKind::kNotFound) << id;
    EXPECT_FALSE(opened.error().hint.empty());
  }
}

TEST(Sessions, EndWithTheirDay) {
  KioskBench bench;
  const auto ledger = bench.open_enrolled();
  Sessions sessions(*ledger);
  ASSERT_TRUE(sessions.open({"open-lab.library.2026-05-28.1"}).ok());
  bench.clock.advance_ms(kMsPerDay);
  const auto current = sessions.current();
  ASSERT_TRUE(current.ok());
  EXPECT_FALSE(current->has_value());
  const auto answer = LedgerDoor(*ledger).tap(Category::kPublic, 1);
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->session.value, "daily.library.2026-05-29.1");
}

TEST(Sessions, AClosedDailyOpeningOpensAgainForWhoComesLate) {
  KioskBench bench;
  const auto ledger = bench.open_enrolled();
  LedgerDoor door(*ledger);
  Sessions sessions(*ledger);
  const auto daily = door.tap(Category::kPublic, 1)->session;
  ASSERT_TRUE(sessions.close(daily).ok());
  const auto opened_utc_ms = bench.clock.utc_ms();
  bench.clock.advance_ms(kMsPerHour);
  EXPECT_EQ(door.tap(Category::kPublic, 1)->session, daily) << "there is one of a day";
  const auto again = *sessions.current();
  ASSERT_TRUE(again);
  EXPECT_EQ(again->closed_utc_ms, 0);
  EXPECT_EQ(again->opened_utc_ms, opened_utc_ms) << "it began when it began";
  ASSERT_TRUE(sessions.close(daily).ok());
  EXPECT_TRUE(sessions.open(daily).ok()) << "the staff may open it again too";
  LedgerOutbox outbox(*ledger, "test");
  const auto upload = outbox.pending_upload(wire::kUploadItemsMax);
  ASSERT_EQ(upload->sessions.size(), 1u);
  EXPECT_EQ(upload->sessions[0].closed_utc_ms, 0) << "and the bureau hears of it";
}

TEST(Sessions, KeepTheLastHeadCountOfEachRole) {
  KioskBench bench;
  const auto ledger = bench.open_enrolled();
  Sessions sessions(*ledger);
  const auto session = LedgerDoor(*ledger).tap(Category::kPublic, 1)->session;
  ASSERT_TRUE(sessions.set_head_count(session, Category::kVolunteer, 5).ok());
  ASSERT_TRUE(sessions.set_head_count(session, Category::kVolunteer, 7).ok());
  EXPECT_FALSE(sessions.set_head_count(session, Category::kPublic, 7).ok());
  EXPECT_FALSE(sessions.set_head_count(session, Category::kVolunteer, -1).ok());
  EXPECT_FALSE(sessions.set_head_count({"nonsense"}, Category::kVolunteer, 1).ok());
  const auto counts = sessions.head_counts(session);
  ASSERT_TRUE(counts.ok());
  ASSERT_EQ(counts->size(), 1u);
  EXPECT_EQ((*counts)[0].persons, 7);
}

}  // namespace
}  // namespace keqian::kiosk
