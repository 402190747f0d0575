// Passes and enrolment codes, and the pages themselves.
#include <gmock/gmock.h>

#include <set>

#include "assets/web/bundle.h"
#include "server-sync/bureau/handlers/rate_limit.h"
#include "server-sync/wire/messages.h"
#include "server-sync/wire/pass.h"
#include "tests/unit/bureau_handlers/desk_stage.h"

namespace keqian::bureau {
namespace {

using testing::HasSubstr;

class Issuing : public DeskStage {
 protected:
  Issuing() {
    import_city();
    add_user("clerk", Role::kReporter);
    add_user("viewer", Role::kViewer);
    add_user("chief", Role::kReviewer);
  }
  static Json order(const std::string& category, int persons, int count = 1) {
    return Json::object({{"campaign", "city-2024"},
                         {"category", category},
                         {"persons", persons},
                         {"count", count}});
  }
};

TEST_F(Issuing, AVisitorGetsAPassThatKiosksAccept) {
  Browser visitor(*this);
  const auto answer = visitor.post("/api/passes", order("youth", 3));
  ASSERT_EQ(answer.status(), 200) << answer.response.body;
  const auto& issued = answer.body.find("passes")->as_array()->at(0);
  const auto keys = store_->pass_keys({"city-2024"});
  ASSERT_TRUE(keys.ok());
  const auto checked =
      wire::check_pass(*issued.find("pass")->as_string(), *keys, kFirstDay.plus_days(3), {});
  ASSERT_TRUE(std::holds_alternative<wire::Pass>(checked));
  EXPECT_EQ(std::get<wire::Pass>(checked).persons, 3);
  EXPECT_EQ(std::get<wire::Pass>(checked).category, Category::kYouth);
  EXPECT_THAT(*issued.find("qr_svg")->as_string(), HasSubstr("<svg"));
  EXPECT_EQ(wire::parse_base64(*issued.find("png_base64")->as_string())->substr(1, 3), "PNG");
  EXPECT_EQ(answer.text("valid_from"), "2024-05-25");
}

TEST_F(Issuing, LargerGroupsSeveralPassesAndBadgesAreForStaff) {
  Browser visitor(*this);
  Browser viewer(*this);
  viewer.sign_in("viewer", std::string(kPassword));
  Browser clerk(*this);
  clerk.sign_in("clerk", std::string(kPassword));
  for (const auto& wanted : {order("public", 11), order("public", 1, 2), order("volunteer", 1)}) {
    EXPECT_EQ(visitor.post("/api/passes", wanted).status(), 401) << wanted.dump();
    EXPECT_EQ(viewer.post("/api/passes", wanted).status(), 403) << wanted.dump();
    EXPECT_EQ(clerk.post("/api/passes", wanted).status(), 200) << wanted.dump();
  }
  const auto many = clerk.post("/api/passes", order("volunteer", 1, 200));
  std::set<std::string> different;
  for (const auto& pass : *many.body.find("passes")->as_array()) {
    different.insert(*pass.find("pass")->as_string());
  }
  EXPECT_EQ(different.size(), 200u);
}

TEST_F(Issuing, OrdersOutOfRangeAreRefused) {
  Browser clerk(*this);
  clerk.sign_in("clerk", std::string(kPassword));
  for (const auto& bad : {order("public", 0), order("public", 501), order("visitor", 1),
                          order("public", 1, 0), order("public", 1, 201), order("volunteer", 2)}) {
    EXPECT_EQ(clerk.post("/api/passes", bad).status(), 422) << bad.dump();
  }
  auto elsewhere = order("public", 1);
  elsewhere.set("campaign", "no");
  EXPECT_EQ(clerk.post("/api/passes", elsewhere).status(), 404);
}

TEST_F(Issuing, OneAddressCannotTakePassesWithoutEnd) {
  Browser visitor(*this, "10.0.0.9");
  int given = 0;
  while (given < 1000 && visitor.post("/api/passes", order("public", 1)).status() == 200) ++given;
  EXPECT_GE(given, 60);  // a class of a school at once
  EXPECT_LT(given, 1000);
  EXPECT_EQ(Browser(*this, "10.0.0.10").post("/api/passes", order("public", 1)).status(), 200);
  clock_.advance(60 * kMsPerSecond);
  EXPECT_EQ(visitor.post("/api/passes", order("public", 1)).status(), 200);
}

TEST(RateLimit, RefillsAndForgetsOldAddresses) {
  RateLimit limit(3, 1000);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(limit.take("a", 0));
  EXPECT_FALSE(limit.take("a", 0));
  EXPECT_FALSE(limit.take("a", 999));
  EXPECT_TRUE(limit.take("a", 1000));
  EXPECT_FALSE(limit.take("a", 1000));
  for (int i = 0; i < 30'000; ++i) EXPECT_TRUE(limit.take(std::to_string(i), 2000));
  EXPECT_TRUE(limit.take("a", 9000));
}

TEST_F(Issuing, AnEnrolmentCodeComesAsTheTextOfAQr) {
  ASSERT_TRUE(store_->set_setting(kSettingPublicUrl, "https://bureau.example.org").ok());
  ASSERT_TRUE(
      store_->set_setting(kSettingCertificate, wire::base64_url(std::string(32, 'p'))).ok());
  Browser chief(*this);
  chief.sign_in("chief", std::string(kPassword));
  const auto answer = chief.post("/api/enrolment-codes", Json::object({{"venue", "museum"}}));
  ASSERT_EQ(answer.status(), 200) << answer.response.body;
  EXPECT_FALSE(*answer.body.find("here_only")->as_bool());
  const auto enrolment = wire::parse_enrolment_string(answer.text("enrolment"));
  ASSERT_TRUE(enrolment.ok()) << enrolment.error().text();
  EXPECT_EQ(enrolment->bureau_url, "https://bureau.example.org");
  EXPECT_EQ(enrolment->code, answer.text("code"));
  EXPECT_EQ(enrolment->bureau_key, keys_.public_key);
  EXPECT_EQ(enrolment->certificate_sha256, std::string(32, 'p'));
  EXPECT_EQ(answer.text("venue_name"), "博物馆");
  EXPECT_EQ(chief.post("/api/enrolment-codes", Json::object({{"venue", "no"}})).status(), 404);
}

TEST_F(Issuing, ACodeOfThisMachineIsGivenOnlyToABrowserHere) {
  Browser chief(*this);
  chief.sign_in("chief", std::string(kPassword));
  const auto ask = [&](const std::string& host) {
    return chief.post("/api/enrolment-codes", Json::object({{"venue", "museum"}}), host);
  };
  const auto without_address = ask("bureau.example.org");
  EXPECT_EQ(without_address.status(), 409);
  EXPECT_EQ(without_address.text("field"), "bureau_url");
  ASSERT_TRUE(store_->set_setting(kSettingPublicUrl, "http://127.0.0.1:8470").ok());
  for (const auto* host : {"bureau.example.org", "192.0.2.7:8443", ""}) {
    const auto refused = ask(host);
    EXPECT_EQ(refused.status(), 409) << host;
    EXPECT_EQ(refused.text("rule"), "here_only");
    EXPECT_THAT(refused.text("hint"), HasSubstr("--public-url"));
  }
  for (const auto* host : {"127.0.0.1:8470", "localhost:8470", "[::1]:8470"}) {
    const auto given = ask(host);
    EXPECT_EQ(given.status(), 200) << host;
    EXPECT_TRUE(*given.body.find("here_only")->as_bool());
  }
}

TEST_F(Issuing, APassOfACampaignThatIsOverIsRefusedByName) {
  clock_.advance(9 * kMsPerDay);
  const auto late = Browser(*this).post("/api/passes", order("public", 1));
  EXPECT_EQ(late.status(), 422);
  EXPECT_EQ(late.text("field") + "." + late.text("rule"), "campaign.ended");
}

TEST_F(Issuing, AHallsNetworkIsNotHeldUpAtItsPeak) {
  Browser hall(*this, "10.0.0.11");
  // 5.6 visitors a second for ten minutes, all behind one address.
  for (int visitor = 0; visitor < 3360; ++visitor) {
    ASSERT_EQ(hall.post("/api/passes", order("public", 1)).status(), 200) << visitor;
    clock_.advance(178);
  }
}

TEST_F(Issuing, AWrongAddressInABrowserIsAPage) {
  Request request;
  request.method = "GET";
  request.path = request.target = "/no-such-page";
  request.headers = {{"accept", "text/html,application/xhtml+xml,*/*;q=0.8"}};
  const auto page = dispatch(request);
  EXPECT_EQ(page.status, 404);
  EXPECT_THAT(page.content_type, HasSubstr("text/html"));
  request.path = request.target = "/api/no-such-thing";
  EXPECT_EQ(dispatch(request).content_type, "application/json") << "programs ask there";
}

TEST_F(Issuing, EveryPageIsSentWithItsPolicy) {
  Browser visitor(*this);
  ASSERT_FALSE(web_files().empty());
  for (const auto& file : web_files()) {
    const auto answer = visitor.get(std::string(file.path));
    EXPECT_EQ(answer.status(), 200) << file.path;
    EXPECT_TRUE(answer.response.body_is_gzip);
    EXPECT_FALSE(answer.response.etag.empty());
    const auto& [name, policy] = answer.response.headers[0];
    EXPECT_EQ(name, "Content-Security-Policy");
    EXPECT_EQ(policy.find("unsafe") != std::string::npos, file.path == "/relay") << file.path;
  }
  EXPECT_EQ(visitor.get("/no-such-page").status(), 404);
  EXPECT_EQ(visitor.get("/healthz").response.body, "ok\n");
}

}  // namespace
}  // namespace keqian::bureau
