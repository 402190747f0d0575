// Counting before anybody enrols the kiosk, and what becomes of it afterwards.
#include "kiosk/ledger/local_configuration.h"

#include <gtest/gtest.h>

#include "kiosk/ledger/ledger_desk.h"
#include "kiosk/ledger/ledger_door.h"
#include "kiosk/ledger/ledger_outbox.h"
#include "tests/support/kiosk_bench.h"

namespace keqian::kiosk {
namespace {

using test::KioskBench;

struct LocalKiosk {
  LocalKiosk() {
    auto opened = bench.open();
    EXPECT_TRUE(opened.ok());
    ledger = std::move(*opened);
    const auto installed = install_local_configuration(*ledger, wire::encode(configuration()));
    EXPECT_TRUE(installed.ok()) << installed.error().text();
  }
  wire::Configuration configuration() {
    auto local = test::bench_configuration(bench.today());
    local.kiosk = {"local"};
    return local;
  }
  // As a bureau would do it, at that venue.
  void enrol(const std::string& venue) {
    LedgerOutbox outbox(*ledger, "test");
    auto identity = test::bench_identity();
    identity.venue = {venue};
    ASSERT_TRUE(outbox.store_identity(identity).ok());
  }
  void configure(const std::string& venue) {
    LedgerOutbox outbox(*ledger, "test");
    auto sent = test::bench_configuration(bench.today());
    sent.venue = {venue};
    ASSERT_TRUE(outbox.store_configuration(sent, wire::encode(sent), "\"1\"").ok());
  }

  KioskBench bench;
  std::unique_ptr<Ledger> ledger;
};

TEST(LocalConfiguration, IsEnoughToCount) {
  LocalKiosk kiosk;
  LedgerDoor door(*kiosk.ledger);
  const auto scanned = door.scan(kiosk.bench.pass(Category::kYouth, 3), Method::kCamera, {});
  ASSERT_TRUE(scanned.ok()) << scanned.error().text();
  EXPECT_EQ(scanned->outcome, Outcome::kAccepted);
  LedgerDesk desk(*kiosk.ledger, "test");
  EXPECT_EQ(desk.programme()->activities.size(), 2u);  // and the daily opening
  ASSERT_TRUE(desk.open_session({ActivityId{"open-lab"}, {}}).ok());
  EXPECT_EQ(door.tap(Category::kPublic, 1)->session.value, "open-lab.library.2026-05-28.1");
  const auto closing = desk.close_day();
  ASSERT_TRUE(closing.ok());
  EXPECT_TRUE(closing->signature.empty());
  EXPECT_EQ(closing->figures.persons, 4);
}

TEST(LocalConfiguration, ServesUntilTheBureausOwnIsThere) {
  LocalKiosk kiosk;
  LedgerDoor door(*kiosk.ledger);
  const auto session = door.tap(Category::kPublic, 2)->session;
  kiosk.enrol("library");
  ASSERT_NE(kiosk.ledger->configuration(), nullptr);
  EXPECT_EQ(door.tap(Category::kPublic, 1)->session, session);
  LedgerOutbox outbox(*kiosk.ledger, "test");
  EXPECT_EQ(*outbox.configuration_etag(), "");
  kiosk.configure("library");
  EXPECT_EQ(kiosk.ledger->configuration()->kiosk.value, "k-1");
  EXPECT_EQ(door.tap(Category::kPublic, 1)->session, session);
  const auto upload = outbox.pending_upload(wire::kUploadItemsMax);
  EXPECT_EQ(upload->kiosk.value, "k-1");
  ASSERT_EQ(upload->sessions.size(), 1u);
  ASSERT_EQ(upload->tallies.size(), 1u);
  EXPECT_EQ(upload->tallies[0].persons, 4);
}

TEST(LocalConfiguration, OfAnotherVenueIsQuarantinedVisiblyAndCountsNoMore) {
  LocalKiosk kiosk;
  LedgerDoor door(*kiosk.ledger);
  const auto before = door.tap(Category::kPublic, 2)->session;
  kiosk.enrol("museum");
  EXPECT_EQ(kiosk.ledger->configuration(), nullptr);
  kiosk.configure("museum");
  // The session of the other venue was closed: the next visitor is not its visitor.
  EXPECT_EQ(door.tap(Category::kPublic, 1)->session.value, "daily.museum.2026-05-28.1");
  LedgerOutbox outbox(*kiosk.ledger, "test");
  const auto sent = outbox.pending_upload(wire::kUploadItemsMax);
  ASSERT_TRUE(sent.ok());
  wire::UploadAnswer answer;
  answer.acknowledged_revision = sent->to_revision;
  for (const auto& session : sent->sessions) {
    if (session.id == before) {
      answer.refused.push_back({"session", before, session.revision, "other_venue"});
    }
  }
  for (const auto& tally : sent->tallies) {
    if (tally.session == before) {
      answer.refused.push_back({"tally", before, tally.revision, "other_venue"});
    }
  }
  ASSERT_EQ(answer.refused.size(), 2u);
  ASSERT_TRUE(outbox.apply(*sent, answer).ok());
  const auto report = LedgerDesk(*kiosk.ledger, "test").report();
  ASSERT_EQ(report->quarantined.size(), 2u);
  EXPECT_EQ(report->quarantined[0].reason, "other_venue");
}

TEST(LocalConfiguration, IsRefusedByAnEnrolledKioskAndWhenItIsNone) {
  LocalKiosk kiosk;
  EXPECT_EQ(install_local_configuration(*kiosk.ledger, "{}").error().kind, ErrorKind::kInvalid);
  const auto of_a_kiosk = wire::encode(test::bench_configuration(kiosk.bench.today()));
  EXPECT_EQ(install_local_configuration(*kiosk.ledger, of_a_kiosk).error().kind,
            ErrorKind::kInvalid);
  kiosk.enrol("library");
  EXPECT_EQ(
      install_local_configuration(*kiosk.ledger, wire::encode(kiosk.configuration())).error().kind,
      ErrorKind::kConflict);
}

}  // namespace
}  // namespace keqian::kiosk
