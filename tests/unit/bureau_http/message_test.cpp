#include "server-sync/bureau/http/message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace keqian::bureau {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(PercentDecoded, DecodesEscapesAndLeavesMalformedOnes) {
  EXPECT_EQ(percent_decoded("a%41%7a%7A", false), "aAzz");
  EXPECT_EQ(percent_decoded("%E7%A7%91", false), "科");
  EXPECT_EQ(percent_decoded("%00", false), std::string(1, '\0'));
  EXPECT_EQ(percent_decoded("%2", false), "%2");
  EXPECT_EQ(percent_decoded("%", false), "%");
  EXPECT_EQ(percent_decoded("%g1%1g%%41", false), "%g1%1g%A");
  EXPECT_EQ(percent_decoded("%2541", false), "%41");
  EXPECT_EQ(percent_decoded("a+b", false), "a+b");
  EXPECT_EQ(percent_decoded("a+b%2Bc", true), "a b+c");
}

TEST(ParseQuery, KeepsOrderAndRepetitions) {
  EXPECT_THAT(parse_query(""), IsEmpty());
  EXPECT_THAT(parse_query("a=1&b=x%26y&a=2&c&d=&e=f=g"),
              ElementsAre(Pair("a", "1"), Pair("b", "x&y"), Pair("a", "2"), Pair("c", ""),
                          Pair("d", ""), Pair("e", "f=g")));
}

TEST(Request, FindsTheFirstOfAName) {
  Request request;
  request.headers = {{"accept", "a"}, {"accept", "b"}};
  request.query = {{"q", "1"}, {"q", "2"}};
  request.parameters = {{"id", "7"}};
  EXPECT_EQ(request.header("accept"), "a");
  EXPECT_EQ(request.header("other"), "");
  EXPECT_EQ(request.query_text("q"), "1");
  EXPECT_EQ(request.parameter("id"), "7");
}

TEST(Request, ReadsCookies) {
  Request request;
  request.headers = {{"cookie", "a=1; session=x=y;b; sessions=no"}, {"cookie", "late=2"}};
  EXPECT_EQ(request.cookie("a"), "1");
  EXPECT_EQ(request.cookie("session"), "x=y");
  EXPECT_EQ(request.cookie("b"), "");
  EXPECT_EQ(request.cookie("late"), "2");
  EXPECT_EQ(request.cookie("sess"), "");
  EXPECT_EQ(request.cookie(""), "");
}

TEST(ErrorResponse, HasOneShape) {
  const auto response = error_response(409, "conflict", "changed \"meanwhile\"", "reload");
  EXPECT_EQ(response.status, 409);
  EXPECT_EQ(response.body,
            R"({"code":"conflict","message":"changed \"meanwhile\"","hint":"reload"})");
}

TEST(Reply, AnswersOnceAndNeverNot) {
  std::vector<int> statuses;
  const auto send = [&](Response response) { statuses.push_back(response.status); };
  {
    Reply reply(send);
    Response response;
    response.status = 204;
    reply(response);
    reply(error_response(400, "late", "late"));
  }
  EXPECT_THAT(statuses, ElementsAre(204));
  { const Reply dropped(send); }
  EXPECT_THAT(statuses, ElementsAre(204, 500));
  {
    Reply first(send);
    Reply second(std::move(first));
    first = std::move(second);
    first(Response{});
  }
  EXPECT_THAT(statuses, ElementsAre(204, 500, 200));
}

}  // namespace
}  // namespace keqian::bureau
