#include "server-sync/bureau/http/response_head.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server-sync/bureau/http/event_topic.h"

namespace keqian::bureau {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string_view kGzip(
    "\x1f\x8b\x08\0\0\0\0\0\x02\x03"
    "\xcb\x48\xcd\xc9\xc9\x57\xc8\x40\x27\x01\xe3\x51\x3d\x8d\x17\0\0\0",
    28);

Request get_with(std::string_view name, std::string_view value) {
  Request request;
  request.method = "GET";
  request.headers.emplace_back(name, value);
  return request;
}

Response page() {
  Response response;
  response.body = "body";
  response.etag = "\"7\"";
  return response;
}

Response packed_page() {
  Response response;
  response.body = kGzip;
  response.body_is_gzip = true;
  response.etag = "\"7\"";
  return response;
}

int status_for(const Request& request, Response response = page()) {
  suit_to_client(request, response);
  return response.status;
}

TEST(SuitToClient, Answers304ToWhoeverHoldsTheETag) {
  for (const char* held : {"\"7\"", "W/\"7\"", "\"6\", \"7\"", "*", " \"7\" "}) {
    EXPECT_EQ(status_for(get_with("if-none-match", held)), 304) << held;
  }
  for (const char* held : {"\"6\"", "7", "", "\"77\"", "\"7"}) {
    EXPECT_EQ(status_for(get_with("if-none-match", held)), 200) << held;
  }
  auto request = get_with("if-none-match", "\"7\"");
  request.method = "HEAD";
  EXPECT_EQ(status_for(request), 304);
  request.method = "POST";
  EXPECT_EQ(status_for(request), 200);
  auto untagged = page();
  untagged.etag.clear();
  EXPECT_EQ(status_for(get_with("if-none-match", "*"), untagged), 200);
  auto failed = page();
  failed.status = 500;
  EXPECT_EQ(status_for(get_with("if-none-match", "\"7\""), failed), 500);
}

TEST(SuitToClient, LeavesNoBodyWhereNoneMayBe) {
  auto response = packed_page();
  suit_to_client(get_with("if-none-match", "\"7\""), response);
  EXPECT_EQ(response.body, "");
  EXPECT_EQ(response.etag, "\"7\"");
  const auto head = response_head(response, {});
  EXPECT_THAT(head, AllOf(HasSubstr("\r\nETag: \"7\"\r\n"), HasSubstr("\r\nVary: "),
                          Not(HasSubstr("Content-"
                                        "Encoding")),
                          Not(HasSubstr("Content-Length"))));
  auto empty = page();
  empty.status = 204;
  suit_to_client(get_with("accept", "*/*"), empty);
  EXPECT_EQ(empty.body, "");
}

TEST(SuitToClient, UnpacksForClientsThatDoNotReadGzip) {
  for (const char* coding : {"gzip", "br, gzip;q=0.5", "*", "deflate,gzip", "gzip; q=1"}) {
    auto response = packed_page();
    suit_to_client(get_with("accept-encoding", coding), response);
    EXPECT_EQ(response.body, kGzip) << coding;
    EXPECT_THAT(response_head(response, {}), HasSubstr("\r\nContent-Encoding: gzip\r\n"));
  }
  for (const char* coding : {"", "br", "gzip;q=0", "gzip; q=0.0", "gzip;q=0.000, br", "xgzip"}) {
    auto response = packed_page();
    suit_to_client(get_with("accept-encoding", coding), response);
    EXPECT_EQ(response.body, "hello hello hello hello") << coding;
    EXPECT_THAT(
        response_head(response, {}),
        AllOf(Not(HasSubstr("Content-Encoding")), Not(HasSubstr("ETag")),
              HasSubstr("\r\nVary: Accept-Encoding\r\n"), HasSubstr("\r\nContent-Length: 23\r\n")));
  }
}

TEST(SuitToClient, Answers500WhereTheFileIsDamaged) {
  auto response = packed_page();
  response.body.resize(12);
  EXPECT_EQ(status_for(get_with("accept", "*/*"), response), 500);
}

TEST(ResponseHead, SaysWhatFollowsAndKeepsBrowsersStrict) {
  const auto head = response_head(page(), {784111777000, false, true});
  EXPECT_THAT(head, StartsWith("HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"));
  EXPECT_THAT(head, EndsWith("\r\n\r\n"));
  EXPECT_THAT(head, AllOf(HasSubstr("\r\nContent-Type: application/json\r\n"),
                          HasSubstr("\r\nContent-Length: 4\r\n"),
                          HasSubstr("\r\nConnection: keep-alive\r\n"),
                          HasSubstr("\r\nCache-Control: no-store\r\n"),
                          HasSubstr("\r\nX-Content-Type-Options: nosniff\r\n"),
                          HasSubstr("\r\nX-Frame-Options: DENY\r\n"),
                          HasSubstr("\r\nReferrer-Policy: no-referrer\r\n"),
                          HasSubstr("\r\nContent-Security-Policy: default-src 'none'; ")));
  EXPECT_THAT(head, Not(HasSubstr("Strict-Transport-Security")));
  EXPECT_THAT(response_head(page(), {0, true, false}),
              AllOf(HasSubstr("\r\nStrict-Transport-Security: max-age="),
                    HasSubstr("\r\nConnection: close\r\n")));
}

TEST(ResponseHead, LetsAPageBringItsOwnPolicy) {
  for (const char* name : {"Content-Security-Policy", "content-security-policy"}) {
    auto response = page();
    response.headers.emplace_back(name, "default-src 'self'");
    const auto head = response_head(response, {});
    EXPECT_THAT(head, HasSubstr(": default-src 'self'\r\n"));
    EXPECT_THAT(head, Not(HasSubstr("default-src 'none'")));
  }
}

TEST(ResponseHead, CannotBeSplit) {
  for (const auto& bad :
       {std::string("x\r\nSet-Cookie: a=b"), std::string("x\nSet-Cookie: a=b"),
        std::string("x\rSet-Cookie: a=b"), std::string("x\0Set-Cookie: a=b", 17)}) {
    auto response = page();
    response.etag = bad;
    response.content_type = bad;
    response.cache_control = bad;
    response.headers = {{"Location", bad}, {bad, "value"}, {"X-After", "kept"}};
    const auto head = response_head(response, {});
    EXPECT_THAT(head, Not(HasSubstr("Set-Cookie")));
    EXPECT_THAT(head, HasSubstr("\r\nX-After: kept\r\n\r\n"));
    EXPECT_EQ(head.find("\r\n\r\n"), head.size() - 4);
  }
}

TEST(ResponseHead, AnnouncesAStreamWithoutALength) {
  Response response;
  response.events = std::make_shared<EventTopic>();
  EXPECT_THAT(response_head(response, {}),
              AllOf(HasSubstr("\r\nContent-Type: text/event-stream\r\n"),
                    Not(HasSubstr("Content-Length"))));
}

TEST(ResponseHead, HasAPhraseForEveryStatusOfOurs) {
  for (const int status : {200, 201, 204, 303, 304, 400, 401, 403, 404, 405, 408,
                           409, 413, 415, 417, 422, 429, 431, 500, 501, 503, 505}) {
    EXPECT_NE(reason_phrase(status), "Status") << status;
  }
  EXPECT_EQ(reason_phrase(299), "Status");
}

TEST(HttpDate, IsOfTheFixedForm) {
  EXPECT_EQ(http_date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
  EXPECT_EQ(http_date(951782399999), "Mon, 28 Feb 2000 23:59:59 GMT");
  EXPECT_EQ(http_date(951782400000), "Tue, 29 Feb 2000 00:00:00 GMT");
}

}  // namespace
}  // namespace keqian::bureau
