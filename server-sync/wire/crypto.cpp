#include "server-sync/wire/crypto.h"

#include <sodium.h>

#include <algorithm>

#include "server-sync/base/assert.h"
#include "server-sync/base/text.h"

namespace keqian::wire {
namespace {

constexpr unsigned long long kPasswordPasses = 2;
constexpr std::size_t kPasswordMemoryBytes = 19 * 1024 * 1024;
constexpr std::size_t kOneTimeCodeCharacters = 12;
constexpr std::string_view kCrockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string encode_base64(std::string_view bytes, int variant) {
  std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes_of(bytes), bytes.size(), variant);
  text.pop_back();  // the terminating zero
  return text;
}

std::optional<std::string> decode_base64(std::string_view text, int variant) {
  std::string bytes(text.size() / 4 * 3 + 3, '\0');
  std::size_t length = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                        text.size(), nullptr, &length, nullptr, variant) != 0) {
    return std::nullopt;
  }
  bytes.resize(length);
  return bytes;
}

// libsodium's secret key is the seed followed by the public key. Wiped by who asked for it.
std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> signing_key(const KeyPair& keys) {
  std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> key{};
  std::copy(keys.seed.begin(), keys.seed.end(), key.begin());
  std::copy(keys.public_key.bytes.begin(), keys.public_key.bytes.end(), key.begin() + 32);
  return key;
}

// The X25519 form of the secret key; false when there is none. Wiped by who asked for it.
bool write_curve_secret(const KeyPair& keys,
                        std::array<std::uint8_t, crypto_scalarmult_SCALARBYTES>& secret) {
  auto signing = signing_key(keys);
  const bool is_made = crypto_sign_ed25519_sk_to_curve25519(secret.data(), signing.data()) == 0;
  sodium_memzero(signing.data(), signing.size());
  return is_made;
}

// 0–31, or −1 when the character is none of the alphabet.
int crockford_value(char c) {
  if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (c == 'I' || c == 'L') c = '1';
  if (c == 'O') c = '0';
  const auto position = kCrockford.find(c);
  return position == std::string_view::npos ? -1 : static_cast<int>(position);
}

}  // namespace

void initialise_crypto() {
  KEQIAN_ASSERT(sodium_init() >= 0);
}

KeyPair make_key_pair(Randomness& randomness) {
  std::array<std::uint8_t, 32> seed{};
  randomness.fill(seed);
  return key_pair_from_seed(seed);
}

KeyPair key_pair_from_seed(const std::array<std::uint8_t, 32>& seed) {
  KeyPair keys;
  keys.seed = seed;
  std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret{};
  crypto_sign_seed_keypair(keys.public_key.bytes.data(), secret.data(), seed.data());
  sodium_memzero(secret.data(), secret.size());
  return keys;
}

Signature sign(const KeyPair& keys, std::string_view message) {
  auto secret = signing_key(keys);
  Signature signature{};
  crypto_sign_detached(signature.data(), nullptr, bytes_of(message), message.size(), secret.data());
  sodium_memzero(secret.data(), secret.size());
  return signature;
}

bool verify(const PublicKey& key, std::string_view message, const Signature& signature) {
  return crypto_sign_verify_detached(signature.data(), bytes_of(message), message.size(),
                                     key.bytes.data()) == 0;
}

// libsodium's sealed box (X25519, XSalsa20-Poly1305) with an ephemeral key of our own chance.
std::string seal(const PublicKey& to, std::string_view message, Randomness& randomness) {
  static_assert(kSealBytes == crypto_box_SEALBYTES);
  std::array<std::uint8_t, crypto_box_PUBLICKEYBYTES> reader{}, ephemeral{};
  std::array<std::uint8_t, crypto_box_SECRETKEYBYTES> secret{};
  std::array<std::uint8_t, crypto_box_SEEDBYTES> seed{};
  std::array<std::uint8_t, crypto_box_NONCEBYTES> nonce{};
  // Only a key that is no point of the curve fails; nobody could open what is sealed to it.
  if (crypto_sign_ed25519_pk_to_curve25519(reader.data(), to.bytes.data()) != 0) reader.fill(0);
  randomness.fill(seed);
  crypto_box_seed_keypair(ephemeral.data(), secret.data(), seed.data());
  const auto both = std::string(view(ephemeral)) + std::string(view(reader));
  crypto_generichash(nonce.data(), nonce.size(), bytes_of(both), both.size(), nullptr, 0);
  std::string sealed(view(ephemeral));
  sealed.resize(kSealBytes + message.size());
  auto* box = reinterpret_cast<unsigned char*>(sealed.data()) + ephemeral.size();
  if (crypto_box_easy(box, bytes_of(message), message.size(), nonce.data(), reader.data(),
                      secret.data()) != 0) {
    sealed.assign(sealed.size(), '\0');
  }
  sodium_memzero(secret.data(), secret.size());
  sodium_memzero(seed.data(), seed.size());
  return sealed;
}

std::optional<SecretKey> shared_secret(const KeyPair& own, const PublicKey& other) {
  std::array<std::uint8_t, crypto_scalarmult_BYTES> point{};
  std::array<std::uint8_t, crypto_scalarmult_SCALARBYTES> secret{};
  SecretKey shared{};
  const bool is_made =
      crypto_sign_ed25519_pk_to_curve25519(point.data(), other.bytes.data()) == 0 &&
      write_curve_secret(own, secret) &&
      crypto_scalarmult(shared.data(), secret.data(), point.data()) == 0;
  sodium_memzero(secret.data(), secret.size());
  if (!is_made) return std::nullopt;
  return shared;
}

std::optional<std::string> open_sealed(const KeyPair& keys, std::string_view sealed) {
  if (sealed.size() < kSealBytes) return std::nullopt;
  std::array<std::uint8_t, crypto_box_PUBLICKEYBYTES> reader{};
  std::array<std::uint8_t, crypto_box_SECRETKEYBYTES> secret{};
  std::string message(sealed.size() - kSealBytes, '\0');
  const bool is_open =
      crypto_sign_ed25519_pk_to_curve25519(reader.data(), keys.public_key.bytes.data()) == 0 &&
      write_curve_secret(keys, secret) &&
      crypto_box_seal_open(reinterpret_cast<unsigned char*>(message.data()), bytes_of(sealed),
                           sealed.size(), reader.data(), secret.data()) == 0;
  sodium_memzero(secret.data(), secret.size());
  if (!is_open) return std::nullopt;
  return message;
}

Digest digest(std::string_view message) {
  Digest out{};
  crypto_generichash(out.data(), out.size(), bytes_of(message), message.size(), nullptr, 0);
  return out;
}

Digest keyed_digest(const SecretKey& key, std::string_view message) {
  Digest out{};
  crypto_generichash(out.data(), out.size(), bytes_of(message), message.size(), key.data(),
                     key.size());
  return out;
}

std::array<std::uint8_t, 10> pass_tag(const SecretKey& key, std::string_view message) {
  std::array<std::uint8_t, 16> whole{};
  crypto_generichash(whole.data(), whole.size(), bytes_of(message), message.size(), key.data(),
                     key.size());
  std::array<std::uint8_t, 10> tag{};
  std::copy_n(whole.begin(), tag.size(), tag.begin());
  return tag;
}

Digest sha256(std::string_view message) {
  Digest out{};
  crypto_hash_sha256(out.data(), bytes_of(message), message.size());
  return out;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string hash_password(std::string_view password) {
  char text[crypto_pwhash_STRBYTES];
  const int failed = crypto_pwhash_str_alg(text, password.data(), password.size(), kPasswordPasses,
                                           kPasswordMemoryBytes, crypto_pwhash_ALG_ARGON2ID13);
  KEQIAN_ASSERT(failed == 0);  // only ever: 19 MiB of memory are not to be had
  return text;
}

bool verify_password(std::string_view hash, std::string_view password) {
  if (hash.size() >= crypto_pwhash_STRBYTES) return false;
  const std::string terminated(hash);
  return crypto_pwhash_str_verify(terminated.c_str(), password.data(), password.size()) == 0;
}

std::string base64(std::string_view bytes) {
  return encode_base64(bytes, sodium_base64_VARIANT_ORIGINAL);
}
std::optional<std::string> parse_base64(std::string_view text) {
  return decode_base64(text, sodium_base64_VARIANT_ORIGINAL);
}
std::string base64_url(std::string_view bytes) {
  return encode_base64(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}
std::optional<std::string> parse_base64_url(std::string_view text) {
  return decode_base64(text, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::optional<PublicKey> parse_public_key(std::string_view base64_text) {
  const auto bytes = parse_base64(base64_text);
  if (!bytes) return std::nullopt;
  const auto key = to_array<32>(*bytes);
  if (!key) return std::nullopt;
  return PublicKey{*key};
}

std::string crockford(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() * 8 + 4) / 5);
  unsigned waiting = 0;
  int bits = 0;
  for (const char c : bytes) {
    waiting = waiting << 8 | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 5; bits -= 5) text += kCrockford[waiting >> (bits - 5) & 31U];
    waiting &= 0xFFU;
  }
  if (bits > 0) text += kCrockford[waiting << (5 - bits) & 31U];
  return text;
}

std::optional<std::string> parse_crockford(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size() * 5 / 8);
  unsigned waiting = 0;
  int bits = 0;
  for (const char c : text) {
    const int value = crockford_value(c);
    if (value < 0) return std::nullopt;
    waiting = waiting << 5 | static_cast<unsigned>(value);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes += static_cast<char>(waiting >> bits & 0xFFU);
    }
    waiting &= 0xFFU;
  }
  // What is left over is padding of the last character: fewer than five bits, all zero.
  if (bits >= 5 || (waiting & ((1U << bits) - 1U)) != 0) return std::nullopt;
  return bytes;
}

std::string make_one_time_code(Randomness& randomness) {
  std::uint64_t random = randomness.next();
  std::string code;
  for (std::size_t i = 0; i < kOneTimeCodeCharacters; ++i, random >>= 5) {
    if (i > 0 && i % 4 == 0) code += '-';
    code += kCrockford[random & 31U];
  }
  return code;
}

std::optional<std::string> normalise_one_time_code(std::string_view typed) {
  std::string code;
  std::size_t count = 0;
  for (const char c : trim(typed)) {
    if (c == '-' || c == ' ') continue;
    const int value = crockford_value(c);
    if (value < 0 || count == kOneTimeCodeCharacters) return std::nullopt;
    if (count > 0 && count % 4 == 0) code += '-';
    code += kCrockford[static_cast<std::size_t>(value)];
    ++count;
  }
  if (count != kOneTimeCodeCharacters) return std::nullopt;
  return code;
}

}  // namespace keqian::wire
