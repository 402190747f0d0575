// What somebody who helps from afar needs to know of a station, and nothing else. Internal to this
// folder.
#pragma once

#include <filesystem>
#include <string>

#include "kiosk/ledger/core.h"

namespace keqian::kiosk {

// As StaffDesk::write_support_bundle: a tar archive "keqian-KIOSK-support-TIME.tar" with the
// station's state, settings, events, quarantine, counters and program log. No key, digest or hash
// is in it: it is put together from columns that are named here one by one.
Result<std::filesystem::path> write_support_bundle(Core& core, const std::string& version,
                                                   const std::filesystem::path& folder);

}  // namespace keqian::kiosk
