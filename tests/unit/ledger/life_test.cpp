// A copy of a card knows what it shares with its original.
#include <gmock/gmock.h>

#include "kiosk/ledger/ledger_door.h"
#include "kiosk/ledger/ledger_outbox.h"
#include "kiosk/ledger/life.h"
#include "tests/support/kiosk_bench.h"

namespace keqian::kiosk {
namespace {

using test::KioskBench;
using testing::IsEmpty;
using testing::SizeIs;
using Openings = std::vector<wire::LedgerOpening>;

wire::LedgerOpening opening(std::int64_t number, char id, wire::Sequence first) {
  return {number, std::string(32, id), first};
}

TEST(SharedHistory, EndsWhereTheOpeningsPart) {
  const Openings original = {opening(1, 'a', 1), opening(2, 'b', 40), opening(3, 'c', 70)};
  const Openings copy = {opening(1, 'a', 1), opening(2, 'b', 40), opening(3, 'd', 61)};
  EXPECT_EQ(last_shared_sequence(copy, original, copy.back().id, 90), 60);
  EXPECT_EQ(last_shared_sequence(original, copy, original.back().id, 90), 60);
}

TEST(SharedHistory, OfALedgerCopiedWhileItWasOpenEndsWithTheCopysOpening) {
  const Openings original = {opening(1, 'a', 1), opening(2, 'b', 40)};
  const Openings copy = {opening(1, 'a', 1), opening(2, 'b', 40), opening(3, 'd', 55)};
  EXPECT_EQ(last_shared_sequence(copy, original, copy.back().id, 60), 54);
  EXPECT_EQ(last_shared_sequence(original, copy, original.back().id, 80), 54);
}

TEST(SharedHistory, IsAllOfALedgerThatCountedNothingSince) {
  const Openings both = {opening(1, 'a', 1), opening(2, 'b', 40)};
  EXPECT_EQ(last_shared_sequence(both, both, std::string(32, 'z'), 50), 50);
}

TEST(SharedHistory, OfAnOlderProgramIsAllButTheOpeningUnderWay) {
  const Openings ours = {opening(1, 'a', 1), opening(2, 'b', 40)};
  EXPECT_EQ(last_shared_sequence(ours, {}, ours.back().id, 50), 39);
  EXPECT_EQ(last_shared_sequence(ours, {}, std::string(32, 'z'), 50), 50);
  EXPECT_EQ(last_shared_sequence({}, ours, std::string(32, 'z'), 50), 50);
}

TEST(SharedHistory, IsNotLookedForBeforeTheOpeningsThatAreTold) {
  const Openings ours = {opening(7, 'g', 700), opening(8, 'h', 800)};
  const Openings theirs = {opening(8, 'x', 810), opening(9, 'y', 900)};
  EXPECT_EQ(last_shared_sequence(ours, theirs, ours.back().id, 850), 799);
}

class CopiedCard : public testing::Test {
 protected:
  void open() {
    ledger_ = bench_.open_enrolled();
    door_.emplace(*ledger_);
    outbox_.emplace(*ledger_, "test");
  }
  void open_again() {
    outbox_.reset();
    door_.reset();
    ledger_.reset();
    auto opened = bench_.open();
    ASSERT_TRUE(opened.ok());
    ledger_ = std::move(opened).value();
    door_.emplace(*ledger_);
    outbox_.emplace(*ledger_, "test");
  }
  void count(int persons) { ASSERT_TRUE(door_->tap(Category::kPublic, persons).ok()); }
  wire::Upload pending() {
    auto upload = outbox_->pending_upload(500);
    EXPECT_TRUE(upload.ok());
    return std::move(upload).value();
  }
  void acknowledge(const wire::Upload& upload) {
    wire::UploadAnswer answer;
    answer.acknowledged_revision = upload.to_revision;
    ASSERT_TRUE(outbox_->apply(upload, answer).ok());
  }

  KioskBench bench_;
  std::unique_ptr<Ledger> ledger_;
  std::optional<LedgerDoor> door_;
  std::optional<LedgerOutbox> outbox_;
};

TEST_F(CopiedCard, TellsItsOpeningsOnceEach) {
  open();
  EXPECT_THAT(pending().openings, IsEmpty()) << "nothing was counted in it";
  EXPECT_EQ(pending().origin, wire::LifeOrigin{});
  count(1);
  count(1);
  ASSERT_THAT(pending().openings, SizeIs(1));
  EXPECT_EQ(pending().openings[0].first_sequence, 1);
  acknowledge(pending());
  EXPECT_THAT(pending().openings, IsEmpty());
  EXPECT_EQ(pending().origin, std::nullopt);
  open_again();
  count(1);
  ASSERT_THAT(pending().openings, SizeIs(1));
  EXPECT_EQ(pending().openings[0].number, 2);
  EXPECT_EQ(pending().openings[0].first_sequence, 3);
}

TEST_F(CopiedCard, SendsWhatItSharesWithEachCounter) {
  open();
  count(4);
  count(5);
  const auto before = pending();
  acknowledge(before);
  open_again();
  count(7);
  // The original has opened its ledger anew as well and counted other people.
  Openings original = before.openings;
  original.push_back(opening(2, 'f', 3));
  ASSERT_TRUE(outbox_->settle_history({3, std::string(64, 'f')}, original).ok());
  const auto upload = pending();
  ASSERT_TRUE(upload.origin.has_value());
  EXPECT_EQ(upload.origin->incarnation, before.incarnation);
  EXPECT_EQ(upload.origin->shared_sequence, 2);
  ASSERT_THAT(upload.tallies, SizeIs(1));
  EXPECT_EQ(upload.tallies[0].persons, 16);
  ASSERT_THAT(upload.shared_tallies, SizeIs(1));
  EXPECT_EQ(upload.shared_tallies[0].persons, 9);
  EXPECT_EQ(upload.shared_tallies[0].check_ins, 2);
  EXPECT_EQ(upload.shared_tallies[0].revision, upload.tallies[0].revision);
  EXPECT_THAT(upload.openings, SizeIs(2)) << "all of them, under the new name";
}

}  // namespace
}  // namespace keqian::kiosk
