// Looking after kiosks: names, venues, withdrawing, which of the histories of one count.
#include <gmock/gmock.h>

#include <algorithm>

#include "server-sync/wire/pin_reset.h"
#include "tests/unit/bureau_handlers/desk_stage.h"

namespace keqian::bureau {
namespace {

using testing::HasSubstr;

class Fleet : public DeskStage {
 protected:
  Fleet() {
    import_city();
    add_user("chief", Role::kReviewer);
    add_user("clerk", Role::kReporter);
    chief_.sign_in("chief", std::string(kPassword));
    clerk_.sign_in("clerk", std::string(kPassword));
    kiosk_ = count_persons(5);
  }
  // A copy that has the first 3 of the 5, and 4 of its own.
  void copy_card() {
    const auto row = tally(daily("museum"), 9, Category::kPublic, 7, 9);
    auto copy = upload(kiosk_, 0, 9, {row}, std::string(32, 'b'));
    copy.upload.origin = wire::LifeOrigin{std::string(32, 'a'), 3};
    copy.upload.shared_tallies = {row};
    copy.upload.shared_tallies[0].persons = 3;
    apply_one(*store_, copy);
  }
  std::string path(std::string_view leaf) const {
    return "/api/kiosks/" + kiosk_.id.value + "/" + std::string(leaf);
  }
  // `counted` as in the answer's choices.
  Json judgement(const Json& found, const Json& counted) {
    auto lives = Json::array();
    for (const auto& life : *found.find("lives")->as_array()) {
      const auto& id = *life.find("incarnation");
      const auto& chosen = *counted.as_array();
      lives.push(
          Json::object({{"incarnation", id},
                        {"counts", std::find(chosen.begin(), chosen.end(), id) != chosen.end()},
                        {"ledger_sequence", *life.find("ledger_sequence")}}));
    }
    return Json::object(
        {{"campaign", "city-2024"}, {"lives", std::move(lives)}, {"reason", "电话核实"}});
  }
  std::int64_t persons() {
    return *chief_.get("/api/overview?campaign=city-2024").body.find("persons_today")->as_int();
  }

  Browser chief_{*this};
  Browser clerk_{*this};
  KioskRecord kiosk_;
};

TEST_F(Fleet, HistoriesAreShownJudgedAndFollowedByTheFigures) {
  copy_card();
  const auto found = clerk_.get(path("lives")).body;
  ASSERT_EQ(found.find("lives")->as_array()->size(), 2u);
  const auto& copy = found.find("lives")->as_array()->at(1);
  EXPECT_EQ(*copy.find("origin")->as_string(), "copy");
  EXPECT_EQ(*copy.find("shared_until")->as_int(), 3);
  EXPECT_EQ(*copy.find("days")->as_array()->at(0).find("shared_persons")->as_int(), 3);
  const auto& both = found.find("choices")->as_array()->at(0);
  ASSERT_EQ(both.as_array()->size(), 2u);

  const auto before = persons();
  const auto preview = chief_.post(path("lives/preview"), judgement(found, both));
  ASSERT_EQ(preview.status(), 200) << preview.response.body;
  const auto& cell = preview.body.find("cells")->as_array()->at(0);
  EXPECT_EQ(*cell.find("number")->as_int(), 13);
  EXPECT_EQ(*cell.find("before")->as_int(), before);
  EXPECT_EQ(*cell.find("after")->as_int(), 9);
  EXPECT_EQ(persons(), before);

  EXPECT_EQ(chief_.post(path("lives"), judgement(found, both)).status(), 200);
  EXPECT_EQ(persons(), 9);
  EXPECT_THAT(chief_.get("/api/overview?campaign=city-2024").response.body,
              HasSubstr("\"persons_pending_review\":0"));
}

TEST_F(Fleet, HistoriesAreJudgedByReviewersOnGoodGroundsAlone) {
  copy_card();
  const auto found = chief_.get(path("lives")).body;
  const auto& both = found.find("choices")->as_array()->at(0);
  EXPECT_EQ(clerk_.post(path("lives"), judgement(found, both)).status(), 403);
  auto silent = judgement(found, both);
  silent.set("reason", " ");
  EXPECT_EQ(chief_.post(path("lives"), silent).text("rule"), "missing");
  EXPECT_EQ(chief_.post(path("lives"), judgement(found, Json::array())).text("rule"), "none");
  EXPECT_EQ(chief_.post(path("lives"), Json::object({{"lives", 1}})).status(), 422);
  const auto of_one = Json::object({{"lives", Json::array()}, {"reason", "x"}});
  EXPECT_EQ(chief_.post(path("lives"), of_one).status(), 409) << "of histories that it never saw";
  EXPECT_EQ(chief_.get("/api/kiosks/k-nobody/lives").status(), 404);
  EXPECT_EQ(chief_.post("/api/kiosks/k-nobody/lives", judgement(found, both)).status(), 404);
}

TEST_F(Fleet, KiosksAreRenamedMovedAndWithdrawnByReviewers) {
  const auto name = Json::object({{"name", "东门"}});
  EXPECT_EQ(clerk_.post(path("name"), name).status(), 403);
  EXPECT_EQ(chief_.post(path("name"), name).text("name"), "东门");
  EXPECT_EQ(chief_.post(path("name"), Json::object({{"name", ""}})).text("rule"), "kiosk");
  EXPECT_EQ(chief_.post(path("venue"), Json::object({{"venue", "square"}})).text("venue"),
            "square");
  EXPECT_EQ(chief_.post(path("venue"), Json::object({{"venue", "moon"}})).status(), 404);
  EXPECT_EQ(clerk_.post(path("revocation"), Json::object({})).status(), 403);
  EXPECT_EQ(chief_.post(path("revocation"), Json::object({})).status(), 200);
  EXPECT_TRUE(store_->kiosk(kiosk_.id)->revoked);
  EXPECT_EQ(persons(), 5) << "what it counted stays";
}

TEST_F(Fleet, AdministratorsMakeCodesForForgottenPins) {
  add_user("head", Role::kAdministrator);
  Browser head(*this);
  head.sign_in("head", std::string(kPassword));
  const auto number = Json::object({{"number", "4821 0734"}});
  EXPECT_EQ(chief_.post(path("pin-reset-code"), number).status(), 403);
  const auto issued = head.post(path("pin-reset-code"), number);
  ASSERT_EQ(issued.status(), 200) << issued.response.body;
  EXPECT_EQ(issued.text("code").size(), wire::kResetCodeDigits);
  EXPECT_EQ(issued.text("kiosk"), kiosk_.id.value);
  const auto entries = *store_->audit_entries(0);
  EXPECT_EQ(entries.back().action, "kiosk.pin_reset_code");
  EXPECT_EQ(entries.back().who, "head");
  const auto slip = Json::object({{"number", "4821 0735"}});
  EXPECT_EQ(head.post(path("pin-reset-code"), slip).text("rule"), "reset");
  EXPECT_EQ(head.post(path("revocation"), Json::object({})).status(), 200);
  EXPECT_EQ(head.post(path("pin-reset-code"), number).status(), 409);
}

TEST_F(Fleet, WhatWasRefusedOfAKioskIsShown) {
  apply_one(*store_, upload(kiosk_, 1, 2, {tally(daily("square"), 9, Category::kPublic, 1, 2)}));
  const auto refused = clerk_.get(path("refused")).body;
  ASSERT_EQ(refused.find("refused")->as_array()->size(), 1u);
  EXPECT_EQ(*refused.find("refused")->as_array()->at(0).find("reason")->as_string(), "other_venue");
}

TEST_F(Fleet, TheOverviewSaysWhenVenuesAreOpen) {
  const auto overview = chief_.get("/api/overview?campaign=city-2024").body;
  EXPECT_TRUE(*overview.find("runs_today")->as_bool());
  const auto& museum = overview.find("venues")->as_array()->at(0);
  EXPECT_EQ(*museum.find("opens_minute")->as_int(), 9 * 60);
  EXPECT_EQ(*museum.find("closes_minute")->as_int(), 17 * 60);
}

TEST_F(Fleet, ARefusedSessionIsMappedToAnActivityOfItsVenue) {
  const auto former = session_id({"dance"}, {"museum"}, kFirstDay, 1);
  apply_one(*store_, upload(kiosk_, 1, 2, {tally(former, 9, Category::kPublic, 30, 2)}));
  const auto found = clerk_.get(path("refused")).body;
  const auto& item = found.find("refused")->as_array()->at(0);
  EXPECT_EQ(*item.find("persons")->as_int(), 30);
  const auto* activities = found.find("activities")->find(former.value);
  ASSERT_NE(activities, nullptr);
  EXPECT_TRUE(activities->as_array()->empty()) << "this small city has a daily opening alone";
  const auto answer = [&](std::string session, std::string activity) {
    return Json::object({{"session", std::move(session)}, {"activity", std::move(activity)}});
  };
  EXPECT_EQ(clerk_.post(path("refused"), answer(former.value, "ad-hoc")).status(), 403);
  EXPECT_EQ(chief_.post(path("refused"), answer("nonsense", "ad-hoc")).status(), 422);
  EXPECT_EQ(chief_.post(path("refused"), answer(former.value, "nonsense")).text("rule"), "unknown");
  EXPECT_EQ(chief_.post(path("refused"), answer(former.value, "ad-hoc")).status(), 200);
}

TEST_F(Fleet, ClosedDaysAreShownWithBothSidesFigures) {
  auto received = upload(kiosk_, 1, 2, {});
  received.upload.closings = {{kFirstDay, kAct.utc_ms, 8, 8, 2}};
  apply_one(*store_, received);
  const auto found = clerk_.get(path("closings")).body;
  const auto& day = found.find("closings")->as_array()->at(0);
  EXPECT_EQ(*day.find("state")->as_string(), "differs");
  EXPECT_EQ(*day.find("persons")->as_int(), 8);
  EXPECT_EQ(*day.find("bureau_persons")->as_int(), 5);
  EXPECT_THAT(chief_.get("/api/overview?campaign=city-2024").response.body,
              HasSubstr("\"differing_closings\":1"));
}

}  // namespace
}  // namespace keqian::bureau
