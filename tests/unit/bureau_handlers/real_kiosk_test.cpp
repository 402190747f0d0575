// The kiosk's own uploader and HTTP client against the bureau's own server, over loopback.
#include "server-sync/bureau/http/server.h"
#include "server-sync/uploader/enrolment.h"
#include "tests/unit/bureau_handlers/kiosk_stage.h"
#include "tests/unit/uploader/fakes.h"

namespace keqian::bureau {
namespace {

class RealKiosk : public KioskStage {
 protected:
  RealKiosk() {
    ServerOptions options;
    options.finish = *signer_;
    auto started = Server::start(options, router_);
    KEQIAN_ASSERT(started.ok());
    server_ = std::move(started).value();
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(server_->port()); }
  auto enrol_at(const wire::PublicKey& bureau_key, const std::string& code) {
    return uploader::enrol({url(), code, bureau_key, {}}, "0.1.0", outbox_, client_, clock_,
                           randomness_);
  }
  bool is_enrolled() {
    return std::holds_alternative<uploader::KioskIdentity>(
        enrol_at(bureau_keys_.public_key, issue_code()));
  }

  uploader::FakeOutbox outbox_;
  transfer::CurlHttpClient client_;
  std::unique_ptr<Server> server_;
};

TEST_F(RealKiosk, EnrolsUploadsAndIsConfigured) {
  ASSERT_TRUE(is_enrolled());
  EXPECT_EQ(outbox_.stored_identity->venue.value, "museum");
  uploader::Uploader kiosk(outbox_, client_, clock_, randomness_);
  outbox_.count(57);
  auto state = kiosk.step();
  EXPECT_EQ(state.failure, uploader::SyncFailure::kNone) << state.detail;
  EXPECT_TRUE(state.configuration_changed);
  EXPECT_EQ(outbox_.acknowledged, 1);
  EXPECT_EQ(persons(), 57);
  EXPECT_EQ(outbox_.clock_offset_ms, 0);
  EXPECT_EQ(outbox_.etag.size(), 34u);

  outbox_.count(60);
  state = kiosk.step();
  EXPECT_EQ(state.failure, uploader::SyncFailure::kNone) << state.detail;
  EXPECT_FALSE(state.configuration_changed);
  EXPECT_EQ(persons(), 60);
}

TEST_F(RealKiosk, KeepsTheConfigurationItHasUntilItChanges) {
  ASSERT_TRUE(is_enrolled());
  ASSERT_TRUE(
      uploader::Uploader(outbox_, client_, clock_, randomness_).step().configuration_changed);
  const auto etag = outbox_.etag;
  uploader::Uploader restarted(outbox_, client_, clock_, randomness_);
  auto state = restarted.step();  // asks with the ETag, and believes the signed 304
  EXPECT_EQ(state.failure, uploader::SyncFailure::kNone) << state.detail;
  EXPECT_FALSE(state.configuration_changed);
  ASSERT_TRUE(store_->rotate_pass_key({"city-2026"}, 0, kStaff).ok());
  state = restarted.step();
  EXPECT_TRUE(state.configuration_changed);
  EXPECT_NE(outbox_.etag, etag);
}

TEST_F(RealKiosk, IsToldWhyItIsRefused) {
  EXPECT_EQ(
      std::get<uploader::EnrolmentFailure>(enrol_at(bureau_keys_.public_key, "7K3M-Q9TD-2XHB"))
          .code,
      "code_unknown_or_used");
  ASSERT_TRUE(is_enrolled());
  revoke(outbox_.stored_identity->kiosk);
  uploader::Uploader kiosk(outbox_, client_, clock_, randomness_);
  EXPECT_EQ(kiosk.step().failure, uploader::SyncFailure::kRevoked);
  outbox_.stored_identity->kiosk = {"k-nobody"};
  EXPECT_EQ(kiosk.step().failure, uploader::SyncFailure::kUnknownKiosk);
}

TEST_F(RealKiosk, BelievesOnlyItsOwnBureau) {
  const auto impostor = wire::make_key_pair(randomness_).public_key;
  EXPECT_EQ(std::get<uploader::EnrolmentFailure>(enrol_at(impostor, issue_code())).failure,
            uploader::SyncFailure::kBadSignature);
}

TEST_F(RealKiosk, IsToldInASignedAnswerWhenItsBodyIsTooLarge) {
  const auto request = signed_request("POST", "/v1/enrolments", "-",
                                      wire::make_key_pair(randomness_), std::string(5000, ' '));
  transfer::HttpRequest http;
  http.method = request.method;
  http.url = url() + request.target;
  http.body = request.body;
  for (const auto& [name, value] : request.headers) http.headers.push_back({name, value});
  const auto sent = client_.send(http);
  ASSERT_TRUE(std::holds_alternative<transfer::HttpAnswer>(sent));
  const auto& answer = std::get<transfer::HttpAnswer>(sent);
  Response response;
  response.status = answer.status;
  response.body = answer.body;
  response.headers = {{"Keqian-Signature", std::string(answer.header("Keqian-Signature"))}};
  EXPECT_EQ(outcome(response), "413 too_large");
  EXPECT_TRUE(is_signed(request, response));
}

}  // namespace
}  // namespace keqian::bureau
