// Signing in and out, roles, the first administrator, and what keeps guessing and foreign pages
// out.
#include <gmock/gmock.h>

#include "tests/unit/bureau_handlers/desk_stage.h"

namespace keqian::bureau {
namespace {

using testing::HasSubstr;

class SignIn : public DeskStage {};

Json first_administrator(const std::string& token) {
  return Json::object(
      {{"token", token}, {"name", "liu.yan"}, {"display_name", "管理员"}, {"password", kPassword}});
}

TEST_F(SignIn, TheSessionSaysWhoIsThereAndWhatThereIs) {
  import_city();
  Browser browser(*this);
  auto session = browser.get("/api/session");
  EXPECT_TRUE(session.body.find("user")->is_null());
  EXPECT_EQ(*session.body.find("needs_first_administrator")->as_bool(), true);
  EXPECT_EQ(session.body.find("campaigns")->as_array()->size(), 1u);
  add_user("clerk", Role::kReporter);
  EXPECT_EQ(browser.sign_in("clerk", std::string(kPassword)).status(), 200);
  session = browser.get("/api/session");
  EXPECT_EQ(*session.body.find("user")->find("role")->as_string(), "reporter");
  EXPECT_EQ(*session.body.find("needs_first_administrator")->as_bool(), false);
}

TEST_F(SignIn, TheCookieIsOutOfReachOfScriptsAndOfOtherSites) {
  add_user("clerk", Role::kViewer);
  Browser browser(*this);
  const auto answer = browser.sign_in("clerk", std::string(kPassword));
  ASSERT_EQ(answer.response.headers.size(), 1u);
  EXPECT_THAT(answer.response.headers[0].second, HasSubstr("; HttpOnly; SameSite=Strict"));
  EXPECT_THAT(session_cookie("x", true), HasSubstr("; Secure"));
}

TEST_F(SignIn, AWrongPasswordAndAnUnknownNameLookTheSame) {
  add_user("clerk", Role::kViewer);
  Browser browser(*this);
  const auto wrong = browser.sign_in("clerk", "not the password");
  const auto unknown = browser.sign_in("nobody", "not the password");
  EXPECT_EQ(wrong.status(), 401);
  EXPECT_EQ(wrong.response.body, unknown.response.body);
  EXPECT_TRUE(browser.cookie().empty());
}

TEST_F(SignIn, GuessingIsSlowedDownAndEndsByItself) {
  add_user("clerk", Role::kViewer);
  Browser guesser(*this, "10.0.0.66");
  Answer answer;
  int tries = 0;
  for (; tries < 100 && answer.status() != 429; ++tries) answer = guesser.sign_in("clerk", "guess");
  EXPECT_LT(tries, 20);
  EXPECT_EQ(answer.response.headers[0].first, "Retry-After");
  Browser owner(*this, "10.0.0.1");
  EXPECT_EQ(owner.sign_in("clerk", std::string(kPassword)).status(), 429);
  clock_.advance(61 * kMsPerSecond);
  EXPECT_EQ(owner.sign_in("clerk", std::string(kPassword)).status(), 200);
}

TEST_F(SignIn, OneAddressCannotTryManyNames) {
  Browser guesser(*this, "10.0.0.66");
  Answer answer;
  int tries = 0;
  for (; tries < 100 && answer.status() != 429; ++tries) {
    answer = guesser.sign_in("name" + std::to_string(tries), "guess");
  }
  EXPECT_LT(tries, 50);
  add_user("clerk", Role::kViewer);
  Browser elsewhere(*this, "10.0.0.1");
  EXPECT_EQ(elsewhere.sign_in("clerk", std::string(kPassword)).status(), 200);
}

TEST_F(SignIn, IsInTheAuditLogWithItsRefusals) {
  add_user("clerk", Role::kViewer);
  Browser browser(*this, "10.0.0.9");
  browser.sign_in("clerk", "not the password");
  browser.sign_in("my secret password", "typed in the wrong field");
  browser.sign_in("clerk", std::string(kPassword));
  browser.post("/api/sign-out", Json::object({}));
  const auto entries = store_->audit_entries(1);  // the first: the user was added
  ASSERT_TRUE(entries.ok());
  std::vector<std::string> acts;
  for (const auto& entry : *entries) {
    acts.push_back(entry.who + " " + entry.action + " " + entry.subject + " " + entry.detail);
  }
  EXPECT_THAT(acts, testing::ElementsAre(
                        "nobody sign_in.refuse clerk 10.0.0.9", "nobody sign_in.refuse ? 10.0.0.9",
                        "clerk sign_in.begin clerk 10.0.0.9", "clerk sign_in.end clerk "));
}

TEST_F(SignIn, EndsByHandByRestAndWithTheAccount) {
  add_user("clerk", Role::kViewer);
  Browser browser(*this);
  const auto is_signed_in = [&] { return browser.get("/api/units?campaign=x").status() != 401; };
  browser.sign_in("clerk", std::string(kPassword));
  EXPECT_TRUE(is_signed_in());
  const auto cookie_before = browser.cookie();
  EXPECT_EQ(browser.post("/api/sign-out", Json::object({})).status(), 200);
  EXPECT_FALSE(is_signed_in());
  EXPECT_EQ(store_->sign_in(one_time_digest(cookie_before), clock_.utc_ms()).ok(), false);

  browser.sign_in("clerk", std::string(kPassword));
  for (int hour = 0; hour < 30; hour += 6) {  // used every six hours
    clock_.advance(6 * kMsPerHour);
    EXPECT_TRUE(is_signed_in());
  }
  clock_.advance(kSignInRestMaxMs + 1);
  EXPECT_FALSE(is_signed_in());

  browser.sign_in("clerk", std::string(kPassword));
  EXPECT_TRUE(store_->set_user_disabled("clerk", true, kAct).ok());
  EXPECT_FALSE(is_signed_in());
  EXPECT_EQ(browser.sign_in("clerk", std::string(kPassword)).status(), 401);
}

TEST_F(SignIn, AWriteWithoutTheTokenIsRefused) {
  add_user("clerk", Role::kAdministrator);
  Browser browser(*this);
  browser.set_csrf("");
  EXPECT_EQ(browser.sign_in("clerk", std::string(kPassword)).code(), "csrf");
  browser.forget_csrf();
  EXPECT_EQ(browser.sign_in("clerk", std::string(kPassword)).status(), 200);
  browser.set_csrf("another");
  EXPECT_EQ(browser.post("/api/sign-out", Json::object({})).code(), "csrf");
  // The token of nobody is not the token of somebody.
  browser.set_csrf(Browser(*this).get("/api/session").text("csrf"));
  EXPECT_EQ(browser.post("/api/sign-out", Json::object({})).code(), "csrf");
}

TEST_F(SignIn, EveryReadingRouteAsksWhoItIs) {
  Browser browser(*this);
  int asked = 0;
  for (const auto& route : router_.routes()) {
    if (!route.pattern.starts_with("/api/") || route.method != "GET") continue;
    if (route.pattern == "/api/session") continue;
    EXPECT_EQ(browser.get(route.pattern).code(), "not_signed_in") << route.pattern;
    ++asked;
  }
  EXPECT_GE(asked, 6);
}

TEST_F(SignIn, RolesDecideWhatMayBeDone) {
  import_city();
  add_user("viewer", Role::kViewer);
  add_user("reporter", Role::kReporter);
  add_user("reviewer", Role::kReviewer);
  const auto code_for = [&](const std::string& name) {
    Browser browser(*this);
    browser.sign_in(name, std::string(kPassword));
    return browser.post("/api/enrolment-codes", Json::object({{"venue", "museum"}})).status();
  };
  ASSERT_TRUE(store_->set_setting(kSettingPublicUrl, "https://bureau.example.org").ok());
  EXPECT_EQ(code_for("reviewer"), 200);
  EXPECT_EQ(code_for("viewer"), 403);
  EXPECT_EQ(code_for("reporter"), 403);
}

TEST_F(SignIn, TheFirstAdministratorIsMadeOnceByTheLink) {
  const std::string token = "one-time";
  ASSERT_TRUE(
      store_->set_first_administrator_token(one_time_digest(token), clock_.utc_ms() + kMsPerDay)
          .ok());
  Browser browser(*this);
  const auto old_link = browser.post("/api/first-administrator", first_administrator("other"));
  EXPECT_EQ(old_link.status(), 403);
  EXPECT_EQ(old_link.code(), "link_not_valid");
  auto weak = first_administrator(token);
  weak.set("password", "short");
  const auto refused = browser.post("/api/first-administrator", weak);
  EXPECT_EQ(refused.status(), 422);
  EXPECT_EQ(refused.text("field") + "." + refused.text("rule"), "password.short");
  EXPECT_EQ(browser.post("/api/first-administrator", first_administrator(token)).status(), 200);
  EXPECT_EQ(*browser.get("/api/session").body.find("user")->find("role")->as_string(),
            "administrator");
  Browser late(*this);
  EXPECT_NE(late.post("/api/first-administrator", first_administrator(token)).status(), 200);
}

TEST_F(SignIn, BadBodiesAreRefusedByName) {
  Browser browser(*this);
  const auto csrf = browser.get("/api/session").text("csrf");
  Request request;
  request.method = "POST";
  request.path = request.target = "/api/sign-in";
  request.headers = {{"content-type", "application/json"}, {"x-csrf-token", csrf}};
  for (const auto* body : {"", "{", "[]", "null", "\"x\"", "{\"name\":1}", "{\"name\":\"a\"}",
                           "{\"name\":\"a\",\"name\":\"b\",\"password\":\"c\"}", "\xff\xfe"}) {
    request.body = body;
    const auto answer = browser.send(request);
    EXPECT_TRUE(answer.status() == 400 || answer.status() == 422) << body;
    EXPECT_FALSE(answer.text("message").empty()) << body;
  }
  request.headers[0].second = "text/plain";
  request.body = "{}";
  EXPECT_EQ(browser.send(request).status(), 415);
}

}  // namespace
}  // namespace keqian::bureau
