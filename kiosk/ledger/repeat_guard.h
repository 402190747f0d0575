// Tells whether a pass was counted already in this session today, without keeping what could
// identify it: a keyed digest, the key made for each business day (for each boot while the clock
// is unset) and destroyed with all digests when that time is over. Internal to this folder; runs
// inside its caller's transaction and throws SQLite::Exception.
#pragma once

#include <optional>
#include <string>

#include "kiosk/ledger/connection.h"
#include "kiosk/ledger/moment.h"
#include "server-sync/base/ids.h"
#include "server-sync/base/randomness.h"
#include "server-sync/wire/pass.h"

namespace keqian::kiosk {

// Destroys the key and the digests of another time. True when there were any: the log is then to
// be cut after the commit. A key of this boot goes over to the day when that becomes known.
bool destroy_stale_repeat_key(Connection& connection, const Moment& moment);
// Destroys the key and the digests whatever their time: the day is closed.
void destroy_repeat_key(Connection& connection);

// The digest of a pass in a session under today's key, which is made where there is none.
std::string repeat_digest(Connection& connection, const Moment& moment, Randomness& randomness,
                          const SessionId& session, const wire::Pass& pass);
// The same where the key exists; empty otherwise. Changes nothing.
std::optional<std::string> known_repeat_digest(Connection& connection, const Moment& moment,
                                               const SessionId& session, const wire::Pass& pass);

bool is_counted(Connection& connection, const std::string& digest);
// The same for the sessions whose rows were moved to this one when the time became known.
bool is_counted_before_moving(Connection& connection, const Moment& moment,
                              const SessionId& session, const wire::Pass& pass);
// False when it was remembered already.
bool remember_counted(Connection& connection, const std::string& digest);
void forget_counted(Connection& connection, const std::string& digest);

}  // namespace keqian::kiosk
