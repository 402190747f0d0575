#include "kiosk/ledger/closing_record.h"

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
  std::string out = "keqian-closing-v1\n";
  line(out, "kiosk", kiosk_id);
  line(out, "incarnation", incarnation);
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
  return out;
}

}  // namespace keqian::kiosk
