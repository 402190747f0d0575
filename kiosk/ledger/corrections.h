// Rows that take back or replace others, inside their caller's transaction, and the staff's
// corrections. Internal to this folder; the former throw SQLite::Exception.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

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
// Appends a row in the place of `original`, whose reversal was appended just now; gives its
// sequence. From now on the check-in is what this row says.
wire::Sequence append_replacement(Connection& connection, const CheckInRow& original,
                                  CheckInRow replacement);
// The row that `original` shall become: there as well, with its pass, which stays used.
CheckInRow replacement_for(const CheckInRow& original, const Moment& moment, Category category,
                           std::int64_t persons);
// The row, if it can be taken back; kNotFound, or kConflict for a reversal and for a row that was.
Result<CheckInRow> find_standing(Connection& connection, wire::Sequence sequence);

// The first row of the check-in whose newest row this is; empty for one that another row replaced.
// A row that nothing ever happened to is both.
std::optional<wire::Sequence> find_origin(Connection& connection, wire::Sequence newest);
// The newest row of the check-in that began with this one; empty where it did not begin with it.
std::optional<wire::Sequence> find_newest(Connection& connection, wire::Sequence origin);

// One step of what became of a check-in: the row that stood was taken back, and the replacement
// stands instead, where there is one.
struct Correction {
  CheckInRow reversal;
  std::optional<CheckInRow> replacement;
};
// What became of the check-in that began with this row, oldest first.
std::vector<Correction> corrections_of(Connection& connection, wire::Sequence origin);

// Replaces a row that stands by another category and head count, in one transaction; 0 persons take
// it back, and its pass may be counted again.
Result<DoorAnswer> amend(Core& core, wire::Sequence sequence, Category category, int persons,
                         std::string_view reason);

// As StaffDesk's functions of these names.
Result<DoorAnswer> change(Core& core, wire::Sequence sequence, Category category, int persons,
                          CorrectionReason reason);
Result<DoorAnswer> reverse(Core& core, wire::Sequence sequence, CorrectionReason reason);
Result<DoorAnswer> count_by_hand(Core& core, const SessionId& session, Category category,
                                 int persons, CorrectionReason reason);

}  // namespace keqian::kiosk
