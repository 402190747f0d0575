#include "kiosk/ledger/rows.h"

#include <cstdlib>
#include <utility>

#include "server-sync/base/text.h"
#include "server-sync/wire/crypto.h"

namespace keqian::kiosk {
namespace {

constexpr std::int64_t kClockJumpMs = 5 * kMsPerSecond;

constexpr char kInsertCheckIn[] = "INSERT INTO check_in (" KEQIAN_CHECK_IN_COLUMNS
                                  ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
constexpr char kAddToTally[] =
    "INSERT INTO tally (business_date, session_id, hour, category, method, persons, check_ins, "
    "revision, first_sequence, last_sequence) VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?8, ?8) "
    "ON CONFLICT (business_date, session_id, hour, category, method) DO UPDATE SET "
    "persons = persons + excluded.persons, check_ins = check_ins + 1, "
    "revision = excluded.revision, last_sequence = MAX(last_sequence, excluded.last_sequence)";
constexpr char kAddToExits[] =
    "INSERT INTO exit_count (business_date, persons, check_ins) VALUES (?, ?, 1) "
    "ON CONFLICT (business_date) DO UPDATE SET persons = persons + excluded.persons, "
    "check_ins = check_ins + 1";
// Every check-in asks for the newest opening; one that is not there yet is noted with it, so that
// a disk that cannot be written does not keep the ledger from being opened.
constexpr char kNewestOpening[] = "SELECT number, id FROM opening ORDER BY number DESC LIMIT 1";
constexpr char kNoteOpening[] = "INSERT INTO opening (number, id, first_sequence) VALUES (?, ?, ?)";
constexpr char kFindCheckIn[] =
    "SELECT " KEQIAN_CHECK_IN_COLUMNS " FROM check_in WHERE sequence = ?";
constexpr char kFindReversal[] = "SELECT 1 FROM check_in WHERE reverses = ?";
constexpr char kChainHash[] = "SELECT chain_hash FROM check_in WHERE sequence = ?";
constexpr char kChainHead[] =
    "SELECT sequence, chain_hash, boot_id, utc_ms - monotonic_ms FROM check_in "
    "ORDER BY sequence DESC LIMIT 1";
constexpr char kRaiseRevision[] = "UPDATE kiosk_state SET revision = revision + 1 WHERE id = 1";
constexpr char kLastRevision[] = "SELECT revision FROM kiosk_state WHERE id = 1";
constexpr char kPersonsOfDay[] =
    "SELECT COALESCE(SUM(persons), 0) FROM tally WHERE business_date = ?";
constexpr char kLogEvent[] = "INSERT INTO event_log (utc_ms, kind, detail) VALUES (?, ?, ?)";

void append_field(std::string& out, std::string_view field) {
  out += std::to_string(field.size());
  out += ':';
  out += field;
}

void append_field(std::string& out, std::int64_t field) {
  append_field(out, std::to_string(field));
}

template <typename Value>
void append_field(std::string& out, const std::optional<Value>& field) {
  if (field) {
    append_field(out, *field);
  } else {
    out += '-';
  }
}

void note_opening(Connection& connection, const CheckInRow& row) {
  std::int64_t number = 0;
  {
    auto newest = connection.query(kNewestOpening);
    if (newest.step()) {
      if (newest.text(1) == row.opening_id) return;
      number = newest.integer(0);
    }
  }
  connection.query(kNoteOpening).bind(number + 1, row.opening_id, row.sequence).run();
}

// Somebody, or the machine itself, set the clock between two rows of one boot: the log says so,
// because from then on the days may be others.
void note_clock_jump(Connection& connection, const ChainHead& head, const CheckInRow& row) {
  if (head.boot_id != row.boot_id) return;
  const auto moved_ms = row.utc_ms - row.monotonic_ms - head.utc_minus_monotonic_ms;
  if (std::abs(moved_ms) <= kClockJumpMs) return;
  log_event(connection, row.utc_ms, "clock_jumped", std::to_string(moved_ms) + " ms");
}

}  // namespace

Category category_of(const CheckInRow& row) {
  return parse_category(row.category).value_or(Category::kPublic);
}

CheckInRow row_at(const Moment& moment) {
  CheckInRow row;
  row.business_date = moment.business_date.iso();
  row.hour = moment.hour;
  row.utc_ms = moment.utc_ms;
  row.monotonic_ms = moment.monotonic_ms;
  row.boot_id = moment.boot_id;
  row.opening_id = moment.opening_id;
  row.clock_state = name(moment.clock_state);
  return row;
}

std::string chain_hash(std::string_view previous, const CheckInRow& row) {
  std::string input;
  append_field(input, previous);
  append_field(input, row.sequence);
  append_field(input, row.session_id);
  append_field(input, row.business_date);
  append_field(input, row.hour);
  append_field(input, row.category);
  append_field(input, row.persons);
  append_field(input, row.direction);
  append_field(input, row.method);
  append_field(input, row.pass_digest);
  append_field(input, row.utc_ms);
  append_field(input, row.monotonic_ms);
  append_field(input, row.boot_id);
  append_field(input, row.clock_state);
  append_field(input, row.reverses);
  append_field(input, row.reason);
  return std::string(wire::view(wire::digest(input)));
}

wire::Sequence append_check_in(Connection& connection, CheckInRow row) {
  const auto head = chain_head(connection);
  note_clock_jump(connection, head, row);
  row.sequence = head.sequence + 1;
  note_opening(connection, row);
  const auto hash = chain_hash(head.hash, row);
  std::optional<Blob> digest;
  if (row.pass_digest) digest = Blob{*row.pass_digest};
  connection.query(kInsertCheckIn)
      .bind(row.sequence, row.session_id, row.business_date, row.hour, row.category, row.persons,
            row.direction, row.method, digest, row.utc_ms, row.monotonic_ms, row.boot_id,
            row.clock_state, row.reverses, row.reason, Blob{hash})
      .run();
  // Exits are kept in the ledger and outside 人次.
  if (row.direction == "in") {
    connection.query(kAddToTally)
        .bind(row.business_date, row.session_id, row.hour, row.category, row.method, row.persons,
              next_revision(connection), row.reverses ? 0 : row.sequence)
        .run();
  } else {
    connection.query(kAddToExits).bind(row.business_date, row.persons).run();
  }
  return row.sequence;
}

CheckInRow read_check_in(const Query& query) {
  CheckInRow row;
  row.sequence = query.integer(0);
  row.session_id = query.text(1);
  row.business_date = query.text(2);
  row.hour = query.integer(3);
  row.category = query.text(4);
  row.persons = query.integer(5);
  row.direction = query.text(6);
  row.method = query.text(7);
  if (!query.is_null(8)) row.pass_digest = query.text(8);
  row.utc_ms = query.integer(9);
  row.monotonic_ms = query.integer(10);
  row.boot_id = query.text(11);
  row.clock_state = query.text(12);
  if (!query.is_null(13)) row.reverses = query.integer(13);
  row.reason = query.text(14);
  return row;
}

std::optional<CheckInRow> find_check_in(Connection& connection, wire::Sequence sequence) {
  auto query = connection.query(kFindCheckIn);
  if (!query.bind(sequence).step()) return std::nullopt;
  return read_check_in(query);
}

bool is_reversed(Connection& connection, wire::Sequence sequence) {
  auto query = connection.query(kFindReversal);
  return query.bind(sequence).step();
}

ChainHead chain_head(Connection& connection) {
  auto query = connection.query(kChainHead);
  if (!query.step()) return {};
  return {query.integer(0), query.text(1), query.text(2), query.integer(3)};
}

wire::LedgerPoint ledger_point(Connection& connection, wire::Sequence sequence) {
  auto query = connection.query(kChainHash);
  query.bind(sequence);
  return {sequence, query.step() ? hex(query.text(0)) : std::string()};
}

wire::Revision next_revision(Connection& connection) {
  // Not with RETURNING, which fills a temporary table first.
  connection.query(kRaiseRevision).run();
  return last_revision(connection);
}

wire::Revision last_revision(Connection& connection) {
  auto query = connection.query(kLastRevision);
  query.step();
  return query.integer(0);
}

std::int64_t persons_of_day(Connection& connection, BusinessDate date) {
  auto query = connection.query(kPersonsOfDay);
  query.bind(date.iso()).step();
  return query.integer(0);
}

void log_event(Connection& connection, UtcMs utc_ms, std::string_view kind,
               std::string_view detail) {
  connection.query(kLogEvent).bind(utc_ms, kind, detail).run();
}

std::string make_incarnation(Randomness& randomness) {
  std::string bytes(16, '\0');
  randomness.fill({reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()});
  return hex(bytes);
}

}  // namespace keqian::kiosk
