// A kiosk without a network: its own packing and the bureau's own routes, with a file between them.
#include "server-sync/bureau/handlers/parcels.h"

#include <future>
#include <map>

#include "server-sync/uploader/parcels.h"
#include "server-sync/wire/json.h"
#include "server-sync/wire/part.h"
#include "tests/unit/bureau_handlers/kiosk_stage.h"
#include "tests/unit/uploader/fakes.h"

namespace keqian::bureau {
namespace {

using uploader::SyncFailure;

class FakeShelf final : public uploader::ParcelShelf {
 public:
  explicit FakeShelf(uploader::FakeOutbox& outbox) : outbox_(outbox) {}
  Result<wire::Upload> pending_upload_after(const wire::Upload& previous,
                                            std::size_t items_max) override {
    const auto acknowledged = std::exchange(outbox_.acknowledged, previous.to_revision);
    auto upload = outbox_.pending_upload(items_max);
    outbox_.acknowledged = acknowledged;
    return upload;
  }
  Status keep_parcel(const std::string& name, const std::string& content) override {
    kept[name] = content;
    return ok();
  }
  Result<std::string> kept_parcel(const std::string& name) override {
    if (!kept.contains(name)) return not_found("no such parcel", "");
    return kept[name];
  }
  std::map<std::string, std::string> kept;

 private:
  uploader::FakeOutbox& outbox_;
};

class CarriedByHand : public KioskStage {
 protected:
  KioskRoutesParts parts() { return {*store_, clock_, bureau_keys_, *writer_}; }
  wire::EnrolmentString enrolment_string() {
    return {"https://bureau.example.org", issue_code(), bureau_keys_.public_key, {}};
  }
  void enrol_over_the_network() {
    const auto kiosk = enrol();
    outbox_.stored_identity = uploader::KioskIdentity{
        kiosk.id, {"museum"}, "1", "https://bureau.example.org", bureau_keys_.public_key,
        {},       kiosk.keys};
  }
  uploader::PackedParcel pack() {
    auto packed = uploader::pack_pending(outbox_, shelf_, clock_, randomness_);
    EXPECT_TRUE(packed.ok()) << packed.error().text();
    return std::move(packed).value();
  }
  AnsweredParcel carry_there(const std::string& bytes) {
    auto answered = answer_parcel(bytes, parts(), "192.0.2.1", randomness_);
    EXPECT_TRUE(answered.ok()) << answered.error().text();
    return std::move(answered).value();
  }
  uploader::TakenAnswers carry_back(const std::string& bytes) {
    const auto taken = uploader::take_answers(bytes, outbox_, shelf_);
    EXPECT_TRUE(taken.ok()) << taken.error().text();
    return taken.ok() ? *taken : uploader::TakenAnswers{};
  }

  uploader::FakeOutbox outbox_;
  FakeShelf shelf_{outbox_};
};

TEST_F(CarriedByHand, CountsReachTheBureauAndTheReceiptTheKiosk) {
  enrol_over_the_network();
  outbox_.count(57);
  const auto there = carry_there(pack().bytes);
  EXPECT_EQ(there.kiosk, outbox_.stored_identity->kiosk.value);
  EXPECT_EQ(there.uploads_taken, 1);
  EXPECT_EQ(there.problem, "");
  EXPECT_EQ(persons(), 57);
  EXPECT_EQ(outbox_.acknowledged, 0) << "nothing is believed before the receipt";
  const auto taken = carry_back(there.answers);
  EXPECT_EQ(taken.failure, SyncFailure::kNone) << taken.detail;
  EXPECT_TRUE(taken.configured);
  EXPECT_EQ(outbox_.acknowledged, 1);
  EXPECT_EQ(outbox_.counts()->pending, 0);
}

TEST_F(CarriedByHand, MoreRowsThanAnUploadTakesGoInOneFile) {
  enrol_over_the_network();
  for (int i = 0; i < 1100; ++i) outbox_.count(1);
  const auto packed = pack();
  EXPECT_EQ(packed.rows, 1100);
  EXPECT_TRUE(packed.complete);
  const auto there = carry_there(packed.bytes);
  EXPECT_EQ(there.uploads_taken, 3);
  carry_back(there.answers);
  EXPECT_EQ(outbox_.acknowledged, 1100);
}

TEST_F(CarriedByHand, AFileTakenInTwiceOrLateChangesNothing) {
  enrol_over_the_network();
  outbox_.count(57);
  const auto first = pack();
  const auto answers = carry_there(first.bytes).answers;
  EXPECT_EQ(carry_there(first.bytes).problem, "");
  EXPECT_EQ(persons(), 57);
  carry_back(answers);
  outbox_.count(60);
  carry_back(carry_there(pack().bytes).answers);
  EXPECT_EQ(persons(), 60);
  carry_there(first.bytes);
  EXPECT_EQ(persons(), 60) << "the older counter does not come back";
  carry_back(answers);
  EXPECT_EQ(outbox_.acknowledged, 2) << "an old receipt takes nothing back";
}

TEST_F(CarriedByHand, AKioskIsEnrolledAndConfigured) {
  const auto packed =
      uploader::pack_enrolment(enrolment_string(), "0.1.0", shelf_, clock_, randomness_);
  ASSERT_TRUE(packed.ok()) << packed.error().text();
  const auto there = carry_there(packed->bytes);
  EXPECT_TRUE(there.enrolled);
  const auto taken = carry_back(there.answers);
  EXPECT_EQ(taken.failure, SyncFailure::kNone) << taken.detail;
  EXPECT_TRUE(taken.enrolled);
  EXPECT_TRUE(taken.configured);
  EXPECT_EQ(outbox_.stored_identity->kiosk.value, there.kiosk);
  outbox_.count(3);
  carry_there(pack().bytes);
  EXPECT_EQ(persons(), 3);
}

TEST_F(CarriedByHand, AnEnrolmentNeedsTheBureausKeyAndARightCode) {
  auto typed = enrolment_string();
  typed.bureau_key.reset();
  EXPECT_EQ(uploader::pack_enrolment(typed, "0.1.0", shelf_, clock_, randomness_).error().kind,
            ErrorKind::kInvalid);
  auto wrong = enrolment_string();
  wrong.code = "7K3M-Q9TD-2XHB";
  const auto packed = uploader::pack_enrolment(wrong, "0.1.0", shelf_, clock_, randomness_);
  const auto there = carry_there(packed->bytes);
  EXPECT_EQ(there.problem, "code_unknown_or_used");
  EXPECT_EQ(carry_back(there.answers).failure, SyncFailure::kEnrolmentRefused);
  EXPECT_FALSE(outbox_.stored_identity);
}

TEST_F(CarriedByHand, ARevokedKioskLearnsIt) {
  enrol_over_the_network();
  outbox_.count(57);
  revoke(outbox_.stored_identity->kiosk);
  const auto there = carry_there(pack().bytes);
  EXPECT_EQ(there.problem, "revoked_kiosk");
  EXPECT_EQ(persons(), 0);
  EXPECT_EQ(carry_back(there.answers).failure, SyncFailure::kRevoked);
  EXPECT_EQ(outbox_.acknowledged, 0) << "its counts stay on it";
}

TEST_F(CarriedByHand, NobodyElsesSignatureCounts) {
  enrol_over_the_network();
  outbox_.count(57);
  outbox_.stored_identity->keys = wire::make_key_pair(randomness_);
  const auto there = carry_there(pack().bytes);
  EXPECT_EQ(there.problem, "bad_signature");
  EXPECT_EQ(persons(), 0);

  enrol_over_the_network();
  const auto packed = pack();
  const auto impostor = wire::make_key_pair(randomness_);
  const auto forged =
      answer_parcel(wire::pack(*wire::unpack_requests(packed.bytes, bureau_keys_),
                               impostor.public_key, randomness_),
                    {*store_, clock_, impostor, *writer_}, "192.0.2.1", randomness_);
  ASSERT_TRUE(forged.ok()) << forged.error().text();
  EXPECT_EQ(carry_back(forged->answers).failure, SyncFailure::kBadSignature);
  EXPECT_EQ(outbox_.acknowledged, 0);
}

TEST_F(CarriedByHand, AFileThatIsNotForThisBureauIsRefused) {
  enrol_over_the_network();
  const auto bytes = pack().bytes;
  const auto other = wire::make_key_pair(randomness_);
  EXPECT_EQ(answer_parcel(bytes, {*store_, clock_, other, *writer_}, "", randomness_).error().kind,
            ErrorKind::kDenied);
  EXPECT_EQ(answer_parcel("a photograph", parts(), "", randomness_).error().kind,
            ErrorKind::kInvalid);
  const auto answers = carry_there(bytes).answers;
  shelf_.kept.clear();
  EXPECT_EQ(uploader::take_answers(answers, outbox_, shelf_).error().kind, ErrorKind::kNotFound);
}

// ---- Off a kiosk's screen, by anybody's phone --------------------------------------------------

class RelayedByPhone : public CarriedByHand {
 protected:
  RelayedByPhone() { add_relay_routes(router_, parts(), randomness_); }

  Response send(std::string body, std::string type = "application/octet-stream",
                std::string address = "192.0.2.1") {
    Request request;
    request.method = "POST";
    request.target = request.path = "/relay";
    request.headers = {{"content-type", std::move(type)}};
    request.body = std::move(body);
    request.remote_address = std::move(address);
    std::promise<Response> answered;
    router_.dispatch(request, Reply([&](Response response) { answered.set_value(response); }));
    return answered.get_future().get();
  }

  Router router_;
};

TEST_F(RelayedByPhone, NeedsNoAccountAndGetsTheReceiptAsCodes) {
  enrol_over_the_network();
  outbox_.count(57);
  const auto response = send(pack().bytes);
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(persons(), 57);
  const auto receipt = Json::parse(response.body);
  ASSERT_TRUE(receipt.ok());
  JsonReader reader(*receipt, "receipt");
  EXPECT_EQ(reader.integer("items_taken", 0, 100), 1);
  EXPECT_EQ(reader.integer("refused_items", 0, 100), 0);
  EXPECT_NE(response.body.find("<svg"), std::string::npos);
  const auto answers = wire::parse_base64(reader.text("answers_base64", 1 << 20));
  EXPECT_EQ(carry_back(*answers).uploads_taken, 1);
  EXPECT_EQ(outbox_.counts()->pending, 0);
}

TEST_F(RelayedByPhone, WhatIsNoParcelIsRefusedAndChangesNothing) {
  enrol_over_the_network();
  outbox_.count(57);
  const auto bytes = pack().bytes;
  EXPECT_EQ(send("a photograph").status, 422);
  EXPECT_EQ(send(bytes.substr(0, bytes.size() - 1)).status, 403);
  EXPECT_EQ(send(bytes, "text/plain").status, 415);
  EXPECT_EQ(send(std::string(wire::kRelayedBytesMax + 1, 'a')).status, 422);
  EXPECT_EQ(router_.match("POST", "/relay").body_bytes_max, wire::kRelayedBytesMax);
  EXPECT_EQ(persons(), 0);
}

TEST_F(RelayedByPhone, AnAddressThatAsksTooOftenWaits) {
  int taken = 0;
  while (taken < 500 && send("a photograph").status == 422) ++taken;
  EXPECT_LT(taken, 500);
  EXPECT_EQ(send("a photograph").status, 429);
  EXPECT_EQ(send("a photograph", "application/octet-stream", "192.0.2.2").status, 422);
}

}  // namespace
}  // namespace keqian::bureau
