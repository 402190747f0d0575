#include "kiosk/ledger/schema.h"

#include <array>
#include <string>

namespace keqian::kiosk {
namespace {

// Dates are ISO texts of Asia/Shanghai, times UTC milliseconds, words those of the glossary. For an
// IN of three constants or more SQLite builds a table each time it checks a row: where every
// check-in pays for that, it is written out.
constexpr char kVersion1[] = R"sql(
CREATE TABLE kiosk_state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  incarnation TEXT NOT NULL CHECK (length(incarnation) = 32),
  revision INTEGER NOT NULL CHECK (revision >= 0)
) STRICT;

CREATE TABLE session (
  opening INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  business_date TEXT NOT NULL,
  title TEXT NOT NULL,
  audience TEXT NOT NULL,
  opened_utc_ms INTEGER NOT NULL,
  closed_utc_ms INTEGER NOT NULL DEFAULT 0,
  revision INTEGER NOT NULL
) STRICT;

CREATE TABLE check_in (
  sequence INTEGER PRIMARY KEY CHECK (sequence > 0),
  session_id TEXT NOT NULL REFERENCES session (id),
  business_date TEXT NOT NULL CHECK (length(business_date) = 10),
  hour INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23),
  category TEXT NOT NULL,
  persons INTEGER NOT NULL CHECK (persons BETWEEN -500 AND 500 AND persons <> 0),
  direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
  method TEXT NOT NULL,
  pass_digest BLOB,
  utc_ms INTEGER NOT NULL,
  monotonic_ms INTEGER NOT NULL,
  boot_id TEXT NOT NULL,
  clock_state TEXT NOT NULL
    CHECK (clock_state = 'set' OR clock_state = 'corrected' OR clock_state = 'unset'),
  reverses INTEGER REFERENCES check_in (sequence),
  reason TEXT NOT NULL,
  chain_hash BLOB NOT NULL CHECK (length(chain_hash) = 32),
  CHECK ((reverses IS NULL) = (persons > 0)),
  CHECK (reverses IS NULL OR reason <> '')
) STRICT;
CREATE UNIQUE INDEX check_in_reversed_once ON check_in (reverses) WHERE reverses IS NOT NULL;
CREATE TRIGGER check_in_has_no_gaps BEFORE INSERT ON check_in
WHEN new.sequence <> (SELECT COALESCE(MAX(sequence), 0) + 1 FROM check_in)
BEGIN SELECT RAISE(ABORT, 'check_in has no gaps'); END;
CREATE TRIGGER check_in_is_not_updated BEFORE UPDATE ON check_in
BEGIN SELECT RAISE(ABORT, 'check_in is append-only'); END;
CREATE TRIGGER check_in_is_not_deleted BEFORE DELETE ON check_in
BEGIN SELECT RAISE(ABORT, 'check_in is append-only'); END;

CREATE TABLE refusal (
  sequence INTEGER PRIMARY KEY CHECK (sequence > 0),
  reason TEXT NOT NULL,
  method TEXT NOT NULL,
  business_date TEXT NOT NULL,
  hour INTEGER NOT NULL,
  utc_ms INTEGER NOT NULL
) STRICT;
CREATE TRIGGER refusal_is_not_updated BEFORE UPDATE ON refusal
BEGIN SELECT RAISE(ABORT, 'refusal is append-only'); END;
CREATE TRIGGER refusal_is_not_deleted BEFORE DELETE ON refusal
BEGIN SELECT RAISE(ABORT, 'refusal is append-only'); END;

CREATE TABLE tally (
  business_date TEXT NOT NULL,
  session_id TEXT NOT NULL REFERENCES session (id),
  hour INTEGER NOT NULL,
  category TEXT NOT NULL,
  method TEXT NOT NULL,
  persons INTEGER NOT NULL,
  check_ins INTEGER NOT NULL CHECK (check_ins > 0),
  revision INTEGER NOT NULL CHECK (revision > 0),
  PRIMARY KEY (business_date, session_id, hour, category, method)
) STRICT, WITHOUT ROWID;

CREATE TABLE staff_head_count (
  session_id TEXT NOT NULL REFERENCES session (id),
  role TEXT NOT NULL,
  persons INTEGER NOT NULL CHECK (persons >= 0),
  revision INTEGER NOT NULL CHECK (revision > 0),
  PRIMARY KEY (session_id, role)
) STRICT, WITHOUT ROWID;

CREATE TABLE repeat_key (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  scope TEXT NOT NULL,
  secret BLOB NOT NULL CHECK (length(secret) = 32)
) STRICT;
CREATE TABLE repeat_guard (
  pass_digest BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE identity (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  kiosk_id TEXT NOT NULL,
  venue_id TEXT NOT NULL,
  kiosk_name TEXT NOT NULL,
  bureau_url TEXT NOT NULL,
  bureau_key BLOB NOT NULL CHECK (length(bureau_key) = 32),
  certificate_sha256 BLOB NOT NULL CHECK (length(certificate_sha256) IN (0, 32)),
  public_key BLOB NOT NULL CHECK (length(public_key) = 32)
) STRICT;

CREATE TABLE configuration (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  bytes BLOB NOT NULL,
  etag TEXT NOT NULL,
  stored_utc_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE upload_state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  acknowledged_revision INTEGER NOT NULL CHECK (acknowledged_revision >= 0)
) STRICT;

CREATE TABLE quarantine (
  kind TEXT NOT NULL,
  item TEXT NOT NULL,
  session_id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  reason TEXT NOT NULL,
  refused_utc_ms INTEGER NOT NULL,
  resolved_utc_ms INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (kind, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE clock_reference (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  bureau_utc_ms INTEGER NOT NULL,
  offset_ms INTEGER NOT NULL,
  round_trip_ms INTEGER NOT NULL,
  boot_id TEXT NOT NULL,
  utc_minus_monotonic_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE event_log (
  sequence INTEGER PRIMARY KEY,
  utc_ms INTEGER NOT NULL,
  kind TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;
)sql";

// The plain rows of a tally (no reversals) lie between its first and its last sequence: a filtered
// list of check-ins reads those spans and needs no index that every check-in would have to pay for.
// The indexes below are of rare rows only.
constexpr char kVersion2[] = R"sql(
ALTER TABLE session ADD COLUMN
  ended_with_its_day INTEGER NOT NULL DEFAULT 0 CHECK (ended_with_its_day IN (0, 1));
UPDATE session SET ended_with_its_day = 1
  WHERE id IN (SELECT detail FROM event_log WHERE kind = 'session_ended_with_its_day');
CREATE INDEX session_of_day ON session (business_date);

ALTER TABLE tally ADD COLUMN first_sequence INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tally ADD COLUMN last_sequence INTEGER NOT NULL DEFAULT 0;
UPDATE tally SET first_sequence = span.first_sequence, last_sequence = span.last_sequence
  FROM (SELECT business_date, session_id, hour, category, method,
               MIN(sequence) AS first_sequence, MAX(sequence) AS last_sequence
        FROM check_in WHERE direction = 'in' AND reverses IS NULL
        GROUP BY business_date, session_id, hour, category, method) AS span
  WHERE tally.business_date = span.business_date AND tally.session_id = span.session_id
    AND tally.hour = span.hour AND tally.category = span.category AND tally.method = span.method;

CREATE INDEX check_in_reversals ON check_in (sequence, session_id, category, method, reverses)
  WHERE reverses IS NOT NULL;
CREATE INDEX check_in_exits ON check_in (sequence, session_id, category, method)
  WHERE direction = 'out';
CREATE INDEX check_in_unset ON check_in (boot_id) WHERE clock_state = 'unset';

CREATE TABLE exit_count (
  business_date TEXT PRIMARY KEY,
  persons INTEGER NOT NULL,
  check_ins INTEGER NOT NULL CHECK (check_ins > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE staff_pin (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  hash TEXT NOT NULL,
  wrong_tries INTEGER NOT NULL CHECK (wrong_tries >= 0),
  locked_ms INTEGER NOT NULL CHECK (locked_ms >= 0),
  boot_id TEXT NOT NULL,
  monotonic_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE day_closing (
  sequence INTEGER PRIMARY KEY,
  business_date TEXT NOT NULL,
  ledger_sequence INTEGER NOT NULL,
  chain_head TEXT NOT NULL,
  record TEXT NOT NULL,
  signature TEXT NOT NULL,
  closed_utc_ms INTEGER NOT NULL
) STRICT;
CREATE TRIGGER day_closing_is_not_updated BEFORE UPDATE ON day_closing
BEGIN SELECT RAISE(ABORT, 'day_closing is append-only'); END;
CREATE TRIGGER day_closing_is_not_deleted BEFORE DELETE ON day_closing
BEGIN SELECT RAISE(ABORT, 'day_closing is append-only'); END;

CREATE TABLE boot_clock (
  boot_id TEXT PRIMARY KEY,
  utc_minus_monotonic_ms INTEGER NOT NULL,
  unrepaired_until INTEGER NOT NULL CHECK (unrepaired_until >= 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE staff_clock (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  boot_id TEXT NOT NULL,
  utc_minus_monotonic_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE moved_session (
  to_session_id TEXT NOT NULL REFERENCES session (id),
  from_session_id TEXT NOT NULL REFERENCES session (id),
  PRIMARY KEY (to_session_id, from_session_id)
) STRICT, WITHOUT ROWID;
)sql";

// The last check-in that the bureau is known to have seen of this incarnation.
constexpr char kVersion3[] = R"sql(
ALTER TABLE upload_state ADD COLUMN
  seen_sequence INTEGER NOT NULL DEFAULT 0 CHECK (seen_sequence >= 0);
)sql";

// Sessions opened in a boot before the bureau was heard in it: their day may turn out another.
constexpr char kVersion4[] = R"sql(
CREATE TABLE unchecked_opening (
  session_id TEXT PRIMARY KEY REFERENCES session (id),
  boot_id TEXT NOT NULL,
  monotonic_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

// What tells the lives of one kiosk apart. An opening is noted with its first check-in. `origin` is
// the life that this one was copied from, empty for a ledger that began empty, NULL where that was
// not noted; what both have counted is in shared_tally.
constexpr char kVersion5[] = R"sql(
CREATE TABLE opening (
  number INTEGER PRIMARY KEY CHECK (number > 0),
  id TEXT NOT NULL CHECK (length(id) = 32),
  first_sequence INTEGER NOT NULL CHECK (first_sequence > 0)
) STRICT;
ALTER TABLE kiosk_state ADD COLUMN origin TEXT;
ALTER TABLE kiosk_state ADD COLUMN
  shared_sequence INTEGER NOT NULL DEFAULT 0 CHECK (shared_sequence >= 0);
CREATE TABLE shared_tally (
  business_date TEXT NOT NULL,
  session_id TEXT NOT NULL,
  hour INTEGER NOT NULL,
  category TEXT NOT NULL,
  method TEXT NOT NULL,
  persons INTEGER NOT NULL,
  check_ins INTEGER NOT NULL CHECK (check_ins > 0),
  PRIMARY KEY (business_date, session_id, hour, category, method)
) STRICT, WITHOUT ROWID;
)sql";

// Of the open sessions the one whose turn came last counts: it was opened last, or the staff chose
// it since.
constexpr char kVersion6[] = R"sql(
ALTER TABLE session ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;
UPDATE session SET turn = opening;
)sql";

// Check-ins that were changed, moved or taken back: the first row, and the newest one that stood in
// its place. Derived from check_in, where a replacement follows right after its reversal.
constexpr char kVersion7[] = R"sql(
CREATE TABLE amended_check_in (
  origin INTEGER PRIMARY KEY REFERENCES check_in (sequence),
  newest INTEGER NOT NULL UNIQUE REFERENCES check_in (sequence),
  differs INTEGER NOT NULL CHECK (differs IN (0, 1))
) STRICT;
CREATE INDEX amended_check_in_differing ON amended_check_in (newest) WHERE differs = 1;

CREATE TEMP TABLE replacement_link (earlier INTEGER PRIMARY KEY, later INTEGER NOT NULL UNIQUE);
INSERT INTO replacement_link (earlier, later)
  SELECT reversal.reverses, follower.sequence FROM check_in AS reversal
  JOIN check_in AS follower ON follower.sequence = reversal.sequence + 1
  WHERE reversal.reverses IS NOT NULL AND reversal.reason <> 'taken_back_at_the_door'
    AND follower.reverses IS NULL
    AND follower.boot_id = reversal.boot_id AND follower.utc_ms = reversal.utc_ms
    AND follower.monotonic_ms = reversal.monotonic_ms
    AND follower.method = reversal.method AND follower.direction = reversal.direction;
INSERT INTO amended_check_in (origin, newest, differs)
  WITH RECURSIVE line (origin, newest) AS (
    SELECT reverses, reverses FROM check_in WHERE reverses IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM replacement_link WHERE later = reverses)
    UNION ALL
    SELECT line.origin, replacement_link.later
      FROM line JOIN replacement_link ON replacement_link.earlier = line.newest)
  SELECT origin, MAX(newest), 0 FROM line GROUP BY origin;
UPDATE amended_check_in SET differs = 1
  WHERE EXISTS (SELECT 1 FROM check_in WHERE reverses = newest)
    OR (SELECT persons <> (SELECT persons FROM check_in WHERE sequence = origin)
          OR category <> (SELECT category FROM check_in WHERE sequence = origin)
        FROM check_in WHERE sequence = newest);
DROP TABLE replacement_link;
)sql";

// The last check-in of which the bureau has all the counters: from the next one on people wait for
// the upload. And the check-ins that count otherwise than at first are listed in the order in which
// they were counted.
constexpr char kVersion8[] = R"sql(
ALTER TABLE upload_state ADD COLUMN
  told_sequence INTEGER NOT NULL DEFAULT 0 CHECK (told_sequence >= 0);
UPDATE upload_state SET told_sequence = seen_sequence
  WHERE NOT EXISTS (SELECT 1 FROM tally WHERE revision > acknowledged_revision);
DROP INDEX amended_check_in_differing;
CREATE INDEX amended_check_in_differing ON amended_check_in (origin) WHERE differs = 1;
)sql";

// A closing's sums go to the bureau as a row with a revision; 0: from before, not sent. The days
// that the bureau adds up to something else, with its sums, as its last answer told them.
constexpr char kVersion9[] = R"sql(
ALTER TABLE day_closing ADD COLUMN persons INTEGER NOT NULL DEFAULT 0;
ALTER TABLE day_closing ADD COLUMN check_ins INTEGER NOT NULL DEFAULT 0;
ALTER TABLE day_closing ADD COLUMN revision INTEGER NOT NULL DEFAULT 0 CHECK (revision >= 0);
DROP TRIGGER day_closing_is_not_updated;
CREATE TRIGGER day_closing_is_not_updated BEFORE UPDATE OF sequence, business_date,
  ledger_sequence, chain_head, record, signature, closed_utc_ms, persons, check_ins ON day_closing
BEGIN SELECT RAISE(ABORT, 'day_closing is append-only'); END;
CREATE VIEW last_closing AS SELECT * FROM day_closing
  WHERE sequence IN (SELECT MAX(sequence) FROM day_closing GROUP BY business_date);
CREATE TABLE closing_difference (
  business_date TEXT PRIMARY KEY,
  persons INTEGER NOT NULL,
  check_ins INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

// The number that the bureau makes a code of where the PIN is forgotten; empty: none was asked for.
constexpr char kVersion10[] = R"sql(
ALTER TABLE staff_pin ADD COLUMN reset_number TEXT NOT NULL DEFAULT '';
)sql";

constexpr std::array<const char*, 10> kMigrations = {kVersion1, kVersion2, kVersion3, kVersion4,
                                                     kVersion5, kVersion6, kVersion7, kVersion8,
                                                     kVersion9, kVersion10};

constexpr char kUserVersion[] = "PRAGMA user_version";
constexpr char kApplicationId[] = "PRAGMA application_id";

std::int64_t pragma_value(Connection& connection, const char* sql) {
  auto query = connection.query(sql);
  query.step();
  return query.integer(0);
}

}  // namespace

std::span<const char* const> ledger_migrations() {
  return kMigrations;
}

std::int64_t file_version(Connection& connection) {
  return pragma_value(connection, kUserVersion);
}

std::int64_t file_application_id(Connection& connection) {
  return pragma_value(connection, kApplicationId);
}

void migrate(Connection& connection, std::span<const char* const> migrations) {
  const auto newest = static_cast<std::int64_t>(migrations.size());
  for (auto version = file_version(connection) + 1; version <= newest; ++version) {
    Transaction transaction(connection, Transaction::Kind::kWriting);
    connection.execute(migrations[static_cast<std::size_t>(version - 1)]);
    // PRAGMA takes no parameters.
    const auto mark = "PRAGMA user_version = " + std::to_string(version) +
                      "; PRAGMA application_id = " + std::to_string(kLedgerApplicationId);
    connection.execute(mark.c_str());
    transaction.commit();
  }
}

void configure_writer(Connection& connection) {
  connection.execute("PRAGMA journal_mode = WAL");
  connection.execute("PRAGMA synchronous = FULL");
  connection.execute("PRAGMA foreign_keys = ON");
  // A destroyed repeat-guard key must not survive in a free page.
  connection.execute("PRAGMA secure_delete = ON");
  connection.execute("PRAGMA journal_size_limit = 4194304");
  // The trigger of every check-in makes SQLite ready to take back that one statement. What it
  // needs for that only matters while we run: in memory, not in a file made anew each time.
  connection.execute("PRAGMA temp_store = MEMORY");
}

}  // namespace keqian::kiosk
