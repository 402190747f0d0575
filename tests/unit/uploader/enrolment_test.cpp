#include "server-sync/uploader/enrolment.h"

#include <gtest/gtest.h>

#include "tests/unit/uploader/fakes.h"

namespace keqian::uploader {
namespace {

class EnrolmentTest : public ::testing::Test {
 protected:
  wire::EnrolmentString enrolment(bool with_key) {
    wire::EnrolmentString enrolment{"https://bureau.example.org", bureau_.one_time_code, {}, {}};
    if (with_key) enrolment.bureau_key = bureau_.keys.public_key;
    return enrolment;
  }
  std::variant<KioskIdentity, EnrolmentFailure> attempt(const wire::EnrolmentString& enrolment) {
    return enrol(enrolment, "0.1.0", outbox_, bureau_, clock_, randomness_);
  }
  EnrolmentFailure failure_of(const std::variant<KioskIdentity, EnrolmentFailure>& outcome) {
    const auto* failure = std::get_if<EnrolmentFailure>(&outcome);
    EXPECT_NE(failure, nullptr) << "it was enrolled";
    EXPECT_FALSE(outbox_.stored_identity);
    return failure ? *failure : EnrolmentFailure{};
  }

  FakeClock clock_;
  FakeOutbox outbox_;
  FakeBureau bureau_{clock_};
  SeededRandomness randomness_{4};
};

TEST_F(EnrolmentTest, StoresAnIdentityThatCanUpload) {
  const auto outcome = attempt(enrolment(true));
  ASSERT_TRUE(std::holds_alternative<KioskIdentity>(outcome));
  ASSERT_TRUE(outbox_.stored_identity);
  EXPECT_EQ(outbox_.stored_identity->kiosk.value, "k-7f3a");
  EXPECT_EQ(outbox_.stored_identity->bureau_key, bureau_.keys.public_key);
  outbox_.count(3);
  Uploader uploader(outbox_, bureau_, clock_, randomness_);
  EXPECT_EQ(uploader.step().failure, SyncFailure::kNone);
  EXPECT_EQ(bureau_.persons(), 3);
}

TEST_F(EnrolmentTest, MakesItsOwnKeyPairEachTime) {
  ASSERT_TRUE(std::holds_alternative<KioskIdentity>(attempt(enrolment(true))));
  const auto first = outbox_.stored_identity->keys.public_key;
  ASSERT_TRUE(std::holds_alternative<KioskIdentity>(attempt(enrolment(true))));
  EXPECT_NE(outbox_.stored_identity->keys.public_key, first);
}

TEST_F(EnrolmentTest, TakesTheAnswersKeyWhenTheAddressWasTyped) {
  ASSERT_TRUE(std::holds_alternative<KioskIdentity>(attempt(enrolment(false))));
  EXPECT_EQ(outbox_.stored_identity->bureau_key, bureau_.keys.public_key);
}

TEST_F(EnrolmentTest, RefusesAnotherBureauThanTheQrNames) {
  const auto text = enrolment(true);
  SeededRandomness other(99);
  bureau_.keys = wire::make_key_pair(other);
  EXPECT_EQ(failure_of(attempt(text)).failure, SyncFailure::kBadSignature);
}

TEST_F(EnrolmentTest, RefusesAnAnswerThatItsOwnKeyDidNotSign) {
  bureau_.spoil = [](transfer::HttpAnswer& answer) { answer.body.insert(1, " "); };
  EXPECT_EQ(failure_of(attempt(enrolment(false))).failure, SyncFailure::kBadSignature);
}

TEST_F(EnrolmentTest, SaysWhyTheCodeWasRefused) {
  for (const bool with_key : {true, false}) {
    auto text = enrolment(with_key);
    text.code = "0000-0000-0000";
    const auto failure = failure_of(attempt(text));
    EXPECT_EQ(failure.failure, SyncFailure::kEnrolmentRefused);
    EXPECT_EQ(failure.code, "code_unknown_or_used");
    EXPECT_EQ(failure.error().kind, ErrorKind::kDenied);
    EXPECT_FALSE(failure.error().hint.empty());
  }
}

TEST_F(EnrolmentTest, NamesACaptivePortalAndAnOutage) {
  bureau_.spoil = [](transfer::HttpAnswer& answer) { answer = {200, {}, "<html></html>"}; };
  EXPECT_EQ(failure_of(attempt(enrolment(false))).failure, SyncFailure::kCaptivePortal);
  bureau_.failures = {transfer::TransferFailure::kRefused};
  const auto failure = failure_of(attempt(enrolment(true)));
  EXPECT_EQ(failure.failure, SyncFailure::kRefused);
  EXPECT_EQ(failure.error().kind, ErrorKind::kUnavailable);
}

TEST_F(EnrolmentTest, SaysThatTheIdentityCouldNotBeStored) {
  outbox_.broken = true;
  EXPECT_EQ(failure_of(attempt(enrolment(true))).failure, SyncFailure::kStorage);
}

}  // namespace
}  // namespace keqian::uploader
