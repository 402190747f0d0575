// How the pages behind the visitors' screens say values.
#include <algorithm>

#include "kiosk/screens/page.h"
#include "server-sync/base/text.h"

namespace keqian::kiosk {

std::string_view audience_key(Audience audience) {
  switch (audience) {
    case Audience::kPublic:
      return "audience.public";
    case Audience::kBusiness:
      return "audience.business";
    case Audience::kInternal:
      break;
  }
  return "audience.internal";
}

std::string_view method_key(Method method) {
  switch (method) {
    case Method::kCamera:
      return "method.camera";
    case Method::kScanner:
      return "method.scanner";
    case Method::kTap:
      return "method.tap";
    case Method::kManual:
      break;
  }
  return "method.manual";
}

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

std::string number_words(std::int64_t number) {
  return number < 0 ? "−" + with_thousands(-number) : with_thousands(number);
}

std::string signed_words(std::int64_t number) {
  return (number > 0 ? "+" : "") + number_words(number);
}

std::string title_words(const Scene& scene, const std::string& title) {
  if (title == kDailyOpeningTitle) return scene.say("holdings.daily");
  const std::string ad_hoc = std::string(kAdHocTitle) + " ";
  if (!title.starts_with(ad_hoc)) return title;
  return scene.say("holdings.ad_hoc.name", {{"time", title.substr(ad_hoc.size())}});
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
