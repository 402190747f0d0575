#include "tests/unit/bureau_handlers/kiosk_stage.h"

namespace keqian::bureau {
namespace {

class KioskEnrolments : public KioskStage {
 protected:
  wire::EnrolmentAnswer granted(const Response& response) {
    EXPECT_EQ(outcome(response), "200");
    const auto answer = wire::decode_enrolment_answer(response.body);
    EXPECT_TRUE(answer.ok());
    return answer.ok() ? *answer : wire::EnrolmentAnswer{};
  }
  // A well-formed code that nobody was given.
  Request guess(std::string address = "192.0.2.7") {
    auto request = enrolment(wire::make_one_time_code(randomness_), keys_);
    request.remote_address = std::move(address);
    return request;
  }
  wire::KeyPair keys_ = wire::make_key_pair(randomness_);
};

TEST_F(KioskEnrolments, MakeAKiosk) {
  const auto request = enrolment(issue_code("square"), keys_);
  const auto response = ask(request);
  const auto answer = granted(response);
  EXPECT_TRUE(is_signed(request, response));
  EXPECT_EQ(answer.venue.value, "square");
  EXPECT_EQ(answer.kiosk_name, "广场 1号机");
  EXPECT_EQ(answer.bureau_key, bureau_keys_.public_key);
  EXPECT_EQ(answer.server_utc_ms, clock_.now);
  const auto kiosk = store_->kiosk(answer.kiosk);
  ASSERT_TRUE(kiosk.ok());
  EXPECT_EQ(kiosk->public_key, keys_.public_key);
}

TEST_F(KioskEnrolments, RepeatedWithTheSameKeyGiveTheSameKiosk) {
  const auto code = issue_code();
  const auto first = granted(ask(enrolment(code, keys_)));
  clock_.now += 2 * kEnrolmentCodeLifeMs;  // the code itself is over by now
  EXPECT_EQ(granted(ask(enrolment(code, keys_))).kiosk, first.kiosk);
  EXPECT_EQ(store_->kiosks()->size(), 1u);
}

TEST_F(KioskEnrolments, UseTheirCodeUp) {
  const auto code = issue_code();
  granted(ask(enrolment(code, keys_)));
  EXPECT_EQ(outcome(ask(enrolment(code, wire::make_key_pair(randomness_)))),
            "403 code_unknown_or_used");
  EXPECT_EQ(store_->kiosks()->size(), 1u);
}

TEST_F(KioskEnrolments, NeedACodeOfOursThatIsNotOver) {
  EXPECT_EQ(outcome(ask(guess())), "403 code_unknown_or_used");
  const auto code = issue_code();
  clock_.now += kEnrolmentCodeLifeMs - 1;
  const auto in_time = enrolment(code, keys_);
  clock_.now += 1;
  EXPECT_EQ(outcome(ask(in_time)), "403 code_expired");
  clock_.now -= 1;
  EXPECT_EQ(outcome(ask(in_time)), "200");
}

TEST_F(KioskEnrolments, TakeACodeHoweverItWasTyped) {
  auto code = issue_code();
  std::erase(code, '-');
  for (auto& c : code) c = static_cast<char>(std::tolower(c));
  granted(ask(enrolment(code, keys_)));
}

TEST_F(KioskEnrolments, MustBeSignedByTheKeyTheyBring) {
  const auto code = issue_code();
  const auto stolen =
      signed_request("POST", "/v1/enrolments", "-", wire::make_key_pair(randomness_),
                     wire::encode(wire::EnrolmentRequest{code, keys_.public_key, "0.1.0"}));
  EXPECT_EQ(outcome(ask(stolen)), "401 bad_signature");
  granted(ask(enrolment(code, keys_)));  // nothing was used up
}

TEST_F(KioskEnrolments, ComeFromNobodyYet) {
  const auto body = wire::encode(wire::EnrolmentRequest{issue_code(), keys_.public_key, "0.1.0"});
  for (const auto* somebody : {"k-1", "", "No Such Id!"}) {
    const auto response = ask(signed_request("POST", "/v1/enrolments", somebody, keys_, body));
    EXPECT_EQ(outcome(response), "400 bad_message") << somebody;
    EXPECT_EQ(error_of(response).message, "Keqian-Kiosk: must be - in an enrolment") << somebody;
  }
}

TEST_F(KioskEnrolments, CutAnywhereAreABadMessage) {
  const auto whole = enrolment(issue_code(), keys_).body;
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const auto request =
        signed_request("POST", "/v1/enrolments", "-", keys_, whole.substr(0, length));
    const auto response = ask(request);
    ASSERT_EQ(outcome(response), "400 bad_message") << "cut at " << length;
    ASSERT_TRUE(is_signed(request, response));
  }
  EXPECT_EQ(store_->kiosks()->size(), 0u);
}

TEST_F(KioskEnrolments, OfAWholeVenueBehindOneAddressAllPassWithSomeMistyped) {
  for (int i = 0; i < 60; ++i) {
    if (i % 5 == 0) {
      EXPECT_EQ(outcome(ask(guess())), "403 code_unknown_or_used");
    }
    enrol();
  }
  EXPECT_EQ(store_->kiosks()->size(), 60u);
}

TEST_F(KioskEnrolments, GuessedAreSlowedDownForTheirAddressAlone) {
  const auto code = issue_code();
  int guesses = 0;
  while (outcome(ask(guess())) == "403 code_unknown_or_used") ASSERT_LT(++guesses, 100);
  const auto request = guess();
  const auto refused = ask(request);
  EXPECT_EQ(outcome(refused), "429 too_many_requests");
  EXPECT_TRUE(is_signed(request, refused));
  const auto wait_s = error_of(refused).retry_after_s;
  EXPECT_GT(wait_s, 0);
  EXPECT_EQ(response_header(refused, "Retry-After"), std::to_string(wait_s));
  EXPECT_EQ(outcome(ask(guess("198.51.100.1"))), "403 code_unknown_or_used");

  EXPECT_EQ(outcome(ask(enrolment(code, keys_))), "429 too_many_requests");
  clock_.now += wait_s * kMsPerSecond;
  granted(ask(enrolment(code, keys_)));
}

TEST_F(KioskEnrolments, WithAnExpiredCodeAreNoGuesses) {
  const auto code = issue_code();
  clock_.now += kEnrolmentCodeLifeMs;
  for (int i = 0; i < 40; ++i) {
    ASSERT_EQ(outcome(ask(enrolment(code, keys_))), "403 code_expired") << i;
  }
}

TEST_F(KioskEnrolments, OfARevokedKioskDoNotBringItBack) {
  const auto code = issue_code();
  revoke(granted(ask(enrolment(code, keys_))).kiosk);
  EXPECT_EQ(outcome(ask(enrolment(code, keys_))), "403 code_unknown_or_used");
}

}  // namespace
}  // namespace keqian::bureau
