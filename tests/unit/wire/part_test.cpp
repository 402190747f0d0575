#include "server-sync/wire/part.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "server-sync/base/randomness.h"
#include "server-sync/wire/crypto.h"
#include "server-sync/wire/messages.h"
#include "server-sync/wire/parcel.h"
#include "tests/unit/wire/examples.h"

namespace keqian::wire {
namespace {

using Outcome = PartCollector::Outcome;

std::vector<std::string> example_lines() {
  std::vector<std::string> lines;
  const auto text = example_text("parts.txt");
  for (const auto line : split(text, '\n')) lines.emplace_back(line);
  return lines;
}

std::vector<Part> parts_of(const std::string& bytes, std::size_t part_bytes_max) {
  auto parts = cut(bytes, part_bytes_max);
  EXPECT_TRUE(parts.ok());
  return parts.ok() ? *parts : std::vector<Part>{};
}

TEST(Parts, OfTheExamplesAreReadAndWrittenAgain) {
  PartCollector collector;
  const auto lines = example_lines();
  ASSERT_EQ(lines.size(), 3u);
  for (const auto& line : lines) {
    const auto part = parse_part(line);
    ASSERT_TRUE(part.ok()) << line;
    const bool has_address = line.starts_with("https://");
    EXPECT_EQ(has_address ? encode(*part, "https://bureau.example.org:8443") : encode(*part), line);
    collector.add(*part);
  }
  ASSERT_TRUE(collector.whole());
  EXPECT_EQ(**collector.whole(), "科签 Keqian: a parcel of three parts, read in any order.");
  const auto cut_again = parts_of(**collector.whole(), 20);
  EXPECT_EQ(encode(cut_again.at(2)), lines[2]);
}

TEST(Parts, AreGatheredInAnyOrderAndOnce) {
  SeededRandomness randomness(3);
  std::string bytes(1000, '\0');
  for (auto& byte : bytes) byte = static_cast<char>(randomness.next() & 0xFF);
  auto parts = parts_of(bytes, 300);
  ASSERT_EQ(parts.size(), 4u);
  EXPECT_EQ(parts[0].bytes.size(), 250u) << "about equally long";
  std::reverse(parts.begin(), parts.end());
  PartCollector collector;
  EXPECT_EQ(collector.add(parts[0]), Outcome::kBegan);
  EXPECT_EQ(collector.missing(), (std::vector{1, 2, 3}));
  EXPECT_EQ(collector.add(parts[0]), Outcome::kKnown);
  EXPECT_EQ(collector.add(parts[1]), Outcome::kNew);
  EXPECT_EQ(collector.add(parts[2]), Outcome::kNew);
  EXPECT_FALSE(collector.whole());
  EXPECT_EQ(collector.add(parts[3]), Outcome::kNew);
  EXPECT_EQ(**collector.whole(), bytes);
}

TEST(Parts, OfAnotherParcelBeginAnew) {
  PartCollector collector;
  collector.add(parts_of(std::string(100, 'a'), 60)[0]);
  const auto others = parts_of(std::string(100, 'b'), 60);
  EXPECT_EQ(collector.add(others[1]), Outcome::kBegan);
  EXPECT_EQ(collector.missing(), std::vector{1});
  auto forged = others[1];
  forged.bytes[0] = 'x';
  EXPECT_EQ(collector.add(forged), Outcome::kDoesNotFit);
  forged = others[0];
  forged.count = 3;
  EXPECT_EQ(collector.add(forged), Outcome::kDoesNotFit);
  forged = others[0];
  forged.bytes[0] = 'x';
  EXPECT_EQ(collector.add(forged), Outcome::kNew) << "only the whole shows it";
  ASSERT_TRUE(collector.whole());
  EXPECT_FALSE(collector.whole()->ok());
}

TEST(Parts, TooManyOrNoneAreNoParcel) {
  EXPECT_FALSE(cut("", 100).ok());
  EXPECT_TRUE(cut(std::string(kPartsMax * 10, 'a'), 10).ok());
  EXPECT_FALSE(cut(std::string(kPartsMax * 10 + 1, 'a'), 10).ok());
}

// What section 11 of PROTOCOL.md says of a week: three sessions a day, all counting in each hour.
TEST(Parts, AWeekOfABusyVenueFits) {
  initialise_crypto();
  SeededRandomness randomness(8);
  const auto keys = make_key_pair(randomness);
  const auto first_day = *BusinessDate::parse("2026-05-24");
  Upload upload;
  upload.kiosk = {"k-7f3a8c21d0e4"};
  upload.incarnation = std::string(32, 'a');
  upload.chain_head = std::string(64, 'b');
  RequestParcel parcel{.answer_key = keys.public_key};
  const auto add_request = [&] {
    CarriedRequest carried;
    carried.request = {"PUT",         tallies_path(upload.kiosk), upload.kiosk.value,
                       1779674580000, make_nonce(randomness),     encode(upload)};
    carried.signature = sign(keys, signing_input(carried.request));
    parcel.requests.push_back(std::move(carried));
    upload.tallies.clear();
  };
  for (int row = 0; row < 7 * 10 * 3 * 8; ++row) {
    const auto day = first_day.plus_days(row / 240);
    upload.to_revision += 1 + static_cast<Revision>(randomness.next() % 60);
    upload.tallies.push_back({.session = {"robots-" + std::to_string(row / 8 % 3) +
                                          ".jincheng-museum." + day.iso() + ".1"},
                              .business_date = day,
                              .hour = 8 + row / 24 % 10,
                              .category = kCategories.at(static_cast<std::size_t>(row / 2 % 4)),
                              .method = row % 2 == 0 ? Method::kCamera : Method::kTap,
                              .persons = static_cast<std::int64_t>(randomness.next() % 200),
                              .check_ins = static_cast<std::int64_t>(randomness.next() % 60),
                              .revision = upload.to_revision});
    if (upload.tallies.size() == kUploadItemsMax) add_request();
  }
  add_request();
  parcel.name = parcel.requests.front().request.nonce;
  const auto parts = cut(pack(parcel, keys.public_key, randomness), kPartBytesToBureau);
  ASSERT_TRUE(parts.ok());
  EXPECT_LE(parts->size(), 60u);
  std::size_t longest = 0;
  for (const auto& part : *parts) {
    longest = std::max(longest, encode(part, "https://bureau.example.org:8443").size());
  }
  EXPECT_LE(longest, 666u) << "what level M of version 20 holds";
}

TEST(Parts, EveryChangedOrMissingCharacterIsNoticed) {
  const auto text = example_lines()[1];
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto changed = text;
    changed[i] = changed[i] == '3' ? '4' : '3';
    EXPECT_FALSE(parse_part(changed).ok()) << changed;
    EXPECT_FALSE(parse_part(text.substr(0, i)).ok());
  }
  EXPECT_FALSE(parse_part(text + "0").ok());
}

TEST(Parts, AreToldFromOtherCodes) {
  EXPECT_TRUE(looks_like_part(example_lines()[0]));
  EXPECT_TRUE(looks_like_part(example_lines()[1]));
  for (const auto* text :
       {"", "KQ10000000000000000000000000000000000000000", "kqp1",
        "https://bureau.example.org/relay", "#", "https://example.org/#kqp2.a"}) {
    EXPECT_FALSE(looks_like_part(text)) << text;
    EXPECT_FALSE(parse_part(text).ok()) << text;
  }
  for (const auto* text :
       {"kqp1.....", "kqp1.9rcnuTZV.0.3.YQ.00000000", "kqp1.9rcnuTZV.01.3.YQ.00000000",
        "kqp1.9rcnuTZV.4.3.YQ.00000000", "kqp1.9rcnuTZV.1.241.YQ.00000000"}) {
    EXPECT_TRUE(looks_like_part(text)) << text;
    EXPECT_FALSE(parse_part(text).ok()) << text;
  }
}

}  // namespace
}  // namespace keqian::wire
