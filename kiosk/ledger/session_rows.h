// Session rows inside their caller's transaction. Internal to this folder; throws
// SQLite::Exception.
#pragma once

#include <optional>

#include "kiosk/ledger/configuration_snapshot.h"
#include "kiosk/ledger/connection.h"
#include "kiosk/ledger/moment.h"
#include "kiosk/ledger/sessions.h"

namespace keqian::kiosk {

std::optional<Session> find_session(Connection& connection, const SessionId& id);
// The last one opened that is open and of this business date.
std::optional<Session> current_session(Connection& connection, BusinessDate date);
// The current session, or today's daily opening opened now. Sessions of past days are not looked
// for: Core::end_past_days has closed them.
Session current_or_daily_session(Connection& connection, const Moment& moment,
                                 const wire::Configuration& configuration);
Session open_session(Connection& connection, Session session, BusinessDate date);
void close_sessions_before(Connection& connection, const Moment& moment);

}  // namespace keqian::kiosk
