#include "kiosk/runtime/programme.h"

#include <algorithm>

namespace keqian::kiosk {

std::vector<PlannedStart> programme_of(const wire::Configuration& configuration, BusinessDate today,
                                       int minute) {
  std::vector<PlannedStart> programme;
  for (const auto& session : configuration.sessions) {
    if (session.business_date != today) continue;
    programme.push_back({session.title, session.starts_minute, session.ends_minute});
  }
  std::ranges::stable_sort(programme, {}, &PlannedStart::starts_minute);
  const auto over = [minute](const PlannedStart& planned) { return planned.ends_minute <= minute; };
  while (programme.size() > kProgrammeMax) {
    const auto first = std::ranges::find_if(programme, over);
    if (first == programme.end()) {
      programme.resize(kProgrammeMax);
    } else {
      programme.erase(first);
    }
  }
  return programme;
}

}  // namespace keqian::kiosk
