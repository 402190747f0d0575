#include "server-sync/wire/shared_secret.h"

#include <sodium.h>

#include <algorithm>

namespace keqian::wire {

std::optional<SecretKey> shared_secret(const KeyPair& own, const PublicKey& other) {
  std::array<std::uint8_t, crypto_scalarmult_BYTES> point{};
  std::array<std::uint8_t, crypto_scalarmult_SCALARBYTES> secret{};
  std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> signing{};
  std::copy(own.seed.begin(), own.seed.end(), signing.begin());
  std::copy(own.public_key.bytes.begin(), own.public_key.bytes.end(), signing.begin() + 32);
  SecretKey shared{};
  const bool is_made =
      crypto_sign_ed25519_pk_to_curve25519(point.data(), other.bytes.data()) == 0 &&
      crypto_sign_ed25519_sk_to_curve25519(secret.data(), signing.data()) == 0 &&
      crypto_scalarmult(shared.data(), secret.data(), point.data()) == 0;
  sodium_memzero(secret.data(), secret.size());
  sodium_memzero(signing.data(), signing.size());
  if (!is_made) return std::nullopt;
  return shared;
}

}  // namespace keqian::wire
