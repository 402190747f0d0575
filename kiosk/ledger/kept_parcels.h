// Parcels that were given out to be carried by hand, beside the ledger: DATA/parcels/NAME, for the
// owner's eyes only. The newest eight are kept; an answer to an older one is answered by writing a
// new parcel.
#pragma once

#include <filesystem>
#include <string>

#include "server-sync/base/result.h"

namespace keqian::kiosk {

// `name` is 32 hexadecimal digits in lower case.
Status keep_parcel(const std::filesystem::path& folder, const std::string& name,
                   const std::string& content);
// kNotFound where there is none of this name.
Result<std::string> kept_parcel(const std::filesystem::path& folder, const std::string& name);

}  // namespace keqian::kiosk
