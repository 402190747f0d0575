#include <gmock/gmock.h>

#include "server-sync/bureau/store/data_directory.h"
#include "server-sync/wire/pin_reset.h"
#include "tests/unit/bureau/store_contract.h"

namespace keqian::bureau {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

class Desk : public StoreContract {
 protected:
  void SetUp() override {
    StoreContract::SetUp();
    import(small_city());
  }
  Status enter(int cell, const std::string& state, const std::string& amount,
               const std::string& unit = "", const std::string& reason = "凭证 3 号") {
    return enter_by_hand(store(), {{"city-2024"}, {unit}, cell, state, amount, reason}, kAct);
  }
  TableCell cell(int number, const std::string& unit = "") {
    return campaign_table(store(), {"city-2024"}, {unit})
        ->cells.at(static_cast<std::size_t>(number - 1));
  }
};

std::string rule_of(const Error& error) {
  const auto* rule = broken_rule(error);
  return rule == nullptr ? "" : std::string(rule->field) + "." + std::string(rule->rule);
}

TEST_P(Desk, EntryFillsItsCell) {
  EXPECT_EQ(cell(4).state, CellState::kUnfilled);
  ASSERT_TRUE(enter(4, "value", "１２．５").ok());
  EXPECT_EQ(cell(4).state, CellState::kValue);
  EXPECT_EQ(cell(4).value, 1250);
}

TEST_P(Desk, NewestEntryOfAUnitStandsAndUnitsAddUp) {
  ASSERT_TRUE(enter(13, "value", "100", "east").ok());
  ASSERT_TRUE(enter(13, "value", "120", "east").ok());
  ASSERT_TRUE(enter(13, "value", "1,000", "west").ok());
  ASSERT_TRUE(enter(13, "none", "", "city").ok());
  EXPECT_EQ(cell(13).manual, 1120);
  EXPECT_EQ(cell(13, "east").manual, 120);
  const auto history = store().manual_entries({"city-2024"}, {"east"}, 13);
  ASSERT_TRUE(history.ok());
  ASSERT_THAT(*history, SizeIs(2));
  EXPECT_EQ(history->front().amount, 120);
  EXPECT_EQ(history->front().who, "tester");
}

TEST_P(Desk, NoneAndZeroAreDifferent) {
  ASSERT_TRUE(enter(2, "none", "").ok());
  ASSERT_TRUE(enter(3, "zero", "").ok());
  EXPECT_EQ(cell(2).state, CellState::kNone);
  EXPECT_FALSE(cell(2).value.has_value());
  EXPECT_EQ(cell(3).state, CellState::kZero);
  EXPECT_EQ(cell(3).value, 0);
}

TEST_P(Desk, RefusesWhatDoesNotBelongInACell) {
  EXPECT_FALSE(enter(13, "value", "12.5").ok());
  EXPECT_FALSE(enter(4, "value", "12.555").ok());
  EXPECT_FALSE(enter(4, "value", "many").ok());
  EXPECT_FALSE(enter(20, "value", "1").ok());
  EXPECT_FALSE(enter(4, "unfilled", "").ok());
  EXPECT_FALSE(enter(4, "value", "1", "", "  ").ok());
  EXPECT_FALSE(enter(4, "value", "1", "elsewhere").ok());
  EXPECT_EQ(cell(4).state, CellState::kUnfilled);
}

TEST_P(Desk, SaysWhenANoticeAsksForNoTable) {
  auto without = small_city();
  without.id = {"county-2024"};
  without.form = {};
  import(without);
  const auto table = campaign_table(store(), {"county-2024"}, {});
  ASSERT_FALSE(table.ok());
  EXPECT_THAT(table.error().message, HasSubstr("asks for no table"));
}

TEST_P(Desk, IssuesPassesThatTheKiosksKeyAccepts) {
  const auto issued = issue_passes(store(), {{"city-2024"}, Category::kYouth, 45, 3},
                                   kFirstDay.plus_days(-3), randomness_);
  ASSERT_TRUE(issued.ok()) << issued.error().text();
  ASSERT_THAT(issued->passes, SizeIs(3));
  const auto keys = store().pass_keys({"city-2024"});
  const auto checked = wire::check_pass(issued->passes[1], *keys, kFirstDay, {});
  ASSERT_TRUE(std::holds_alternative<wire::Pass>(checked));
  EXPECT_EQ(std::get<wire::Pass>(checked).persons, 45);
  EXPECT_EQ(std::get<wire::Pass>(checked).valid_until, kFirstDay.plus_days(7));
  EXPECT_NE(issued->passes[0], issued->passes[1]);
}

TEST_P(Desk, RefusesPassesOutOfRange) {
  const auto refused = [&](Category category, int persons, int count) {
    return !issue_passes(store(), {{"city-2024"}, category, persons, count}, kFirstDay, randomness_)
                .ok();
  };
  EXPECT_TRUE(refused(Category::kPublic, 501, 1));
  EXPECT_TRUE(refused(Category::kPublic, 0, 1));
  EXPECT_TRUE(refused(Category::kVolunteer, 2, 1));
  EXPECT_TRUE(refused(Category::kPublic, 1, 0));
}

TEST_P(Desk, IssuesNoPassesForACampaignThatIsOver) {
  const auto issued = [&](int day) {
    return issue_passes(store(), {{"city-2024"}, Category::kPublic, 1, 1}, kFirstDay.plus_days(day),
                        randomness_);
  };
  EXPECT_TRUE(issued(7).ok());
  const auto late = issued(8);
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(rule_of(late.error()), "campaign.ended");
  EXPECT_FALSE(late.error().hint.empty());
}

TEST_P(Desk, TakesNothingOffWhereKiosksCountNothing) {
  for (const int number : {2, 8, 14, 15, 16}) {
    const auto refused = enter(number, "value", "-1");
    ASSERT_FALSE(refused.ok()) << number;
    EXPECT_EQ(rule_of(refused.error()), "amount.negative");
    EXPECT_EQ(cell(number).state, CellState::kUnfilled);
  }
}

TEST_P(Desk, ACorrectionTakesOffAtMostWhatIsThere) {
  const auto kiosk = enrol("museum");
  apply_one(store(), upload(kiosk, 0, 1, {tally(daily("museum"), 9, Category::kPublic, 10, 1)}));
  EXPECT_FALSE(enter(13, "value", "-11", "east").ok());
  ASSERT_TRUE(enter(13, "value", "-10", "east").ok());
  EXPECT_EQ(cell(13).value, 0);
  const auto more = enter(13, "value", "-1", "city");
  ASSERT_FALSE(more.ok()) << "the city has nothing left to take off";
  EXPECT_EQ(rule_of(more.error()), "amount.below_zero");
  // The newest entry of a unit stands, so less may be taken off again, and then by the city.
  ASSERT_TRUE(enter(13, "value", "-4", "east").ok());
  ASSERT_TRUE(enter(13, "value", "-6", "city").ok());
  EXPECT_EQ(cell(13).value, 0);
  // What the east takes off is in the city's figure too.
  EXPECT_FALSE(enter(13, "value", "-5", "east").ok());
}

TEST_P(Desk, NamesTheFieldAndTheRuleThatAnEntryBreaks) {
  const auto broken = [&](const std::string& amount, const std::string& reason) {
    return rule_of(enter(4, "value", amount, "", reason).error());
  };
  EXPECT_EQ(broken("many", "凭证"), "amount.number");
  EXPECT_EQ(broken("1", "  "), "reason.missing");
  std::string long_reason;
  for (int i = 0; i < 300; ++i) long_reason += "据";
  EXPECT_TRUE(enter(4, "value", "1", "", long_reason).ok()) << "300 characters of three bytes";
  EXPECT_EQ(broken("1", long_reason + "据"), "reason.long");
}

TEST_P(Desk, RefusesPasswordsThatAnybodyWouldTry) {
  for (const auto* weak :
       {"1234567890", "13800000000", "abcdefghijkl", "zyxwvutsrq", "aaaaaaaaaaaa", "abcabcabcabc",
        "8888888888", "19491001", "clerk-2026-x"}) {
    EXPECT_FALSE(check_new_password("clerk", weak).ok()) << weak;
  }
  for (const auto* good : {"quiet river 1958", "七月流火九月授衣八月", "correct horse 7"}) {
    EXPECT_TRUE(check_new_password("clerk", good).ok()) << good;
  }
  EXPECT_EQ(rule_of(check_new_password("clerk", "1234567890").error()), "password.weak");
  EXPECT_EQ(rule_of(check_new_password("clerk", "short").error()), "password.short");
}

TEST_P(Desk, AReporterHasAUnitThatExists) {
  EXPECT_FALSE(check_unit_of(store(), Role::kReporter, {}).ok());
  EXPECT_FALSE(check_unit_of(store(), Role::kReporter, {"nowhere"}).ok());
  EXPECT_TRUE(check_unit_of(store(), Role::kReporter, {"east"}).ok());
  EXPECT_TRUE(check_unit_of(store(), Role::kViewer, {}).ok());
}

TEST_P(Desk, TellsItsOwnMachinesAddressFromOthers) {
  for (const auto* here : {"http://127.0.0.1:8470", "https://localhost", "http://[::1]:1/a"})
    EXPECT_TRUE(is_url_of_this_machine(here)) << here;
  for (const auto* elsewhere : {"", "127.0.0.1", "http://", "https://bureau.example.org",
                                "http://0.0.0.0:80", "https://192.0.2.7"})
    EXPECT_FALSE(is_url_of_this_machine(elsewhere)) << elsewhere;
}

TEST_P(Desk, IssuesAnEnrolmentThatAKioskCanRead) {
  const auto keys = load_or_make_bureau_key(folder_.path(), randomness_);
  ASSERT_TRUE(keys.ok());
  const auto without_address =
      issue_enrolment_code(store(), {{"museum"}, {}, ""}, keys->public_key, randomness_, kAct);
  ASSERT_TRUE(without_address.ok());
  EXPECT_EQ(without_address->enrolment, "");
  ASSERT_TRUE(store().set_setting(kSettingPublicUrl, "https://kexie.example.org").ok());
  const auto issued =
      issue_enrolment_code(store(), {{"museum"}, {}, ""}, keys->public_key, randomness_, kAct);
  ASSERT_TRUE(issued.ok()) << issued.error().text();
  const auto read = wire::parse_enrolment_string(issued->enrolment);
  ASSERT_TRUE(read.ok()) << read.error().text();
  EXPECT_EQ(read->bureau_url, "https://kexie.example.org");
  EXPECT_EQ(read->bureau_key, keys->public_key);
  EXPECT_TRUE(store().enrol_kiosk({one_time_digest(read->code), {}, "0.1.0"}, kAct.utc_ms).ok());
  EXPECT_FALSE(issue_enrolment_code(store(), {{"museum"}, {}, "http://kexie.example.org"},
                                    keys->public_key, randomness_, kAct)
                   .ok());
}

TEST_P(Desk, MakesTheCodeThatAKioskExpects) {
  const auto bureau = *load_or_make_bureau_key(folder_.path(), randomness_);
  const auto code =
      *issue_enrolment_code(store(), {{"museum"}, {}, ""}, bureau.public_key, randomness_, kAct);
  const auto keys = wire::make_key_pair(randomness_);
  const auto kiosk =
      store().enrol_kiosk({one_time_digest(code.code), keys.public_key, "0.1.0"}, kAct.utc_ms);
  ASSERT_TRUE(kiosk.ok());
  const auto issued = issue_pin_reset_code(store(), bureau, kiosk->id, "4821-0734", kAct);
  ASSERT_TRUE(issued.ok()) << issued.error().text();
  EXPECT_EQ(*issued, *wire::pin_reset_code(keys, bureau.public_key, kiosk->id, "48210734"));
  const auto entry = store().audit_entries(0)->back();
  EXPECT_EQ(entry.action, "kiosk.pin_reset_code");
  EXPECT_EQ(entry.subject, kiosk->id.value);
  EXPECT_EQ(entry.detail, "48210734");

  EXPECT_EQ(issue_pin_reset_code(store(), bureau, kiosk->id, "48210735", kAct).error().kind,
            ErrorKind::kInvalid);
  EXPECT_EQ(issue_pin_reset_code(store(), bureau, {"k-nobody"}, "48210734", kAct).error().kind,
            ErrorKind::kNotFound);
  ASSERT_TRUE(store().revoke_kiosk(kiosk->id, kAct).ok());
  EXPECT_EQ(issue_pin_reset_code(store(), bureau, kiosk->id, "48210734", kAct).error().kind,
            ErrorKind::kConflict);
}

INSTANTIATE_TEST_SUITE_P(Stores, Desk, testing::ValuesIn(kStores),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace keqian::bureau
