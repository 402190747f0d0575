// Rows that take back or replace others, inside their caller's transaction, and the staff's
// corrections. Internal to this folder; the former throw SQLite::Exception.
#pragma once

#include <string_view>

#include "kiosk/ledger/connection.h"
#include "kiosk/ledger/core.h"
#include "kiosk/ledger/moment.h"
#include "kiosk/ledger/rows.h"
#include "kiosk/ledger/sessions.h"
#include "kiosk/ports/staff.h"

namespace keqian::kiosk {

// The answer about a row of that session, with the day's figure as it is now.
DoorAnswer answer_of(Connection& connection, Outcome outcome, const Session& session,
                     Category category, int persons, const Moment& moment);

// Appends the reversal of a row that stands; gives the reversal's sequence. It lies in the row's
// session, day and hour, so that its counters come right; its time is of now.
wire::Sequence append_reversal(Connection& connection, const CheckInRow& original,
                               const Moment& moment, std::string_view reason);
// Appends a row in the place of one that was taken back, there as well.
wire::Sequence append_replacement(Connection& connection, const CheckInRow& original,
                                  const Moment& moment, Category category, int persons);
// The row, if it can be taken back; kNotFound, or kConflict for a reversal and for a row that was.
Result<CheckInRow> find_standing(Connection& connection, wire::Sequence sequence);

// As StaffDesk's functions of these names.
Result<DoorAnswer> reverse(Core& core, wire::Sequence sequence, CorrectionReason reason);
Result<DoorAnswer> count_by_hand(Core& core, const SessionId& session, Category category,
                                 int persons, CorrectionReason reason);

}  // namespace keqian::kiosk
