#include "server-sync/bureau/http/client_address.h"

#include <gtest/gtest.h>

namespace keqian::bureau {
namespace {

std::string address(const std::string& peer, const NamedTexts& headers) {
  Request request;
  request.headers = headers;
  return client_address(peer, request);
}

TEST(ClientAddress, IsThePeerUnlessAProxyHereSaysMore) {
  EXPECT_EQ(address("192.0.2.7", {}), "192.0.2.7");
  EXPECT_EQ(address("127.0.0.1", {}), "127.0.0.1");
  EXPECT_EQ(address("127.0.0.1", {{"x-forwarded-for", "203.0.113.9"}}), "203.0.113.9");
  EXPECT_EQ(address("::1", {{"x-forwarded-for", "2001:db8::7"}}), "2001:db8::7");
  EXPECT_EQ(address("192.0.2.7", {{"x-forwarded-for", "203.0.113.9"}}), "192.0.2.7");
}

TEST(ClientAddress, BelievesOnlyWhatTheProxyAppended) {
  EXPECT_EQ(address("127.0.0.1", {{"x-forwarded-for", "1.1.1.1, 203.0.113.9"}}), "203.0.113.9");
  EXPECT_EQ(address("127.0.0.1", {{"x-forwarded-for", "1.1.1.1"},
                                  {"cookie", "a=b"},
                                  {"x-forwarded-for", "203.0.113.9"}}),
            "203.0.113.9");
}

TEST(ClientAddress, IsThePeerWhereTheHeaderSaysNothingUseful) {
  EXPECT_EQ(address("127.0.0.1", {{"x-forwarded-for", ""}}), "127.0.0.1");
  EXPECT_EQ(address("127.0.0.1", {{"x-forwarded-for", "203.0.113.9, "}}), "127.0.0.1");
  EXPECT_EQ(address("127.0.0.1", {{"x-forwarded-for", std::string(65, '1')}}), "127.0.0.1");
}

}  // namespace
}  // namespace keqian::bureau
