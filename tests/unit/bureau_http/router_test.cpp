#include "server-sync/bureau/http/router.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace keqian::bureau {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

Handler says(const std::string& text) {
  return [text](const Request& request) {
    Response response;
    response.body = text;
    for (const auto& [name, value] : request.parameters) response.body += " " + name + "=" + value;
    return response;
  };
}

Response ask(const Router& router, const std::string& method, const std::string& path) {
  Request request;
  request.method = method;
  request.path = path;
  Response got;
  int answers = 0;
  router.dispatch(std::move(request), Reply([&](Response response) {
                    got = std::move(response);
                    ++answers;
                  }));
  EXPECT_EQ(answers, 1);
  return got;
}

class Routes : public ::testing::Test {
 protected:
  Routes() {
    router_.add("GET", "/v1/kiosks", says("list"));
    router_.add("POST", "/v1/kiosks", says("make"), 10);
    router_.add("GET", "/v1/kiosks/new", says("new"));
    router_.add("GET", "/v1/kiosks/{id}", says("one"), 20);
    router_.add("PUT", "/v1/kiosks/{id}/tallies/{day}", says("tallies"));
    router_.add("GET", "/", says("root"));
  }
  Router router_;
};

TEST_F(Routes, AreFoundByMethodAndPath) {
  EXPECT_EQ(ask(router_, "GET", "/").body, "root");
  EXPECT_EQ(ask(router_, "GET", "/v1/kiosks").body, "list");
  EXPECT_EQ(ask(router_, "POST", "/v1/kiosks").body, "make");
  EXPECT_EQ(ask(router_, "GET", "/v1/kiosks/k-1").body, "one id=k-1");
  EXPECT_EQ(ask(router_, "GET", "/v1/kiosks/new").body, "new");
  EXPECT_EQ(ask(router_, "HEAD", "/v1/kiosks/k-1").body, "one id=k-1");
  EXPECT_EQ(ask(router_, "PUT", "/v1/kiosks/a%2Fb+c/tallies/%E7%A7%91").body,
            "tallies id=a/b+c day=科");
}

TEST_F(Routes, DoNotMatchOtherPaths) {
  for (const char* path :
       {"", "/v1", "/v1/", "/v1/kiosks/", "/v1/kiosks/a/b", "/V1/kiosks", "//v1/kiosks",
        "/v1/kiosks/k-1/", "/v1/kiosk%73", "/v1/kiosks//tallies/1"}) {
    EXPECT_EQ(ask(router_, "GET", path).status, 404) << path;
  }
}

TEST_F(Routes, SayWhichMethodsAPathHas) {
  const auto response = ask(router_, "DELETE", "/v1/kiosks");
  EXPECT_EQ(response.status, 405);
  EXPECT_THAT(response.headers, ElementsAre(Pair("Allow", "GET, HEAD, POST")));
  EXPECT_EQ(router_.match("POST", "/v1/kiosks/new").allow, "GET, HEAD");
  EXPECT_EQ(ask(router_, "get", "/").status, 405);
}

TEST_F(Routes, CarryTheirLimits) {
  EXPECT_EQ(router_.match("POST", "/v1/kiosks").body_bytes_max, 10U);
  EXPECT_EQ(router_.match("GET", "/v1/kiosks/k-1").body_bytes_max, 20U);
  EXPECT_EQ(router_.match("GET", "/nowhere").body_bytes_max, kBodyBytesMaxDefault);
  EXPECT_EQ(router_.routes().size(), 6U);
}

TEST(Dispatch, GivesBrowsersAPageWhereThereIsNothing) {
  Router router;
  router.add("POST", "/a", [](const Request&) { return Response{}; });
  router.set_fallback([](const Request&) { return error_response(404, "not_found", "nothing"); });
  router.set_missing_page([](const Request&) {
    Response page;
    page.status = 404;
    page.body = "page";
    return page;
  });
  const auto asked = [&](const char* method, const char* path, const char* accept) {
    Request request;
    request.method = method;
    request.path = path;
    request.headers = {{"accept", accept}};
    Response response;
    router.dispatch(std::move(request),
                    Reply([&](Response answer) { response = std::move(answer); }));
    return response;
  };
  EXPECT_EQ(asked("GET", "/b", "text/html,*/*").body, "page");
  EXPECT_NE(asked("GET", "/b", "*/*").body, "page") << "a program";
  EXPECT_NE(asked("GET", "/api/b", "text/html").body, "page");
  EXPECT_NE(asked("POST", "/b", "text/html").body, "page");
  EXPECT_EQ(asked("GET", "/a", "text/html").status, 405) << "there is something, for others";
}

TEST(Dispatch, TurnsAnyExceptionIntoOne500) {
  Router router;
  router.add("GET", "/a", [](const Request&) -> Response { throw std::runtime_error("no"); });
  router.add("GET", "/b", [](const Request&) -> Response { throw 1; });
  router.add_deferred("GET", "/c", [](auto, Reply reply) {
    reply(Response{});
    throw std::runtime_error("after the answer");
  });
  EXPECT_EQ(ask(router, "GET", "/a").status, 500);
  EXPECT_EQ(ask(router, "GET", "/b").status, 500);
  EXPECT_EQ(ask(router, "GET", "/c").status, 200);
}

}  // namespace
}  // namespace keqian::bureau
