#include "kiosk/ledger/closing_record.h"

#include <charconv>

namespace keqian::kiosk {
namespace {

void line(std::string& out, std::string_view word, std::string_view value) {
  out += word;
  out += ' ';
  out += value.empty() ? "-" : value;
  out += '\n';
}

void count(std::string& out, std::string_view word, std::string_view key, std::int64_t persons) {
  if (persons == 0) return;
  line(out, word, std::string(key) + " " + std::to_string(persons));
}

}  // namespace

std::string closing_record(const DayClosing& closing, std::string_view kiosk_id,
                           std::string_view incarnation) {
  const auto& figures = closing.figures;
  std::string out = "keqian-closing-v2\n";
  line(out, "kiosk", kiosk_id);
  line(out, "incarnation", incarnation);
  line(out, "venue", closing.venue.value);
  line(out, "venue_name", closing.venue_name);
  line(out, "date", closing.date.iso());
  line(out, "closed", iso_time(closing.closed_utc_ms));
  line(out, "ledger_sequence", std::to_string(closing.ledger_sequence));
  line(out, "chain_head", closing.chain_head);
  line(out, "persons", std::to_string(figures.persons));
  for (std::size_t hour = 0; hour < figures.by_hour.size(); ++hour) {
    count(out, "hour", std::to_string(hour), figures.by_hour[hour]);
  }
  for (const auto category : kCategories) {
    count(out, "category", name(category), figures.by_category[static_cast<std::size_t>(category)]);
  }
  for (const auto method : kMethods) {
    count(out, "method", name(method), figures.by_method[static_cast<std::size_t>(method)]);
  }
  for (const auto& session : figures.by_session) {
    count(out, "session", session.session.value, session.persons);
  }
  for (const auto& session : figures.by_session) {
    for (std::size_t i = 0; i < kStaffRoles.size(); ++i) {
      const auto key = session.session.value + " " + std::string(name(kStaffRoles[i]));
      count(out, "head_count", key, session.staff[i]);
    }
  }
  return out;
}

std::int64_t persons_of_record(std::string_view record) {
  constexpr std::string_view kWord = "\npersons ";
  const auto at = record.find(kWord);
  std::int64_t persons = 0;
  if (at == std::string_view::npos) return persons;
  const auto digits = record.substr(at + kWord.size());
  std::from_chars(digits.data(), digits.data() + digits.size(), persons);
  return persons;
}

}  // namespace keqian::kiosk
