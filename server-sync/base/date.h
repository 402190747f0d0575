// Business days of Asia/Shanghai (UTC+8 all the year since 1992, so no zone database is needed).
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace keqian {

using UtcMs = std::int64_t;  // milliseconds since 1970-01-01T00:00:00Z

inline constexpr std::int64_t kMsPerSecond = 1000;
inline constexpr std::int64_t kMsPerHour = 3600 * kMsPerSecond;
inline constexpr std::int64_t kMsPerDay = 24 * kMsPerHour;

// A calendar day at the venue, held as days since 1970-01-01.
class BusinessDate {
 public:
  BusinessDate() = default;
  static BusinessDate from_days(std::int32_t days) { return BusinessDate(days); }
  static BusinessDate of(UtcMs utc_ms);
  // "YYYY-MM-DD", a real day between 1970 and 9999; empty otherwise.
  static std::optional<BusinessDate> parse(std::string_view iso);

  std::int32_t days() const { return days_; }
  std::string iso() const;
  int year() const;
  int month() const;    // 1–12
  int day() const;      // 1–31
  int weekday() const;  // 0 = Sunday
  BusinessDate plus_days(std::int32_t days) const { return BusinessDate(days_ + days); }
  UtcMs start_utc_ms() const;  // the instant of 00:00 at the venue
  auto operator<=>(const BusinessDate&) const = default;

 private:
  explicit BusinessDate(std::int32_t days) : days_(days) {}
  std::int32_t days_ = 0;
};

// 0–23, the hour at the venue.
int business_hour(UtcMs utc_ms);
// 0–59.
int business_minute(UtcMs utc_ms);
// "2026-11-22T10:32:05.123+08:00"
std::string iso_time(UtcMs utc_ms);

}  // namespace keqian
