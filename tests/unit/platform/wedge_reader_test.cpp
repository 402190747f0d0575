#include "kiosk/platform/wedge_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kiosk/platform/scanned_text.h"

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

TEST_F(Wedge, ATextIsCleaned) {
  type(U"]Q2\\000026" + kPass, 2);
  enter();
  EXPECT_THAT(reader_.take(), ElementsAre(kPassText));
}

TEST_F(Wedge, AHeldKeyIsNotHeard) {
  type(std::u32string(40, U'A'), 30);
  pass(500);
  EXPECT_THAT(reader_.take(), IsEmpty());
}

TEST_F(Wedge, WhatAnInputMethodComposesIsNotHeard) {
  type(U"欢迎光临", 0);
  pass(500);
  EXPECT_THAT(reader_.take(), IsEmpty());
}

TEST_F(Wedge, AnEndlessBurstIsSwallowedUpToItsEnd) {
  type(std::u32string(3 * kScannedCharactersMax, U'A'), 1);
  enter();
  EXPECT_THAT(reader_.take(), IsEmpty());
  type(kPass, 2);
  enter();
  EXPECT_THAT(reader_.take(), ElementsAre(kPassText));
}

}  // namespace
}  // namespace keqian::kiosk
