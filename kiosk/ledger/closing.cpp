#include "kiosk/ledger/closing.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "kiosk/ledger/closing_record.h"
#include "kiosk/ledger/key_file.h"
#include "kiosk/ledger/repeat_guard.h"
#include "kiosk/ledger/rows.h"
#include "kiosk/ledger/session_rows.h"
#include "kiosk/ledger/staff_figures.h"
#include "server-sync/base/log.h"
#include "server-sync/base/text.h"
#include "server-sync/wire/messages.h"

namespace keqian::kiosk {
namespace {

constexpr char kLastClosing[] =
    "SELECT signature, closed_utc_ms, record FROM day_closing "
    "WHERE business_date = ? ORDER BY sequence DESC LIMIT 1";
constexpr char kInsertClosing[] =
    "INSERT INTO day_closing (business_date, ledger_sequence, chain_head, record, signature, "
    "closed_utc_ms, persons, check_ins, revision) SELECT ?1, ?2, ?3, ?4, ?5, ?6, "
    "COALESCE(SUM(persons), 0), COALESCE(SUM(check_ins), 0), ?7 FROM tally "
    "WHERE business_date = ?1";
constexpr char kDifferences[] =
    "SELECT business_date, last_closing.persons, last_closing.check_ins, "
    "closing_difference.persons, closing_difference.check_ins "
    "FROM closing_difference JOIN last_closing USING (business_date) "
    "ORDER BY business_date DESC LIMIT ?";
constexpr char kForgetDifferences[] = "DELETE FROM closing_difference";
constexpr char kNoteDifference[] =
    "INSERT INTO closing_difference (business_date, persons, check_ins) VALUES (?, ?, ?) "
    "ON CONFLICT (business_date) DO NOTHING";
constexpr char kOwner[] =
    "SELECT incarnation, (SELECT kiosk_id FROM identity WHERE id = 1), "
    "(SELECT public_key FROM identity WHERE id = 1) FROM kiosk_state WHERE id = 1";

struct Owner {
  std::string incarnation;
  std::string kiosk_id;                       // empty before the enrolment
  std::optional<wire::PublicKey> public_key;  // likewise
};

Owner read_owner(Connection& connection) {
  auto query = connection.query(kOwner);
  query.step();
  Owner owner{query.text(0), query.text(1), {}};
  if (const auto key = wire::to_array<32>(query.text(2))) owner.public_key = wire::PublicKey{*key};
  return owner;
}

// A kiosk whose key is lost closes its day all the same, unsigned.
std::optional<wire::KeyPair> signing_key(Core& core, const Owner& owner) {
  if (!owner.public_key) return std::nullopt;
  auto keys = load_key(core.directory, *owner.public_key);
  if (keys.ok()) return *keys;
  log_warning("the closing record is not signed: " + keys.error().text());
  return std::nullopt;
}

}  // namespace

DayClosing standing_day(Connection& connection, const wire::Configuration* configuration,
                        BusinessDate date) {
  const auto owner = read_owner(connection);
  DayClosing day;
  day.date = date;
  if (configuration != nullptr) {
    day.venue = configuration->venue;
    day.venue_name = configuration->venue_name;
  }
  day.figures = sum_days(connection, configuration, date, date);
  const auto head = chain_head(connection);
  day.ledger_sequence = head.sequence;
  day.chain_head = hex(head.hash);
  auto query = connection.query(kLastClosing);
  if (!query.bind(date.iso()).step()) return day;
  const auto record = query.text(2);
  day.closed_utc_ms = query.integer(1);
  if (!current_session(connection, date) &&
      closing_record(day, owner.kiosk_id, owner.incarnation) == record) {
    day.signature = query.text(0);
    day.closed = true;
  } else {
    day.earlier = EarlierClosing{day.closed_utc_ms, persons_of_record(record)};
    day.closed_utc_ms = 0;
  }
  return day;
}

Result<DayClosing> preview_closing(Core& core) {
  const auto date = core.now().business_date;
  const auto snapshot = core.configuration();
  return core.read("look at the day", [&](Connection& connection) -> Result<DayClosing> {
    return standing_day(connection, snapshot ? &snapshot->configuration : nullptr, date);
  });
}

Result<DayClosing> close_day(Core& core) {
  const auto moment = core.now();
  KEQIAN_CHECK_OK(core.end_past_days(moment));
  const auto snapshot = core.configuration();
  KEQIAN_TRY(const auto owner, core.read("read the identity", [](Connection& connection) {
    return Result<Owner>(read_owner(connection));
  }));
  const auto keys = signing_key(core, owner);
  KEQIAN_TRY(auto day,
             core.write("close the day", [&](Connection& connection) -> Result<DayClosing> {
               close_sessions_of(connection, moment);
               destroy_repeat_key(connection);
               auto closing = standing_day(
                   connection, snapshot ? &snapshot->configuration : nullptr, moment.business_date);
               if (closing.closed) return closing;
               closing.earlier.reset();
               closing.closed = true;
               closing.closed_utc_ms = moment.utc_ms;
               const auto record = closing_record(closing, owner.kiosk_id, owner.incarnation);
               if (keys) closing.signature = wire::encode_signature(wire::sign(*keys, record));
               connection.query(kInsertClosing)
                   .bind(closing.date.iso(), closing.ledger_sequence, closing.chain_head, record,
                         closing.signature, closing.closed_utc_ms, next_revision(connection))
                   .run();
               log_event(connection, moment.utc_ms, "day_closed", closing.date.iso());
               return closing;
             }));
  core.cut_log();
  return day;
}

std::vector<ClosingDifference> closing_differences(Connection& connection) {
  std::vector<ClosingDifference> differences;
  auto query = connection.query(kDifferences);
  query.bind(static_cast<std::int64_t>(wire::kDifferingClosingsMax));
  while (query.step()) {
    const auto date = BusinessDate::parse(query.text(0));
    KEQIAN_ASSERT(date);
    differences.push_back(
        {*date, query.integer(1), query.integer(2), query.integer(3), query.integer(4)});
  }
  return differences;
}

void note_differences(Connection& connection, const std::vector<wire::DayTotal>& differing,
                      UtcMs utc_ms) {
  const auto before = closing_differences(connection);
  connection.query(kForgetDifferences).run();
  for (const auto& day : differing) {
    const auto date = day.business_date.iso();
    connection.query(kNoteDifference).bind(date, day.persons, day.check_ins).run();
    const bool is_known = std::any_of(before.begin(), before.end(), [&day](const auto& known) {
      return known.date == day.business_date;
    });
    if (!is_known) log_event(connection, utc_ms, "closing_differs", date);
  }
}

std::string closing_text(Connection& connection, BusinessDate date) {
  auto query = connection.query(kLastClosing);
  if (!query.bind(date.iso()).step()) return {};
  const auto signature = query.text(0);
  return query.text(2) + "signature " + (signature.empty() ? "none" : signature) + "\n";
}

}  // namespace keqian::kiosk
