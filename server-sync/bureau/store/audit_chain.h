// What binds each entry of the audit log to the one before, so that a changed or missing entry
// shows.
#pragma once

#include <string>
#include <string_view>

#include "server-sync/bureau/store/records.h"

namespace keqian::bureau {

// The `chain` of an entry that follows one whose chain is `previous` (empty: it is the first): hex
// BLAKE2b over both. `entry.chain` is not looked at.
std::string audit_chain(std::string_view previous, const AuditEntry& entry);

}  // namespace keqian::bureau
