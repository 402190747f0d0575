#include <future>
#include <latch>
#include <thread>

#include "tests/unit/bureau_handlers/kiosk_stage.h"

namespace keqian::bureau {
namespace {

class KioskUploads : public KioskStage {
 protected:
  wire::UploadAnswer taken(const Response& response) {
    EXPECT_EQ(outcome(response), "200");
    const auto answer = wire::decode_upload_answer(response.body);
    EXPECT_TRUE(answer.ok());
    return answer.ok() ? *answer : wire::UploadAnswer{};
  }
  Response send_body(std::string body) {
    return ask(signed_request("PUT", "/v1/kiosks/" + kiosk_.id.value + "/tallies", kiosk_.id.value,
                              kiosk_.keys, std::move(body)));
  }
  StageKiosk kiosk_ = enrol();
};

TEST_F(KioskUploads, AreKeptAndAcknowledged) {
  const auto request = upload(kiosk_, one_tally(kiosk_.id, 57));
  const auto response = ask(request);
  EXPECT_TRUE(is_signed(request, response));
  const auto answer = taken(response);
  EXPECT_EQ(answer.acknowledged_revision, 1);
  EXPECT_TRUE(answer.refused.empty());
  EXPECT_EQ(answer.server_utc_ms, clock_.now);
  EXPECT_GT(answer.configuration_version, 0);
  EXPECT_EQ(persons(), 57);
}

TEST_F(KioskUploads, RepeatedByteByByteChangeNothing) {
  const auto request = upload(kiosk_, one_tally(kiosk_.id, 57));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(taken(ask(request)).acknowledged_revision, 1);
  EXPECT_EQ(persons(), 57);
}

TEST_F(KioskUploads, ReplayedAfterANewerOneDoNotTurnTheCounterBack) {
  const auto older = upload(kiosk_, one_tally(kiosk_.id, 57));
  ask(older);
  ask(upload(kiosk_, one_tally(kiosk_.id, 60, 1)));
  EXPECT_EQ(taken(ask(older)).acknowledged_revision, 2);
  EXPECT_EQ(persons(), 60);
}

TEST_F(KioskUploads, AfterAGapAreAcknowledgedUpToTheGap) {
  EXPECT_EQ(taken(ask(upload(kiosk_, one_tally(kiosk_.id, 57, 9)))).acknowledged_revision, 0);
}

TEST_F(KioskUploads, SayWhichRowsWereRefused) {
  auto mixed = one_tally(kiosk_.id, 57);
  mixed.tallies.push_back(
      tally(daily("square", kWeekBegins), 9, Category::kPublic, 5, ++mixed.to_revision));
  const auto answer = taken(ask(upload(kiosk_, mixed)));
  EXPECT_EQ(answer.acknowledged_revision, 2);
  ASSERT_EQ(answer.refused.size(), 1u);
  EXPECT_EQ(answer.refused[0].reason, "other_venue");
  EXPECT_EQ(persons(), 57);
}

TEST_F(KioskUploads, OfAnotherHistoryAreToldWhatTheBureauHasSeen) {
  taken(ask(upload(kiosk_, one_tally(kiosk_.id, 57))));
  auto copied = one_tally(kiosk_.id, 90, 1);
  copied.after = wire::LedgerPoint{0, ""};
  const auto request = upload(kiosk_, copied);
  const auto response = ask(request);
  EXPECT_TRUE(is_signed(request, response));
  EXPECT_EQ(outcome(response), "409 history_differs");
  EXPECT_EQ(error_of(response).ledger, (wire::LedgerPoint{1, std::string(64, 'c')}));
  EXPECT_EQ(persons(), 57);
}

TEST_F(KioskUploads, OfTwoIncarnationsTheFurtherOneCounts) {
  auto first = one_tally(kiosk_.id, 57);
  auto second = one_tally(kiosk_.id, 8);
  second.incarnation = std::string(32, 'b');
  taken(ask(upload(kiosk_, first)));
  EXPECT_EQ(taken(ask(upload(kiosk_, second))).acknowledged_revision, 1);
  EXPECT_EQ(persons(), 57);
  EXPECT_EQ(store_->kiosk(kiosk_.id)->incarnations_pending_review, 1);

  auto further = one_tally(kiosk_.id, 9, 1);
  further.incarnation = second.incarnation;
  taken(ask(upload(kiosk_, further)));
  EXPECT_EQ(persons(), 9);
}

TEST_F(KioskUploads, OfAnotherKioskInTheBodyAreABadMessage) {
  const auto other = enrol();
  const auto response = ask(upload(kiosk_, one_tally(other.id, 57)));
  EXPECT_EQ(outcome(response), "400 bad_message");
  EXPECT_EQ(error_of(response).message, "upload.kiosk: must be the kiosk of the path");
  EXPECT_EQ(persons(), 0);
}

TEST_F(KioskUploads, CutAnywhereAreABadMessage) {
  const auto whole = wire::encode(one_tally(kiosk_.id, 57));
  for (std::size_t length = 0; length < whole.size(); ++length) {
    ASSERT_EQ(outcome(send_body(whole.substr(0, length))), "400 bad_message")
        << "cut at " << length;
  }
  EXPECT_EQ(persons(), 0);
}

TEST_F(KioskUploads, OfGarbageAreABadMessage) {
  for (int i = 0; i < 200; ++i) {
    std::string garbage(static_cast<std::size_t>(i), '\0');
    randomness_.fill({reinterpret_cast<std::uint8_t*>(garbage.data()), garbage.size()});
    ASSERT_EQ(outcome(send_body(garbage)), "400 bad_message");
  }
}

TEST_F(KioskUploads, WithOneByteChangedAfterSigningDoNotFit) {
  const auto request = upload(kiosk_, one_tally(kiosk_.id, 57));
  for (std::size_t i = 0; i < request.body.size(); i += 7) {
    auto changed = request;
    changed.body[i] = static_cast<char>(changed.body[i] ^ 1);
    ASSERT_EQ(outcome(ask(changed)), "401 bad_signature") << "byte " << i;
  }
  EXPECT_EQ(persons(), 0);
}

TEST_F(KioskUploads, NameTheFirstFault) {
  auto body = wire::encode(one_tally(kiosk_.id, 57));
  const std::string hour = R"("hour":9)";
  body.replace(body.find(hour), hour.size(), R"("hour":24)");
  EXPECT_EQ(error_of(send_body(body)).message,
            "upload.tallies[0].hour: must be an integer from 0 to 23");
}

TEST_F(KioskUploads, AreRefusedToARevokedKioskAndAnUnknownOne) {
  const StageKiosk nobody{{"k-nobody"}, kiosk_.keys};
  EXPECT_EQ(outcome(ask(upload(nobody, one_tally(nobody.id, 57)))), "404 unknown_kiosk");
  revoke(kiosk_.id);
  EXPECT_EQ(outcome(ask(upload(kiosk_, one_tally(kiosk_.id, 57)))), "403 revoked_kiosk");
  EXPECT_EQ(persons(), 0);
}

TEST_F(KioskUploads, OfAKioskRevokedWhileTheyWaitAreRefused) {
  const auto other = enrol();
  std::latch held{1}, released{1};
  bool is_first = true;
  changed_ = [&] {
    if (std::exchange(is_first, false)) {
      held.count_down();
      released.wait();
    }
  };
  const auto blocker = upload(other, one_tally(other.id, 1));
  const auto late = upload(kiosk_, one_tally(kiosk_.id, 57));
  std::promise<Response> answered;
  std::thread first([&] { ask(blocker); });
  held.wait();
  router_.dispatch(late,
                   Reply([&](Response response) { answered.set_value(std::move(response)); }));
  revoke(kiosk_.id);
  released.count_down();
  first.join();
  EXPECT_EQ(outcome(answered.get_future().get()), "403 revoked_kiosk");
  EXPECT_EQ(persons(), 1);
}

TEST_F(KioskUploads, ThatTheDatabaseRefusesAreAFaultOfOurs) {
  break_tallies_of_666();
  const auto response = ask(upload(kiosk_, one_tally(kiosk_.id, 666)));
  EXPECT_EQ(outcome(response), "500 internal");
  EXPECT_EQ(response.body.find("666"), std::string::npos);
  EXPECT_EQ(taken(ask(upload(kiosk_, one_tally(kiosk_.id, 57)))).acknowledged_revision, 1);
}

TEST_F(KioskUploads, WhileTheBureauStopsComeAgainLater) {
  writer_->stop();
  const auto request = upload(kiosk_, one_tally(kiosk_.id, 57));
  const auto response = ask(request);
  EXPECT_EQ(outcome(response), "503 unavailable");
  EXPECT_TRUE(is_signed(request, response));
}

}  // namespace
}  // namespace keqian::bureau
