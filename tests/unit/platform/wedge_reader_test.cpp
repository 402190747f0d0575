#include "kiosk/platform/wedge_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace keqian::kiosk {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::u32string kPass = U"KQ1M3XQ8Z0T7VBN5C1R9DKWEYG2H4J6PA0SFTZ8QKXN";
const std::string kPassText = "KQ1M3XQ8Z0T7VBN5C1R9DKWEYG2H4J6PA0SFTZ8QKXN";

class Wedge : public ::testing::Test {
 protected:
  void type(std::u32string_view text, MonotonicMs ms_per_character) {
    for (const char32_t character : text) {
      reader_.character(character, now_ms_);
      now_ms_ += ms_per_character;
    }
  }
  void enter() { reader_.end_key(now_ms_); }
  void pass(MonotonicMs ms) {
    now_ms_ += ms;
    reader_.idle(now_ms_);
  }

  WedgeReader reader_;
  MonotonicMs now_ms_ = 1'000'000;
};

TEST_F(Wedge, BurstEndedByEnterIsAText) {
  type(kPass, 5);
  EXPECT_THAT(reader_.take(), IsEmpty());
  enter();
  EXPECT_THAT(reader_.take(), ElementsAre(kPassText));
  EXPECT_THAT(reader_.take(), IsEmpty());
}

TEST_F(Wedge, BurstWithoutAnEndKeyEndsByTheGap) {
  type(kPass, 5);
  pass(WedgeReader::kGapMs - 10);
  EXPECT_THAT(reader_.take(), IsEmpty());
  pass(10);
  EXPECT_THAT(reader_.take(), ElementsAre(kPassText));
}

TEST_F(Wedge, SaysHowLongToWaitForTheGap) {
  EXPECT_EQ(reader_.wait_ms(now_ms_), std::nullopt);
  type(U"K", 0);
  EXPECT_EQ(reader_.wait_ms(now_ms_), WedgeReader::kGapMs);
  EXPECT_EQ(reader_.wait_ms(now_ms_ + 1000), 0);
  pass(1000);
  EXPECT_EQ(reader_.wait_ms(now_ms_), std::nullopt);
}

TEST_F(Wedge, StalledScreenDoesNotCutABurst) {
  type(kPass.substr(0, 20), 0);
  now_ms_ += 250;  // no poll happened meanwhile
  type(kPass.substr(20), 0);
  enter();
  EXPECT_THAT(reader_.take(), ElementsAre(kPassText));
}

TEST_F(Wedge, TwoBurstsInOnePollAreTwoTexts) {
  type(U"FIRST CODE", 0);
  enter();
  type(U"SECOND CODE", 0);
  enter();
  EXPECT_THAT(reader_.take(), ElementsAre("FIRST CODE", "SECOND CODE"));
}

TEST_F(Wedge, PeopleTypingAreNotHeard) {
  for (const MonotonicMs ms_per_character : {60, 110, 140, 300}) {
    for (const char32_t character : std::u32string(U"HELLO WORLD")) {
      type(std::u32string(1, character), 0);
      pass(ms_per_character);
    }
    enter();
    pass(500);
    EXPECT_THAT(reader_.take(), IsEmpty()) << ms_per_character;
  }
}

TEST_F(Wedge, AFewKeysAreNoCode) {
  type(U"ABC", 1);
  enter();
  EXPECT_THAT(reader_.take(), IsEmpty());
}

TEST_F(Wedge, EnterAloneIsNothing) {
  enter();
  enter();
  EXPECT_THAT(reader_.take(), IsEmpty());
}

TEST_F(Wedge, ControlCharactersArePulledOut) {
  type(
      U"\x02KQ1\x1D"
      U"ABC\x7F\x85"
      U"DEF\x03",
      1);
  enter();
  EXPECT_THAT(reader_.take(), ElementsAre("KQ1ABCDEF"));
}

TEST_F(Wedge, SymbologyPrefixAndCharacterSetEscapeAreStripped) {
  for (const std::u32string prefix : {U"]Q1", U"]Q3", U"]C0", U"]Q2\\000026", U"\\000026"}) {
    type(prefix + kPass, 2);
    enter();
    EXPECT_THAT(reader_.take(), ElementsAre(kPassText));
  }
}

TEST_F(Wedge, WhatOnlyLooksLikeAPrefixStays) {
  for (const std::string text : {"]]Q1ABC", "Q1]ABCD", "\\00002X-ABC", "]QABC \\000026X"}) {
    // The last begins with "]QA", a modifier that is a letter.
    type(std::u32string(text.begin(), text.end()), 2);
    enter();
    EXPECT_THAT(reader_.take(), ElementsAre(text == "]QABC \\000026X" ? "BC \\000026X" : text));
  }
}

TEST_F(Wedge, OtherScriptsBecomeUtf8) {
  type(U"科签é🙂", 2);
  enter();
  EXPECT_THAT(reader_.take(), ElementsAre("科签é🙂"));
}

TEST_F(Wedge, SurrogatesAreNotCharacters) {
  type(std::u32string{U'A', U'B', char32_t{0xD800}, U'C', U'D', char32_t{0x110000}}, 2);
  enter();
  EXPECT_THAT(reader_.take(), ElementsAre("ABCD"));
}

TEST_F(Wedge, AnEndlessBurstIsSwallowedUpToItsEnd) {
  type(std::u32string(3 * WedgeReader::kCharactersMax, U'A'), 1);
  enter();
  EXPECT_THAT(reader_.take(), IsEmpty());
  type(kPass, 2);
  enter();
  EXPECT_THAT(reader_.take(), ElementsAre(kPassText));
}

}  // namespace
}  // namespace keqian::kiosk
