// Signatures, keyed digests and password hashes over libsodium, and the texts they travel in.
// `initialise_crypto` runs once at the start of main (and of a test program).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server-sync/base/randomness.h"
#include "server-sync/base/result.h"

namespace keqian::wire {

void initialise_crypto();

struct PublicKey {
  std::array<std::uint8_t, 32> bytes{};
  bool operator==(const PublicKey&) const = default;
};
// An Ed25519 key pair; the secret never leaves the machine that made it.
struct KeyPair {
  PublicKey public_key;
  std::array<std::uint8_t, 32> seed{};
};
using Signature = std::array<std::uint8_t, 64>;
using SecretKey = std::array<std::uint8_t, 32>;  // of a keyed digest
using Digest = std::array<std::uint8_t, 32>;

KeyPair make_key_pair(Randomness& randomness);
KeyPair key_pair_from_seed(const std::array<std::uint8_t, 32>& seed);
Signature sign(const KeyPair& keys, std::string_view message);
bool verify(const PublicKey& key, std::string_view message, const Signature& signature);

// For one reader only: what `to`'s owner alone can open (a sealed box over the X25519 forms of
// Ed25519 keys; 48 bytes longer than the message). It does not say who wrote it.
inline constexpr std::size_t kSealBytes = 48;
std::string seal(const PublicKey& to, std::string_view message, Randomness& randomness);
// Empty when it was sealed to somebody else, or changed.
std::optional<std::string> open_sealed(const KeyPair& keys, std::string_view sealed);
// What two key pairs can say to each other without a word: the same bytes on both sides, `own` and
// `other` exchanged (X25519 over the Ed25519 keys). Empty when `other` is no key.
std::optional<SecretKey> shared_secret(const KeyPair& own, const PublicKey& other);

// BLAKE2b-256, with or without a key.
Digest digest(std::string_view message);
Digest keyed_digest(const SecretKey& key, std::string_view message);
// The first 80 bits of keyed BLAKE2b-128: the tag of a pass.
std::array<std::uint8_t, 10> pass_tag(const SecretKey& key, std::string_view message);
// SHA-256, where others define it so (ETags and certificate fingerprints use it).
Digest sha256(std::string_view message);
bool equal_in_constant_time(std::string_view a, std::string_view b);

// argon2id, 19 MiB, 2 passes: takes some tens of milliseconds and says its own parameters.
std::string hash_password(std::string_view password);
bool verify_password(std::string_view hash, std::string_view password);

// Standard base64 with padding, and the URL-safe alphabet without (RFC 4648 sections 4 and 5).
std::string base64(std::string_view bytes);
std::optional<std::string> parse_base64(std::string_view text);
std::string base64_url(std::string_view bytes);
std::optional<std::string> parse_base64_url(std::string_view text);

// Arrays of bytes as texts and back.
template <std::size_t N>
std::string_view view(const std::array<std::uint8_t, N>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), N};
}
template <std::size_t N>
std::optional<std::array<std::uint8_t, N>> to_array(std::string_view bytes) {
  if (bytes.size() != N) return std::nullopt;
  std::array<std::uint8_t, N> out{};
  for (std::size_t i = 0; i < N; ++i) out[i] = static_cast<std::uint8_t>(bytes[i]);
  return out;
}
std::optional<PublicKey> parse_public_key(std::string_view base64_text);

// Crockford's Base32 (digits and capital letters without I, L, O, U), most significant bit first.
std::string crockford(std::string_view bytes);
// Reads either case, and I and L as 1, O as 0. Empty when a character or the length is off.
std::optional<std::string> parse_crockford(std::string_view text);

// A one-time code to read aloud or type: "7K3M-Q9TD-2XHB" (60 random bits).
std::string make_one_time_code(Randomness& randomness);
// The same code however it was typed: upper case, hyphens where they belong; empty when it is none.
std::optional<std::string> normalise_one_time_code(std::string_view typed);

}  // namespace keqian::wire
