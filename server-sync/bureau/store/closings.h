// What the staff closed a kiosk's days with, held against what the tallies here add up to: a row
// that was lost, refused or changed on its way shows as a difference. Internal to this folder, for
// use inside a transaction.
#pragma once

#include <cstdint>
#include <vector>

#include "server-sync/bureau/store/database.h"
#include "server-sync/bureau/store/records.h"

namespace keqian::bureau {

void note_closings(Database& database, std::int64_t incarnation_key,
                   const std::vector<wire::ClosingTotal>& closings);

// Compares the closings of a life that have not been found right, as far as everything up to them
// is acknowledged. Returns the days that differ, as an answer tells them.
std::vector<wire::DayTotal> compare_closings(Database& database, std::int64_t incarnation_key,
                                             wire::Revision acknowledged);

// Of the lives that count, newest day first.
std::vector<ClosingRecord> read_closings(Database& database, const KioskId& kiosk);

}  // namespace keqian::bureau
