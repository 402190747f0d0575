// What the staff closed a day with, against the bureau's own sums.
#include <gmock/gmock.h>

#include "tests/unit/bureau/store_contract.h"

namespace keqian::bureau {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

class Closings : public StoreContract {
 protected:
  void SetUp() override {
    StoreContract::SetUp();
    import(small_city());
    kiosk_ = enrol("museum");
  }
  // The kiosk's day ends with `persons`, at the revision after its `counted` rows.
  ReceivedUpload closed(wire::Revision from, std::vector<wire::Tally> counted,
                        std::int64_t persons) {
    const auto revision = (counted.empty() ? from : counted.back().revision) + 1;
    auto received = upload(kiosk_, from, revision, std::move(counted));
    received.upload.closings = {{kFirstDay, kAct.utc_ms, persons, persons, revision}};
    return received;
  }
  ClosingRecord only_closing() {
    const auto closings = store().closings(kiosk_.id);
    EXPECT_TRUE(closings.ok());
    EXPECT_EQ(closings->size(), 1u);
    return closings->empty() ? ClosingRecord{} : closings->front();
  }
  int differing() { return store().kiosk(kiosk_.id)->differing_closings; }

  KioskRecord kiosk_;
};

TEST_P(Closings, AgreeWhenEverythingArrived) {
  const auto outcome =
      apply_one(store(), closed(0,
                                {tally(daily("museum"), 9, Category::kPublic, 10, 1),
                                 tally(daily("museum"), 10, Category::kYouth, 4, 2)},
                                14));
  EXPECT_THAT(outcome.answer.differing_closings, IsEmpty());
  EXPECT_EQ(outcome.answer.acknowledged_revision, 3);
  EXPECT_EQ(only_closing().state, ClosingState::kAgrees);
  EXPECT_EQ(only_closing().bureau.persons, 14);
  EXPECT_EQ(differing(), 0);
}

TEST_P(Closings, TellBothSidesOfALostRowUntilItIsHere) {
  const auto row = tally(daily("museum"), 9, Category::kPublic, 10, 1);
  auto received = closed(1, {tally(daily("museum"), 10, Category::kPublic, 4, 2)}, 14);
  apply_one(store(), upload(kiosk_, 0, 1, {}));  // acknowledged, and the row is not among them
  const auto outcome = apply_one(store(), received);
  ASSERT_THAT(outcome.answer.differing_closings, SizeIs(1));
  EXPECT_EQ(outcome.answer.differing_closings[0], (wire::DayTotal{kFirstDay, 4, 4}));
  EXPECT_EQ(only_closing().state, ClosingState::kDiffers);
  EXPECT_EQ(differing(), 1);
  // It is told with each answer, also with that to a sign of life.
  EXPECT_THAT(apply_one(store(), upload(kiosk_, 3, 3, {})).answer.differing_closings, SizeIs(1));
  EXPECT_THAT(apply_one(store(), upload(kiosk_, 0, 1, {row})).answer.differing_closings, IsEmpty());
  EXPECT_EQ(differing(), 0);
}

TEST_P(Closings, ShowWhatWasRefused) {
  auto late = tally({"no-such-activity.museum.2024-05-25.1"}, 9, Category::kPublic, 6, 1);
  const auto outcome = apply_one(
      store(), closed(0, {late, tally(daily("museum"), 9, Category::kPublic, 10, 2)}, 16));
  EXPECT_THAT(outcome.answer.refused, SizeIs(1));
  ASSERT_THAT(outcome.answer.differing_closings, SizeIs(1));
  EXPECT_EQ(outcome.answer.differing_closings[0].persons, 10);
}

TEST_P(Closings, WaitForWhatIsMissingBeforeThem) {
  // The bureau was restored from a backup: revisions 1 and 2 are missing.
  auto gap = closed(2, {tally(daily("museum"), 10, Category::kPublic, 4, 3)}, 14);
  EXPECT_THAT(apply_one(store(), gap).answer.differing_closings, IsEmpty());
  EXPECT_EQ(only_closing().state, ClosingState::kWaiting);
  auto again = closed(0,
                      {tally(daily("museum"), 9, Category::kPublic, 10, 1),
                       tally(daily("museum"), 10, Category::kPublic, 4, 3)},
                      14);
  EXPECT_THAT(apply_one(store(), again).answer.differing_closings, IsEmpty());
  EXPECT_EQ(only_closing().state, ClosingState::kAgrees);
}

TEST_P(Closings, AreOutdatedByALateVisitorUntilTheNextOne) {
  auto first = closed(0, {tally(daily("museum"), 9, Category::kPublic, 10, 1)}, 10);
  first.upload.tallies.push_back(tally(daily("museum"), 20, Category::kPublic, 1, 3));
  first.upload.to_revision = 3;
  EXPECT_THAT(apply_one(store(), first).answer.differing_closings, IsEmpty());
  EXPECT_EQ(only_closing().state, ClosingState::kOutdated);
  apply_one(store(), closed(3, {}, 11));
  EXPECT_EQ(only_closing().state, ClosingState::kAgrees);
  EXPECT_EQ(only_closing().kiosk.persons, 11);
  // An older one that comes late changes nothing.
  first.upload.tallies.clear();
  apply_one(store(), first);
  EXPECT_EQ(only_closing().kiosk.persons, 11);
}

TEST_P(Closings, OfALifeThatDoesNotCountRaiseNoAlarm) {
  apply_one(store(), closed(0, {tally(daily("museum"), 9, Category::kPublic, 10, 1)}, 10));
  auto copy = closed(0, {}, 3);
  copy.upload.incarnation = std::string(32, 'c');
  copy.upload.ledger_sequence = 0;
  copy.upload.chain_head = "";
  apply_one(store(), copy);
  EXPECT_EQ(differing(), 0);
  EXPECT_EQ(only_closing().kiosk.persons, 10);
  EXPECT_THAT(*store().closings({"k-nobody"}), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Stores, Closings, testing::ValuesIn(kStores),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace keqian::bureau
