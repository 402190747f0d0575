#include "server-sync/base/ids.h"

#include <algorithm>
#include <charconv>

#include "server-sync/base/assert.h"

namespace keqian {

bool is_valid_slug(std::string_view text) {
  const auto alphanumeric = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return !text.empty() && text.size() <= 64 && alphanumeric(text.front()) &&
         alphanumeric(text.back()) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return alphanumeric(c) || c == '-'; });
}

SessionId session_id(const ActivityId& activity, const VenueId& venue, BusinessDate date,
                     int number) {
  KEQIAN_ASSERT(number >= 1);
  return {activity.value + "." + venue.value + "." + date.iso() + "." + std::to_string(number)};
}

bool parse_session_id(std::string_view text, SessionIdParts& parts) {
  std::string_view fields[4];
  for (int i = 0; i < 3; ++i) {
    const auto dot = text.find('.');
    if (dot == std::string_view::npos) return false;
    fields[i] = text.substr(0, dot);
    text.remove_prefix(dot + 1);
  }
  fields[3] = text;
  const auto date = BusinessDate::parse(fields[2]);
  int number = 0;
  const auto [end, error] =
      std::from_chars(fields[3].data(), fields[3].data() + fields[3].size(), number);
  if (!is_valid_slug(fields[0]) || !is_valid_slug(fields[1]) || !date || error != std::errc{} ||
      end != fields[3].data() + fields[3].size() || number < 1 || number > 999 ||
      fields[3].front() == '0') {  // one session, one spelling
    return false;
  }
  parts = {{std::string(fields[0])}, {std::string(fields[1])}, *date, number};
  return true;
}

}  // namespace keqian
