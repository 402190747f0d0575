#include "server-sync/wire/crypto.h"

#include <gtest/gtest.h>

#include "server-sync/base/text.h"
#include "tests/unit/wire/examples.h"

namespace keqian::wire {
namespace {

class CryptoEnvironment final : public ::testing::Environment {
  void SetUp() override { initialise_crypto(); }
};
const auto* const kEnvironment = ::testing::AddGlobalTestEnvironment(new CryptoEnvironment);

TEST(Signatures, FollowRfc8032) {
  // Section 7.1, test 2.
  const auto seed =
      *to_array<32>(unhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
  const KeyPair keys = key_pair_from_seed(seed);
  EXPECT_EQ(hex(view(keys.public_key.bytes)),
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  EXPECT_EQ(hex(view(sign(keys, "\x72"))),
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
}

TEST(Signatures, HoldForTheirBytesAndKeyOnly) {
  SeededRandomness randomness(1);
  const KeyPair keys = make_key_pair(randomness), others = make_key_pair(randomness);
  const std::string message = "57 persons";
  Signature signature = sign(keys, message);
  EXPECT_TRUE(verify(keys.public_key, message, signature));
  EXPECT_FALSE(verify(others.public_key, message, signature));
  for (std::size_t i = 0; i < message.size(); ++i) {
    std::string changed = message;
    changed[i] ^= 1;
    EXPECT_FALSE(verify(keys.public_key, changed, signature));
  }
  for (auto& byte : signature) {
    byte ^= 1;
    EXPECT_FALSE(verify(keys.public_key, message, signature));
    byte ^= 1;
  }
}

TEST(Signatures, AreRefusedUnderAnEmptyKey) {
  EXPECT_FALSE(verify(PublicKey{}, "x", Signature{}));
}

TEST(Digests, FollowTheirStandards) {
  EXPECT_EQ(hex(view(sha256("abc"))),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex(view(digest("abc"))),
            "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
  EXPECT_NE(keyed_digest(SecretKey{}, "abc"), digest("abc"));
}

TEST(Passwords, AreArgon2idAndCheckable) {
  const std::string hash = hash_password("correct horse");
  EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << hash;
  EXPECT_TRUE(verify_password(hash, "correct horse"));
  EXPECT_FALSE(verify_password(hash, "correct horsf"));
  EXPECT_NE(hash_password("correct horse"), hash);
  for (const std::string& wrong : {std::string(), std::string("x"), std::string(500, 'x')}) {
    EXPECT_FALSE(verify_password(wrong, "correct horse"));
  }
}

TEST(Base64, FollowsRfc4648) {
  EXPECT_EQ(base64("foob"), "Zm9vYg==");
  EXPECT_EQ(base64_url("\xFB\xFF"), "-_8");
  EXPECT_EQ(parse_base64("Zm9vYg=="), "foob");
  EXPECT_EQ(parse_base64(""), "");
  for (const char* wrong :
       {"Zm9vYg", "Zm9vYg=", "Zm9vYh==", "Zm9v Yg==", "Zm9vYg==x", "-_8=", "="}) {
    EXPECT_FALSE(parse_base64(wrong)) << wrong;
  }
  for (const char* wrong : {"-_8=", "+/8", "-_9", "-"}) {
    EXPECT_FALSE(parse_base64_url(wrong)) << wrong;
  }
}

TEST(Base64, GoesRoundForEveryLength) {
  SeededRandomness randomness(3);
  for (std::size_t length = 0; length < 70; ++length) {
    std::vector<std::uint8_t> random(length);
    randomness.fill(random);
    const std::string bytes(random.begin(), random.end());
    EXPECT_EQ(parse_base64(base64(bytes)), bytes);
    EXPECT_EQ(parse_base64_url(base64_url(bytes)), bytes);
    EXPECT_EQ(parse_crockford(crockford(bytes)), bytes);
  }
}

TEST(Crockford, ReadsWhatPeopleAndScannersMakeOfIt) {
  EXPECT_EQ(crockford(std::string("\xFF\x00\x0F", 3)), "ZW00Y");
  EXPECT_EQ(parse_crockford("zwoOy"), "\xFF" + std::string("\0\x0F", 2));
  EXPECT_EQ(parse_crockford("04HMASW9NF6YY0"), parse_crockford("o4hmasw9nf6yyO"));
  EXPECT_EQ(parse_crockford("IL"), std::nullopt);  // 10 bits leave two that must be zero
  for (const char* wrong : {"U0", "ZW00Z", "A", "0-", "ZW0"}) {
    EXPECT_FALSE(parse_crockford(wrong)) << wrong;
  }
}

TEST(OneTimeCode, IsReadHoweverItWasTyped) {
  for (const char* typed :
       {"7K3M-Q9TD-2XHB", "7k3mq9td2xhb", " 7K3M Q9TD 2XHB\n", "7k3m-q9td2-xhb"}) {
    EXPECT_EQ(normalise_one_time_code(typed), "7K3M-Q9TD-2XHB") << typed;
  }
  EXPECT_EQ(normalise_one_time_code("oOiI-lL00-1111"), "0011-1100-1111");
  for (const char* wrong :
       {"", "7K3M-Q9TD-2XH", "7K3M-Q9TD-2XHB-0", "7K3M-Q9TD-2XHU", "7K3M_Q9TD_2XHB"}) {
    EXPECT_FALSE(normalise_one_time_code(wrong)) << wrong;
  }
}

TEST(OneTimeCode, IsItsOwnNormalForm) {
  SystemRandomness randomness;
  for (int i = 0; i < 200; ++i) {
    const std::string code = make_one_time_code(randomness);
    EXPECT_EQ(normalise_one_time_code(code), code);
  }
}

TEST(PublicKeyText, MustBeThirtyTwoBytes) {
  EXPECT_TRUE(parse_public_key(base64(std::string(32, 'k'))));
  EXPECT_FALSE(parse_public_key(base64(std::string(31, 'k'))));
  EXPECT_FALSE(parse_public_key(base64(std::string(33, 'k'))));
  EXPECT_FALSE(parse_public_key("?"));
}

}  // namespace
}  // namespace keqian::wire
