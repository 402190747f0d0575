#include "server-sync/bureau/store/judged_lives.h"

#include <gmock/gmock.h>

#include "server-sync/bureau/store/form_rules.h"

namespace keqian::bureau {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Choice = std::vector<std::string>;

IncarnationRecord life(const std::string& id, LifeOrigin origin, const std::string& parent = "") {
  IncarnationRecord record;
  record.id = id;
  record.origin = origin;
  record.parent = parent;
  return record;
}

// "+" whole, "-" without its parent's part, " " not at all; or the rule that is broken.
std::string judged(const std::vector<IncarnationRecord>& lives, const Choice& counted) {
  const auto verdicts = judge_lives(lives, counted);
  if (!verdicts) return std::string(broken_rule(verdicts.error())->rule);
  std::string words;
  for (const auto& verdict : *verdicts) words += !verdict.counts ? ' ' : verdict.whole ? '+' : '-';
  return words;
}

TEST(JudgedLives, ACopyCountsBesideItsOriginWithoutTheSharedPart) {
  const std::vector lives = {life("a", LifeOrigin::kEmpty), life("b", LifeOrigin::kCopy, "a"),
                             life("c", LifeOrigin::kCopy, "b")};
  EXPECT_EQ(judged(lives, {"a"}), "+  ");
  EXPECT_EQ(judged(lives, {"b"}), " + ");
  EXPECT_EQ(judged(lives, {"a", "b"}), "+- ");
  EXPECT_EQ(judged(lives, {"a", "b", "c"}), "+--");
  EXPECT_EQ(judged(lives, {"b", "c"}), " +-");
  EXPECT_EQ(judged(lives, {"a", "c"}), "apart") << "both have what b had of a";
  EXPECT_EQ(judged(lives, {}), "none");
  EXPECT_EQ(judged(lives, {"d"}), "none");
}

TEST(JudgedLives, TwoCopiesOfOneNeedItToCount) {
  const std::vector lives = {life("a", LifeOrigin::kUnknown), life("b", LifeOrigin::kCopy, "a"),
                             life("c", LifeOrigin::kCopy, "a")};
  EXPECT_EQ(judged(lives, {"b", "c"}), "apart");
  EXPECT_EQ(judged(lives, {"a", "b", "c"}), "+--");
  // Also when the bureau has never heard of it.
  EXPECT_EQ(judged({lives[1], lives[2]}, {"b", "c"}), "apart");
}

TEST(JudgedLives, LedgersThatBeganEmptyShareNothing) {
  const std::vector lives = {life("a", LifeOrigin::kUnknown), life("b", LifeOrigin::kEmpty),
                             life("c", LifeOrigin::kEmpty)};
  EXPECT_EQ(judged(lives, {"a", "b", "c"}), "+++");
}

TEST(JudgedLives, WhatOlderProgramsDoNotTellCannotBeSummedSafely) {
  const std::vector lives = {life("a", LifeOrigin::kUnknown), life("b", LifeOrigin::kUnknown)};
  EXPECT_EQ(judged(lives, {"a", "b"}), "apart");
  EXPECT_EQ(judged(lives, {"b"}), " +");
  EXPECT_THAT(possible_choices(lives), ElementsAre(Choice{"a"}, Choice{"b"}));
}

TEST(JudgedLives, ACircleOfCopiesIsNoEndlessWalk) {
  const std::vector lives = {life("a", LifeOrigin::kCopy, "b"), life("b", LifeOrigin::kCopy, "a")};
  EXPECT_EQ(judged(lives, {"a"}), "+ ");
  EXPECT_EQ(judged(lives, {"a", "b"}), "none") << "neither is whole";
}

TEST(JudgedLives, PossibleChoicesBeginWithTheMost) {
  const std::vector lives = {life("a", LifeOrigin::kEmpty), life("b", LifeOrigin::kCopy, "a")};
  EXPECT_THAT(possible_choices(lives), ElementsAre(Choice{"a", "b"}, Choice{"a"}, Choice{"b"}));
  EXPECT_THAT(possible_choices({}), IsEmpty());
  std::vector<IncarnationRecord> many;
  for (char id = 'a'; id < 'h'; ++id) many.push_back(life(std::string(1, id), LifeOrigin::kEmpty));
  EXPECT_EQ(possible_choices(many).size(), 8u);
}

}  // namespace
}  // namespace keqian::bureau
