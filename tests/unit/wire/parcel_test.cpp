#include "server-sync/wire/parcel.h"

#include <gtest/gtest.h>

#include "server-sync/wire/compression.h"

namespace keqian::wire {
namespace {

class Parcels : public testing::Test {
 protected:
  Parcels() {
    initialise_crypto();
    bureau_ = make_key_pair(randomness_);
    kiosk_ = make_key_pair(randomness_);
    sent_.answer_key = kiosk_.public_key;
    for (const auto* body : {"{\"a\":1}", ""}) {
      CarriedRequest carried;
      carried.request = {"PUT",         "/v1/kiosks/k-1/tallies", "k-1",
                         1779674580000, make_nonce(randomness_),  body};
      carried.signature = sign(kiosk_, signing_input(carried.request));
      sent_.requests.push_back(carried);
    }
    sent_.name = sent_.requests.front().request.nonce;
  }

  SeededRandomness randomness_{11};
  KeyPair bureau_, kiosk_;
  RequestParcel sent_;
};

TEST_F(Parcels, HoldWhatWasPacked) {
  const auto read = unpack_requests(pack(sent_, bureau_.public_key, randomness_), bureau_);
  ASSERT_TRUE(read.ok()) << read.error().text();
  EXPECT_EQ(read->name, sent_.name);
  EXPECT_EQ(read->answer_key, kiosk_.public_key);
  ASSERT_EQ(read->requests.size(), 2u);
  EXPECT_EQ(read->requests[0].request.body, "{\"a\":1}");
  EXPECT_TRUE(verify(kiosk_.public_key, signing_input(read->requests[1].request),
                     read->requests[1].signature));
}

TEST_F(Parcels, ShowTheirKindAndNameAndNothingElse) {
  const auto bytes = pack(sent_, bureau_.public_key, randomness_);
  EXPECT_EQ(read_label(bytes)->name, sent_.name);
  EXPECT_EQ(bytes.find("k-1"), std::string::npos);
  EXPECT_EQ(parcel_file_name(*read_label(bytes), "k-1"),
            "keqian-k-1-" + sent_.name.substr(0, 8) + ".to-bureau");
  EXPECT_EQ(parcel_file_name({ParcelKind::kAnswers, sent_.name}, "-"),
            "keqian-new-" + sent_.name.substr(0, 8) + ".to-kiosk");
  EXPECT_EQ(read_label("keqian-parcel-v1 requests 12\n").error().kind, ErrorKind::kInvalid);
  EXPECT_EQ(read_label("").error().kind, ErrorKind::kInvalid);
}

TEST_F(Parcels, AreOpenedByTheirReaderAlone) {
  const auto bytes = pack(sent_, bureau_.public_key, randomness_);
  EXPECT_EQ(unpack_requests(bytes, kiosk_).error().kind, ErrorKind::kDenied);
  EXPECT_EQ(unpack_answers(bytes, kiosk_).error().kind, ErrorKind::kInvalid) << "not an answer";
}

TEST_F(Parcels, AreRefusedWhereAnyByteWasChangedOrCutOff) {
  const auto bytes = pack(sent_, bureau_.public_key, randomness_);
  for (std::size_t i = bytes.find('\n') + 1; i < bytes.size(); i += 7) {
    auto changed = bytes;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(unpack_requests(changed, bureau_).ok()) << i;
  }
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    EXPECT_FALSE(unpack_requests(std::string_view(bytes).substr(0, i), bureau_).ok()) << i;
  }
}

TEST_F(Parcels, BringAnswersBack) {
  AnswerParcel answers;
  answers.name = sent_.name;
  answers.answers.push_back(
      {{409, "/v1/kiosks/k-1/tallies", "k-1", sent_.name, "\"e\"", "{}"}, {}});
  const auto read = unpack_answers(pack(answers, kiosk_.public_key, randomness_), kiosk_);
  ASSERT_TRUE(read.ok()) << read.error().text();
  EXPECT_EQ(read->name, sent_.name);
  EXPECT_EQ(read->answers.at(0).answer.status, 409);
  EXPECT_EQ(read->answers.at(0).answer.etag, "\"e\"");
}

TEST(Compression, GivesBackAnyBytes) {
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{1}, std::size_t{65536}, std::size_t{200'001}}) {
    const std::string bytes(size, 'x');
    EXPECT_EQ(decompressed(compressed(bytes), size), bytes) << size;
  }
}

TEST(Compression, NeverHoldsMoreThanItMay) {
  const auto bomb = compressed(std::string(10'000'000, '\0'));
  EXPECT_FALSE(decompressed(bomb, 9'999'999));
  EXPECT_TRUE(decompressed(bomb, 10'000'000));
}

TEST(Compression, RefusesWhatIsDamagedOrFollowedByMore) {
  const auto bytes = compressed("今天的人次");
  EXPECT_FALSE(decompressed(bytes + "x", 100));
  EXPECT_FALSE(decompressed(bytes.substr(0, bytes.size() - 1), 100));
  EXPECT_FALSE(decompressed("", 100));
  EXPECT_FALSE(decompressed("not deflated", 100));
}

TEST(Seals, AreOpenedByTheOwnerOfTheKeyOnly) {
  initialise_crypto();
  SeededRandomness randomness(5);
  const auto owner = make_key_pair(randomness);
  const auto other = make_key_pair(randomness);
  const auto sealed = seal(owner.public_key, "ten counters", randomness);
  EXPECT_EQ(sealed.size(), kSealBytes + 12);
  EXPECT_EQ(open_sealed(owner, sealed), "ten counters");
  EXPECT_FALSE(open_sealed(other, sealed));
  EXPECT_FALSE(open_sealed(owner, sealed.substr(1)));
  EXPECT_NE(seal(owner.public_key, "ten counters", randomness), sealed) << "another key each time";
}

}  // namespace
}  // namespace keqian::wire
