#include <gtest/gtest.h>

#include <filesystem>

#include "tests/unit/bureau_http/stage.h"
#include "tests/unit/bureau_http/tls_files.h"

namespace keqian::bureau {
namespace {

class TlsServer : public ::testing::Test {
 protected:
  void SetUp() override {
    stage.router.add("GET", "/hello", [](const Request&) { return text_response("hello"); });
  }
  Stage stage{true};
};

TEST_F(TlsServer, EndsAConnectionThatDoesNotSpeakTls) {
  stage.start();
  for (const auto& said : {get("/hello"), std::string("\x16\x03\x01 nonsense"),
                           std::string(100'000, 'x'), std::string(5, '\0')}) {
    Client plain(stage.server().port(), false);
    plain.send(said);
    plain.end_sending();
    EXPECT_EQ(plain.read_to_end().find("HTTP"), std::string::npos);
  }
  await([&] { return stage.server().connections() == 0; });
  EXPECT_EQ(stage.ask(get("/hello")).body, "hello");
}

TEST_F(TlsServer, DoesNotWaitForGoodbyes) {
  stage.start();
  {
    const auto client = stage.connect();
    client->send(get("/hello"));
    EXPECT_EQ(client->read_answer().body, "hello");
  }  // gone without a word of TLS
  await([&] { return stage.server().connections() == 0; });
}

TEST_F(TlsServer, StaysPlainToWhoeverIsPlain) {
  Stage plain(false);
  plain.start();
  Client client(plain.server().port(), true);
  EXPECT_FALSE(client.is_open());
}

std::string failure_of(const std::filesystem::path& certificate, const std::filesystem::path& key) {
  ServerOptions options;
  options.tls_certificate = certificate;
  options.tls_key = key;
  const auto started = Server::start(options, Router());
  if (started.ok()) return "";
  EXPECT_EQ(started.error().kind, ErrorKind::kInvalid);
  return started.error().message;
}

TEST(TlsStart, NeedsACertificateAndItsKey) {
  const TlsFiles ours, others;
  EXPECT_EQ(failure_of(ours.certificate(), ours.key()), "");
  EXPECT_NE(failure_of(ours.certificate(), {}), "");
  EXPECT_NE(failure_of({}, ours.key()), "");
  EXPECT_NE(failure_of("no/such/file.pem", ours.key()).find("TLS certificate no/such"),
            std::string::npos);
  EXPECT_NE(failure_of(ours.key(), ours.key()).find("TLS certificate"), std::string::npos);
  EXPECT_NE(failure_of(ours.certificate(), ours.certificate()).find("TLS key"), std::string::npos);
  EXPECT_NE(failure_of(ours.certificate(), others.key()).find("TLS key"), std::string::npos);
}

TEST(TlsStart, AsksNobodyForAPassword) {
  const TlsFiles files;
  EXPECT_NE(failure_of(files.certificate(), files.locked_key()).find("TLS key"), std::string::npos);
}

}  // namespace
}  // namespace keqian::bureau
