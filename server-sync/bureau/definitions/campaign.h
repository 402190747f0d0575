// A campaign as data: one science week of one organiser, as its notice describes it: period,
// theme, what is due to whom, units, venues, activities and the sessions planned. A campaign is a
// file (assets/campaigns/), never code. It names bodies and roles, never people.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server-sync/base/date.h"
#include "server-sync/base/ids.h"
#include "server-sync/base/result.h"
#include "server-sync/wire/vocabulary.h"

namespace keqian::bureau {

inline constexpr std::size_t kCampaignBytesMax = 2 * 1024 * 1024;
inline constexpr std::size_t kUnitsMax = 5000;
inline constexpr std::size_t kVenuesMax = 5000;
inline constexpr std::size_t kActivitiesMax = 5000;
inline constexpr std::size_t kSessionsMax = 50000;
inline constexpr std::size_t kAnnexBytesMax = 60;
inline constexpr int kCampaignDaysMax = 120;
inline constexpr int kOpensMinuteDefault = 9 * 60;
inline constexpr int kClosesMinuteDefault = 17 * 60;

// The days of a campaign. A notice may leave them open (Qinshui 2025: 5月下旬至6月上旬): then
// `starts` and `ends` are empty and the window it names is kept beside its words.
struct CampaignPeriod {
  std::optional<BusinessDate> starts;
  std::optional<BusinessDate> ends;      // inclusive
  std::optional<BusinessDate> earliest;  // of an open period
  std::optional<BusinessDate> latest;
  std::string words;  // of an open period, as the notice says
  bool is_fixed() const { return starts.has_value() && ends.has_value(); }
};

// province → city → county or department → organisation.
enum class UnitLevel { kProvince, kCity, kCounty, kDepartment, kOrganisation };

struct UnitDefinition {
  UnitId id;
  std::string name;
  UnitId parent;  // empty at the top of this file's tree
  UnitLevel level = UnitLevel::kOrganisation;
};

struct VenueDefinition {
  VenueId id;
  std::string name;
  VenueKind kind = VenueKind::kOther;
  UnitId unit;  // the owner
  // When people look after it, in minutes of the day: a kiosk that is silent then is in trouble.
  int opens_minute = kOpensMinuteDefault;
  int closes_minute = kClosesMinuteDefault;
};

struct SessionDefinition {
  BusinessDate date;
  VenueId venue;
  int number = 1;         // counts the sessions of its activity there on that day
  int starts_minute = 0;  // of the day
  int ends_minute = 0;
  std::string title;  // empty: the activity's
};

struct ActivityDefinition {
  ActivityId id;
  int number = 0;  // 序号 in the notice's list; 0 outside of it
  std::string title;
  std::string organiser;    // 举办单位
  std::string recommender;  // 推荐单位
  Audience audience = Audience::kPublic;
  std::vector<VenueId> venues;  // empty: any venue of the campaign may hold it
  std::vector<SessionDefinition> sessions;
};

// Where results are sent: a role and a mailbox, never a person.
struct RecipientDefinition {
  std::string role;
  std::string mailbox;
};

struct CampaignDefinition {
  CampaignId id;
  std::string name;
  std::string theme;
  std::string place;  // in the title of its table: "晋城市"
  std::string notice;
  std::vector<std::string> issuers;
  UnitId unit;  // whose week it is: the campaign's table is this unit's subtree
  CampaignPeriod period;
  std::optional<BusinessDate> due;
  FormId form;        // empty where the notice asks for no table
  std::string annex;  // of the notice, which the table is: "附件1"; empty where it has no number
  std::string report_title;
  std::vector<std::string> media;  // what is asked for, in words
  int video_minutes_max = 0;       // 0: no limit given
  std::vector<RecipientDefinition> recipients;
  std::vector<UnitDefinition> units;
  std::vector<VenueDefinition> venues;
  std::vector<ActivityDefinition> activities;
};

// Reads and checks a campaign. `origin` names the file in messages: "FILE:LINE: KEY: REASON".
Result<CampaignDefinition> parse_campaign(std::string_view toml, std::string_view origin);

// The same campaign beginning on another day: its period, due date and planned sessions move
// together, and in another year the year in its name and in its report's title follows. An open
// period becomes fixed, as long as the window its notice names.
CampaignDefinition starting_on(CampaignDefinition campaign, BusinessDate starts);

}  // namespace keqian::bureau
