#include "server-sync/bureau/store/sql_store.h"
#include "server-sync/wire/crypto.h"

namespace keqian::bureau {
namespace {

constexpr std::int64_t kCampaignNumberMax = 65535;  // two bytes of a pass
constexpr std::int64_t kPassKeyIdMax = 255;

constexpr const char* kReadCampaign =
    R"(SELECT id, number, name, theme, place, unit_id, starts_day, ends_day, due_day, form_id,
              annex
       FROM campaign WHERE id = :id)";
constexpr const char* kListCampaigns =
    R"(SELECT id, number, name, theme, place, unit_id, starts_day, ends_day, due_day, form_id,
              annex
       FROM campaign ORDER BY starts_day DESC, number LIMIT :rows_max)";
constexpr const char* kReadDefinition = "SELECT definition_text FROM campaign WHERE id = :id";
constexpr const char* kNextCampaignNumber = "SELECT COALESCE(MAX(number), 0) + 1 FROM campaign";
constexpr const char* kWriteCampaign =
    R"(INSERT INTO campaign(id, number, name, theme, place, unit_id, starts_day, ends_day, due_day,
                            form_id, annex, definition_text)
       VALUES (:id, :number, :name, :theme, :place, :unit, :starts, :ends, :due, :form, :annex,
               :text)
       ON CONFLICT(id) DO UPDATE SET name = excluded.name, theme = excluded.theme,
         place = excluded.place, unit_id = excluded.unit_id, starts_day = excluded.starts_day,
         ends_day = excluded.ends_day, due_day = excluded.due_day, form_id = excluded.form_id,
         annex = excluded.annex, definition_text = excluded.definition_text)";
constexpr const char* kReadForm = "SELECT text FROM form WHERE id = :id";
constexpr const char* kWriteForm =
    R"(INSERT INTO form(id, text) VALUES (:id, :text)
       ON CONFLICT(id) DO UPDATE SET text = excluded.text)";

// A file that does not say whom a unit belongs to leaves the place it has in the tree.
constexpr const char* kWriteUnit =
    R"(INSERT INTO unit(id, name, parent_id, position) VALUES (:id, :name, :parent, :position)
       ON CONFLICT(id) DO UPDATE SET name = excluded.name, position = excluded.position,
         parent_id = CASE WHEN excluded.parent_id = '' THEN unit.parent_id
                          ELSE excluded.parent_id END)";
constexpr const char* kReadParent = "SELECT parent_id FROM unit WHERE id = :id";
constexpr const char* kCountUnits = "SELECT COUNT(*) FROM unit";
constexpr const char* kWriteVenue =
    R"(INSERT INTO venue(id, name, kind, unit_id, opens_minute, closes_minute)
       VALUES (:id, :name, :kind, :unit, :opens, :closes)
       ON CONFLICT(id) DO UPDATE SET name = excluded.name, kind = excluded.kind,
         unit_id = excluded.unit_id, opens_minute = excluded.opens_minute,
         closes_minute = excluded.closes_minute)";
constexpr const char* kForgetActivities = "DELETE FROM activity WHERE campaign_id = :id";
constexpr const char* kForgetActivityVenues = "DELETE FROM activity_venue WHERE campaign_id = :id";
constexpr const char* kForgetPlannedSessions =
    "DELETE FROM planned_session WHERE campaign_id = :id";
constexpr const char* kAddActivity =
    R"(INSERT INTO activity(campaign_id, id, position, title, organiser, recommender, audience,
                            any_venue)
       VALUES (:campaign, :id, :position, :title, :organiser, :recommender, :audience, :any))";
constexpr const char* kAddActivityVenue =
    R"(INSERT INTO activity_venue(campaign_id, activity_id, venue_id)
       VALUES (:campaign, :activity, :venue) ON CONFLICT DO NOTHING)";
constexpr const char* kAddPlannedSession =
    R"(INSERT INTO planned_session(campaign_id, session_id, activity_id, venue_id, business_day,
                                   starts_minute, ends_minute, title, audience)
       VALUES (:campaign, :session, :activity, :venue, :day, :starts, :ends, :title, :audience))";

constexpr const char* kListUnits =
    R"(WITH RECURSIVE subtree(id, depth) AS (
         SELECT id, 0 FROM unit WHERE id = :root
         UNION ALL
         SELECT unit.id, subtree.depth + 1 FROM unit JOIN subtree ON unit.parent_id = subtree.id)
       SELECT unit.id, unit.name, unit.parent_id FROM subtree JOIN unit ON unit.id = subtree.id
       ORDER BY subtree.depth, unit.position, unit.id LIMIT :rows_max)";
constexpr const char* kReadUnitBelow =
    R"(WITH RECURSIVE above(id) AS (
         SELECT id FROM unit WHERE id = :unit
         UNION SELECT unit.parent_id FROM unit JOIN above ON unit.id = above.id)
       SELECT unit.id, unit.name, unit.parent_id FROM unit
       WHERE unit.id = :wanted AND EXISTS (SELECT 1 FROM above WHERE above.id = :root))";
constexpr const char* kListVenues =
    R"(WITH RECURSIVE subtree(id) AS (
         SELECT id FROM unit WHERE id = :root
         UNION SELECT unit.id FROM unit JOIN subtree ON unit.parent_id = subtree.id)
       SELECT venue.id, venue.name, venue.kind, venue.unit_id, unit.name, venue.opens_minute,
              venue.closes_minute
       FROM subtree JOIN unit ON unit.id = subtree.id JOIN venue ON venue.unit_id = unit.id
       ORDER BY venue.id LIMIT :rows_max)";
constexpr const char* kReadVenue =
    R"(SELECT venue.id, venue.name, venue.kind, venue.unit_id, unit.name, venue.opens_minute,
              venue.closes_minute
       FROM venue JOIN unit ON unit.id = venue.unit_id WHERE venue.id = :id)";

constexpr const char* kListPassKeys =
    R"(SELECT id, secret, good_until_utc_ms FROM pass_key
       WHERE campaign_number = :number ORDER BY id)";
constexpr const char* kEndPassKeys =
    R"(UPDATE pass_key SET good_until_utc_ms = :until WHERE campaign_number = :number
         AND (good_until_utc_ms = 0 OR good_until_utc_ms > :earlier))";
constexpr const char* kNextPassKeyId =
    "SELECT COALESCE(MAX(id), 0) + 1 FROM pass_key WHERE campaign_number = :number";
constexpr const char* kAddPassKey =
    "INSERT INTO pass_key(campaign_number, id, secret) VALUES (:number, :id, :secret)";
constexpr const char* kRevokePass =
    R"(INSERT INTO revoked_pass(campaign_number, pass_number) VALUES (:campaign, :pass)
       ON CONFLICT DO NOTHING)";

CampaignRecord campaign_of(const std::string& id, std::int64_t number, const std::string& name,
                           const std::string& theme, const std::string& place,
                           const std::string& unit, std::int64_t starts, std::int64_t ends,
                           std::int64_t due, const std::string& form, const std::string& annex) {
  CampaignRecord record{{id}, static_cast<std::uint16_t>(number), name, theme, place, {unit}};
  const auto day = [](std::int64_t days) {
    return BusinessDate::from_days(static_cast<std::int32_t>(days));
  };
  if (starts <= ends) {
    record.starts = day(starts);
    record.ends = day(ends);
  }
  if (due != 0) record.due = day(due);
  record.form.value = form;
  record.annex = annex;
  return record;
}

template <typename... Parameters>
std::vector<CampaignRecord> read_campaigns(Database& database, const char* sql,
                                           const Parameters&... parameters) {
  std::vector<CampaignRecord> records;
  database.each<std::string, std::int64_t, std::string, std::string, std::string, std::string,
                std::int64_t, std::int64_t, std::int64_t, std::string, std::string>(
      sql, [&records](const auto&... columns) { records.push_back(campaign_of(columns...)); },
      parameters...);
  return records;
}

template <typename... Parameters>
std::vector<VenueRecord> read_venues(Database& database, const char* sql,
                                     const Parameters&... parameters) {
  std::vector<VenueRecord> records;
  database.each<std::string, std::string, std::string, std::string, std::string, std::int64_t,
                std::int64_t>(
      sql,
      [&records](const std::string& id, const std::string& name, const std::string& kind,
                 const std::string& unit, const std::string& unit_name, std::int64_t opens,
                 std::int64_t closes) {
        records.push_back({{id},
                           name,
                           parse_venue_kind(kind).value_or(VenueKind::kOther),
                           {unit},
                           unit_name,
                           static_cast<int>(opens),
                           static_cast<int>(closes)});
      },
      parameters...);
  return records;
}

wire::PassKey add_pass_key(Database& database, std::uint16_t campaign_number,
                           Randomness& randomness) {
  const auto id = database.integer(kNextPassKeyId, campaign_number);
  if (id > kPassKeyIdMax)
    refuse(ErrorKind::kConflict, "the campaign has used up its 255 pass keys",
           "import it under another id");
  wire::PassKey key{campaign_number, static_cast<std::uint8_t>(id), {}};
  randomness.fill(key.secret);
  database.run(kAddPassKey, campaign_number, id, wire::base64(wire::view(key.secret)));
  return key;
}

void write_units(Database& database, const CampaignDefinition& campaign) {
  int position = 0;
  for (const auto& unit : campaign.units)
    database.run(kWriteUnit, unit.id.value, unit.name, unit.parent.value, position++);
  // Two files may be right each and make a circle together.
  const auto count = database.integer(kCountUnits);
  for (const auto& unit : campaign.units) {
    auto above = unit.id.value;
    for (std::int64_t steps = 0; !above.empty(); ++steps) {
      if (steps > count)
        refuse(ErrorKind::kInvalid, "the units above '" + unit.id.value + "' form a circle",
               "compare the parents in this file with those imported before");
      const auto row = database.one<std::string>(kReadParent, above);
      above = row ? std::get<0>(*row) : std::string{};
    }
  }
}

void write_activities(Database& database, const CampaignDefinition& campaign) {
  database.run(kForgetPlannedSessions, campaign.id.value);
  database.run(kForgetActivityVenues, campaign.id.value);
  database.run(kForgetActivities, campaign.id.value);
  int position = 0;
  for (const auto& activity : campaign.activities) {
    const auto audience = static_cast<int>(activity.audience);
    database.run(kAddActivity, campaign.id.value, activity.id.value, position++, activity.title,
                 activity.organiser, activity.recommender, audience, activity.venues.empty());
    for (const auto& venue : activity.venues)
      database.run(kAddActivityVenue, campaign.id.value, activity.id.value, venue.value);
    for (const auto& session : activity.sessions) {
      const auto id = session_id(activity.id, session.venue, session.date, session.number);
      database.run(kAddPlannedSession, campaign.id.value, id.value, activity.id.value,
                   session.venue.value, session.date.days(), session.starts_minute,
                   session.ends_minute, session.title.empty() ? activity.title : session.title,
                   audience);
    }
  }
}

void write_campaign(Database& database, const CampaignImport& import, std::int64_t number) {
  const auto& campaign = import.definition;
  write_units(database, campaign);
  for (const auto& venue : campaign.venues)
    database.run(kWriteVenue, venue.id.value, venue.name, name(venue.kind), venue.unit.value,
                 venue.opens_minute, venue.closes_minute);
  if (!campaign.form.empty()) database.run(kWriteForm, campaign.form.value, import.form_text);
  const auto& period = campaign.period;
  database.run(kWriteCampaign, campaign.id.value, number, campaign.name, campaign.theme,
               campaign.place, campaign.unit.value, period.is_fixed() ? period.starts->days() : 0,
               period.is_fixed() ? period.ends->days() : -1,
               campaign.due ? campaign.due->days() : 0, campaign.form.value, campaign.annex,
               import.definition_text);
  write_activities(database, campaign);
}

bool is_same(Database& database, const CampaignImport& import, const CampaignRecord& before) {
  const auto form = database.one<std::string>(kReadForm, import.definition.form.value);
  const auto text = database.one<std::string>(kReadDefinition, before.id.value);
  return text && std::get<0>(*text) == import.definition_text &&
         before.starts == import.definition.period.starts &&
         before.ends == import.definition.period.ends &&
         (form ? std::get<0>(*form) : std::string{}) == import.form_text;
}

std::string period_text(const CampaignPeriod& period) {
  return period.is_fixed() ? period.starts->iso() + " to " + period.ends->iso() : "open";
}

}  // namespace

std::vector<wire::PassKey> read_pass_keys(Database& database, std::uint16_t campaign_number) {
  std::vector<wire::PassKey> keys;
  database.each<std::int64_t, std::string, std::int64_t>(
      kListPassKeys,
      [&](std::int64_t id, const std::string& secret, std::int64_t good_until) {
        const auto bytes = wire::to_array<32>(wire::parse_base64(secret).value_or(""));
        if (!bytes) refuse(ErrorKind::kStorage, "a pass key is damaged", "restore the last backup");
        keys.push_back({campaign_number, static_cast<std::uint8_t>(id), *bytes, good_until});
      },
      campaign_number);
  return keys;
}

CampaignRecord read_campaign(Database& database, const CampaignId& id) {
  auto records = read_campaigns(database, kReadCampaign, id.value);
  if (records.empty())
    refuse(ErrorKind::kNotFound, "there is no campaign '" + id.value + "'",
           "see `keqian-bureau campaign list`");
  return std::move(records.front());
}

VenueRecord read_venue(Database& database, const VenueId& id) {
  auto records = read_venues(database, kReadVenue, id.value);
  if (records.empty())
    refuse(ErrorKind::kNotFound, "there is no venue '" + id.value + "'",
           "see `keqian-bureau venue list`");
  return std::move(records.front());
}

UnitRecord read_unit_of(Database& database, const CampaignRecord& campaign, const UnitId& unit) {
  const auto& wanted = unit.empty() ? campaign.unit.value : unit.value;
  const auto row = database.one<std::string, std::string, std::string>(kReadUnitBelow, wanted,
                                                                       wanted, campaign.unit.value);
  if (!row)
    refuse(ErrorKind::kNotFound, "there is no unit '" + wanted + "' in this campaign",
           "leave the unit out for the whole campaign");
  return {{std::get<0>(*row)}, std::get<1>(*row), {std::get<2>(*row)}};
}

Result<ImportOutcome> SqlStore::import_campaign(const CampaignImport& import, const Act& act) {
  return write(Visible::kYes, [&](Database& database) {
    const auto& id = import.definition.id;
    const auto before = read_campaigns(database, kReadCampaign, id.value);
    if (!before.empty() && is_same(database, import, before.front()))
      return ImportOutcome::kUnchanged;
    const auto number =
        before.empty() ? database.integer(kNextCampaignNumber) : before.front().number;
    if (number > kCampaignNumberMax)
      refuse(ErrorKind::kConflict, "this bureau has used up its 65535 campaign numbers");
    write_campaign(database, import, number);
    if (before.empty()) add_pass_key(database, static_cast<std::uint16_t>(number), randomness_);
    count_configuration_change(database);
    const auto outcome = before.empty() ? ImportOutcome::kCreated : ImportOutcome::kUpdated;
    audit(database, act, "campaign.import", id.value,
          std::string(name(outcome)) + ", period " + period_text(import.definition.period));
    return outcome;
  });
}

Result<std::vector<CampaignRecord>> SqlStore::campaigns() {
  return read(
      [](Database& database) { return read_campaigns(database, kListCampaigns, kListRowsMax); });
}

Result<CampaignRecord> SqlStore::campaign(const CampaignId& id) {
  return read([&](Database& database) { return read_campaign(database, id); });
}

Result<std::string> SqlStore::campaign_definition_text(const CampaignId& id) {
  return read([&](Database& database) {
    read_campaign(database, id);
    return std::get<0>(*database.one<std::string>(kReadDefinition, id.value));
  });
}

Result<std::string> SqlStore::form_text(const FormId& id) {
  return read([&](Database& database) {
    const auto row = database.one<std::string>(kReadForm, id.value);
    if (!row) refuse(ErrorKind::kNotFound, "there is no form '" + id.value + "'");
    return std::get<0>(*row);
  });
}

Result<std::vector<UnitRecord>> SqlStore::units(const CampaignId& campaign) {
  return read([&](Database& database) {
    const auto root = read_campaign(database, campaign).unit;
    std::vector<UnitRecord> records;
    database.each<std::string, std::string, std::string>(
        kListUnits,
        [&records](const std::string& id, const std::string& name, const std::string& parent) {
          records.push_back({{id}, name, {parent}});
        },
        root.value, kListRowsMax);
    return records;
  });
}

Result<std::vector<VenueRecord>> SqlStore::venues(const CampaignId& campaign) {
  return read([&](Database& database) {
    const auto root = read_campaign(database, campaign).unit;
    return read_venues(database, kListVenues, root.value, kListRowsMax);
  });
}

Result<VenueRecord> SqlStore::venue(const VenueId& id) {
  return read([&](Database& database) { return read_venue(database, id); });
}

Result<std::vector<wire::PassKey>> SqlStore::pass_keys(const CampaignId& campaign) {
  return read([&](Database& database) {
    return read_pass_keys(database, read_campaign(database, campaign).number);
  });
}

Result<wire::PassKey> SqlStore::rotate_pass_key(const CampaignId& campaign, UtcMs former_good_until,
                                                const Act& act) {
  return write(Visible::kNo, [&](Database& database) {
    const auto number = read_campaign(database, campaign).number;
    if (former_good_until > 0)
      database.run(kEndPassKeys, former_good_until, number, former_good_until);
    const auto key = add_pass_key(database, number, randomness_);
    count_configuration_change(database);
    audit(database, act, "pass_key.rotate", campaign.value,
          "key " + std::to_string(key.id) +
              (former_good_until > 0 ? ", former until " + iso_time(former_good_until) : ""));
    return key;
  });
}

Status SqlStore::revoke_pass(const CampaignId& campaign, wire::PassNumber number, const Act& act) {
  return write(Visible::kNo, [&](Database& database) {
    database.run(kRevokePass, read_campaign(database, campaign).number, number);
    count_configuration_change(database);
    audit(database, act, "pass.revoke", campaign.value, std::to_string(number));
    return Done{};
  });
}

}  // namespace keqian::bureau
