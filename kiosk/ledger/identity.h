// Whose kiosk this is, with its secret key. Internal to this folder.
#pragma once

#include <optional>

#include "kiosk/ledger/core.h"
#include "server-sync/uploader/outbox.h"

namespace keqian::kiosk {

// Empty before the enrolment; an error also where the key's file is lost.
Result<std::optional<uploader::KioskIdentity>> read_identity(Core& core);

}  // namespace keqian::kiosk
