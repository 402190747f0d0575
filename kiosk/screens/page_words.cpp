// How the pages behind the visitors' screens say values.
#include <algorithm>

#include "kiosk/screens/page.h"
#include "server-sync/base/text.h"

namespace keqian::kiosk {

std::string date_short(BusinessDate date) {
  return std::to_string(date.month()) + "-" + std::to_string(date.day());
}

std::string moment_words(const Scene& scene, UtcMs utc_ms) {
  const auto date = BusinessDate::of(utc_ms);
  if (date == BusinessDate::of(scene.model.utc_ms)) return clock_words(utc_ms);
  return date_short(date) + " " + clock_words(utc_ms);
}

std::string persons_words(const Scene& scene, std::int64_t persons) {
  return counted_words(scene, "persons", "persons", persons);
}

std::string heads_words(const Scene& scene, std::int64_t persons) {
  return counted_words(scene, "heads", "persons", persons);
}

std::string signed_words(std::int64_t number) {
  return (number > 0 ? "+" : "") + number_words(number);
}

std::string title_words(const Scene& scene, const std::string& title) {
  return session_title(scene.words, title);
}

std::string bytes_words(std::int64_t bytes) {
  constexpr std::int64_t kMega = 1'000'000;
  constexpr std::int64_t kGiga = 1000 * kMega;
  if (bytes >= kGiga) {
    return std::to_string(bytes / kGiga) + "." + std::to_string(bytes % kGiga / (kGiga / 10)) +
           " GB";
  }
  return with_thousands(std::max<std::int64_t>(1, bytes / kMega)) + " MB";
}

}  // namespace keqian::kiosk
