// What two key pairs can say to each other without a word: a secret that both sides make.
#pragma once

#include <optional>

#include "server-sync/wire/crypto.h"

namespace keqian::wire {

// The same bytes on both sides, `own` and `other` exchanged: X25519 over the Ed25519 keys. Nobody
// without one of the two secrets can know it. Empty when `other` is no key.
std::optional<SecretKey> shared_secret(const KeyPair& own, const PublicKey& other);

}  // namespace keqian::wire
