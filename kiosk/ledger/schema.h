// The ledger's tables, as numbered migrations that only go forward. Internal to this folder;
// throws SQLite::Exception.
#pragma once

#include <span>

#include "kiosk/ledger/connection.h"

namespace keqian::kiosk {

// Stands in the file's header and tells a ledger from every other SQLite file.
inline constexpr std::int64_t kLedgerApplicationId = 0x4B514C31;  // "KQL1"

// Script n brings a file of version n−1 to version n.
std::span<const char* const> ledger_migrations();

// Brings the file to the newest version, each script and its number in one transaction. The
// caller has refused newer files before.
void migrate(Connection& connection, std::span<const char* const> migrations);

std::int64_t file_version(Connection& connection);
std::int64_t file_application_id(Connection& connection);

// WAL, synchronous=FULL, foreign keys, overwritten deletions: for the writing connection.
void configure_writer(Connection& connection);

}  // namespace keqian::kiosk
