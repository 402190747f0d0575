// A backup of the bureau is a data folder of its own: the database as it was at one moment, and the
// key the bureau signs with. Whoever has it can pretend to be the bureau: its owner's only.
#pragma once

#include <filesystem>

#include "server-sync/base/result.h"
#include "server-sync/bureau/store/records.h"

namespace keqian::bureau {

// Writes a backup of the bureau in `data` to `folder`, which may not exist yet or is empty, beside
// a server that goes on. The database is there last and only whole: a folder without one is no
// backup. kConflict where something stands in `folder`, kNotFound without a bureau in `data`,
// kStorage where the copy cannot be written or is damaged.
Status back_up(const std::filesystem::path& data, const std::filesystem::path& folder);

// Makes `data`, which may not exist yet or is empty, the bureau of the backup in `folder`. What
// worked once may have been used since: nobody is signed in, and no enrolment code is good. Same
// errors; never changes the backup.
Status restore(const std::filesystem::path& folder, const std::filesystem::path& data,
               const Act& act);

}  // namespace keqian::bureau
