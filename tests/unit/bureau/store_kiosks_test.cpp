#include <thread>

#include "tests/unit/bureau/store_contract.h"

namespace keqian::bureau {
namespace {

class Kiosks : public StoreContract {
 protected:
  void SetUp() override {
    StoreContract::SetUp();
    import(small_city());
    digest_ = one_time_digest("7K3M-Q9TD-2XHB");
    ASSERT_TRUE(
        store().add_enrolment_code({digest_, {"museum"}, kAct.utc_ms + kMsPerDay}, kAct).ok());
    key_.bytes[5] = 7;
    other_key_.bytes[5] = 8;
  }
  std::string digest_;
  wire::PublicKey key_, other_key_;
};

TEST_P(Kiosks, EnrolWithACode) {
  const auto kiosk = store().enrol_kiosk({digest_, key_, "0.1.0"}, kAct.utc_ms);
  ASSERT_TRUE(kiosk.ok()) << kiosk.error().text();
  EXPECT_EQ(kiosk->venue.value, "museum");
  EXPECT_EQ(kiosk->name, "博物馆 1号机");
  EXPECT_EQ(store().kiosk(kiosk->id)->public_key, key_);
  EXPECT_EQ(store().kiosks()->size(), 1u);
}

TEST_P(Kiosks, GetTheSameAnswerWhenItsFirstWasLost) {
  const auto first = store().enrol_kiosk({digest_, key_, "0.1.0"}, kAct.utc_ms);
  const auto again = store().enrol_kiosk({digest_, key_, "0.1.0"}, kAct.utc_ms + 5000);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->id, first->id);
  EXPECT_EQ(store().kiosks()->size(), 1u);
}

TEST_P(Kiosks, CannotUseACodeTwice) {
  ASSERT_TRUE(store().enrol_kiosk({digest_, key_, "0.1.0"}, kAct.utc_ms).ok());
  const auto second = store().enrol_kiosk({digest_, other_key_, "0.1.0"}, kAct.utc_ms);
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().kind, ErrorKind::kConflict);
}

TEST_P(Kiosks, CannotUseAnExpiredOrUnknownCode) {
  EXPECT_EQ(store().enrol_kiosk({digest_, key_, "0.1.0"}, kAct.utc_ms + kMsPerDay).error().kind,
            ErrorKind::kDenied);
  EXPECT_EQ(store().enrol_kiosk({one_time_digest("?"), key_, "0.1.0"}, kAct.utc_ms).error().kind,
            ErrorKind::kNotFound);
  EXPECT_EQ(store().kiosks()->size(), 0u);
}

TEST_P(Kiosks, GetAnotherKeyByACodeOfTheirOwn) {
  const auto kiosk = store().enrol_kiosk({digest_, key_, "0.1.0"}, kAct.utc_ms);
  const auto digest = one_time_digest("another");
  ASSERT_TRUE(
      store()
          .add_enrolment_code({digest, {"museum"}, kAct.utc_ms + kMsPerDay, kiosk->id}, kAct)
          .ok());
  const auto again = store().enrol_kiosk({digest, other_key_, "0.1.0"}, kAct.utc_ms);
  ASSERT_TRUE(again.ok()) << again.error().text();
  EXPECT_EQ(again->id, kiosk->id);
  EXPECT_EQ(again->name, kiosk->name);
  EXPECT_EQ(store().kiosk_identity(kiosk->id)->public_key, other_key_);
  EXPECT_EQ(store().kiosks()->size(), 1u);
  // Good once, and not for one that was withdrawn meanwhile.
  EXPECT_EQ(store().enrol_kiosk({digest, key_, "0.1.0"}, kAct.utc_ms).error().kind,
            ErrorKind::kConflict);
  const auto late = one_time_digest("late");
  ASSERT_TRUE(store()
                  .add_enrolment_code({late, {"museum"}, kAct.utc_ms + kMsPerDay, kiosk->id}, kAct)
                  .ok());
  ASSERT_TRUE(store().revoke_kiosk(kiosk->id, kAct).ok());
  EXPECT_EQ(store().enrol_kiosk({late, key_, "0.1.0"}, kAct.utc_ms).error().kind,
            ErrorKind::kConflict);
  EXPECT_EQ(store()
                .add_enrolment_code({one_time_digest("x"), {"museum"}, 1, kiosk->id}, kAct)
                .error()
                .kind,
            ErrorKind::kConflict);
}

TEST_P(Kiosks, AtOneMomentWithOneCodeOnlyOneEnrols) {
  auto other = open_again();
  bool results[2] = {};
  std::thread left([&] {
    results[0] = store().enrol_kiosk({digest_, key_, "0.1.0"}, kAct.utc_ms).ok();
  });
  std::thread right([&] {
    results[1] = other->enrol_kiosk({digest_, other_key_, "0.1.0"}, kAct.utc_ms).ok();
  });
  left.join();
  right.join();
  EXPECT_NE(results[0], results[1]);
  EXPECT_EQ(store().kiosks()->size(), 1u);
}

TEST_P(Kiosks, AreNotRevokedUnlessTheyExist) {
  EXPECT_EQ(store().revoke_kiosk({"k-nobody"}, kAct).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(store().kiosk_identity({"k-nobody"}).error().kind, ErrorKind::kNotFound);
  const auto kiosk = store().enrol_kiosk({digest_, key_, "0.1.0"}, kAct.utc_ms);
  EXPECT_FALSE(store().kiosk_identity(kiosk->id)->revoked);
  ASSERT_TRUE(store().revoke_kiosk(kiosk->id, kAct).ok());
  EXPECT_TRUE(store().kiosk(kiosk->id)->revoked);
  EXPECT_TRUE(store().kiosk_identity(kiosk->id)->revoked);
  EXPECT_EQ(store().kiosk_identity(kiosk->id)->public_key, key_);
}

TEST_P(Kiosks, AreRenamedAndTold) {
  const auto kiosk = store().enrol_kiosk({digest_, key_, "0.1.0"}, kAct.utc_ms);
  const auto version = store().configuration(kiosk->id, kFirstDay)->version;
  ASSERT_TRUE(store().rename_kiosk(kiosk->id, "  东门 ", kAct).ok());
  EXPECT_EQ(store().kiosk(kiosk->id)->name, "东门");
  EXPECT_EQ(store().configuration(kiosk->id, kFirstDay)->kiosk_name, "东门");
  EXPECT_GT(store().configuration(kiosk->id, kFirstDay)->version, version);
  EXPECT_EQ(store().audit_entries(0)->back().action, "kiosk.rename");
  EXPECT_EQ(store().rename_kiosk(kiosk->id, " ", kAct).error().kind, ErrorKind::kInvalid);
  EXPECT_EQ(store().rename_kiosk({"k-nobody"}, "东门", kAct).error().kind, ErrorKind::kNotFound);
}

TEST_P(Kiosks, ThatMoveLeaveTheirCountsWhereTheyWere) {
  constexpr int kOfflineCell = 13;
  const auto kiosk = store().enrol_kiosk({digest_, key_, "0.1.0"}, kAct.utc_ms);
  apply_one(store(), upload(*kiosk, 0, 1, {tally(daily("museum"), 9, Category::kPublic, 5, 1)}));
  ASSERT_TRUE(store().move_kiosk(kiosk->id, {"square"}, kAct).ok());
  EXPECT_EQ(store().configuration(kiosk->id, kFirstDay)->venue.value, "square");
  EXPECT_EQ(store().audit_entries(0)->back().detail, "museum → square");
  // What it had not sent yet still comes; the day after it counts at the square alone.
  const auto tomorrow = kFirstDay.plus_days(1);
  const auto outcome =
      apply_one(store(), upload(*kiosk, 1, 4,
                                {tally(daily("museum"), 9, Category::kPublic, 7, 2),
                                 tally(daily("square", tomorrow), 9, Category::kPublic, 2, 3),
                                 tally(daily("museum", tomorrow), 9, Category::kPublic, 1, 4)}));
  ASSERT_EQ(outcome.answer.refused.size(), 1u);
  EXPECT_EQ(outcome.answer.refused[0].reason, "other_venue");
  EXPECT_EQ(automatic(store(), kOfflineCell, {"east"}), 7);
  EXPECT_EQ(automatic(store(), kOfflineCell, {"west"}), 2);
  EXPECT_EQ(store().tallies(daily("museum"))->at(0).tally.persons, 7);
  EXPECT_EQ(store().tallies(daily("square", tomorrow))->at(0).tally.persons, 2);
  EXPECT_EQ(store().move_kiosk(kiosk->id, {"nowhere"}, kAct).error().kind, ErrorKind::kNotFound);
}

INSTANTIATE_TEST_SUITE_P(Stores, Kiosks, testing::ValuesIn(kStores),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace keqian::bureau
