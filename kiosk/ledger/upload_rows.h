// The rows of an upload inside their caller's transaction. Internal to this folder; throws
// SQLite::Exception.
#pragma once

#include <cstddef>
#include <vector>

#include "kiosk/ledger/connection.h"
#include "server-sync/uploader/outbox.h"
#include "server-sync/wire/messages.h"

namespace keqian::kiosk {

wire::Revision acknowledged_revision(Connection& connection);
uploader::OutboxCounts outbox_counts(Connection& connection);

// Everything of an upload that the tables tell: all but the kiosk's id and most of `device`. It
// follows what the bureau has acknowledged, or `previous` where there is one.
wire::Upload read_pending_upload(Connection& connection, std::size_t items_max,
                                 const wire::Upload* previous = nullptr);

// The newest openings whose first check-in comes after that one, oldest first.
std::vector<wire::LedgerOpening> ledger_openings(Connection& connection, wire::Sequence after);

// Refused rows into quarantine, all others of `sent` out of it.
void settle_quarantine(Connection& connection, const wire::Upload& sent,
                       const std::vector<wire::ItemVerdict>& refused, UtcMs utc_ms);

// Refused rows become pending again: what the bureau knows may have changed.
void send_refused_again(Connection& connection);

}  // namespace keqian::kiosk
