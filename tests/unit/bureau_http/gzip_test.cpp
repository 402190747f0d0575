#include "server-sync/bureau/http/gzip.h"

#include <gtest/gtest.h>

#include <vector>

namespace keqian::bureau {
namespace {

// "hello hello hello hello" as gzip makes it, with a file's name in its head and without.
const std::string_view kNamed(
    "\x1f\x8b\x08\x08\0\0\0\0\x02\xff"
    "page.html\0"
    "\xcb\x48\xcd\xc9\xc9\x57\xc8\x40\x27\x01\xe3\x51\x3d\x8d\x17\0\0\0",
    38);
const std::string_view kPlain(
    "\x1f\x8b\x08\0\0\0\0\0\x02\x03"
    "\xcb\x48\xcd\xc9\xc9\x57\xc8\x40\x27\x01\xe3\x51\x3d\x8d\x17\0\0\0",
    28);
const std::string_view kEmpty("\x1f\x8b\x08\0\0\0\0\0\x02\x03\x03\0\0\0\0\0\0\0\0\0", 20);
constexpr std::string_view kText = "hello hello hello hello";

// The head with every optional field of RFC 1952: extra, name, comment, check of the head.
std::string with_all_fields() {
  std::string out(kPlain.substr(0, 10));
  out[3] = 4 | 8 | 16 | 2;
  out += std::string("\x03\0abc", 5) + std::string("name\0", 5) + std::string("note\0", 5) + "hc";
  out += kPlain.substr(10);
  return out;
}

TEST(Gzip, UnpacksEveryKindOfHead) {
  EXPECT_EQ(unpack_gzip(kPlain, 1000), kText);
  EXPECT_EQ(unpack_gzip(kNamed, 1000), kText);
  EXPECT_EQ(unpack_gzip(with_all_fields(), 1000), kText);
  EXPECT_EQ(unpack_gzip(kEmpty, 1000), "");
}

TEST(Gzip, RefusesWhatIsLongerThanAllowed) {
  EXPECT_EQ(unpack_gzip(kPlain, kText.size()), kText);
  EXPECT_EQ(unpack_gzip(kPlain, kText.size() - 1), std::nullopt);
}

TEST(Gzip, RefusesEveryTruncation) {
  for (const auto& whole : {std::string(kPlain), std::string(kNamed), with_all_fields()}) {
    for (std::size_t length = 0; length < whole.size(); ++length) {
      EXPECT_EQ(unpack_gzip(whole.substr(0, length), 1000), std::nullopt) << length;
    }
  }
}

TEST(Gzip, SurvivesEveryChangedByte) {
  for (std::size_t i = 0; i < kPlain.size(); ++i) {
    for (int value = 0; value < 256; ++value) {
      std::string changed(kPlain);
      changed[i] = static_cast<char>(value);
      const auto text = unpack_gzip(changed, 1000);
      EXPECT_LE(text.value_or("").size(), 1000U);
    }
  }
  EXPECT_EQ(unpack_gzip("not gzip at all, but long enough", 1000), std::nullopt);
}

}  // namespace
}  // namespace keqian::bureau
