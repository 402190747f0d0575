#include "server-sync/bureau/store/activities.h"

#include <string>

namespace keqian::bureau {
namespace {

// The campaigns of a venue are those whose unit owns it or stands above its owner.
constexpr const char* kWithUnitsAbove =
    R"(WITH RECURSIVE above(id) AS (
       SELECT unit_id FROM venue WHERE id = :venue
       UNION SELECT unit.parent_id FROM unit JOIN above ON unit.id = above.id) )";
const std::string kCampaignAtDay =
    std::string(kWithUnitsAbove) +
    R"(SELECT COUNT(*) FROM campaign WHERE unit_id IN (SELECT id FROM above)
         AND :day BETWEEN starts_day AND ends_day)";
const std::string kActivityAtDay =
    std::string(kWithUnitsAbove) +
    R"(SELECT campaign.starts_day <= :day AND :same_day <= campaign.ends_day, activity.audience
       FROM campaign JOIN activity ON activity.campaign_id = campaign.id
       WHERE campaign.unit_id IN (SELECT id FROM above) AND activity.id = :activity
         AND (activity.any_venue = 1 OR EXISTS (
           SELECT 1 FROM activity_venue WHERE activity_venue.campaign_id = campaign.id
             AND activity_venue.activity_id = activity.id
             AND activity_venue.venue_id = :same_venue))
       ORDER BY 1 DESC, campaign.number LIMIT 1)";

}  // namespace

std::optional<VenueActivity> find_activity(Database& database, const ActivityId& id,
                                           const VenueId& venue, BusinessDate date) {
  const auto day = date.days();
  if (id.value == kDailyOpening || id.value == kAdHoc)
    return VenueActivity{id, database.integer(kCampaignAtDay.c_str(), venue.value, day) > 0,
                         Audience::kPublic};
  const auto row = database.one<std::int64_t, std::int64_t>(kActivityAtDay.c_str(), venue.value,
                                                            day, day, id.value, venue.value);
  if (!row) return std::nullopt;
  return VenueActivity{id, std::get<0>(*row) != 0, static_cast<Audience>(std::get<1>(*row))};
}

}  // namespace keqian::bureau
