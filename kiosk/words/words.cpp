#include "kiosk/words/words.h"

#include "server-sync/base/text.h"

namespace keqian::kiosk {

std::string_view category_key(Category category) {
  switch (category) {
    case Category::kPublic:
      return "category.public";
    case Category::kYouth:
      return "category.youth";
    case Category::kProfessional:
      return "category.professional";
    case Category::kScienceWorker:
      return "category.science_worker";
    case Category::kVolunteer:
      return "category.volunteer";
    case Category::kOtherStaff:
      break;
  }
  return "category.other_staff";
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

std::string_view reason_key(CorrectionReason reason) {
  switch (reason) {
    case CorrectionReason::kCountedTwice:
      return "reason.counted_twice";
    case CorrectionReason::kWrongNumber:
      return "reason.wrong_number";
    case CorrectionReason::kWrongCategory:
      return "reason.wrong_category";
    case CorrectionReason::kWrongSession:
      return "reason.wrong_session";
    case CorrectionReason::kTrial:
      return "reason.trial";
    case CorrectionReason::kMissed:
      return "reason.missed";
    case CorrectionReason::kDeviceWasAway:
      return "reason.device_was_away";
    case CorrectionReason::kPaperCount:
      return "reason.paper_count";
    case CorrectionReason::kOther:
      break;
  }
  return "reason.other";
}

std::string reason_words(const Catalogue& words, std::string_view reason) {
  for (const auto known : kCorrectionReasons) {
    if (name(known) == reason) return words.text(reason_key(known));
  }
  if (reason.empty()) return {};
  if (reason == kReasonChangedAtTheDoor || reason == kReasonTakenBackAtTheDoor) {
    return words.text("reason.at_the_door");
  }
  return words.text(reason == kReasonClockRepaired ? "reason.clock_repaired" : "reason.other");
}

std::string session_title(const Catalogue& words, std::string_view title) {
  if (title == kDailyOpeningTitle) return words.text("holdings.daily");
  const std::string ad_hoc = std::string(kAdHocTitle) + " ";
  if (!title.starts_with(ad_hoc)) return std::string(title);
  return words.text("holdings.ad_hoc.name", {{"time", title.substr(ad_hoc.size())}});
}

std::string minute_words(int minute_of_day) {
  const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return two(minute_of_day / 60) + ":" + two(minute_of_day % 60);
}

std::string clock_words(UtcMs utc_ms) {
  return minute_words(business_hour(utc_ms) * 60 + business_minute(utc_ms));
}

std::string number_words(std::int64_t number) {
  return number < 0 ? "−" + with_thousands(-number) : with_thousands(number);
}

}  // namespace keqian::kiosk
