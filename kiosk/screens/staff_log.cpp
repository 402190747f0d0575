// The log and what the bureau sent back, in the language of the screen. The ledger's own words are
// in the support bundle.
#include <array>
#include <charconv>
#include <utility>

#include "kiosk/screens/staff.h"

namespace keqian::kiosk {
namespace {

using WordKey = std::pair<std::string_view, std::string_view>;  // of the ledger, of the catalogue

constexpr std::array kEvents = {
    WordKey{"session_opened", "log.session_opened"},
    WordKey{"session_reopened", "log.session_reopened"},
    WordKey{"session_chosen", "log.session_chosen"},
    WordKey{"session_closed", "log.session_closed"},
    WordKey{"session_ended_with_its_day", "log.session_ended_with_its_day"},
    WordKey{"session_of_another_venue_closed", "log.session_of_another_venue_closed"},
    WordKey{"session_moved", "log.session_moved"},
    WordKey{"date_told_by_staff", "log.date_told_by_staff"},
    WordKey{"enrolled", "log.enrolled"},
    WordKey{"rolled_back_ledger_found", "log.rolled_back_ledger_found"},
    WordKey{"damaged_ledger_set_aside", "log.damaged_ledger_set_aside"},
    WordKey{"day_closed", "log.day_closed"},
    WordKey{"closing_differs", "log.closing_differs"},
    WordKey{"staff_pin_set", "log.staff_pin_set"},
    WordKey{"staff_pin_forgotten", "log.staff_pin_forgotten"},
    WordKey{"staff_pin_reset", "log.staff_pin_reset"},
    WordKey{"clock_jumped", "log.clock_jumped"},
    WordKey{"bureau_lost", "log.bureau_lost"},
    WordKey{"bureau_heard", "log.bureau_heard"}};

// Why the bureau could not be reached: the names of uploader::SyncFailure.
constexpr std::array kCauses = {WordKey{"name_not_found", "log.cause.no_network"},
                                WordKey{"unreachable", "log.cause.no_network"},
                                WordKey{"refused", "log.cause.no_answer"},
                                WordKey{"timed_out", "log.cause.no_answer"},
                                WordKey{"connection_lost", "log.cause.no_answer"},
                                WordKey{"server_busy", "log.cause.server_trouble"},
                                WordKey{"server_trouble", "log.cause.server_trouble"},
                                WordKey{"bad_address", "log.cause.not_trusted"},
                                WordKey{"certificate", "log.cause.not_trusted"},
                                WordKey{"captive_portal", "log.cause.not_trusted"},
                                WordKey{"bad_signature", "log.cause.not_trusted"},
                                WordKey{"unknown_kiosk", "log.cause.rejected"},
                                WordKey{"revoked", "log.cause.rejected"}};

constexpr std::array kKinds = {WordKey{"session", "refusal.session"},
                               WordKey{"tally", "refusal.tally"},
                               WordKey{"staff_head_count", "refusal.staff_head_count"}};

constexpr std::array kReasons = {WordKey{"unknown_session", "refusal.unknown_session"},
                                 WordKey{"other_venue", "refusal.other_venue"},
                                 WordKey{"outside_campaign", "refusal.outside_campaign"},
                                 WordKey{"out_of_range", "refusal.out_of_range"},
                                 WordKey{"after_withdrawal", "refusal.after_withdrawal"}};

template <std::size_t N>
const std::string& words_of(const Scene& scene, const std::array<WordKey, N>& table,
                            std::string_view word, std::string_view otherwise) {
  for (const auto& [known, key] : table) {
    if (known == word) return scene.say(key);
  }
  return scene.say(otherwise);
}

// A detail such as "-7200000 ms"; 0 for another one.
std::int64_t ms_of(std::string_view detail) {
  std::int64_t ms = 0;
  std::from_chars(detail.data(), detail.data() + detail.size(), ms);
  return ms;
}

// In the two largest of its units.
std::string span_words(const Scene& scene, std::int64_t ms) {
  const std::int64_t seconds = ms / kMsPerSecond;
  const std::int64_t minutes = seconds / 60;
  const std::int64_t hours = minutes / 60;
  const auto two = [](const std::string& larger, std::int64_t left, auto smaller) {
    return left == 0 ? larger : larger + " " + smaller();
  };
  const auto minutes_left = [&] {
    return counted_words(scene, "log.span.minutes", "minutes", minutes % 60);
  };
  const auto hours_left = [&] {
    return counted_words(scene, "log.span.hours", "hours", hours % 24);
  };
  if (hours >= 24) {
    return two(counted_words(scene, "log.span.days", "days", hours / 24), hours % 24, hours_left);
  }
  if (hours > 0) return two(hours_left(), minutes % 60, minutes_left);
  if (minutes > 0) return minutes_left();
  return counted_words(scene, "log.span.seconds", "seconds", seconds);
}

// What there is to say beyond what happened; empty where that is all.
std::string detail_words(const Scene& scene, const LogLine& line) {
  if (!line.subject.empty()) return title_words(scene, line.subject);
  if (line.kind == "bureau_lost") {
    return words_of(scene, kCauses, line.detail, "log.cause.other");
  }
  if (line.kind == "bureau_heard") {
    return scene.say("log.bureau_heard.after", {{"span", span_words(scene, ms_of(line.detail))}});
  }
  if (line.kind == "clock_jumped") {
    const auto ms = ms_of(line.detail);
    return scene.say(ms < 0 ? "log.clock_jumped.back" : "log.clock_jumped.forward",
                     {{"span", span_words(scene, ms < 0 ? -ms : ms)}});
  }
  if (line.kind == "date_told_by_staff" || line.kind == "day_closed" ||
      line.kind == "closing_differs")
    return line.detail;
  if (line.kind == "damaged_ledger_set_aside") {
    return scene.say("log.damaged_ledger_set_aside.file", {{"file", line.detail}});
  }
  return {};
}

Icon log_icon(const LogLine& line) {
  if (line.kind == "bureau_lost") return Icon::kCloudOff;
  if (line.kind == "bureau_heard") return Icon::kCloudDone;
  return Icon::kHistory;
}

// The session of an item that was sent back, and its day.
std::string session_words(const Scene& scene, const QuarantinedItem& item) {
  SessionIdParts parts;
  const std::string day =
      parse_session_id(item.session.value, parts) ? date_short(parts.date) + " " : std::string();
  return day + title_words(scene, item.session_title);
}

}  // namespace

void add_log(const Scene& scene, const StationReport& report, Blocks& blocks) {
  if (report.log.empty()) {
    blocks.push_back(empty_block(scene, Icon::kReceipt, scene.say("machine.log.empty")));
  }
  for (const auto& line : report.log) {
    ListRow row{.id = {},
                .icon = log_icon(line),
                .icon_tone = line.kind == "bureau_lost" ? Tone::kCaution : Tone::kCalm,
                .title = words_of(scene, kEvents, line.kind, "log.other"),
                .note = detail_words(scene, line),
                .value = moment_words(scene, line.utc_ms),
                .value_tone = Tone::kPlain,
                .chosen = false,
                .quiet = false};
    blocks.push_back(row_block(scene, std::move(row), {}, true));
  }
}

void add_quarantine(const Scene& scene, const StationReport& report, Blocks& blocks) {
  if (report.quarantined.empty()) return;
  blocks.push_back(heading_block(scene, scene.say("machine.quarantine")));
  for (const auto& item : report.quarantined) {
    ListRow row{.id = {},
                .icon = Icon::kReport,
                .icon_tone = Tone::kDanger,
                .title = words_of(scene, kKinds, item.kind, "refusal.other") + " · " +
                         words_of(scene, kReasons, item.reason, "refusal.other_reason"),
                .note = session_words(scene, item),
                .value = moment_words(scene, item.refused_utc_ms),
                .value_tone = Tone::kPlain,
                .chosen = false,
                .quiet = false};
    blocks.push_back(row_block(scene, std::move(row), {}, true));
  }
  blocks.push_back(
      strip_block(scene, Tone::kCaution, Icon::kInfo, scene.say("machine.quarantine.help")));
}

void add_differences(const Scene& scene, const StationReport& report, Blocks& blocks) {
  if (report.differences.empty()) return;
  blocks.push_back(heading_block(scene, scene.say("machine.differences")));
  for (const auto& day : report.differences) {
    // Corrections can leave the persons the same and be missing all the same.
    const bool persons_differ = day.persons != day.bureau_persons;
    const auto note = scene.say(
        persons_differ ? "machine.differences.persons" : "machine.differences.records",
        {{"here", number_words(persons_differ ? day.persons : day.check_ins)},
         {"bureau", number_words(persons_differ ? day.bureau_persons : day.bureau_check_ins)}});
    ListRow row{.id = {},
                .icon = Icon::kReport,
                .icon_tone = Tone::kDanger,
                .title = date_short(day.date),
                .note = note,
                .value = {},
                .value_tone = Tone::kPlain,
                .chosen = false,
                .quiet = false};
    blocks.push_back(row_block(scene, std::move(row), {}, true));
  }
  blocks.push_back(
      strip_block(scene, Tone::kCaution, Icon::kInfo, scene.say("machine.differences.help")));
}

}  // namespace keqian::kiosk
