#include "server-sync/base/text.h"

#include <gtest/gtest.h>

#include <limits>

namespace keqian {
namespace {

TEST(Utf8, IsJudgedByTheStandard) {
  for (const char* right :
       {"", "plain", "晋城博物馆", "\xF0\xA0\xAE\xB7", "\xEF\xBF\xBD", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_TRUE(is_valid_utf8(right)) << right;
  }
  for (const char* wrong :
       {"\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF", "\xE6\x99", "\x80",
        "a\xE6", "\xBB\xFA\xB3\xA1" /* GBK */, "\xF0\x80\x80\x80"}) {
    EXPECT_FALSE(is_valid_utf8(wrong)) << wrong;
  }
}

TEST(Utf8, EndsForEveryTruncationAndByte) {
  const std::string text =
      "a晋\xF0\xA0\xAE\xB7"
      "b";
  for (std::size_t length = 0; length <= text.size(); ++length) {
    std::size_t steps = 0;
    for (std::size_t position = 0; position < length; ++steps) {
      const std::size_t before = position;
      next_code_point(std::string_view(text).substr(0, length), position);
      ASSERT_GT(position, before);
    }
    EXPECT_LE(steps, length);
  }
}

TEST(Utf8, IsWrittenAsItIsRead) {
  for (const char32_t c : {U'a', U'\u007F', U'\u0080', U'\u07FF', U'\u0800', U'晋', U'\uFFFF',
                           U'\U00010000', U'\U0010FFFF'}) {
    std::string text = "x";
    append_utf8(text, c);
    std::size_t position = 1;
    EXPECT_EQ(next_code_point(text, position), c);
    EXPECT_EQ(position, text.size());
  }
}

TEST(Tabular, EscapesWhatWouldBreakALine) {
  EXPECT_EQ(escape_tabular("a\tb\nc\rd\\e"), "a\\tb\\nc\\rd\\\\e");
}

TEST(Thousands, AreSetApart) {
  EXPECT_EQ(with_thousands(0), "0");
  EXPECT_EQ(with_thousands(999), "999");
  EXPECT_EQ(with_thousands(1302), "1,302");
  EXPECT_EQ(with_thousands(-1302), "-1,302");
  EXPECT_EQ(with_thousands(-302), "-302");
  EXPECT_EQ(with_thousands(1234567), "1,234,567");
  EXPECT_EQ(with_thousands(std::numeric_limits<std::int64_t>::min()), "-9,223,372,036,854,775,808");
}

TEST(Split, KeepsEmptyParts) {
  EXPECT_EQ(split("a,,b,", ','), (std::vector<std::string_view>{"a", "", "b", ""}));
  EXPECT_EQ(split("", ',').size(), 1U);
}

TEST(Trim, TakesBothEnds) {
  EXPECT_EQ(trim(" \ta b\r\n"), "a b");
  EXPECT_EQ(trim(" \n"), "");
}

TEST(Hex, IsLowerCaseAndTwoDigitsAByte) {
  EXPECT_EQ(hex(std::string("\x00\x0F\xAB", 3)), "000fab");
}

}  // namespace
}  // namespace keqian
