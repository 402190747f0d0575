// The tables, as numbered migrations that only go forward.
#pragma once

#include "server-sync/bureau/store/database.h"

namespace keqian::bureau {

// Brings a file up to this program's version, each step in a transaction of its own. Throws
// StorageFault, and leaves a file untouched that is newer or is no bureau's.
void migrate(Database& database);

// Throws StorageFault unless the file is a bureau's and of this program's version.
void check_is_current(Database& database);

}  // namespace keqian::bureau
