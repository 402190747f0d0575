#include <gmock/gmock.h>

#include "server-sync/bureau/store/form_rules.h"
#include "tests/unit/bureau/store_contract.h"

namespace keqian::bureau {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr int kSessionsCell = 1;
constexpr int kProfessionalCell = 9;
constexpr int kOfflineCell = 13;
constexpr int kMuseumsCell = 17;

class Uploads : public StoreContract {
 protected:
  void SetUp() override {
    StoreContract::SetUp();
    import(small_city());
    kiosk_ = enrol("museum");
  }
  KioskRecord kiosk_;
};

TEST_P(Uploads, FillTheTable) {
  const auto session = daily("museum");
  const auto outcome =
      apply_one(store(), upload(kiosk_, 0, 3,
                                {tally(session, 9, Category::kPublic, 40, 1),
                                 tally(session, 10, Category::kYouth, 17, 2),
                                 tally(session, 10, Category::kProfessional, 3, 3)}));
  EXPECT_EQ(outcome.problem, UploadProblem::kNone);
  EXPECT_EQ(outcome.answer.acknowledged_revision, 3);
  EXPECT_THAT(outcome.answer.refused, IsEmpty());
  EXPECT_EQ(automatic(store(), kSessionsCell), 1);
  EXPECT_EQ(automatic(store(), kProfessionalCell), 3);
  EXPECT_EQ(automatic(store(), kOfflineCell), 57);
  EXPECT_EQ(automatic(store(), kMuseumsCell), 1);
}

TEST_P(Uploads, CountOnceHoweverOftenTheyCome) {
  const auto session = daily("museum");
  const auto first = upload(kiosk_, 0, 1, {tally(session, 9, Category::kPublic, 40, 1)});
  const auto second = upload(kiosk_, 1, 2, {tally(session, 9, Category::kPublic, 57, 2)});
  apply_one(store(), first);
  apply_one(store(), second);
  EXPECT_EQ(apply_one(store(), first).answer.acknowledged_revision, 2);  // late and old
  apply_one(store(), second);
  EXPECT_EQ(automatic(store(), kOfflineCell), 57);
}

TEST_P(Uploads, OfOneBatchAreAnsweredInTheirOrder) {
  const auto other = enrol("square");
  const std::vector<ReceivedUpload> batch = {
      upload(kiosk_, 0, 1, {tally(daily("museum"), 9, Category::kPublic, 1, 1)}),
      upload(KioskRecord{{"k-nobody"}}, 0, 1, {}),
      upload(other, 0, 2, {tally(daily("square"), 9, Category::kPublic, 2, 2)}),
      upload(kiosk_, 1, 3, {tally(daily("museum"), 9, Category::kPublic, 5, 3)})};
  const auto outcomes = store().apply_uploads(batch);
  ASSERT_TRUE(outcomes.ok());
  ASSERT_THAT(*outcomes, SizeIs(4));
  EXPECT_EQ((*outcomes)[0].answer.acknowledged_revision, 1);
  EXPECT_EQ((*outcomes)[1].problem, UploadProblem::kUnknownKiosk);
  EXPECT_EQ((*outcomes)[2].answer.acknowledged_revision, 2);
  EXPECT_EQ((*outcomes)[3].answer.acknowledged_revision, 3);
  EXPECT_EQ(automatic(store(), kOfflineCell), 7);
  EXPECT_EQ(automatic(store(), kOfflineCell, {"east"}), 5);
  EXPECT_EQ(automatic(store(), kOfflineCell, {"west"}), 2);
}

TEST_P(Uploads, TakeSessionsWithoutAPlaceInTheProgramme) {
  const auto day = daily("museum").value.substr(std::string("daily.museum.").size(), 10);
  const auto ad_hoc = [&day](int number) {
    return SessionId{"ad-hoc.museum." + day + "." + std::to_string(number)};
  };
  auto sent = upload(kiosk_, 0, 4,
                     {tally(ad_hoc(316), 10, Category::kPublic, 5, 3),
                      tally(ad_hoc(400), 13, Category::kPublic, 7, 4)});
  sent.upload.sessions = {{ad_hoc(316), "临时场次 10:30", Audience::kPublic, 1, 0, 1},
                          {ad_hoc(400), "临时场次 13:18", Audience::kInternal, 1, 0, 2}};
  EXPECT_THAT(apply_one(store(), sent).answer.refused, IsEmpty());
  EXPECT_EQ(automatic(store(), kSessionsCell), 2);
  EXPECT_EQ(automatic(store(), kOfflineCell), 5);
}

TEST_P(Uploads, MayTakeASessionBackThatWasCountedOnAWrongDay) {
  const auto session = daily("museum");
  auto first = upload(kiosk_, 0, 2, {tally(session, 9, Category::kPublic, 5, 2)});
  first.upload.sessions = {{session, "日常开放", Audience::kPublic, 1000, 0, 1}};
  apply_one(store(), first);
  EXPECT_EQ(automatic(store(), kSessionsCell), 1);
  auto moved = upload(kiosk_, 2, 4, {tally(session, 9, Category::kPublic, 0, 3)});
  moved.upload.sessions = {{session, "日常开放", Audience::kPublic, 0, 1, 4}};
  apply_one(store(), moved);
  EXPECT_EQ(automatic(store(), kSessionsCell), 0);
  EXPECT_EQ(automatic(store(), kMuseumsCell), 0);
}

TEST_P(Uploads, WithAGapAreKeptButNotAcknowledged) {
  const auto outcome = apply_one(
      store(), upload(kiosk_, 5, 9, {tally(daily("museum"), 9, Category::kPublic, 4, 9)}));
  EXPECT_EQ(outcome.answer.acknowledged_revision, 0);
  EXPECT_EQ(automatic(store(), kOfflineCell), 4);
}

TEST_P(Uploads, OfARevokedKioskChangeNothing) {
  ASSERT_TRUE(store().revoke_kiosk(kiosk_.id, kAct).ok());
  const auto outcome = apply_one(
      store(), upload(kiosk_, 0, 1, {tally(daily("museum"), 9, Category::kPublic, 4, 1)}));
  EXPECT_EQ(outcome.problem, UploadProblem::kRevokedKiosk);
  EXPECT_EQ(automatic(store(), kOfflineCell), 0);
}

TEST_P(Uploads, RefuseARowWithItsReasonAndKeepTheRest) {
  auto late = tally(daily("museum"), 9, Category::kPublic, 1, 5);
  late.business_date = kFirstDay.plus_days(2);
  const auto outcome = apply_one(
      store(),
      upload(kiosk_, 0, 7,
             {tally(session_id({"dance"}, {"museum"}, kFirstDay, 1), 9, Category::kPublic, 1, 1),
              tally(daily("square"), 9, Category::kPublic, 1, 2),
              tally(daily("museum", kFirstDay.plus_days(-1)), 9, Category::kPublic, 1, 3),
              tally(session_id({"lecture"}, {"museum"}, kFirstDay.plus_days(30), 1), 9,
                    Category::kPublic, 1, 4),
              late, tally(daily("museum"), 9, Category::kPublic, 2'000'000'000, 6),
              tally(daily("museum"), 10, Category::kPublic, 8, 7)}));
  std::vector<std::string> reasons;
  for (const auto& refused : outcome.answer.refused) reasons.push_back(refused.reason);
  EXPECT_THAT(reasons, ElementsAre("unknown_session", "other_venue", "outside_campaign",
                                   "outside_campaign", "out_of_range", "out_of_range"));
  EXPECT_EQ(outcome.answer.acknowledged_revision, 7);
  EXPECT_EQ(automatic(store(), kOfflineCell), 8);
  const auto kept = store().quarantined_items(kiosk_.id);
  ASSERT_TRUE(kept.ok());
  EXPECT_THAT(*kept, SizeIs(6));
  EXPECT_EQ(store().kiosk(kiosk_.id)->refused_items, 6);
}

TEST_P(Uploads, RefuseASecondSpellingOfASession) {
  auto row = tally(daily("museum"), 9, Category::kPublic, 5, 1);
  row.session.value = "daily.museum.2024-05-25.01";
  const auto outcome = apply_one(store(), upload(kiosk_, 0, 1, {row}));
  ASSERT_THAT(outcome.answer.refused, SizeIs(1));
  EXPECT_EQ(outcome.answer.refused[0].reason, "unknown_session");
}

TEST_P(Uploads, LeaveQuarantineOnceTheyStand) {
  const auto early = daily("museum", kFirstDay.plus_days(-1));
  const auto row = tally(early, 9, Category::kPublic, 6, 1);
  apply_one(store(), upload(kiosk_, 0, 1, {row}));
  ASSERT_THAT(*store().quarantined_items(kiosk_.id), SizeIs(1));
  auto longer = small_city();
  longer.name = "corrected";
  longer.period.starts = kFirstDay.plus_days(-1);
  import(longer);
  EXPECT_THAT(apply_one(store(), upload(kiosk_, 0, 1, {row})).answer.refused, IsEmpty());
  EXPECT_THAT(*store().quarantined_items(kiosk_.id), IsEmpty());
  EXPECT_EQ(automatic(store(), kOfflineCell), 6);
}

TEST_P(Uploads, AreTakenOnceAPersonSaysWhatAnUnknownActivityWas) {
  const auto former = session_id({"dance"}, {"museum"}, kFirstDay, 1);
  auto received = upload(kiosk_, 0, 2, {tally(former, 9, Category::kPublic, 30, 2)});
  received.upload.sessions = {{former, "广场舞教学", Audience::kPublic, kAct.utc_ms, 0, 1}};
  ASSERT_THAT(apply_one(store(), received).answer.refused, SizeIs(2));
  const auto kept = store().quarantined_items(kiosk_.id);
  EXPECT_EQ(kept->at(0).title, "广场舞教学");
  EXPECT_EQ(kept->at(1).persons, 30);

  const auto refusal = [&](const std::string& alias, const std::string& activity) {
    return broken_rule(store().map_activity({"museum"}, {alias}, {activity}, kAct).error());
  };
  EXPECT_EQ(refusal("dance", "nonsense")->rule, "unknown");
  EXPECT_EQ(refusal("dance", "dance")->rule, "unknown");
  EXPECT_EQ(refusal("matchmaking", "lecture")->rule, "known");
  EXPECT_EQ(refusal("daily", "lecture")->rule, "known");
  const auto version = store().configuration(kiosk_.id, kFirstDay)->version;
  ASSERT_TRUE(store().map_activity({"museum"}, {"dance"}, {"lecture"}, kAct).ok());
  EXPECT_GT(store().configuration(kiosk_.id, kFirstDay)->version, version) << "so kiosks try again";

  // They come with new revisions.
  auto again = upload(kiosk_, 2, 4, {tally(former, 9, Category::kPublic, 30, 4)});
  again.upload.sessions = received.upload.sessions;
  again.upload.sessions[0].revision = 3;
  EXPECT_THAT(apply_one(store(), again).answer.refused, IsEmpty());
  EXPECT_THAT(*store().quarantined_items(kiosk_.id), IsEmpty());
  EXPECT_EQ(automatic(store(), kOfflineCell), 30);
  EXPECT_EQ(automatic(store(), kSessionsCell), 1);
}

TEST_P(Uploads, OfAWithdrawnKioskAreTakenWhileAPersonLetsItHandOver) {
  const auto row = tally(daily("museum"), 9, Category::kPublic, 7, 1);
  const auto later = tally(daily("museum", kFirstDay.plus_days(1)), 9, Category::kPublic, 5, 2);
  const auto received = upload(kiosk_, 0, 2, {row, later});
  const auto until = received.received_utc_ms + 1;
  EXPECT_EQ(store().let_hand_over(kiosk_.id, until, kAct).error().kind, ErrorKind::kConflict);
  ASSERT_TRUE(store().revoke_kiosk(kiosk_.id, kAct).ok());
  EXPECT_EQ(apply_one(store(), received).problem, UploadProblem::kRevokedKiosk);

  ASSERT_TRUE(store().let_hand_over(kiosk_.id, until, kAct).ok());
  EXPECT_EQ(store().kiosk_identity(kiosk_.id)->hands_over_until_utc_ms, until);
  const auto outcome = apply_one(store(), received);
  EXPECT_EQ(outcome.problem, UploadProblem::kNone);
  ASSERT_THAT(outcome.answer.refused, SizeIs(1)) << "of the day after it was withdrawn";
  EXPECT_EQ(outcome.answer.refused[0].reason, "after_withdrawal");
  EXPECT_EQ(automatic(store(), kOfflineCell), 7);
  auto late = received;
  late.received_utc_ms = until;
  EXPECT_EQ(apply_one(store(), late).problem, UploadProblem::kRevokedKiosk);
}

TEST_P(Uploads, AcceptASessionAKioskOpenedByItself) {
  auto received = upload(kiosk_, 0, 2, {});
  const auto second = session_id({"lecture"}, {"museum"}, kFirstDay.plus_days(1), 2);
  received.upload.sessions = {{second, "专题讲座", Audience::kPublic, kAct.utc_ms, 0, 1}};
  EXPECT_THAT(apply_one(store(), received).answer.refused, IsEmpty());
  EXPECT_EQ(automatic(store(), kSessionsCell), 1);
  EXPECT_EQ(automatic(store(), kOfflineCell), 0);
}

TEST_P(Uploads, OfBusinessSessionsCountInRowOneOnly) {
  const auto session = session_id({"matchmaking"}, {"museum"}, kFirstDay, 1);
  apply_one(store(), upload(kiosk_, 0, 1, {tally(session, 9, Category::kPublic, 30, 1)}));
  EXPECT_EQ(automatic(store(), kSessionsCell), 1);
  EXPECT_EQ(automatic(store(), kOfflineCell), 0);
}

TEST_P(Uploads, OfTwoKiosksMeetInOneSession) {
  const auto second = enrol("museum");
  const auto session = daily("museum");
  apply_one(store(), upload(kiosk_, 0, 1, {tally(session, 9, Category::kPublic, 30, 1)}));
  apply_one(store(), upload(second, 0, 1, {tally(session, 9, Category::kPublic, 12, 1)}));
  EXPECT_EQ(automatic(store(), kSessionsCell), 1);
  EXPECT_EQ(automatic(store(), kOfflineCell), 42);
  const auto behind = store().tallies(session);
  ASSERT_TRUE(behind.ok());
  EXPECT_THAT(*behind, SizeIs(2));
}

TEST_P(Uploads, OneNonPublicStatementDecidesTheAudience) {
  const auto second = enrol("museum");
  const auto session = session_id({"lecture"}, {"museum"}, kFirstDay, 1);
  auto from_first = upload(kiosk_, 0, 2, {tally(session, 9, Category::kPublic, 30, 2)});
  from_first.upload.sessions = {{session, "讲座", Audience::kInternal, kAct.utc_ms, 0, 1}};
  auto from_second = upload(second, 0, 2, {tally(session, 9, Category::kPublic, 12, 2)});
  from_second.upload.sessions = {{session, "讲座", Audience::kPublic, kAct.utc_ms, 0, 1}};
  apply_one(store(), from_first);
  apply_one(store(), from_second);
  EXPECT_EQ(automatic(store(), kOfflineCell), 0);
  EXPECT_EQ(automatic(store(), kSessionsCell), 1);
}

TEST_P(Uploads, HeadCountOfStaffStandsBesideBadges) {
  const auto second = enrol("museum");
  const auto session = daily("museum");
  auto received = upload(kiosk_, 0, 3, {tally(session, 9, Category::kProfessional, 3, 1)});
  received.upload.staff_head_counts = {{session, Category::kProfessional, 5, 2}};
  apply_one(store(), received);
  EXPECT_EQ(automatic(store(), kProfessionalCell), 5);
  auto other = upload(second, 0, 1, {});
  other.upload.staff_head_counts = {{session, Category::kProfessional, 4, 1}};
  apply_one(store(), other);
  EXPECT_EQ(automatic(store(), kProfessionalCell), 5);  // the larger, not nine
  received = upload(kiosk_, 3, 4, {});
  received.upload.staff_head_counts = {{session, Category::kProfessional, 0, 4}};
  apply_one(store(), received);
  EXPECT_EQ(automatic(store(), kProfessionalCell), 4);  // of one kiosk the last stands
}

TEST_P(Uploads, OfAHeadCountForVisitorsAreRefused) {
  auto received = upload(kiosk_, 0, 1, {});
  received.upload.staff_head_counts = {{daily("museum"), Category::kPublic, 5, 1}};
  const auto outcome = apply_one(store(), received);
  ASSERT_THAT(outcome.answer.refused, SizeIs(1));
  EXPECT_EQ(outcome.answer.refused[0].reason, "out_of_range");
  EXPECT_EQ(outcome.answer.refused[0].kind, "staff_head_count");
}

TEST_P(Uploads, OfAClonedKioskAreNeverSummedTwice) {
  const auto session = daily("museum");
  const std::string first(32, 'a');
  const std::string second(32, 'b');
  apply_one(store(), upload(kiosk_, 0, 10, {tally(session, 9, Category::kPublic, 10, 10)}, first));
  apply_one(store(), upload(kiosk_, 0, 7, {tally(session, 9, Category::kPublic, 7, 7)}, second));
  EXPECT_EQ(automatic(store(), kOfflineCell), 10);
  auto record = store().kiosk(kiosk_.id);
  ASSERT_TRUE(record.ok());
  EXPECT_EQ(record->incarnation, first);
  EXPECT_EQ(record->incarnations_pending_review, 1);
  EXPECT_EQ(record->persons_pending_review, 7);

  // The branch that has got further counts, whole.
  apply_one(store(), upload(kiosk_, 7, 12,
                            {tally(session, 9, Category::kPublic, 8, 11),
                             tally(session, 10, Category::kYouth, 4, 12)},
                            second));
  EXPECT_EQ(automatic(store(), kOfflineCell), 12);
  record = store().kiosk(kiosk_.id);
  EXPECT_EQ(record->incarnation, second);
  EXPECT_EQ(record->persons_pending_review, 10);
}

TEST_P(Uploads, ShowAForkWithinOneIncarnation) {
  apply_one(store(), upload(kiosk_, 0, 4, {}));
  EXPECT_EQ(store().kiosk(kiosk_.id)->incarnations_pending_review, 0);
  auto forked = upload(kiosk_, 4, 4, {});
  forked.upload.chain_head = std::string(64, 'd');
  apply_one(store(), forked);
  EXPECT_EQ(store().kiosk(kiosk_.id)->incarnations_pending_review, 1);
}

// The life of an upload whose ledger ends at `sequence`, told apart by one letter.
wire::LedgerPoint point(wire::Sequence sequence, char history) {
  return {sequence, std::string(64, history)};
}
ReceivedUpload told(ReceivedUpload received, const wire::LedgerPoint& after,
                    const wire::LedgerPoint& end) {
  received.upload.after = after;
  received.upload.ledger_sequence = end.sequence;
  received.upload.chain_head = end.chain_head;
  return received;
}

TEST_P(Uploads, OfAnotherHistoryAreNotMixedIn) {
  const auto session = daily("museum");
  const auto row = [&](std::int64_t persons, wire::Revision revision) {
    return std::vector{tally(session, 9, Category::kPublic, persons, revision)};
  };
  apply_one(store(), told(upload(kiosk_, 0, 1, row(5, 1)), {}, point(3, 'a')));
  apply_one(store(), told(upload(kiosk_, 1, 2, row(7, 2)), point(3, 'a'), point(4, 'a')));

  // A copy of the card as it was at #3 has counted something else since.
  const auto clone =
      apply_one(store(), told(upload(kiosk_, 1, 9, row(50, 9)), point(3, 'a'), point(6, 'b')));
  EXPECT_EQ(clone.problem, UploadProblem::kHistoryDiffers);
  EXPECT_EQ(clone.seen, point(4, 'a'));
  EXPECT_EQ(automatic(store(), kOfflineCell), 7);

  const auto genuine =
      apply_one(store(), told(upload(kiosk_, 2, 3, row(8, 3)), point(4, 'a'), point(5, 'a')));
  EXPECT_EQ(genuine.problem, UploadProblem::kNone);
  EXPECT_EQ(automatic(store(), kOfflineCell), 8);
}

TEST_P(Uploads, OfAPartlySentLedgerMoveTheHistoryOnToo) {
  auto part = told(upload(kiosk_, 0, 1, {}), {}, point(9, 'a'));
  part.upload.complete = false;
  apply_one(store(), part);
  EXPECT_EQ(store().kiosk(kiosk_.id)->ledger_sequence, 0) << "it is not complete to #9";
  const auto clone = apply_one(store(), told(upload(kiosk_, 1, 2, {}), {}, point(9, 'b')));
  EXPECT_EQ(clone.problem, UploadProblem::kHistoryDiffers);
}

TEST_P(Uploads, AfterARestoredBackupFollowWhatTheBureauHas) {
  // The bureau has nothing of this life any more; there is nothing to mix with.
  const auto outcome =
      apply_one(store(), told(upload(kiosk_, 7, 8, {}), point(40, 'a'), point(41, 'a')));
  EXPECT_EQ(outcome.problem, UploadProblem::kNone);
  EXPECT_EQ(outcome.answer.acknowledged_revision, 0);
}

TEST_P(Uploads, KeepTheDeviceStatusAndTheTimeSeen) {
  auto received = upload(kiosk_, 0, 1, {});
  received.upload.device = {"0.1.0", wire::CameraState::kBroken, 3, 2, 900, -1500};
  apply_one(store(), received);
  const auto record = store().kiosk(kiosk_.id);
  ASSERT_TRUE(record.ok());
  EXPECT_EQ(record->device, received.upload.device);
  EXPECT_EQ(record->last_seen_utc_ms, received.received_utc_ms);
  EXPECT_EQ(record->ledger_sequence, 1);
}

TEST_P(Uploads, ShowInTheFiguresOfTheirVenue) {
  const auto today = kFirstDay.plus_days(1);
  auto received = upload(kiosk_, 0, 4,
                         {tally(daily("museum"), 9, Category::kPublic, 5, 1),
                          tally(daily("museum", today), 10, Category::kPublic, 7, 2),
                          tally(daily("museum", today), 15, Category::kVolunteer, 2, 3)});
  received.upload.sessions = {{daily("museum", today), "日常开放", Audience::kPublic, 1, 0, 4}};
  apply_one(store(), received);
  const auto figures = store().venue_figures({"city-2024"}, today);
  ASSERT_TRUE(figures.ok()) << figures.error().text();
  ASSERT_THAT(*figures, SizeIs(3));
  const auto& museum = figures->at(1);
  EXPECT_EQ(museum.venue.id.value, "museum");
  EXPECT_EQ(museum.venue.unit_name, "东县");
  EXPECT_EQ(museum.persons_today, 9);
  EXPECT_EQ(museum.check_ins_today, 9);
  EXPECT_EQ(museum.persons_campaign, 14);
  EXPECT_EQ(museum.persons_by_hour_today[10], 7);
  EXPECT_EQ(museum.persons_by_hour_today[15], 2);
  EXPECT_EQ(museum.open_sessions, 1);
}

TEST_P(Uploads, GrowTheChangeNumberForOtherProcesses) {
  auto other = open_again();
  const auto before = other->change_number();
  ASSERT_TRUE(before.ok());
  apply_one(store(), upload(kiosk_, 0, 1, {tally(daily("museum"), 9, Category::kPublic, 1, 1)}));
  EXPECT_GT(*other->change_number(), *before);
  EXPECT_EQ(automatic(*other, kOfflineCell), 1);
}

TEST_P(Uploads, AreCountedByTheSessionsDayWhenItRunsPastMidnight) {
  auto row = tally(daily("museum", kFirstDay.plus_days(7)), 0, Category::kPublic, 3, 1);
  row.business_date = kFirstDay.plus_days(8);
  EXPECT_THAT(apply_one(store(), upload(kiosk_, 0, 1, {row})).answer.refused, IsEmpty());
  EXPECT_EQ(automatic(store(), kOfflineCell), 3);
}

INSTANTIATE_TEST_SUITE_P(Stores, Uploads, testing::ValuesIn(kStores),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace keqian::bureau
