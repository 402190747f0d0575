// Which lives of a kiosk count, as a person says it.
#include <gmock/gmock.h>

#include <algorithm>

#include "server-sync/bureau/store/form_rules.h"
#include "tests/unit/bureau/store_contract.h"

namespace keqian::bureau {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

constexpr int kOfflineCell = 13;

class Lives : public StoreContract {
 protected:
  void SetUp() override {
    StoreContract::SetUp();
    import(small_city());
    kiosk_ = enrol("museum");
    // The original counted 10 persons, 6 of them before its card was copied; the copy 9.
    auto original =
        upload(kiosk_, 0, 10, {tally(daily("museum"), 9, Category::kPublic, 10, 10)}, original_);
    original.upload.origin = wire::LifeOrigin{};
    apply_one(store(), original);
    apply_one(store(), copy(8, 9));
  }
  // What the copy sends when it has `persons`.
  ReceivedUpload copy(wire::Revision revision, std::int64_t persons) {
    const auto row = tally(daily("museum"), 9, Category::kPublic, persons, revision);
    auto received = upload(kiosk_, 0, revision, {row}, copy_);
    received.upload.origin = wire::LifeOrigin{original_, 6};
    received.upload.shared_tallies = {row};
    received.upload.shared_tallies[0].persons = 6;
    received.upload.shared_tallies[0].check_ins = 6;
    return received;
  }
  LifeChoice choice(const std::vector<std::string>& counted) {
    LifeChoice choice{kiosk_.id, {}};
    const auto lives = store().incarnations(kiosk_.id);
    EXPECT_TRUE(lives.ok());
    for (const auto& life : *lives) {
      const bool counts = std::find(counted.begin(), counted.end(), life.id) != counted.end();
      choice.lives.push_back({life.id, counts, life.ledger_sequence});
    }
    return choice;
  }
  void resolve(const std::vector<std::string>& counted) {
    const auto resolved = store().resolve_incarnations(choice(counted), "two doors", kAct);
    ASSERT_TRUE(resolved.ok()) << resolved.error().text();
  }
  std::int64_t persons() { return automatic(store(), kOfflineCell); }
  std::int64_t persons_by_hour() {
    return store().venue_figures({"city-2024"}, kFirstDay)->at(1).persons_today;
  }

  const std::string original_ = std::string(32, 'a');
  const std::string copy_ = std::string(32, 'b');
  KioskRecord kiosk_;
};

TEST_P(Lives, AreShownWithTheirDaysAndWhereTheyPart) {
  const auto lives = store().incarnations(kiosk_.id);
  ASSERT_TRUE(lives.ok());
  ASSERT_THAT(*lives, SizeIs(2));
  const auto& [first, second] = std::tie(lives->at(0), lives->at(1));
  EXPECT_EQ(first.id, original_);
  EXPECT_EQ(first.origin, LifeOrigin::kEmpty);
  EXPECT_TRUE(first.is_counted);
  EXPECT_FALSE(first.is_in_review);
  EXPECT_EQ(first.first_heard_utc_ms, kAct.utc_ms + 10);
  EXPECT_EQ(second.origin, LifeOrigin::kCopy);
  EXPECT_EQ(second.parent, original_);
  EXPECT_EQ(second.shared_until, 6);
  EXPECT_TRUE(second.is_in_review);
  EXPECT_EQ(second.ledger_sequence, 8);
  ASSERT_THAT(second.days, SizeIs(1));
  EXPECT_EQ(second.days[0].date, kFirstDay);
  EXPECT_EQ(second.days[0].persons, 9);
  EXPECT_EQ(second.days[0].shared_persons, 6);
  EXPECT_EQ(second.days[0].first_hour, 9);
  EXPECT_EQ(store().kiosk(kiosk_.id)->persons_pending_review, 3);
  EXPECT_EQ(store().incarnations({"k-nobody"}).error().kind, ErrorKind::kNotFound);
}

TEST_P(Lives, BothCountWithWhatTheyShareOnce) {
  EXPECT_EQ(persons(), 10);
  resolve({original_, copy_});
  EXPECT_EQ(persons(), 13);
  EXPECT_EQ(persons_by_hour(), 13);
  EXPECT_EQ(store().tallies(daily("museum"))->at(0).tally.persons, 13);
  EXPECT_EQ(store().kiosk(kiosk_.id)->incarnations_pending_review, 0);
  EXPECT_EQ(store().kiosks()->size(), 1u);
  // Both go on, and the copy sends its shared part again after each backup of the bureau.
  apply_one(store(), copy(12, 14));
  apply_one(store(), copy(12, 14));
  apply_one(store(), upload(kiosk_, 10, 11, {tally(daily("museum"), 9, Category::kPublic, 11, 11)},
                            original_));
  EXPECT_EQ(persons(), 19);
  EXPECT_EQ(persons_by_hour(), 19);
}

TEST_P(Lives, OneAloneCountsWhole) {
  resolve({copy_});
  EXPECT_EQ(persons(), 9);
  EXPECT_EQ(store().kiosk(kiosk_.id)->incarnation, copy_);
  resolve({original_});
  EXPECT_EQ(persons(), 10);
  resolve({original_, copy_});
  EXPECT_EQ(persons(), 13);
  resolve({copy_});
  EXPECT_EQ(persons(), 9);
  EXPECT_EQ(persons_by_hour(), 9);
}

TEST_P(Lives, AreNoLongerChosenByUploads) {
  resolve({original_});
  apply_one(store(), copy(40, 50));
  EXPECT_EQ(persons(), 10) << "although the copy has got further";
  // What a dismissed life counts after that is for another look, not forgotten.
  const auto record = store().kiosk(kiosk_.id);
  EXPECT_EQ(record->incarnations_pending_review, 1);
  EXPECT_EQ(record->persons_pending_review, 44);
}

TEST_P(Lives, OfAThirdKindAreForAnotherLook) {
  const auto before = choice({original_});
  auto fresh = upload(kiosk_, 0, 3, {tally(daily("museum"), 11, Category::kPublic, 4, 3)},
                      std::string(32, 'c'));
  fresh.upload.origin = wire::LifeOrigin{};
  apply_one(store(), fresh);
  const auto refused = store().resolve_incarnations(before, "seen earlier", kAct);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().kind, ErrorKind::kConflict);
  resolve({original_, copy_, std::string(32, 'c')});
  EXPECT_EQ(persons(), 17) << "a ledger that began empty shares nothing";
}

TEST_P(Lives, ThatCannotBeToldApartAreNotSummed) {
  auto second_copy = upload(kiosk_, 0, 7, {tally(daily("museum"), 9, Category::kPublic, 7, 7)},
                            std::string(32, 'd'));
  second_copy.upload.origin = wire::LifeOrigin{original_, 4};
  apply_one(store(), second_copy);
  const auto of_copy = choice({copy_, std::string(32, 'd')});
  const auto refused = store().resolve_incarnations(of_copy, "both", kAct);
  ASSERT_FALSE(refused.ok());
  ASSERT_NE(broken_rule(refused.error()), nullptr);
  EXPECT_EQ(broken_rule(refused.error())->rule, "apart");
  EXPECT_EQ(store().resolve_incarnations(choice({}), "none", kAct).error().kind,
            ErrorKind::kInvalid);
  EXPECT_EQ(persons(), 10);
}

TEST_P(Lives, AreRehearsedWithoutAnyChange) {
  const auto number = store().change_number();
  const auto changes = table_changes(store(), {"city-2024"}, choice({original_, copy_}));
  ASSERT_TRUE(changes.ok()) << changes.error().text();
  ASSERT_THAT(*changes, SizeIs(1));
  EXPECT_EQ(changes->at(0).number, kOfflineCell);
  EXPECT_EQ(changes->at(0).before, 10);
  EXPECT_EQ(changes->at(0).after, 13);
  EXPECT_EQ(persons(), 10);
  EXPECT_EQ(*store().change_number(), *number);
  EXPECT_EQ(store().kiosk(kiosk_.id)->incarnations_pending_review, 1);
}

TEST_P(Lives, AndWhoChoseThemStandInTheAuditLog) {
  resolve({original_, copy_});
  const auto entries = store().audit_entries(0);
  ASSERT_TRUE(entries.ok());
  EXPECT_EQ(entries->back().action, "kiosk.resolve");
  EXPECT_EQ(entries->back().subject, kiosk_.id.value);
  EXPECT_THAT(entries->back().detail, HasSubstr(copy_ + " counted without its parent's"));
  EXPECT_THAT(entries->back().detail, HasSubstr("reason: two doors"));
  EXPECT_EQ(resolve_lives(store(), choice({copy_}), "  ", kAct).error().kind, ErrorKind::kInvalid);
}

TEST_P(Lives, ForkedWithinOneNameAreSettledByTheSameWord) {
  auto forked = upload(kiosk_, 10, 10, {}, original_);
  forked.upload.chain_head = std::string(64, 'd');
  apply_one(store(), forked);
  EXPECT_EQ(store().kiosk(kiosk_.id)->incarnations_pending_review, 2);
  resolve({original_});
  EXPECT_EQ(store().kiosk(kiosk_.id)->incarnations_pending_review, 0);
}

INSTANTIATE_TEST_SUITE_P(Stores, Lives, testing::ValuesIn(kStores),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace keqian::bureau
