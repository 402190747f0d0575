// Settings for a kiosk that belongs to no bureau yet, from a file that a bureau's program wrote
// (PROTOCOL.md section 7). The file is not signed: whoever runs the command is trusted.
#pragma once

#include <string>

#include "kiosk/ledger/ledger.h"
#include "server-sync/base/result.h"

namespace keqian::kiosk {

// Takes the place of an earlier file's. kConflict for an enrolled kiosk, which has its bureau's;
// kInvalid for bytes that are no such configuration. `ledger` was opened for counting.
Status install_local_configuration(Ledger& ledger, const std::string& bytes);

}  // namespace keqian::kiosk
