// The kiosk's secret key beside its ledger. A new key is first laid down as "identity.key.next"
// and takes its place after the ledger names its public half: whatever moment a power cut picks,
// the key that belongs to the ledger is there.
#pragma once

#include <filesystem>

#include "server-sync/base/result.h"
#include "server-sync/wire/crypto.h"

namespace keqian::kiosk {

Status lay_down_next_key(const std::filesystem::path& folder, const wire::KeyPair& keys);
Status adopt_next_key(const std::filesystem::path& folder);
// The key pair of `public_key`, finishing an interrupted change.
Result<wire::KeyPair> load_key(const std::filesystem::path& folder,
                               const wire::PublicKey& public_key);

}  // namespace keqian::kiosk
