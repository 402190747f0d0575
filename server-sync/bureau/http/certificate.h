// What a server's certificate says about itself, for kiosks that pin it.
#pragma once

#include <filesystem>
#include <string>

#include "server-sync/base/result.h"

namespace keqian::bureau {

// The 32 bytes SHA-256 of the public key (SPKI) of a self-signed certificate: no certificate store
// can vouch for it, so kiosks must know it. Empty for one that an authority has signed: its key
// changes with each renewal. `certificate` is a PEM file.
Result<std::string> pinned_public_key_sha256(const std::filesystem::path& certificate);

}  // namespace keqian::bureau
