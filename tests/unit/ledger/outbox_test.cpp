#include <gtest/gtest.h>

#include <map>
#include <set>

#include "kiosk/ledger/ledger_desk.h"
#include "kiosk/ledger/ledger_door.h"
#include "kiosk/ledger/ledger_outbox.h"
#include "kiosk/ledger/sessions.h"
#include "kiosk/ledger/verification.h"
#include "server-sync/base/files.h"
#include "tests/support/kiosk_bench.h"

namespace keqian::kiosk {
namespace {

using test::KioskBench;

struct Sending {
  Sending() : ledger(bench.open_enrolled()), door(*ledger), outbox(*ledger, "0.1.0") {}
  wire::Upload pending(std::size_t items_max = wire::kUploadItemsMax) {
    auto upload = outbox.pending_upload(items_max);
    EXPECT_TRUE(upload.ok());
    return *upload;
  }
  void acknowledge(const wire::Upload& sent, wire::Revision revision,
                   std::vector<wire::ItemVerdict> refused = {}) {
    wire::UploadAnswer answer;
    answer.acknowledged_revision = revision;
    answer.refused = std::move(refused);
    const auto status = outbox.apply(sent, answer);
    EXPECT_TRUE(status.ok());
  }
  uploader::OutboxCounts counts() { return *outbox.counts(); }

  KioskBench bench;
  std::unique_ptr<Ledger> ledger;
  LedgerDoor door;
  LedgerOutbox outbox;
};

std::size_t rows(const wire::Upload& upload) {
  return upload.sessions.size() + upload.tallies.size() + upload.staff_head_counts.size();
}

TEST(LedgerOutbox, SendsASignOfLifeWhenNothingIsPending) {
  Sending sending;
  const auto upload = sending.pending();
  EXPECT_EQ(rows(upload), 0u);
  EXPECT_TRUE(upload.complete);
  EXPECT_EQ(upload.from_revision, upload.to_revision);
  EXPECT_EQ(upload.kiosk.value, "k-1");
  EXPECT_EQ(upload.device.version, "0.1.0");
  EXPECT_GT(upload.device.disk_free_mb, 0);
}

TEST(LedgerOutbox, SendsAbsoluteStateThatTheCodecAccepts) {
  Sending sending;
  ASSERT_TRUE(sending.door.tap(Category::kPublic, 2).ok());
  ASSERT_TRUE(sending.door.tap(Category::kPublic, 3).ok());
  const auto session = sending.door.tap(Category::kYouth, 1)->session;
  ASSERT_TRUE(Sessions(*sending.ledger).set_head_count(session, Category::kVolunteer, 4).ok());
  const auto upload = sending.pending();
  ASSERT_EQ(upload.sessions.size(), 1u);
  ASSERT_EQ(upload.tallies.size(), 2u);
  ASSERT_EQ(upload.staff_head_counts.size(), 1u);
  EXPECT_EQ(upload.tallies[0].persons, 5);
  EXPECT_EQ(upload.tallies[0].check_ins, 2);
  EXPECT_EQ(upload.ledger_sequence, 3);
  const auto verified = verify_ledger(*sending.ledger);
  ASSERT_TRUE(verified.ok());
  EXPECT_EQ(upload.chain_head, verified->chain_head);
  const auto decoded = wire::decode_upload(wire::encode(upload));
  ASSERT_TRUE(decoded.ok()) << decoded.error().text();
  EXPECT_EQ(decoded->tallies, upload.tallies);
}

TEST(LedgerOutbox, CountsWhatWaitsAsPeopleDo) {
  Sending sending;
  const auto waiting = [&] { return sending.counts().check_ins; };
  const auto send = [&] {
    const auto upload = sending.pending();
    sending.acknowledge(upload, upload.to_revision);
  };
  EXPECT_EQ(waiting(), 0);
  wire::Sequence last = 0;
  for (int visitor = 1; visitor <= 3; ++visitor) {
    last = sending.door.tap(Category::kPublic, 1)->sequence;
    EXPECT_EQ(waiting(), visitor) << "whatever rows the upload has";
  }
  last = sending.door.amend(last, Category::kPublic, 4)->sequence;
  EXPECT_EQ(waiting(), 3) << "a family that says its number is one check-in";
  const auto slip = sending.door.tap(Category::kPublic, 1)->sequence;
  ASSERT_TRUE(sending.door.amend(slip, Category::kPublic, 0).ok());
  EXPECT_EQ(waiting(), 3) << "what was taken back waits for nobody";
  ASSERT_TRUE(sending.door.leave(1).ok());
  EXPECT_EQ(waiting(), 3) << "exits stay here";
  send();
  EXPECT_EQ(waiting(), 0);
  // Of what the bureau has, corrections wait: each check-in once.
  last = sending.door.amend(last, Category::kYouth, 5)->sequence;
  last = sending.door.amend(last, Category::kYouth, 6)->sequence;
  EXPECT_EQ(waiting(), 1);
  ASSERT_TRUE(sending.door.amend(last, Category::kYouth, 0).ok());
  EXPECT_EQ(waiting(), 1);
  ASSERT_TRUE(sending.door.tap(Category::kPublic, 1).ok());
  EXPECT_EQ(waiting(), 2);
  send();
  ASSERT_TRUE(Sessions(*sending.ledger).close({"daily.library.2026-05-28.1"}).ok());
  EXPECT_EQ(waiting(), 0);
  EXPECT_EQ(sending.counts().pending, 1) << "the session, which is not a visitor";
}

TEST(LedgerOutbox, CountsWhatWaitsWhileItGoesInBatchesAndForABureauOfABackup) {
  Sending sending;
  for (const auto category : kCategories) ASSERT_TRUE(sending.door.tap(category, 1).ok());
  const auto all = static_cast<std::int64_t>(kCategories.size());
  const auto part = sending.pending(2);
  ASSERT_FALSE(part.complete);
  sending.acknowledge(part, part.to_revision);
  EXPECT_EQ(sending.counts().check_ins, all) << "it never says too few";
  const auto rest = sending.pending();
  sending.acknowledge(rest, rest.to_revision);
  EXPECT_EQ(sending.counts().check_ins, 0);
  ASSERT_TRUE(sending.door.tap(Category::kPublic, 1).ok());
  const auto upload = sending.pending();
  sending.acknowledge(upload, part.to_revision);
  EXPECT_EQ(sending.counts().check_ins, all + 1);
}

TEST(LedgerOutbox, SendsInBatchesByRevisionAndOnlyTheLastIsComplete) {
  Sending sending;
  for (const auto category : kCategories) {
    ASSERT_TRUE(sending.door.tap(category, 1).ok());
  }
  std::map<Category, std::int64_t> received;
  wire::Revision last = 0;
  for (int batch = 0; batch < 10; ++batch) {
    const auto upload = sending.pending(3);
    if (rows(upload) == 0) break;
    EXPECT_LE(rows(upload), 3u);
    EXPECT_EQ(upload.from_revision, last);
    for (const auto& tally : upload.tallies) {
      EXPECT_GT(tally.revision, upload.from_revision);
      EXPECT_LE(tally.revision, upload.to_revision);
      received[tally.category] = tally.persons;
    }
    EXPECT_EQ(upload.complete, sending.counts().pending == static_cast<int>(rows(upload)));
    EXPECT_EQ(upload.ledger_sequence, 6);
    last = upload.to_revision;
    sending.acknowledge(upload, last);
  }
  EXPECT_EQ(received.size(), kCategories.size());
  EXPECT_EQ(sending.counts().pending, 0);
}

TEST(LedgerOutbox, SendsARowAgainThatChangedWhileItsUploadWasUnderWay) {
  Sending sending;
  ASSERT_TRUE(sending.door.tap(Category::kPublic, 1).ok());
  const auto sent = sending.pending();
  ASSERT_TRUE(sending.door.tap(Category::kPublic, 1).ok());
  sending.acknowledge(sent, sent.to_revision);
  const auto next = sending.pending();
  ASSERT_EQ(next.tallies.size(), 1u);
  EXPECT_EQ(next.tallies[0].persons, 2);
}

TEST(LedgerOutbox, SendsAgainWhatARestoredBureauHasLost) {
  Sending sending;
  ASSERT_TRUE(sending.door.tap(Category::kPublic, 1).ok());
  const auto first = sending.pending();
  sending.acknowledge(first, first.to_revision);
  ASSERT_TRUE(sending.door.tap(Category::kYouth, 1).ok());
  const auto second = sending.pending();
  sending.acknowledge(second, 0);
  EXPECT_EQ(sending.counts().pending, 3);
  EXPECT_EQ(sending.pending().from_revision, 0);
  EXPECT_EQ(sending.pending().incarnation, first.incarnation);
}

TEST(LedgerOutbox, BeginsANewIncarnationWhenItWasRolledBack) {
  Sending sending;
  ASSERT_TRUE(sending.door.tap(Category::kPublic, 1).ok());
  const auto sent = sending.pending();
  sending.acknowledge(sent, sent.to_revision + 1000);
  const auto next = sending.pending();
  EXPECT_NE(next.incarnation, sent.incarnation);
  EXPECT_EQ(next.from_revision, 0);
  EXPECT_EQ(next.tallies, sent.tallies);
}

TEST(LedgerOutbox, SetsARefusedRowAsideAndLetsItGoWhenItIsAccepted) {
  Sending sending;
  ASSERT_TRUE(sending.door.tap(Category::kPublic, 1).ok());
  const auto sent = sending.pending();
  ASSERT_EQ(sent.tallies.size(), 1u);
  sending.acknowledge(
      sent, sent.to_revision,
      {{"tally", sent.tallies[0].session, sent.tallies[0].revision, "other_venue"}});
  EXPECT_EQ(sending.counts().quarantined, 1);
  EXPECT_EQ(sending.counts().pending, 0);
  EXPECT_EQ(sending.pending().device.quarantined, 1);
  ASSERT_TRUE(sending.door.tap(Category::kPublic, 1).ok());
  const auto again = sending.pending();
  sending.acknowledge(again, again.to_revision);
  EXPECT_EQ(sending.counts().quarantined, 0);
}

TEST(LedgerOutbox, KeepsTheIdentityWithAKeyOnlyItsOwnerReads) {
  Sending sending;
  const auto identity = sending.outbox.identity();
  ASSERT_TRUE(identity.ok() && identity->has_value());
  const auto expected = test::bench_identity();
  EXPECT_EQ((*identity)->kiosk, expected.kiosk);
  EXPECT_EQ((*identity)->bureau_key, expected.bureau_key);
  EXPECT_EQ((*identity)->keys.seed, expected.keys.seed);
  const auto permissions =
      std::filesystem::status(sending.bench.folder.path() / "identity.key").permissions();
  EXPECT_EQ(permissions & std::filesystem::perms::all,
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST(LedgerOutbox, FinishesAChangeOfKeysThatAPowerCutInterrupted) {
  Sending sending;
  const auto folder = sending.bench.folder.path();
  std::filesystem::rename(folder / "identity.key", folder / "identity.key.next");
  ASSERT_TRUE(write_file(folder / "identity.key", std::string(32, 'x')).ok());
  const auto identity = sending.outbox.identity();
  ASSERT_TRUE(identity.ok() && identity->has_value());
  EXPECT_EQ((*identity)->keys.seed, test::bench_identity().keys.seed);
  EXPECT_FALSE(std::filesystem::exists(folder / "identity.key.next"));
}

TEST(LedgerOutbox, SaysWhenTheKeyIsGone) {
  Sending sending;
  std::filesystem::remove(sending.bench.folder.path() / "identity.key");
  const auto identity = sending.outbox.identity();
  ASSERT_FALSE(identity.ok());
  EXPECT_FALSE(identity.error().hint.empty());
}

uploader::KioskIdentity another_kiosk() {
  auto identity = test::bench_identity();
  identity.kiosk = {"k-2"};
  return identity;
}

TEST(LedgerOutbox, StartsOverForAnotherBureau) {
  Sending sending;
  ASSERT_TRUE(sending.door.tap(Category::kPublic, 1).ok());
  const auto sent = sending.pending();
  sending.acknowledge(sent, sent.to_revision);
  auto other = another_kiosk();
  other.bureau_key.bytes[0] ^= 1;
  ASSERT_TRUE(sending.outbox.store_identity(other).ok());
  EXPECT_EQ(sending.counts().pending, 2);
  EXPECT_EQ(*sending.outbox.configuration_etag(), "");
  EXPECT_EQ(sending.ledger->configuration(), nullptr);
}

TEST(LedgerOutbox, StaysTheKioskWhoseCountsTheBureauHas) {
  Sending sending;
  ASSERT_TRUE(sending.door.tap(Category::kPublic, 1).ok());
  EXPECT_TRUE(sending.outbox.store_identity(another_kiosk()).ok()) << "nothing was sent yet";
  const auto sent = sending.pending();
  sending.acknowledge(sent, sent.to_revision);
  const auto refused = sending.outbox.store_identity(test::bench_identity());
  ASSERT_FALSE(refused.ok()) << "its counters would be summed twice";
  EXPECT_EQ(refused.error().kind, ErrorKind::kConflict);
  EXPECT_FALSE(refused.error().hint.empty());
  EXPECT_EQ((*sending.outbox.identity())->kiosk.value, "k-2");
}

TEST(LedgerOutbox, DoesNotTakeItsCountsToAnotherVenue) {
  Sending sending;
  auto elsewhere = another_kiosk();
  elsewhere.venue = {"elsewhere"};
  ASSERT_TRUE(sending.door.tap(Category::kPublic, 1).ok());
  const auto refused = sending.outbox.store_identity(elsewhere);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().kind, ErrorKind::kConflict);
  EXPECT_EQ(sending.counts().pending, 2) << "nothing of it is lost";
}

TEST(LedgerOutbox, FollowsWhatTheBureauHasSeen) {
  Sending sending;
  ASSERT_TRUE(sending.door.tap(Category::kPublic, 1).ok());
  auto upload = sending.pending();
  EXPECT_EQ(upload.after, wire::LedgerPoint{});
  const wire::LedgerPoint first{1, upload.chain_head};
  sending.acknowledge(upload, upload.to_revision);
  ASSERT_TRUE(sending.door.tap(Category::kPublic, 1).ok());
  upload = sending.pending();
  EXPECT_EQ(upload.after, first);

  // The answer to this one is lost; the bureau names a check-in that we have.
  ASSERT_TRUE(sending.outbox.settle_history({2, upload.chain_head}, {}).ok());
  EXPECT_EQ(sending.pending().incarnation, upload.incarnation);
  EXPECT_EQ(sending.pending().after, (wire::LedgerPoint{2, upload.chain_head}));
  // It was restored from a backup, and names an earlier one.
  ASSERT_TRUE(sending.outbox.settle_history(first, {}).ok());
  EXPECT_EQ(sending.pending().incarnation, upload.incarnation);
  EXPECT_EQ(sending.pending().after, first);
}

TEST(LedgerOutbox, BeginsANewLifeWhereTheBureauKnowsAnotherHistory) {
  for (const wire::Sequence sequence : {1, 7}) {
    Sending sending;
    ASSERT_TRUE(sending.door.tap(Category::kPublic, 4).ok());
    const auto before = sending.pending();
    sending.acknowledge(before, before.to_revision);
    ASSERT_TRUE(sending.outbox.settle_history({sequence, std::string(64, 'f')}, {}).ok());
    const auto after = sending.pending();
    EXPECT_NE(after.incarnation, before.incarnation);
    EXPECT_EQ(after.from_revision, 0);
    EXPECT_EQ(after.after, wire::LedgerPoint{});
    EXPECT_EQ(rows(after), rows(before)) << "everything is pending again";
  }
}

TEST(LedgerOutbox, ContinuesAnUploadThatIsStillOnItsWay) {
  Sending sending;
  ASSERT_TRUE(sending.door.tap(Category::kPublic, 1).ok());
  ASSERT_TRUE(sending.door.tap(Category::kYouth, 2).ok());
  const auto first = sending.pending(1);
  EXPECT_FALSE(first.complete);
  const auto second = sending.outbox.pending_upload_after(first, wire::kUploadItemsMax);
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(second->from_revision, first.to_revision);
  EXPECT_EQ(second->after, (wire::LedgerPoint{first.ledger_sequence, first.chain_head}));
  EXPECT_TRUE(second->complete);
  EXPECT_EQ(second->device.pending, 0);
  EXPECT_EQ(rows(first) + rows(*second), rows(sending.pending()));
}

TEST(LedgerOutbox, KeepsTheNewestParcelsForItsOwnerOnly) {
  Sending sending;
  const auto name_of = [](int n) { return std::string(31, '0') + "0123456789"[n]; };
  for (int n = 0; n < 10; ++n) {
    const auto name = name_of(n);
    ASSERT_TRUE(sending.outbox.keep_parcel(name, "parcel " + name).ok());
    // The files' times tell which is older.
    std::filesystem::last_write_time(
        sending.bench.folder.path() / "parcels" / name,
        std::filesystem::file_time_type::clock::now() - std::chrono::minutes(10 - n));
  }
  EXPECT_EQ(*sending.outbox.kept_parcel(name_of(9)), "parcel " + name_of(9));
  EXPECT_TRUE(sending.outbox.kept_parcel(name_of(2)).ok());
  EXPECT_EQ(sending.outbox.kept_parcel(name_of(0)).error().kind, ErrorKind::kNotFound);
  const auto access =
      std::filesystem::status(sending.bench.folder.path() / "parcels" / name_of(9)).permissions();
  EXPECT_EQ(access & (std::filesystem::perms::group_all | std::filesystem::perms::others_all),
            std::filesystem::perms::none);
}

TEST(LedgerOutbox, RemembersTheConfigurationOverARestart) {
  KioskBench bench;
  bench.open_enrolled().reset();
  auto ledger = bench.open();
  ASSERT_TRUE(ledger.ok());
  ASSERT_NE((*ledger)->configuration(), nullptr);
  EXPECT_EQ((*ledger)->configuration()->venue_name, "市图书馆");
  LedgerOutbox outbox(**ledger, "test");
  EXPECT_EQ(*outbox.configuration_etag(), "\"1\"");
}

TEST(LedgerOutbox, FollowsTheBureauToAnotherNameAndVenue) {
  KioskBench bench;
  const auto ledger = bench.open_enrolled();
  LedgerOutbox outbox(*ledger, "test");
  auto moved = *ledger->configuration();
  moved.version += 1;
  moved.kiosk_name = "东门";
  moved.venue = {"square"};
  ASSERT_TRUE(outbox.store_configuration(moved, wire::encode(moved), "\"2\"").ok());
  const auto identity = outbox.identity();
  ASSERT_TRUE(identity.ok());
  EXPECT_EQ((*identity)->kiosk_name, "东门");
  EXPECT_EQ((*identity)->venue.value, "square");
}

TEST(LedgerOutbox, CorrectsAWrongClockByTheBureaus) {
  KioskBench bench;
  bench.clock.utc -= 3 * kMsPerDay;
  const auto ledger = bench.open_enrolled();
  EXPECT_EQ(ledger->business_date().iso(), "2026-05-25");
  LedgerOutbox outbox(*ledger, "test");
  ASSERT_TRUE(outbox.store_clock_offset(3 * kMsPerDay, 20).ok());
  EXPECT_EQ(ledger->business_date().iso(), "2026-05-28");
  EXPECT_EQ(outbox.pending_upload(1)->device.clock_offset_ms, 3 * kMsPerDay);
}

TEST(LedgerOutbox, LogsAnOutageOnceAtItsStartAndOnceAtItsEnd) {
  KioskBench bench;
  auto ledger = bench.open_enrolled();
  const auto contacts = [&ledger] {
    std::vector<std::string> found;
    const auto report = LedgerDesk(*ledger, "test").report();
    for (const auto& line : report->log) {
      if (line.kind.starts_with("bureau_")) found.push_back(line.kind + " " + line.detail);
    }
    return found;
  };
  auto outbox = std::make_unique<LedgerOutbox>(*ledger, "test");
  outbox->note_contact("");
  outbox->note_contact("timed_out");
  outbox->note_contact("");
  EXPECT_EQ(contacts().size(), 0u) << "one attempt that fails is no outage";
  const auto began_utc_ms = bench.clock.utc;
  for (int i = 0; i < 5; ++i) {
    outbox->note_contact(i == 0 ? "name_not_found" : "timed_out");
    bench.clock.advance_ms(kMsPerHour);
  }
  EXPECT_EQ(contacts(), (std::vector<std::string>{"bureau_lost timed_out"}));
  EXPECT_EQ(LedgerDesk(*ledger, "test").report()->log.front().utc_ms, began_utc_ms);
  // The program starts again meanwhile: it is still the same outage.
  outbox.reset();
  ledger.reset();
  ledger = *bench.open();
  outbox = std::make_unique<LedgerOutbox>(*ledger, "test");
  for (int i = 0; i < 3; ++i) outbox->note_contact("timed_out");
  EXPECT_EQ(contacts().size(), 1u);
  outbox->note_contact("");
  outbox->note_contact("");
  EXPECT_EQ(contacts(),
            (std::vector<std::string>{"bureau_heard 18000000 ms", "bureau_lost timed_out"}));
}

TEST(LedgerDesk, NamesWhatTheLogIsAbout) {
  KioskBench bench;
  const auto ledger = bench.open_enrolled();
  LedgerDesk desk(*ledger, "test");
  ASSERT_TRUE(desk.open_session({ActivityId{"open-lab"}, {}}).ok());
  const auto log = desk.report()->log;
  EXPECT_EQ(log.front().kind, "session_opened");
  EXPECT_EQ(log.front().subject, desk.programme()->held.front().title);
  EXPECT_EQ(log.back().kind, "enrolled");
  EXPECT_EQ(log.back().subject, test::bench_identity().kiosk_name);
}

TEST(LedgerOutbox, SendsTheLastClosingOfADayAndKeepsWhatTheBureauSaysOfIt) {
  Sending sending;
  LedgerDesk desk(*sending.ledger, "0.1.0");
  ASSERT_TRUE(sending.door.tap(Category::kPublic, 2).ok());
  ASSERT_TRUE(desk.close_day().ok());
  ASSERT_TRUE(sending.door.tap(Category::kYouth, 3).ok());
  ASSERT_TRUE(desk.close_day().ok());
  const auto upload = sending.pending();
  ASSERT_EQ(upload.closings.size(), 1u);
  EXPECT_EQ(upload.closings[0].persons, 5);
  EXPECT_EQ(upload.closings[0].check_ins, 2);
  EXPECT_EQ(upload.closings[0].revision, upload.to_revision);
  EXPECT_TRUE(wire::decode_upload(wire::encode(upload)).ok());
  EXPECT_TRUE(desk.report()->differences.empty());

  wire::UploadAnswer answer;
  answer.acknowledged_revision = upload.to_revision;
  answer.differing_closings = {{upload.closings[0].business_date, 2, 1}};
  ASSERT_TRUE(sending.outbox.apply(upload, answer).ok());
  ASSERT_TRUE(sending.outbox.apply(upload, answer).ok());
  const auto report = desk.report();
  ASSERT_EQ(report->differences.size(), 1u);
  EXPECT_EQ(report->differences[0].persons, 5);
  EXPECT_EQ(report->differences[0].bureau_persons, 2);
  EXPECT_EQ(std::count_if(report->log.begin(), report->log.end(),
                          [](const LogLine& line) { return line.kind == "closing_differs"; }),
            1);
  EXPECT_EQ(sending.counts().pending, 0);
  answer.differing_closings.clear();
  ASSERT_TRUE(sending.outbox.apply(upload, answer).ok());
  EXPECT_TRUE(desk.report()->differences.empty());
}

TEST(LedgerOutbox, SendsWhatWasRefusedAgainWithANewConfiguration) {
  Sending sending;
  LedgerDesk desk(*sending.ledger, "0.1.0");
  ASSERT_TRUE(sending.door.tap(Category::kPublic, 2).ok());
  ASSERT_TRUE(desk.close_day().ok());
  const auto sent = sending.pending();
  ASSERT_EQ(sent.sessions.size(), 1u);
  ASSERT_EQ(sent.tallies.size(), 1u);
  std::vector<wire::ItemVerdict> refused = {
      {"session", sent.sessions[0].id, sent.sessions[0].revision, "unknown_session"},
      {"tally", sent.tallies[0].session, sent.tallies[0].revision, "unknown_session"}};
  sending.acknowledge(sent, sent.to_revision, refused);
  EXPECT_EQ(rows(sending.pending()), 0u);

  const auto configuration = sending.ledger->core().configuration()->configuration;
  ASSERT_TRUE(
      sending.outbox.store_configuration(configuration, wire::encode(configuration), "\"another\"")
          .ok());
  const auto again = sending.pending();
  ASSERT_EQ(again.sessions.size(), 1u);
  ASSERT_EQ(again.tallies.size(), 1u);
  EXPECT_EQ(again.tallies[0].persons, 2);
  ASSERT_EQ(again.closings.size(), 1u) << "a closing follows the rows that it sums up";
  EXPECT_GT(again.closings[0].revision, again.tallies[0].revision);
  sending.acknowledge(again, again.to_revision);
  EXPECT_EQ(sending.counts().quarantined, 0);
  EXPECT_TRUE(desk.check()->findings.empty());

  // Nothing is sent again where nothing is refused.
  ASSERT_TRUE(
      sending.outbox.store_configuration(configuration, wire::encode(configuration), "\"third\"")
          .ok());
  EXPECT_EQ(rows(sending.pending()), 0u);
}

}  // namespace
}  // namespace keqian::kiosk
