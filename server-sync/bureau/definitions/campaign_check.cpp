#include "server-sync/bureau/definitions/campaign_check.h"

#include <map>
#include <set>

namespace keqian::bureau {
namespace {

class Checker {
 public:
  Checker(const CampaignDefinition& campaign, const CampaignLines& lines, Complaints& complaints)
      : campaign_(campaign), lines_(lines), complaints_(complaints) {}

  void check_units() {
    for (std::size_t i = 0; i < campaign_.units.size(); ++i) {
      const auto& unit = campaign_.units[i];
      if (!parents_.emplace(unit.id, unit.parent).second)
        complain_unit(i, "id", "'" + unit.id.value + "' is there twice");
    }
    for (std::size_t i = 0; i < campaign_.units.size(); ++i) {
      const auto& parent = campaign_.units[i].parent;
      if (!parent.empty() && !parents_.contains(parent))
        complain_unit(i, "parent", "there is no unit '" + parent.value + "'");
      if (is_in_circle(campaign_.units[i].id))
        complain_unit(i, "parent", "the units above it form a circle");
    }
    if (!parents_.contains(campaign_.unit))
      complaints_.add(1, "unit", "there is no unit '" + campaign_.unit.value + "'");
  }

  void check_venues() {
    for (std::size_t i = 0; i < campaign_.venues.size(); ++i) {
      const auto& venue = campaign_.venues[i];
      if (!venues_.insert(venue.id).second)
        complain_venue(i, "id", "'" + venue.id.value + "' is there twice");
      if (!parents_.contains(venue.unit))
        complain_venue(i, "unit", "there is no unit '" + venue.unit.value + "'");
      else if (!is_below_campaign(venue.unit))
        complain_venue(i, "unit",
                       "'" + venue.unit.value + "' does not belong to the campaign's unit");
    }
  }

  void check_activities() {
    std::set<ActivityId> activities;
    for (std::size_t i = 0; i < campaign_.activities.size(); ++i) {
      const auto& activity = campaign_.activities[i];
      if (!activities.insert(activity.id).second)
        complain_activity(i, "id", "'" + activity.id.value + "' is there twice");
      if (activity.id.value == kDailyOpening)
        complain_activity(i, "id", "'daily' stands for the daily opening of every venue");
      if (activity.id.value == kAdHoc)
        complain_activity(i, "id", "'ad-hoc' stands for sessions without a place in a programme");
      for (const auto& venue : activity.venues)
        if (!venues_.contains(venue))
          complain_activity(i, "venues", "there is no venue '" + venue.value + "'");
      check_sessions(i);
    }
  }

 private:
  void check_sessions(std::size_t i) {
    const auto& period = campaign_.period;
    for (const auto& session : campaign_.activities[i].sessions) {
      if (!venues_.contains(session.venue))
        complain_activity(i, "sessions", "there is no venue '" + session.venue.value + "'");
      if (session.ends_minute <= session.starts_minute)
        complain_activity(i, "sessions", "a session ends before it starts");
      if (!period.is_fixed())
        complain_activity(i, "sessions", "the campaign's days are not fixed yet");
      else if (session.date < *period.starts || session.date > *period.ends)
        complain_activity(i, "sessions", session.date.iso() + " is outside the campaign");
    }
  }

  // Bounded by the number of units: a longer way up has met one unit twice.
  bool is_in_circle(UnitId unit) const {
    for (std::size_t steps = 0; steps <= parents_.size(); ++steps) {
      const auto found = parents_.find(unit);
      if (found == parents_.end() || found->second.empty()) return false;
      unit = found->second;
    }
    return true;
  }

  bool is_below_campaign(UnitId unit) const {
    for (std::size_t steps = 0; steps <= parents_.size(); ++steps) {
      if (unit == campaign_.unit) return true;
      const auto found = parents_.find(unit);
      if (found == parents_.end()) return false;
      unit = found->second;
    }
    return false;
  }

  void complain_unit(std::size_t i, std::string_view key, std::string_view reason) {
    complain("units", i, lines_.units, key, reason);
  }
  void complain_venue(std::size_t i, std::string_view key, std::string_view reason) {
    complain("venues", i, lines_.venues, key, reason);
  }
  void complain_activity(std::size_t i, std::string_view key, std::string_view reason) {
    complain("activities", i, lines_.activities, key, reason);
  }
  void complain(std::string_view list, std::size_t i, const std::vector<int>& lines,
                std::string_view key, std::string_view reason) {
    complaints_.add(lines[i],
                    std::string(list) + "[" + std::to_string(i + 1) + "]." + std::string(key),
                    reason);
  }

  const CampaignDefinition& campaign_;
  const CampaignLines& lines_;
  Complaints& complaints_;
  std::map<UnitId, UnitId> parents_;
  std::set<VenueId> venues_;
};

}  // namespace

void check_campaign(const CampaignDefinition& campaign, const CampaignLines& lines,
                    Complaints& complaints) {
  Checker checker(campaign, lines, complaints);
  checker.check_units();
  checker.check_venues();
  checker.check_activities();
}

}  // namespace keqian::bureau
