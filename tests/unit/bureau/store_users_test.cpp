#include <gmock/gmock.h>

#include "tests/unit/bureau/store_contract.h"

namespace keqian::bureau {
namespace {

using testing::SizeIs;

class Users : public StoreContract {
 protected:
  static UserRecord clerk() {
    return {"clerk", "统计员", Role::kReviewer, {}, "hash of a password", false};
  }
};

TEST_P(Users, AreAddedOnce) {
  ASSERT_TRUE(store().add_user(clerk(), kAct).ok());
  EXPECT_EQ(store().add_user(clerk(), kAct).error().kind, ErrorKind::kConflict);
  const auto user = store().user("clerk");
  ASSERT_TRUE(user.ok());
  EXPECT_EQ(user->display_name, "统计员");
  EXPECT_EQ(user->role, Role::kReviewer);
  EXPECT_EQ(*store().user_count(), 1);
  EXPECT_EQ(store().user("nobody").error().kind, ErrorKind::kNotFound);
}

TEST_P(Users, StaySignedInUntilTheirTimeIsOver) {
  ASSERT_TRUE(store().add_user(clerk(), kAct).ok());
  const SignInRecord record{"digest", "clerk", "csrf", 100, 100, 1000};
  ASSERT_TRUE(store().add_sign_in(record).ok());
  EXPECT_EQ(store().sign_in("digest", 999)->csrf_token, "csrf");
  EXPECT_EQ(store().sign_in("digest", 1000).error().kind, ErrorKind::kNotFound);
  ASSERT_TRUE(store().touch_sign_in("digest", 900, 2000).ok());
  EXPECT_TRUE(store().sign_in("digest", 1000).ok());
  ASSERT_TRUE(store().remove_expired_sign_ins(2000).ok());
  EXPECT_FALSE(store().sign_in("digest", 0).ok());
}

TEST_P(Users, AreSignedOutByANewPasswordAndByBeingDisabled) {
  ASSERT_TRUE(store().add_user(clerk(), kAct).ok());
  ASSERT_TRUE(store().add_sign_in({"one", "clerk", "csrf", 0, 0, 1000}).ok());
  ASSERT_TRUE(store().set_password_hash("clerk", "another hash", kAct).ok());
  EXPECT_FALSE(store().sign_in("one", 1).ok());
  EXPECT_EQ(store().user("clerk")->password_hash, "another hash");
  ASSERT_TRUE(store().add_sign_in({"two", "clerk", "csrf", 0, 0, 1000}).ok());
  ASSERT_TRUE(store().set_user_disabled("clerk", true, kAct).ok());
  EXPECT_FALSE(store().sign_in("two", 1).ok());
}

TEST_P(Users, BeginWithOneAdministratorByAOneTimeLink) {
  const auto digest = one_time_digest("token");
  UserRecord first{"admin", "管理员", Role::kAdministrator, {}, "hash", false};
  EXPECT_EQ(*store().first_administrator_token_expiry(), 0);
  ASSERT_TRUE(store().set_first_administrator_token(digest, kAct.utc_ms + 1000).ok());
  EXPECT_EQ(*open_again()->first_administrator_token_expiry(), kAct.utc_ms + 1000);
  EXPECT_EQ(store().add_first_administrator(one_time_digest("wrong"), first, kAct).error().kind,
            ErrorKind::kDenied);
  EXPECT_EQ(
      store().add_first_administrator(digest, first, {"link", kAct.utc_ms + 1000}).error().kind,
      ErrorKind::kDenied);
  ASSERT_TRUE(store().add_first_administrator(digest, first, kAct).ok());
  first.name = "second";
  EXPECT_EQ(store().add_first_administrator(digest, first, kAct).error().kind,
            ErrorKind::kConflict);
  EXPECT_FALSE(store().set_first_administrator_token(digest, kAct.utc_ms + 1000).ok());
}

TEST_P(Users, HaveTheirFailuresRemembered) {
  EXPECT_EQ(store().throttle("clerk")->failures, 0);
  ASSERT_TRUE(store().save_throttle({"clerk", 5, 100, 400}).ok());
  EXPECT_EQ(store().throttle("clerk")->locked_until_utc_ms, 400);
  ASSERT_TRUE(store().save_throttle({"clerk", 0, 0, 0}).ok());
  EXPECT_EQ(store().throttle("clerk")->failures, 0);
}

TEST_P(Users, LeaveATraceOfEveryAct) {
  ASSERT_TRUE(store().add_user(clerk(), kAct).ok());
  ASSERT_TRUE(store().append_audit(kAct, "sign_in", "clerk", "10.0.0.7").ok());
  const auto entries = store().audit_entries(0);
  ASSERT_TRUE(entries.ok());
  ASSERT_THAT(*entries, SizeIs(2));
  EXPECT_EQ(entries->at(0).action, "user.add");
  EXPECT_EQ(entries->at(0).who, "tester");
  EXPECT_EQ(entries->at(1).sequence, 2);
  EXPECT_NE(entries->at(0).chain, entries->at(1).chain);
  EXPECT_THAT(entries->at(1).chain, SizeIs(64));
  EXPECT_THAT(*store().audit_entries(1), SizeIs(1));
}

TEST_P(Users, HaveSettingsThatAreReplaced) {
  EXPECT_EQ(*store().setting("public_url"), "");
  ASSERT_TRUE(store().set_setting("public_url", "https://a.example.org").ok());
  ASSERT_TRUE(store().set_setting("public_url", "https://b.example.org").ok());
  EXPECT_EQ(*store().setting("public_url"), "https://b.example.org");
}

TEST(NewUsers, HaveAPlainNameAndARealPassword) {
  EXPECT_TRUE(check_user_name("li.ming-2").ok());
  EXPECT_FALSE(check_user_name("李明").ok());
  EXPECT_FALSE(check_user_name("a").ok());
  EXPECT_TRUE(check_new_password("clerk", "五月的科技活动周真热闹").ok());
  EXPECT_FALSE(check_new_password("clerk", "short").ok());
  EXPECT_FALSE(check_new_password("clerk", "aaaaaaaaaaaa").ok());
  EXPECT_FALSE(check_new_password("clerk", "clerk-clerk-2024").ok());
}

INSTANTIATE_TEST_SUITE_P(Stores, Users, testing::ValuesIn(kStores),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace keqian::bureau
