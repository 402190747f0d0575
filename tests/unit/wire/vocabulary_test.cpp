#include "server-sync/wire/vocabulary.h"

#include <gtest/gtest.h>

namespace keqian {
namespace {

TEST(Vocabulary, EveryWordIsReadBack) {
  for (const auto category : kCategories) EXPECT_EQ(parse_category(name(category)), category);
  for (const auto method : kMethods) EXPECT_EQ(parse_method(name(method)), method);
  for (const auto audience : {Audience::kPublic, Audience::kBusiness, Audience::kInternal}) {
    EXPECT_EQ(parse_audience(name(audience)), audience);
  }
  for (int i = 0; i <= static_cast<int>(VenueKind::kOther); ++i) {
    const auto kind = static_cast<VenueKind>(i);
    EXPECT_EQ(parse_venue_kind(name(kind)), kind);
  }
}

TEST(Vocabulary, IsSpelledAsTheCommandsDo) {
  EXPECT_EQ(name(Category::kScienceWorker), "science_worker");
  EXPECT_EQ(name(Category::kOtherStaff), "other_staff");
  EXPECT_EQ(name(Method::kScanner), "scanner");
  EXPECT_EQ(name(VenueKind::kResearchInstitute), "research_institute");
}

TEST(Vocabulary, KnowsNoOtherSpelling) {
  for (const char* wrong : {"", "Public", "public ", "staff"}) {
    EXPECT_FALSE(parse_category(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace keqian
