#include <gtest/gtest.h>

#include <csignal>

#include "server-sync/transfer/http_client.h"
#include "tests/unit/transfer/loopback_server.h"
#include "tests/unit/transfer/tls_certificate.h"

namespace keqian::transfer {
namespace {

constexpr char kAnswer[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

class Tls : public ::testing::Test {
 protected:
  // OpenSSL writes to sockets that the client has closed.
  Tls() { std::signal(SIGPIPE, SIG_IGN); }

  HttpResult send(const std::string& certificate_sha256) {
    HttpRequest request;
    request.url = server_.url() + "/v1/x";
    request.certificate_sha256 = certificate_sha256;
    return client_.send(request);
  }
  static TransferFailure failure_of(const HttpResult& result) {
    const auto* error = std::get_if<TransferError>(&result);
    return error ? error->failure : TransferFailure::kOther;
  }

  TlsCertificate certificate_ = make_tls_certificate();
  LoopbackServer server_{kAnswer, LoopbackServer::Afterwards::kClose, certificate_.context.get()};
  CurlHttpClient client_;
};

TEST_F(Tls, BelievesThePinnedKeyWithoutACertificateStore) {
  const auto result = send(certificate_.public_key_sha256);
  ASSERT_TRUE(std::holds_alternative<HttpAnswer>(result)) << std::get<TransferError>(result).detail;
  EXPECT_EQ(std::get<HttpAnswer>(result).body, "ok");
}

TEST_F(Tls, RefusesAnyOtherKeyBeforeSendingARequest) {
  std::string other = certificate_.public_key_sha256;
  other.back() = static_cast<char>(other.back() ^ 1);
  EXPECT_EQ(failure_of(send(other)), TransferFailure::kCertificate);
  EXPECT_TRUE(server_.requests().empty());
}

TEST_F(Tls, RefusesAnUnknownIssuerWithoutAPin) {
  EXPECT_EQ(failure_of(send({})), TransferFailure::kCertificate);
  EXPECT_TRUE(server_.requests().empty());
}

TEST_F(Tls, ChecksThePinAgainForEachRequest) {
  ASSERT_TRUE(std::holds_alternative<HttpAnswer>(send(certificate_.public_key_sha256)));
  EXPECT_EQ(failure_of(send(std::string(32, 'x'))), TransferFailure::kCertificate);
}

TEST(TlsToAPlainServer, NeverGetsThroughTheGreeting) {
  const LoopbackServer server(kAnswer, LoopbackServer::Afterwards::kClose);
  CurlHttpClient client;
  HttpRequest request;
  request.url = "https" + server.url().substr(4);
  request.total_timeout_ms = 300;  // the plain server waits for the end of a request
  const auto result = client.send(request);
  ASSERT_TRUE(std::holds_alternative<TransferError>(result));
  EXPECT_EQ(std::get<TransferError>(result).failure, TransferFailure::kTimedOut);
}

}  // namespace
}  // namespace keqian::transfer
