// What lies beside the database in the bureau's data folder.
#pragma once

#include <filesystem>

#include "server-sync/base/randomness.h"
#include "server-sync/base/result.h"
#include "server-sync/wire/crypto.h"

namespace keqian::bureau {

// DIR/bureau.key: the seed the bureau signs with, made at the first call, readable by its owner
// only. Safe beside another process that makes it at the same moment.
Result<wire::KeyPair> load_or_make_bureau_key(const std::filesystem::path& data_directory,
                                              Randomness& randomness);

}  // namespace keqian::bureau
