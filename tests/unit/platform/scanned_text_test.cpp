#include "kiosk/platform/scanned_text.h"

#include <gtest/gtest.h>

namespace keqian::kiosk {
namespace {

const std::u32string kPass = U"KQ1M3XQ8Z0T7VBN5C1R9DKWEYG2H4J6PA0SFTZ8QKXN";
const std::string kPassText = "KQ1M3XQ8Z0T7VBN5C1R9DKWEYG2H4J6PA0SFTZ8QKXN";

TEST(ScannedText, ControlCharactersArePulledOut) {
  EXPECT_EQ(scanned_text(U"\x02KQ1\x1D"
                         U"ABC\x7F\x85"
                         U"DEF\x03\r\n"),
            "KQ1ABCDEF");
}

TEST(ScannedText, SymbologyAndDesignatorsAreStripped) {
  for (const std::u32string prefix : {U"]Q1", U"]Q3", U"]C0", U"]Q2\\000026", U"\\000026",
                                      U"]Q1\\000003", U"\\000003\\000026", U" ]Q1", U"\x02]d2"}) {
    EXPECT_EQ(scanned_text(prefix + kPass), kPassText) << std::string(prefix.begin(), prefix.end());
  }
}

TEST(ScannedText, DesignatorsAmidTheDataAreStrippedWhereTheyAreAnnounced) {
  EXPECT_EQ(scanned_text(U"]Q2AB\\000026CD\\\\EF"), "ABCD\\EF");
  EXPECT_EQ(scanned_text(U"]Q1AB\\000026CD\\\\EF"), "AB\\000026CD\\\\EF");
}

TEST(ScannedText, WhatOnlyLooksLikeAPrefixStays) {
  for (const std::string text : {"]]Q1ABC", "Q1]ABCD", "\\00002X-ABC", "\\00026ABC"}) {
    EXPECT_EQ(scanned_text(std::u32string(text.begin(), text.end())), text);
  }
}

TEST(ScannedText, ATextSentTwiceIsTakenOnce) {
  EXPECT_EQ(scanned_text(kPass + kPass), kPassText);
  EXPECT_EQ(scanned_text(U"]Q1" + kPass + U"]Q1" + kPass), kPassText);
  EXPECT_EQ(scanned_text(kPass + U"\r\n" + kPass + U"\r\n"), kPassText);
  EXPECT_EQ(scanned_text(U"ABAB"), "ABAB") << "too short to be two codes";
  EXPECT_EQ(scanned_text(kPass + kPass.substr(1)), kPassText + kPassText.substr(1));
}

TEST(ScannedText, FullWidthLettersAndInvisibleMarksDoNoHarm) {
  EXPECT_EQ(scanned_text(U"\uFEFFＫＱ１ＭＸ\u200B３＠\u3000x\u200F"), "KQ1MX3@ x");
}

TEST(ScannedText, CapsLockDoesNotSpoilAnEnrolment) {
  EXPECT_EQ(scanned_text(U"KEQIAN://ENROL?CODE=7k3m-q9td&KEY=kAY64ug8YV"),
            "keqian://enrol?code=7K3M-Q9TD&key=Kay64UG8yv");
  EXPECT_EQ(scanned_text(U"keqian://enrol?code=7K3M"), "keqian://enrol?code=7K3M");
}

TEST(ScannedText, OtherScriptsBecomeUtf8) {
  EXPECT_EQ(scanned_text(U"科签é🙂"), "科签é🙂");
}

TEST(ScannedText, SurrogatesAreNotCharacters) {
  EXPECT_EQ(
      scanned_text(std::u32string{U'A', U'B', char32_t{0xD800}, U'C', U'D', char32_t{0x110000}}),
      "ABCD");
}

TEST(ScannedText, NoiseIsNoText) {
  for (const std::u32string noise :
       {U"", U"ABC", U"]Q1", U"]Q1ABC", U"\\000026", U"        ", U"\r\n\t\x1B[A"}) {
    EXPECT_EQ(scanned_text(noise), std::nullopt) << noise.size();
  }
  EXPECT_EQ(scanned_text(std::u32string(kScannedCharactersMax + 1, U'x') + U"y"), std::nullopt);
}

}  // namespace
}  // namespace keqian::kiosk
