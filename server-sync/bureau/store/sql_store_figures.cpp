#include <unordered_map>

#include "server-sync/bureau/store/sql_store.h"

namespace keqian::bureau {
namespace {

constexpr const char* kWithSubtree =
    R"(WITH RECURSIVE subtree(id) AS (
       SELECT id FROM unit WHERE id = :root
       UNION SELECT unit.id FROM unit JOIN subtree ON unit.parent_id = subtree.id) )";
// A session was held when a kiosk opened it or counted somebody in it; one that a kiosk took back
// because it had been counted on a wrong day has neither.
// Venues and their sessions come apart, joined by a short number: the names of a venue are read
// once, not with each of its sessions.
const std::string kListVenueKinds =
    std::string(kWithSubtree) +
    R"(SELECT venue.rowid, venue.id, venue.kind FROM subtree JOIN venue ON venue.unit_id = subtree.id
       ORDER BY venue.rowid)";
const std::string kListSessions =
    std::string(kWithSubtree) +
    R"(SELECT venue.rowid, business_day, activity_id = 'daily', audience,
              opened = 1 OR persons_public + persons_youth + persons_professional +
                persons_science_worker + persons_volunteer + persons_other_staff > 0,
              persons_public, persons_youth, persons_professional, persons_science_worker,
              persons_volunteer, persons_other_staff, head_professional, head_science_worker,
              head_volunteer, head_other_staff
       FROM subtree JOIN venue ON venue.unit_id = subtree.id
       JOIN session ON session.venue_id = venue.id
       WHERE session.business_day BETWEEN :starts AND :ends)";
// The standing entry of each unit and cell is the newest.
const std::string kListStandingEntries = std::string(kWithSubtree) +
                                         R"(SELECT cell, state, amount FROM manual_entry
       WHERE sequence IN (SELECT MAX(sequence) FROM manual_entry
         WHERE campaign_id = :campaign AND unit_id IN (SELECT id FROM subtree)
         GROUP BY unit_id, cell)
       ORDER BY cell, unit_id)";
const std::string kListHours = std::string(kWithSubtree) +
                               R"(SELECT venue.id, hour, SUM(persons), SUM(check_ins)
       FROM subtree JOIN venue ON venue.unit_id = subtree.id
       JOIN hour_total ON hour_total.venue_id = venue.id AND hour_total.business_day = :today
       GROUP BY venue.id, hour ORDER BY venue.id, hour)";
const std::string kListTotals = std::string(kWithSubtree) +
                                R"(SELECT venue.id,
              SUM(persons_public + persons_youth + persons_professional + persons_science_worker +
                  persons_volunteer + persons_other_staff),
              SUM(CASE WHEN audience = 0 THEN persons_public + persons_youth ELSE 0 END),
              SUM(persons_professional + persons_science_worker + persons_volunteer +
                  persons_other_staff),
              SUM(still_open)
       FROM subtree JOIN venue ON venue.unit_id = subtree.id
       JOIN session ON session.venue_id = venue.id
       WHERE session.business_day BETWEEN :starts AND :ends
       GROUP BY venue.id ORDER BY venue.id)";

constexpr const char* kAddEntry =
    R"(INSERT INTO manual_entry(campaign_id, unit_id, cell, state, amount, reason, who, utc_ms)
       VALUES (:campaign, :unit, :cell, :state, :amount, :reason, :who, :utc_ms))";
constexpr const char* kListEntries =
    R"(SELECT state, amount, reason, who, utc_ms FROM manual_entry
       WHERE campaign_id = :campaign AND unit_id = :unit AND cell = :cell
       ORDER BY sequence DESC LIMIT :rows_max)";

struct DayRange {
  std::int64_t starts = 0;
  std::int64_t ends = -1;
};
DayRange days_of(const CampaignRecord& campaign) {
  if (!campaign.starts) return {};
  return {campaign.starts->days(), campaign.ends->days()};
}

std::vector<SessionFigures> read_sessions(Database& database, const UnitId& unit,
                                          const DayRange& days) {
  using I = std::int64_t;
  std::unordered_map<I, std::pair<VenueId, VenueKind>> venues;
  database.each<I, std::string, std::string>(
      kListVenueKinds.c_str(),
      [&](I row, const std::string& id, const std::string& kind) {
        venues[row] = {{id}, parse_venue_kind(kind).value_or(VenueKind::kOther)};
      },
      unit.value);
  std::vector<SessionFigures> sessions;
  database.each<I, I, I, I, I, I, I, I, I, I, I, I, I, I, I>(
      kListSessions.c_str(),
      [&](I row, I day, I is_daily, I audience, I held, I in_public, I youth, I professional,
          I science_worker, I volunteer, I other_staff, I head_professional, I head_science_worker,
          I head_volunteer, I head_other_staff) {
        const auto& [venue, kind] = venues.at(row);
        auto& session = sessions.emplace_back();
        session.venue = venue;
        session.venue_kind = kind;
        session.date = BusinessDate::from_days(static_cast<std::int32_t>(day));
        session.is_daily_opening = is_daily != 0;
        session.audience = static_cast<Audience>(audience);
        session.held = held != 0;
        session.persons = {in_public, youth, professional, science_worker, volunteer, other_staff};
        session.head_count = {
            0, 0, head_professional, head_science_worker, head_volunteer, head_other_staff};
      },
      unit.value, days.starts, days.ends);
  return sessions;
}

std::vector<ManualFigure> read_manual(Database& database, const CampaignId& campaign,
                                      const UnitId& unit) {
  std::vector<ManualFigure> figures;
  database.each<std::int64_t, std::string, std::int64_t>(
      kListStandingEntries.c_str(),
      [&figures](std::int64_t cell, const std::string& state, std::int64_t amount) {
        figures.push_back({static_cast<int>(cell),
                           parse_cell_state(state).value_or(CellState::kUnfilled), amount});
      },
      unit.value, campaign.value);
  return figures;
}

}  // namespace

TableInput read_table_input(Database& database, const CampaignId& campaign_id,
                            const UnitId& unit_id) {
  const auto campaign = read_campaign(database, campaign_id);
  const auto unit = read_unit_of(database, campaign, unit_id);
  TableInput input;
  input.campaign = campaign.id;
  input.campaign_name = campaign.name;
  input.place = campaign.place;
  input.annex = campaign.annex;
  input.year = campaign.starts ? campaign.starts->year() : 0;
  input.unit = unit.id;
  input.unit_name = unit.name;
  input.sessions = read_sessions(database, unit.id, days_of(campaign));
  input.manual = read_manual(database, campaign.id, unit.id);
  return input;
}

Result<TableInput> SqlStore::table_input(const CampaignId& campaign, const UnitId& unit) {
  return read([&](Database& database) { return read_table_input(database, campaign, unit); });
}

Result<TableInput> SqlStore::table_input_with(const CampaignId& campaign,
                                              const LifeChoice& choice) {
  return rehearse([&](Database& database) {
    choose_lives(database, choice);
    return read_table_input(database, campaign, {});
  });
}

Result<std::vector<VenueFigures>> SqlStore::venue_figures(const CampaignId& campaign_id,
                                                          BusinessDate today) {
  auto venues_of_campaign = venues(campaign_id);
  if (!venues_of_campaign.ok()) return venues_of_campaign.error();
  return read([&](Database& database) {
    const auto campaign = read_campaign(database, campaign_id);
    const auto days = days_of(campaign);
    std::vector<VenueFigures> figures;
    std::unordered_map<std::string, std::size_t> places;
    for (auto& venue : *venues_of_campaign) {
      places[venue.id.value] = figures.size();
      figures.emplace_back().venue = std::move(venue);
    }
    const auto with_place = [&](const std::string& id, auto&& change) {
      if (const auto found = places.find(id); found != places.end()) change(figures[found->second]);
    };
    database.each<std::string, std::int64_t, std::int64_t, std::int64_t>(
        kListHours.c_str(),
        [&](const std::string& venue, std::int64_t hour, std::int64_t persons,
            std::int64_t check_ins) {
          with_place(venue, [&](VenueFigures& place) {
            place.persons_by_hour_today.at(static_cast<std::size_t>(hour)) = persons;
            place.persons_today += persons;
            place.check_ins_today += check_ins;
          });
        },
        campaign.unit.value, today.days());
    const auto each_total = [&](const DayRange& range, auto&& change) {
      using I = std::int64_t;
      database.each<std::string, I, I, I, I>(
          kListTotals.c_str(),
          [&](const std::string& venue, I persons, I visitors, I staff, I still_open) {
            with_place(venue, [&](VenueFigures& place) {
              change(place, persons, PersonsByKind{visitors, staff}, still_open);
            });
          },
          campaign.unit.value, range.starts, range.ends);
    };
    each_total(days, [](VenueFigures& place, std::int64_t persons, const PersonsByKind& kinds,
                        std::int64_t still_open) {
      place.persons_campaign = persons;
      place.kinds_campaign = kinds;
      place.open_sessions = static_cast<int>(still_open);
    });
    each_total({today.days(), today.days()},
               [](VenueFigures& place, std::int64_t, const PersonsByKind& kinds, std::int64_t) {
                 place.kinds_today = kinds;
               });
    return figures;
  });
}

Status SqlStore::add_manual_entry(const ManualEntry& entry) {
  return write(Visible::kYes, [&](Database& database) {
    const auto unit = read_unit_of(database, read_campaign(database, entry.campaign), entry.unit);
    database.run(kAddEntry, entry.campaign.value, unit.id.value, entry.cell, name(entry.state),
                 entry.amount, entry.reason, entry.who, entry.utc_ms);
    audit(database, {entry.who, entry.utc_ms}, "manual_entry.add",
          entry.campaign.value + " " + unit.id.value + " cell " + std::to_string(entry.cell),
          std::string(name(entry.state)) + " " + std::to_string(entry.amount));
    return Done{};
  });
}

Result<std::vector<ManualEntry>> SqlStore::manual_entries(const CampaignId& campaign,
                                                          const UnitId& unit, int cell) {
  return read([&](Database& database) {
    const auto of = read_unit_of(database, read_campaign(database, campaign), unit);
    std::vector<ManualEntry> entries;
    database.each<std::string, std::int64_t, std::string, std::string, std::int64_t>(
        kListEntries,
        [&](const std::string& state, std::int64_t amount, const std::string& reason,
            const std::string& who, std::int64_t utc_ms) {
          entries.push_back({campaign, of.id, cell,
                             parse_cell_state(state).value_or(CellState::kUnfilled), amount, reason,
                             who, utc_ms});
        },
        campaign.value, of.id.value, cell, kListRowsMax);
    return entries;
  });
}

}  // namespace keqian::bureau
