// The log and what the bureau sent back, in the language of the screen; the ledger's own words
// follow in small, for whoever helps on the telephone.
#include <array>
#include <utility>

#include "kiosk/screens/staff.h"

namespace keqian::kiosk {
namespace {

using WordKey = std::pair<std::string_view, std::string_view>;  // of the ledger, of the catalogue

constexpr std::array kEvents = {
    WordKey{"session_opened", "log.session_opened"},
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
    WordKey{"staff_pin_set", "log.staff_pin_set"},
    WordKey{"staff_pin_forgotten", "log.staff_pin_forgotten"},
    WordKey{"clock_jumped", "log.clock_jumped"}};

constexpr std::array kKinds = {WordKey{"session", "refusal.session"},
                               WordKey{"tally", "refusal.tally"},
                               WordKey{"staff_head_count", "refusal.staff_head_count"}};

constexpr std::array kReasons = {WordKey{"unknown_session", "refusal.unknown_session"},
                                 WordKey{"other_venue", "refusal.other_venue"},
                                 WordKey{"outside_campaign", "refusal.outside_campaign"},
                                 WordKey{"out_of_range", "refusal.out_of_range"}};

template <std::size_t N>
const std::string& words_of(const Scene& scene, const std::array<WordKey, N>& table,
                            std::string_view word, std::string_view otherwise) {
  for (const auto& [known, key] : table) {
    if (known == word) return scene.say(key);
  }
  return scene.say(otherwise);
}

}  // namespace

void add_log(const Scene& scene, const StationReport& report, Blocks& blocks) {
  if (report.log.empty()) {
    blocks.push_back(empty_block(scene, Icon::kReceipt, scene.say("machine.log.empty")));
  }
  for (const auto& line : report.log) {
    ListRow row{.id = {},
                .icon = Icon::kHistory,
                .icon_tone = Tone::kCalm,
                .title = words_of(scene, kEvents, line.kind, "log.other"),
                .note = line.kind + (line.detail.empty() ? "" : " · " + line.detail),
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
                .note = item.reason + " · " + item.session.value,
                .value = moment_words(scene, item.refused_utc_ms),
                .value_tone = Tone::kPlain,
                .chosen = false,
                .quiet = false};
    blocks.push_back(row_block(scene, std::move(row), {}, true));
  }
  blocks.push_back(
      strip_block(scene, Tone::kCaution, Icon::kInfo, scene.say("machine.quarantine.help")));
}

}  // namespace keqian::kiosk
