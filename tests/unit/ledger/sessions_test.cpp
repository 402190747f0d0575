#include "kiosk/ledger/sessions.h"

#include <gtest/gtest.h>

#include "kiosk/ledger/ledger_door.h"
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

TEST(Sessions, AClosedDailyOpeningIsFollowedByAnother) {
  KioskBench bench;
  const auto ledger = bench.open_enrolled();
  LedgerDoor door(*ledger);
  const auto first = door.tap(Category::kPublic, 1)->session;
  ASSERT_TRUE(Sessions(*ledger).close(first).ok());
  EXPECT_EQ(door.tap(Category::kPublic, 1)->session.value, "daily.library.2026-05-28.2");
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
