#include "server-sync/bureau/store/schema.h"

#include <array>
#include <span>
#include <string>

namespace keqian::bureau {
namespace {

// Marks a file as a bureau's ("KqBu"), so that a kiosk's ledger is not mistaken for one.
constexpr std::int64_t kApplicationId = 0x4B714275;

// Conventions: days are days since 1970-01-01, times are UTC milliseconds, categories, methods,
// audiences and roles are the positions of their enumerations, keys are base64, digests hex.
constexpr const char* kVersion1[] = {
    // A campaign whose days are open has ends_day < starts_day, so that no day is within it.
    R"(CREATE TABLE campaign(
         id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, name TEXT NOT NULL,
         theme TEXT NOT NULL, place TEXT NOT NULL, unit_id TEXT NOT NULL,
         starts_day INTEGER NOT NULL, ends_day INTEGER NOT NULL, due_day INTEGER NOT NULL,
         form_id TEXT NOT NULL, definition_text TEXT NOT NULL))",
    "CREATE TABLE form(id TEXT PRIMARY KEY, text TEXT NOT NULL)",
    R"(CREATE TABLE unit(
         id TEXT PRIMARY KEY, name TEXT NOT NULL, parent_id TEXT NOT NULL, position INTEGER NOT NULL))",
    "CREATE INDEX unit_by_parent ON unit(parent_id)",
    R"(CREATE TABLE venue(
         id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL,
         unit_id TEXT NOT NULL REFERENCES unit(id)))",
    "CREATE INDEX venue_by_unit ON venue(unit_id)",
    R"(CREATE TABLE activity(
         campaign_id TEXT NOT NULL REFERENCES campaign(id), id TEXT NOT NULL,
         position INTEGER NOT NULL, title TEXT NOT NULL, organiser TEXT NOT NULL,
         recommender TEXT NOT NULL, audience INTEGER NOT NULL, any_venue INTEGER NOT NULL,
         PRIMARY KEY(campaign_id, id)))",
    R"(CREATE TABLE activity_venue(
         campaign_id TEXT NOT NULL, activity_id TEXT NOT NULL, venue_id TEXT NOT NULL,
         PRIMARY KEY(campaign_id, activity_id, venue_id)))",
    R"(CREATE TABLE planned_session(
         campaign_id TEXT NOT NULL REFERENCES campaign(id), session_id TEXT NOT NULL,
         activity_id TEXT NOT NULL, venue_id TEXT NOT NULL, business_day INTEGER NOT NULL,
         starts_minute INTEGER NOT NULL, ends_minute INTEGER NOT NULL, title TEXT NOT NULL,
         audience INTEGER NOT NULL, PRIMARY KEY(campaign_id, session_id)))",
    "CREATE INDEX planned_session_by_venue ON planned_session(venue_id, business_day)",
    R"(CREATE TABLE pass_key(
         campaign_number INTEGER NOT NULL, id INTEGER NOT NULL, secret TEXT NOT NULL,
         PRIMARY KEY(campaign_number, id)))",
    R"(CREATE TABLE revoked_pass(
         campaign_number INTEGER NOT NULL, pass_number INTEGER NOT NULL,
         PRIMARY KEY(campaign_number, pass_number)))",

    R"(CREATE TABLE kiosk(
         id TEXT PRIMARY KEY, name TEXT NOT NULL, venue_id TEXT NOT NULL REFERENCES venue(id),
         public_key TEXT NOT NULL, revoked INTEGER NOT NULL, enrolled_utc_ms INTEGER NOT NULL,
         last_seen_utc_ms INTEGER NOT NULL, version TEXT NOT NULL, camera INTEGER NOT NULL,
         pending INTEGER NOT NULL, quarantined INTEGER NOT NULL, disk_free_mb INTEGER NOT NULL,
         clock_offset_ms INTEGER NOT NULL))",
    R"(CREATE TABLE enrolment_code(
         digest TEXT PRIMARY KEY, venue_id TEXT NOT NULL REFERENCES venue(id),
         expires_utc_ms INTEGER NOT NULL, kiosk_id TEXT NOT NULL))",
    // One life of a kiosk's database. Of several, the one with is_counted = 1 is in the sums.
    R"(CREATE TABLE incarnation(
         key INTEGER PRIMARY KEY, kiosk_id TEXT NOT NULL REFERENCES kiosk(id), id TEXT NOT NULL,
         is_counted INTEGER NOT NULL, is_forked INTEGER NOT NULL,
         acknowledged_revision INTEGER NOT NULL, ledger_sequence INTEGER NOT NULL,
         chain_head TEXT NOT NULL, UNIQUE(kiosk_id, id)))",

    // A session somebody counted in, with the sums over all kiosks that count.
    R"(CREATE TABLE session(
         key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, venue_id TEXT NOT NULL,
         activity_id TEXT NOT NULL, business_day INTEGER NOT NULL, audience INTEGER NOT NULL,
         opened INTEGER NOT NULL, still_open INTEGER NOT NULL, check_ins INTEGER NOT NULL,
         persons_public INTEGER NOT NULL, persons_youth INTEGER NOT NULL,
         persons_professional INTEGER NOT NULL, persons_science_worker INTEGER NOT NULL,
         persons_volunteer INTEGER NOT NULL, persons_other_staff INTEGER NOT NULL,
         head_professional INTEGER NOT NULL, head_science_worker INTEGER NOT NULL,
         head_volunteer INTEGER NOT NULL, head_other_staff INTEGER NOT NULL))",
    "CREATE INDEX session_by_venue ON session(venue_id, business_day)",
    R"(CREATE TABLE session_state(
         incarnation_key INTEGER NOT NULL REFERENCES incarnation(key),
         session_key INTEGER NOT NULL REFERENCES session(key), title TEXT NOT NULL,
         audience INTEGER NOT NULL, opened_utc_ms INTEGER NOT NULL,
         closed_utc_ms INTEGER NOT NULL, revision INTEGER NOT NULL,
         PRIMARY KEY(session_key, incarnation_key)) WITHOUT ROWID)",
    R"(CREATE TABLE tally(
         incarnation_key INTEGER NOT NULL, session_key INTEGER NOT NULL,
         business_day INTEGER NOT NULL, hour INTEGER NOT NULL, category INTEGER NOT NULL,
         method INTEGER NOT NULL, persons INTEGER NOT NULL, check_ins INTEGER NOT NULL,
         revision INTEGER NOT NULL,
         PRIMARY KEY(incarnation_key, session_key, business_day, hour, category, method))
         WITHOUT ROWID)",
    R"(CREATE TABLE head_count(
         incarnation_key INTEGER NOT NULL, session_key INTEGER NOT NULL, role INTEGER NOT NULL,
         persons INTEGER NOT NULL, revision INTEGER NOT NULL,
         PRIMARY KEY(session_key, incarnation_key, role)) WITHOUT ROWID)",
    R"(CREATE TABLE hour_total(
         venue_id TEXT NOT NULL, business_day INTEGER NOT NULL, hour INTEGER NOT NULL,
         persons INTEGER NOT NULL, check_ins INTEGER NOT NULL,
         PRIMARY KEY(venue_id, business_day, hour)) WITHOUT ROWID)",
    R"(CREATE TABLE quarantined_item(
         kiosk_id TEXT NOT NULL, incarnation TEXT NOT NULL, kind TEXT NOT NULL,
         session_id TEXT NOT NULL, revision INTEGER NOT NULL, reason TEXT NOT NULL,
         received_utc_ms INTEGER NOT NULL, PRIMARY KEY(kiosk_id, incarnation, kind, revision)))",

    R"(CREATE TABLE bureau_user(
         name TEXT PRIMARY KEY, display_name TEXT NOT NULL, role INTEGER NOT NULL,
         unit_id TEXT NOT NULL, password_hash TEXT NOT NULL, disabled INTEGER NOT NULL))",
    R"(CREATE TABLE sign_in(
         token_digest TEXT PRIMARY KEY, user_name TEXT NOT NULL REFERENCES bureau_user(name),
         csrf_token TEXT NOT NULL, started_utc_ms INTEGER NOT NULL,
         last_used_utc_ms INTEGER NOT NULL, expires_utc_ms INTEGER NOT NULL))",
    R"(CREATE TABLE throttle(
         key TEXT PRIMARY KEY, failures INTEGER NOT NULL, last_failure_utc_ms INTEGER NOT NULL,
         locked_until_utc_ms INTEGER NOT NULL))",
    "CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE change_counter(number INTEGER NOT NULL, configuration INTEGER NOT NULL)",
    "INSERT INTO change_counter(number, configuration) VALUES (0, 0)",

    R"(CREATE TABLE manual_entry(
         sequence INTEGER PRIMARY KEY, campaign_id TEXT NOT NULL REFERENCES campaign(id),
         unit_id TEXT NOT NULL REFERENCES unit(id), cell INTEGER NOT NULL, state TEXT NOT NULL,
         amount INTEGER NOT NULL, reason TEXT NOT NULL, who TEXT NOT NULL,
         utc_ms INTEGER NOT NULL))",
    "CREATE INDEX manual_entry_by_cell ON manual_entry(campaign_id, unit_id, cell, sequence)",
    R"(CREATE TABLE audit(
         sequence INTEGER PRIMARY KEY, utc_ms INTEGER NOT NULL, who TEXT NOT NULL,
         action TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL, chain TEXT NOT NULL))",
    R"(CREATE TRIGGER manual_entry_stays BEFORE UPDATE ON manual_entry
         BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END)",
    R"(CREATE TRIGGER manual_entry_is_kept BEFORE DELETE ON manual_entry
         BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END)",
    R"(CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
         BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END)",
    R"(CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
         BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END)",
};

// Where each life's ledger ended when it last spoke: what it says next must continue there.
constexpr const char* kVersion2[] = {
    "ALTER TABLE incarnation ADD COLUMN seen_sequence INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE incarnation ADD COLUMN seen_chain_head TEXT NOT NULL DEFAULT ''",
    "UPDATE incarnation SET seen_sequence = ledger_sequence, seen_chain_head = chain_head",
};

// Several lives of one kiosk may count once a person has said so. `origin` is how a life began: 0
// is not known, 1 with an empty ledger, 2 as a copy of the life `parent`, whose check-ins up to
// `shared_until` it may have too; what those made of each counter is in shared_tally and is left
// out where `counts_whole` is 0. Up to `resolved_sequence` a person has seen the life and decided.
constexpr const char* kVersion3[] = {
    "ALTER TABLE incarnation ADD COLUMN counts_whole INTEGER NOT NULL DEFAULT 1",
    "ALTER TABLE incarnation ADD COLUMN origin INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE incarnation ADD COLUMN parent TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE incarnation ADD COLUMN shared_until INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE incarnation ADD COLUMN resolved_sequence INTEGER NOT NULL DEFAULT -1",
    "ALTER TABLE incarnation ADD COLUMN first_heard_utc_ms INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE incarnation ADD COLUMN last_heard_utc_ms INTEGER NOT NULL DEFAULT 0",
    R"(CREATE TABLE opening(
         incarnation_key INTEGER NOT NULL REFERENCES incarnation(key), number INTEGER NOT NULL,
         id TEXT NOT NULL, first_sequence INTEGER NOT NULL,
         PRIMARY KEY(incarnation_key, number)) WITHOUT ROWID)",
    R"(CREATE TABLE shared_tally(
         incarnation_key INTEGER NOT NULL, session_key INTEGER NOT NULL,
         business_day INTEGER NOT NULL, hour INTEGER NOT NULL, category INTEGER NOT NULL,
         method INTEGER NOT NULL, persons INTEGER NOT NULL, check_ins INTEGER NOT NULL,
         revision INTEGER NOT NULL,
         PRIMARY KEY(incarnation_key, session_key, business_day, hour, category, method))
         WITHOUT ROWID)",
};

// Where a kiosk counted before it was moved, until which day; and when a venue is open (minutes of
// the day): a kiosk that is silent then wants looking after.
constexpr const char* kVersion4[] = {
    R"(CREATE TABLE former_venue(
         kiosk_id TEXT NOT NULL REFERENCES kiosk(id), venue_id TEXT NOT NULL REFERENCES venue(id),
         until_day INTEGER NOT NULL, PRIMARY KEY(kiosk_id, venue_id)) WITHOUT ROWID)",
    "ALTER TABLE venue ADD COLUMN opens_minute INTEGER NOT NULL DEFAULT 540",
    "ALTER TABLE venue ADD COLUMN closes_minute INTEGER NOT NULL DEFAULT 1020",
};

// Until when passes of a key are good; 0: as long as they say.
constexpr const char* kVersion5[] = {
    "ALTER TABLE pass_key ADD COLUMN good_until_utc_ms INTEGER NOT NULL DEFAULT 0",
};

// What the staff closed a day of a life with; `state` is ClosingState's position.
constexpr const char* kVersion6[] = {
    R"(CREATE TABLE closing(
         incarnation_key INTEGER NOT NULL REFERENCES incarnation(key),
         business_day INTEGER NOT NULL, closed_utc_ms INTEGER NOT NULL, persons INTEGER NOT NULL,
         check_ins INTEGER NOT NULL, revision INTEGER NOT NULL, state INTEGER NOT NULL,
         bureau_persons INTEGER NOT NULL, bureau_check_ins INTEGER NOT NULL,
         PRIMARY KEY(incarnation_key, business_day)) WITHOUT ROWID)",
    // A refused row is known again by its name, whatever its revision. Those of before keep their
    // revision as a name until they are sent again.
    "ALTER TABLE quarantined_item RENAME TO quarantined_revision",
    R"(CREATE TABLE quarantined_item(
         kiosk_id TEXT NOT NULL, incarnation TEXT NOT NULL, kind TEXT NOT NULL,
         item TEXT NOT NULL, session_id TEXT NOT NULL, title TEXT NOT NULL,
         persons INTEGER NOT NULL, revision INTEGER NOT NULL, reason TEXT NOT NULL,
         received_utc_ms INTEGER NOT NULL,
         PRIMARY KEY(kiosk_id, incarnation, kind, item)))",
    R"(INSERT INTO quarantined_item(kiosk_id, incarnation, kind, item, session_id, title, persons,
                                    revision, reason, received_utc_ms)
       SELECT kiosk_id, incarnation, kind, '#' || revision, session_id, '', 0, revision, reason,
              received_utc_ms FROM quarantined_revision)",
    "DROP TABLE quarantined_revision",
    // A code that gives a kiosk another key; empty: it makes a new kiosk.
    "ALTER TABLE enrolment_code ADD COLUMN for_kiosk TEXT NOT NULL DEFAULT ''",
    // When a kiosk was withdrawn (0: before this was kept), and until when it may hand over what it
    // had counted by then.
    "ALTER TABLE kiosk ADD COLUMN revoked_utc_ms INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE kiosk ADD COLUMN hands_over_until_utc_ms INTEGER NOT NULL DEFAULT 0",
    // What a kiosk counted for an activity that no campaign of its venue has, as a person at the
    // bureau has said which one it is.
    R"(CREATE TABLE activity_alias(
         venue_id TEXT NOT NULL REFERENCES venue(id), alias TEXT NOT NULL,
         activity_id TEXT NOT NULL, PRIMARY KEY(venue_id, alias)))",
};
constexpr const char* kVersion7[] = {
    // Which annex of its notice a campaign's table is, as printed above it.
    "ALTER TABLE campaign ADD COLUMN annex TEXT NOT NULL DEFAULT ''",
};

using Migration = std::span<const char* const>;
constexpr std::array kMigrations = {
    Migration(kVersion1), Migration(kVersion2), Migration(kVersion3), Migration(kVersion4),
    Migration(kVersion5), Migration(kVersion6), Migration(kVersion7)};

void check_is_ours(Database& database, std::int64_t version) {
  const auto application_id = database.pragma("application_id");
  const bool is_new = version == 0 && application_id == 0;
  if (!is_new && application_id != kApplicationId)
    throw StorageFault{
        {ErrorKind::kStorage, "bureau.db is not a bureau's database", "name another data folder"}};
  if (version > static_cast<std::int64_t>(kMigrations.size()))
    throw StorageFault{
        {ErrorKind::kStorage,
         "the database is of a newer program (version " + std::to_string(version) + ")",
         "use that program; the file was left as it is"}};
}

}  // namespace

void check_is_current(Database& database) {
  const auto version = database.pragma("user_version");
  check_is_ours(database, version);
  if (version < static_cast<std::int64_t>(kMigrations.size()))
    throw StorageFault{{ErrorKind::kStorage,
                        "the database is of an older program (version " + std::to_string(version) +
                            ") and may not be written here",
                        "run a command that may write in its folder once"}};
}

void migrate(Database& database) {
  for (std::size_t i = 0; i < kMigrations.size(); ++i) {
    if (i == 0) check_is_ours(database, database.pragma("user_version"));
    if (database.pragma("user_version") > static_cast<std::int64_t>(i)) continue;
    database.begin_immediate();
    try {
      // Another process may have done it while this one waited.
      if (database.pragma("user_version") == static_cast<std::int64_t>(i)) {
        for (const auto* sql : kMigrations[i]) database.run_once(sql);
        database.run_once("PRAGMA application_id = " + std::to_string(kApplicationId));
        database.run_once("PRAGMA user_version = " + std::to_string(i + 1));
      }
      database.commit();
    } catch (const StorageFault&) {
      database.roll_back();
      throw;
    }
  }
}

}  // namespace keqian::bureau
