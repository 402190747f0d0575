#include "server-sync/base/ids.h"

#include <gtest/gtest.h>

namespace keqian {
namespace {

TEST(Slug, IsShortLowerCaseAndPlain) {
  for (const std::string& right : {std::string("a"), std::string("k-7f3a"), std::string(64, 'z')}) {
    EXPECT_TRUE(is_valid_slug(right)) << right;
  }
  for (const std::string& wrong :
       {std::string(), std::string("-a"), std::string("a-"), std::string("A"), std::string("a.b"),
        std::string("a b"), std::string("博物馆"), std::string(65, 'z'), std::string("a\0b", 3)}) {
    EXPECT_FALSE(is_valid_slug(wrong)) << wrong;
  }
}

TEST(SessionIdText, GoesRound) {
  const auto date = *BusinessDate::parse("2026-05-25");
  const SessionId id = session_id({"daily"}, {"jincheng-museum"}, date, 12);
  EXPECT_EQ(id.value, "daily.jincheng-museum.2026-05-25.12");
  SessionIdParts parts;
  ASSERT_TRUE(parse_session_id(id.value, parts));
  EXPECT_EQ(parts.activity.value, "daily");
  EXPECT_EQ(parts.venue.value, "jincheng-museum");
  EXPECT_EQ(parts.date, date);
  EXPECT_EQ(parts.number, 12);
}

TEST(SessionIdText, IsRefusedWhenAPartIsWrong) {
  SessionIdParts parts;
  for (const char* wrong :
       {"", "daily", "daily.museum", "daily.museum.2026-05-25", "daily.museum.2026-05-25.0",
        "daily.museum.2026-05-25.1000", "daily.museum.2026-05-25.1x", "daily.museum.2026-13-25.1",
        "Daily.museum.2026-05-25.1", "daily..2026-05-25.1", "daily.museum.2026-05-25.1.2",
        "daily.museum.2026-05-25.-1"}) {
    EXPECT_FALSE(parse_session_id(wrong, parts)) << wrong;
  }
}

TEST(AdHocNumber, ChangesEveryTwoMinutesAndFitsIntoAnId) {
  EXPECT_EQ(ad_hoc_number(0), 1);
  EXPECT_EQ(ad_hoc_number(1), 1);
  EXPECT_EQ(ad_hoc_number(2), 2);
  EXPECT_EQ(ad_hoc_number(24 * 60 - 1), kAdHocNumberMax);
  EXPECT_EQ(ad_hoc_minute(ad_hoc_number(870)), 870);
}

TEST(SessionIdText, HasOneSpellingOnly) {
  // Two spellings of one session would be two sessions at the bureau.
  SessionIdParts parts;
  for (const char* text : {"daily.museum.2026-05-25.01", "daily.museum.2026-05-25.+1"}) {
    EXPECT_FALSE(parse_session_id(text, parts)) << text;
  }
}

}  // namespace
}  // namespace keqian
