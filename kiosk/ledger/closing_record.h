// The text of a closing record, which is what the kiosk's key signs. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kiosk/ports/staff.h"

namespace keqian::kiosk {

// Lines "word value…", each ended by a line feed: the version, kiosk ("-" before the enrolment),
// incarnation, venue (its id and its name), business date, time of the closing, the ledger's last
// sequence and the hash of its chain ("-" when it is empty), persons in all, then by hour,
// category, method and session as far as they are not 0, then the staff's head counts by session
// and role.
std::string closing_record(const DayClosing& closing, std::string_view kiosk_id,
                           std::string_view incarnation);

// The persons in all that a record of any version tells.
std::int64_t persons_of_record(std::string_view record);

}  // namespace keqian::kiosk
