#include "server-sync/base/date.h"

#include <charconv>
#include <chrono>
#include <cstdio>

namespace keqian {
namespace {

constexpr std::int64_t kVenueOffsetMs = 8 * kMsPerHour;

std::int64_t floor_divide(std::int64_t value, std::int64_t divisor) {
  return value / divisor - (value % divisor < 0 ? 1 : 0);
}

std::chrono::year_month_day civil(std::int32_t days) {
  return std::chrono::sys_days{std::chrono::days{days}};
}

std::int64_t ms_of_day(UtcMs utc_ms) {
  const std::int64_t local = utc_ms + kVenueOffsetMs;
  return local - floor_divide(local, kMsPerDay) * kMsPerDay;
}

bool parse_digits(std::string_view text, int& value) {
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
  }
  return std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc{};
}

}  // namespace

BusinessDate BusinessDate::of(UtcMs utc_ms) {
  return BusinessDate(static_cast<std::int32_t>(floor_divide(utc_ms + kVenueOffsetMs, kMsPerDay)));
}

std::optional<BusinessDate> BusinessDate::parse(std::string_view iso) {
  int year = 0, month = 0, day = 0;
  if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-' || !parse_digits(iso.substr(0, 4), year) ||
      !parse_digits(iso.substr(5, 2), month) || !parse_digits(iso.substr(8, 2), day)) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok() || year < 1970) return std::nullopt;
  return BusinessDate(
      static_cast<std::int32_t>(std::chrono::sys_days{date}.time_since_epoch().count()));
}

std::string BusinessDate::iso() const {
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", year(), month(), day());
  return text;
}

int BusinessDate::year() const {
  return static_cast<int>(civil(days_).year());
}
int BusinessDate::month() const {
  return static_cast<int>(static_cast<unsigned>(civil(days_).month()));
}
int BusinessDate::day() const {
  return static_cast<int>(static_cast<unsigned>(civil(days_).day()));
}
int BusinessDate::weekday() const {
  return static_cast<int>(
      std::chrono::weekday{std::chrono::sys_days{std::chrono::days{days_}}}.c_encoding());
}
UtcMs BusinessDate::start_utc_ms() const {
  return days_ * kMsPerDay - kVenueOffsetMs;
}

int business_hour(UtcMs utc_ms) {
  return static_cast<int>(ms_of_day(utc_ms) / kMsPerHour);
}
int business_minute(UtcMs utc_ms) {
  return static_cast<int>(ms_of_day(utc_ms) % kMsPerHour / (60 * kMsPerSecond));
}

std::string iso_time(UtcMs utc_ms) {
  const std::int64_t ms = ms_of_day(utc_ms);
  char text[40];
  std::snprintf(text, sizeof text, "T%02d:%02d:%02d.%03d+08:00", static_cast<int>(ms / kMsPerHour),
                static_cast<int>(ms / 60000 % 60), static_cast<int>(ms / 1000 % 60),
                static_cast<int>(ms % 1000));
  return BusinessDate::of(utc_ms).iso() + text;
}

}  // namespace keqian
