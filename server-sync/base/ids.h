// Strong identifiers. All are short ASCII texts that people may read aloud; `is_valid_slug` is
// the rule for those that files and commands name. The session id is computed, so that two kiosks
// at one venue mean the same session without talking to each other.
#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "server-sync/base/date.h"

namespace keqian {

template <typename Tag>
struct Id {
  std::string value;

  bool empty() const { return value.empty(); }
  auto operator<=>(const Id&) const = default;
};

using CampaignId = Id<struct CampaignTag>;
using UnitId = Id<struct UnitTag>;
using VenueId = Id<struct VenueTag>;
using ActivityId = Id<struct ActivityTag>;
using SessionId = Id<struct SessionTag>;
using KioskId = Id<struct KioskTag>;
using FormId = Id<struct FormTag>;
using UserId = Id<struct UserTag>;

// 1–64 characters of a–z, 0–9 and '-', beginning and ending with a letter or digit.
bool is_valid_slug(std::string_view text);

// The activity that stands for 日常开放, the daily opening of a venue; every venue has it.
inline constexpr std::string_view kDailyOpening = "daily";
// The activity that stands for 临时场次, a session without a place in the programme. Its number is
// ad_hoc_number of the minute of the day at which it began, so that two kiosks of a venue mean two
// sessions unless they open theirs at the same time.
inline constexpr std::string_view kAdHoc = "ad-hoc";
inline constexpr int kAdHocNumberMax = 720;
constexpr int ad_hoc_number(int minute_of_day) {  // 1–kAdHocNumberMax
  return 1 + minute_of_day / 2;
}
constexpr int ad_hoc_minute(int number) {  // the first minute of that number
  return (number - 1) * 2;
}

// "ACTIVITY.VENUE.YYYY-MM-DD.N"; `number` counts from 1 the sessions of one activity at one venue
// on one business day. At most 160 characters.
SessionId session_id(const ActivityId& activity, const VenueId& venue, BusinessDate date,
                     int number);

// The parts of a session id; false when it is not one.
struct SessionIdParts {
  ActivityId activity;
  VenueId venue;
  BusinessDate date;
  int number = 1;
};
bool parse_session_id(std::string_view text, SessionIdParts& parts);

}  // namespace keqian

template <typename Tag>
struct std::hash<keqian::Id<Tag>> {
  std::size_t operator()(const keqian::Id<Tag>& id) const noexcept {
    return std::hash<std::string>{}(id.value);
  }
};
