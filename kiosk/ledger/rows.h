// Reading and writing the rows that belong together: a check-in with its link in the hash chain
// and its tally, a session, an event. Internal to this folder; every function runs inside its
// caller's transaction and throws SQLite::Exception.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kiosk/ledger/connection.h"
#include "kiosk/ledger/moment.h"
#include "server-sync/base/date.h"
#include "server-sync/base/ids.h"
#include "server-sync/wire/messages.h"
#include "server-sync/wire/vocabulary.h"

namespace keqian::kiosk {

// A row of check_in, whose words are kept as they are spelt in the file.
struct CheckInRow {
  wire::Sequence sequence = 0;
  std::string session_id;
  std::string business_date;
  std::int64_t hour = 0;
  std::string category;
  std::int64_t persons = 0;
  std::string direction = "in";
  std::string method;
  std::optional<std::string> pass_digest;
  UtcMs utc_ms = 0;
  MonotonicMs monotonic_ms = 0;
  std::string boot_id;
  std::string clock_state;
  std::optional<wire::Sequence> reverses;
  std::string reason;
  std::string opening_id;  // in which it was appended; not a column
};

Category category_of(const CheckInRow& row);

// A new row of now, without its sequence.
CheckInRow row_at(const Moment& moment);

// The hash of a row: BLAKE2b-256 over the hash before it (empty for the first) and all its fields.
std::string chain_hash(std::string_view previous, const CheckInRow& row);

// Appends the row with the next sequence, extends the chain and changes its tally; gives the
// sequence.
wire::Sequence append_check_in(Connection& connection, CheckInRow row);

std::optional<CheckInRow> find_check_in(Connection& connection, wire::Sequence sequence);
bool is_reversed(Connection& connection, wire::Sequence sequence);

// The columns of check_in in the order of `read_check_in`, for statements that read them.
#define KEQIAN_CHECK_IN_COLUMNS                                                       \
  "sequence, session_id, business_date, hour, category, persons, direction, method, " \
  "pass_digest, utc_ms, monotonic_ms, boot_id, clock_state, reverses, reason, chain_hash"
CheckInRow read_check_in(const Query& query);
inline constexpr int kChainHashColumn = 15;

struct ChainHead {
  wire::Sequence sequence = 0;  // 0: no check-in yet
  std::string hash;
  std::string boot_id;
  std::int64_t utc_minus_monotonic_ms = 0;
};
ChainHead chain_head(Connection& connection);
// The check-in of that number as a point of history. Without one, and for 0, its hash is empty.
wire::LedgerPoint ledger_point(Connection& connection, wire::Sequence sequence);

// The kiosk's next revision.
wire::Revision next_revision(Connection& connection);
wire::Revision last_revision(Connection& connection);

std::int64_t persons_of_day(Connection& connection, BusinessDate date);

void log_event(Connection& connection, UtcMs utc_ms, std::string_view kind,
               std::string_view detail);

// 32 random hex digits: a life of this database, or an opening of it.
std::string make_incarnation(Randomness& randomness);

}  // namespace keqian::kiosk
