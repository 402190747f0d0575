// Session rows inside their caller's transaction. Internal to this folder; throws
// SQLite::Exception.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/ledger/configuration_snapshot.h"
#include "kiosk/ledger/connection.h"
#include "kiosk/ledger/moment.h"
#include "kiosk/ledger/sessions.h"
#include "kiosk/ports/staff.h"

namespace keqian::kiosk {

// The columns of session in the order of `read_session`, for statements that read them.
#define KEQIAN_SESSION_COLUMNS \
  "id, title, audience, opened_utc_ms, closed_utc_ms, ended_with_its_day"
Session read_session(const Query& query);

std::optional<Session> find_session(Connection& connection, const SessionId& id);
// Of those that are open and of this business date the one whose turn came last.
std::optional<Session> current_session(Connection& connection, BusinessDate date);
// The current session, or today's daily opening opened now, again where it was closed. Sessions of
// past days are not looked for: Core::end_past_days has closed them.
Session current_or_daily_session(Connection& connection, const Moment& moment,
                                 const wire::Configuration& configuration);

// A new session of that date, as it stands; times and all.
Session insert_session(Connection& connection, Session session, BusinessDate date);
// A session that begins now. Until the bureau is heard in this boot its day is not sure (see
// clock_repair.h).
Session begin_session(Connection& connection, Session session, const Moment& moment);
// As Sessions::open. `configuration` is empty where there is none.
Result<Session> open_session(Connection& connection, const wire::Configuration* configuration,
                             const SessionId& id, const Moment& moment);
// From now on visitors count for it. kNotFound; kConflict when it is closed or of another day.
Status count_into(Connection& connection, const SessionId& id, const Moment& moment);
// Of the one daily opening (日常开放) that a venue has on a business day.
SessionId daily_opening_id(const VenueId& venue, BusinessDate date);
// "临时场次 14:30"; the minute is 0–1439.
std::string ad_hoc_title(int minute_of_day);
// As Sessions::close.
Status close_session(Connection& connection, const SessionId& id, const Moment& moment);
// Closes the sessions of days before the moment's that are still open, and marks that nobody did.
void end_sessions_before(Connection& connection, const Moment& moment);
// Closes those of the moment's day, because somebody closes the day.
void close_sessions_of(Connection& connection, const Moment& moment);
// Closes the open sessions of other venues than ours: the next visitor is not theirs.
void close_sessions_of_other_venues(Connection& connection, const VenueId& venue,
                                    const Moment& moment);

// As Sessions::set_head_count and Sessions::head_counts.
Status write_head_count(Connection& connection, const SessionId& id, Category role,
                        std::int64_t persons);
std::vector<HeadCount> read_head_counts(Connection& connection, const SessionId& id);
// The same by role, 0 where only others were entered; empty where none was.
std::optional<StaffHeadCounts> staff_of(Connection& connection, const SessionId& id);
// A session as the staff see it; `persons` were counted in it.
HeldSession held_session(Connection& connection, const Session& session, std::int64_t persons);

}  // namespace keqian::kiosk
