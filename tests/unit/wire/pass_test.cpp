#include "server-sync/wire/pass.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/unit/wire/examples.h"

namespace keqian::wire {
namespace {

BusinessDate date(const std::string& iso) {
  return BusinessDate::parse(iso).value();
}

class GoldenPasses : public ::testing::Test {
 protected:
  GoldenPasses() : json_(example_json("passes.json")) {
    key_.campaign_number = static_cast<std::uint16_t>(*json_.find("campaign_number")->as_int());
    key_.id = static_cast<std::uint8_t>(*json_.find("key_id")->as_int());
    key_.secret = *to_array<32>(unhex(*json_.find("secret")->as_string()));
  }

  Json json_;
  PassKey key_;
};

PassNumber number_of(const std::string& digits) {
  return std::stoull(digits, nullptr, 16);
}

TEST_F(GoldenPasses, AreReadAndWrittenAsSpecified) {
  for (const Json& example : *json_.find("passes")->as_array()) {
    Pass pass;
    pass.category = *parse_category(*example.find("category")->as_string());
    pass.campaign_number = key_.campaign_number;
    pass.number = number_of(*example.find("number")->as_string());
    pass.persons = static_cast<int>(*example.find("persons")->as_int());
    pass.valid_from = date(*example.find("valid_from")->as_string());
    pass.valid_until = date(*example.find("valid_until")->as_string());
    pass.key_id = key_.id;
    const std::string& text = *example.find("text")->as_string();
    EXPECT_EQ(encode_pass(pass, key_.secret), text);
    EXPECT_EQ(text.size(), kPassCharacters);
    const auto read = parse_pass(text);
    ASSERT_TRUE(std::holds_alternative<Pass>(read)) << text;
    EXPECT_EQ(std::get<Pass>(read), pass);
  }
}

TEST_F(GoldenPasses, AreJudgedAsSpecified) {
  std::set<PassNumber> revoked;
  for (const Json& number : *json_.find("revoked_numbers")->as_array()) {
    revoked.insert(number_of(*number.as_string()));
  }
  const auto is_revoked = [&](const Pass& pass) { return revoked.contains(pass.number); };
  for (const Json& example : *json_.find("checks")->as_array()) {
    const auto outcome = check_pass(*example.find("text")->as_string(), {&key_, 1},
                                    date(*example.find("today")->as_string()), is_revoked);
    const auto* problem = std::get_if<PassProblem>(&outcome);
    EXPECT_EQ(problem ? name(*problem) : "ok", *example.find("outcome")->as_string())
        << *example.find("why")->as_string();
  }
}

TEST_F(GoldenPasses, AreDamagedByAnyOneChangedCharacter) {
  const std::string text = *json_.find("passes")->as_array()->front().find("text")->as_string();
  int other_judgement = 0;
  for (std::size_t i = 3; i < text.size(); ++i) {
    for (const char c : std::string_view("0123456789ABCDEFGHJKMNPQRSTVWXYZ")) {
      if (c == text[i]) continue;
      std::string changed = text;
      changed[i] = c;
      const auto outcome = check_pass(changed, {&key_, 1}, date("2026-05-25"), {});
      ASSERT_TRUE(std::holds_alternative<PassProblem>(outcome)) << changed;
      const auto problem = std::get<PassProblem>(outcome);
      if (problem == PassProblem::kDamaged) continue;
      // Its campaign or key id was what changed.
      EXPECT_TRUE(problem == PassProblem::kOtherCampaign || problem == PassProblem::kUnknownKey);
      ++other_judgement;
    }
  }
  EXPECT_LE(other_judgement, 8 * 31);
}

TEST_F(GoldenPasses, AreDamagedWhenCutShortAnywhere) {
  const std::string text = *json_.find("passes")->as_array()->front().find("text")->as_string();
  for (std::size_t length = 0; length < text.size(); ++length) {
    const auto outcome = parse_pass(text.substr(0, length));
    ASSERT_TRUE(std::holds_alternative<PassProblem>(outcome));
    EXPECT_EQ(std::get<PassProblem>(outcome),
              length < 3 ? PassProblem::kNotOurs : PassProblem::kDamaged);
  }
}

// The codes in people's hands (domain.md, section 4).
TEST(OtherCodes, AreNotOurs) {
  for (const std::string& code :
       {std::string("134567890123456789"), std::string("2512345678901234567890"),
        std::string("6212345678901234567"), std::string("wxp://f2f0abcdef"),
        std::string("https://qr.alipay.com/fkx00000"), std::string("https://u.wechat.com/abc"),
        std::string("14050019900101001X"), std::string("\xBF\xC6\xBC\xBC"),
        std::string("科技活动周"), std::string(2048, 'K'), "KQ1" + std::string(2048, '0'),
        std::string("\0\x01\x1B", 3), std::string(), std::string("KQ"), std::string("KQI000")}) {
    const auto outcome = parse_pass(code);
    ASSERT_TRUE(std::holds_alternative<PassProblem>(outcome));
    EXPECT_EQ(std::get<PassProblem>(outcome), PassProblem::kNotOurs) << code;
  }
}

TEST(MakePass, HasAFreshNumberOfFortyEightBits) {
  SystemRandomness randomness;
  const PassKey key{7, 1, {}};
  std::set<PassNumber> numbers;
  for (int i = 0; i < 1000; ++i) {
    const Pass pass =
        make_pass(Category::kPublic, 1, date("2026-05-23"), date("2026-05-31"), key, randomness);
    EXPECT_LT(pass.number, PassNumber{1} << 48);
    numbers.insert(pass.number);
  }
  EXPECT_EQ(numbers.size(), 1000U);
}

TEST(CheckPass, TakesTheRightOneOfSeveralKeys) {
  SeededRandomness randomness(5);
  std::vector<PassKey> keys;
  for (const auto& [campaign, id] : {std::pair{6, 1}, {7, 1}, {7, 2}}) {
    PassKey key{static_cast<std::uint16_t>(campaign), static_cast<std::uint8_t>(id), {}};
    randomness.fill(key.secret);
    keys.push_back(key);
  }
  const auto today = date("2026-05-25");
  for (const PassKey& key : keys) {
    const Pass pass = make_pass(Category::kYouth, 3, today, today, key, randomness);
    const auto outcome = check_pass(encode_pass(pass, key.secret), keys, today, {});
    ASSERT_TRUE(std::holds_alternative<Pass>(outcome));
    EXPECT_EQ(std::get<Pass>(outcome), pass);
  }
}

}  // namespace
}  // namespace keqian::wire
