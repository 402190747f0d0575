#include "server-sync/bureau/handlers/answer_signer.h"

#include "tests/unit/bureau_handlers/kiosk_stage.h"

namespace keqian::bureau {
namespace {

class Signing : public testing::Test {
 protected:
  Signing() {
    wire::initialise_crypto();
    request_.method = "PUT";
    request_.target = request_.path = "/v1/kiosks/k-7f3a/tallies";
    request_.headers = {{"keqian-kiosk", "k-7f3a"},
                        {"keqian-nonce", "a3f1c2d4e5b60718293a4b5c6d7e8f90"}};
    response_.body = R"({"acknowledged_revision":9121})";
    std::array<std::uint8_t, 32> seed{};
    for (std::uint8_t i = 0; i < 32; ++i) seed[i] = static_cast<std::uint8_t>(0x20 + i);
    keys_ = wire::key_pair_from_seed(seed);
  }
  std::string signature(const Request& request, Response response) const {
    AnswerSigner{keys_}(request, response);
    return response_header(response, "Keqian-Signature");
  }
  bool fits(const std::string& text, const wire::SignedAnswer& answer) const {
    const auto parsed = wire::parse_signature(text);
    return parsed && wire::verify(keys_.public_key, wire::signing_input(answer), *parsed);
  }
  wire::SignedAnswer expected() const {
    return {response_.status, request_.target, "k-7f3a", "a3f1c2d4e5b60718293a4b5c6d7e8f90",
            response_.etag,   response_.body};
  }

  wire::KeyPair keys_;
  Request request_;
  Response response_;
};

TEST_F(Signing, IsTheOneOfTheProtocolsWorkedExchange) {
  response_.body =
      R"({"acknowledged_revision":9121,"refused":[{"kind":"tally","session":)"
      R"("block-printing.jincheng-museum.2026-05-25.1","revision":9121,"reason":"outside_campaign"}],)"
      R"("server_utc_ms":1779674580250,"configuration_version":12})";
  EXPECT_EQ(signature(request_, response_),
            "ed25519:jDc+UFOkiw3E9Utf2psR4/fFh2L4pV2B4vDIy5dPJ0fwuLS8GWJQ4fTufivBBD+/"
            "p5P0YDluahrN2kv2X8mCCA==");
}

TEST_F(Signing, CoversStatusPathKioskNonceEtagAndBody) {
  response_.status = 403;
  response_.etag = "\"abc\"";
  const auto text = signature(request_, response_);
  EXPECT_TRUE(fits(text, expected()));
  const std::vector<std::function<void(wire::SignedAnswer&)>> changes = {
      [](auto& answer) { answer.status = 200; },     [](auto& answer) { answer.path += "x"; },
      [](auto& answer) { answer.kiosk = "k-7f3b"; }, [](auto& answer) { answer.nonce[0] = 'b'; },
      [](auto& answer) { answer.etag = "\"abd\""; }, [](auto& answer) { answer.body += " "; }};
  for (std::size_t i = 0; i < changes.size(); ++i) {
    auto changed = expected();
    changes[i](changed);
    EXPECT_FALSE(fits(text, changed)) << "change " << i;
  }
}

TEST_F(Signing, CoversTheQueryToo) {
  request_.target += "?page=2";
  EXPECT_TRUE(fits(signature(request_, response_), expected()));
}

TEST_F(Signing, OfAnAnswerToHeadIsOverTheBodyThatIsSent) {
  request_.method = "HEAD";
  auto sent = expected();
  sent.body.clear();
  EXPECT_TRUE(fits(signature(request_, response_), sent));
}

TEST_F(Signing, IsGivenInEveryVersionAndBeforeTheEnrolment) {
  for (const auto* path : {"/v1/enrolments", "/v1/nothing", "/v2/enrolments", "/v31/x"}) {
    request_.target = request_.path = path;
    EXPECT_TRUE(fits(signature(request_, response_), expected())) << path;
  }
  set_header(request_, "keqian-kiosk", "-");
  auto to_nobody = expected();
  to_nobody.kiosk = "-";
  EXPECT_TRUE(fits(signature(request_, response_), to_nobody));
}

TEST_F(Signing, IsNotGivenOutsideTheKioskProtocol) {
  for (const auto* path : {"/", "/v1", "/v/x", "/vx/y", "/api/v1/x", "/api/table", "/version/1"}) {
    request_.target = request_.path = path;
    EXPECT_EQ(signature(request_, response_), "") << path;
  }
}

TEST_F(Signing, IsNotGivenToAKioskOrNonceOfTheWrongForm) {
  for (const auto* kiosk : {"", "K-7F3A", "--", "k\n", "k-7f3a-"}) {
    auto request = request_;
    set_header(request, "keqian-kiosk", kiosk);
    EXPECT_EQ(signature(request, response_), "") << kiosk;
  }
  for (const auto* nonce :
       {"", "a3f1", "A3F1C2D4E5B60718293A4B5C6D7E8F90", "a3f1c2d4e5b60718293a4b5c6d7e8f901",
        "g3f1c2d4e5b60718293a4b5c6d7e8f90"}) {
    auto request = request_;
    set_header(request, "keqian-nonce", nonce);
    EXPECT_EQ(signature(request, response_), "") << nonce;
  }
}

}  // namespace
}  // namespace keqian::bureau
