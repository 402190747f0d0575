// The end of the day: totals, the signed record, what has reached the bureau, files to take along.
#include <utility>

#include "kiosk/screens/staff.h"

namespace keqian::kiosk {
namespace {

void add_totals(const Scene& scene, const DayClosing& closing, Blocks& blocks) {
  std::vector<FactRow> totals = {
      {scene.say("closing.total"), persons_words(scene, closing.figures.persons)}};
  for (std::size_t i = 0; i < kCategories.size(); ++i) {
    const auto persons = closing.figures.by_category[i];
    if (persons != 0) {
      totals.push_back({scene.say(category_key(kCategories[i])), number_words(persons)});
    }
  }
  blocks.push_back(facts_block(scene, {}, std::move(totals)));
  if (!closing.figures.by_session.empty()) {
    std::vector<FactRow> sessions;
    for (const auto& session : closing.figures.by_session) {
      sessions.push_back({title_words(scene, session.title) + " · " + held_span(scene, session),
                          number_words(session.persons)});
    }
    blocks.push_back(facts_block(scene, scene.say("closing.by_session"), std::move(sessions)));
  }
}

// Rows 9–12 of the form: what was entered with the sessions.
void add_head_counts(const Scene& scene, const DayClosing& closing, Blocks& blocks) {
  std::vector<FactRow> rows;
  for (std::size_t i = 0; i < kStaffRoles.size(); ++i) {
    rows.push_back(
        {scene.say(category_key(kStaffRoles[i])), number_words(closing.figures.staff[i])});
  }
  blocks.push_back(facts_block(scene, scene.say("closing.head_counts"), std::move(rows)));
}

// Whether the day is over, in a sentence.
Block state_block(const Scene& scene, const DayClosing& closing) {
  if (closing.closed) {
    return strip_block(scene, Tone::kGood, Icon::kVerified, scene.say("closing.closed"),
                       scene.say("closing.closed.passes"), false);
  }
  if (!closing.earlier) {
    return strip_block(scene, Tone::kCalm, Icon::kInfo, scene.say("closing.preview"), {}, false);
  }
  const auto since = closing.figures.persons - closing.earlier->persons;
  const auto time = moment_words(scene, closing.earlier->closed_utc_ms);
  const auto before = persons_words(scene, closing.earlier->persons);
  return strip_block(
      scene, Tone::kCaution, Icon::kInfo,
      since > 0
          ? scene.say("closing.again",
                      {{"time", time}, {"before", before}, {"since", persons_words(scene, since)}})
          : scene.say("closing.changed", {{"time", time}, {"before", before}}),
      {}, false);
}

void add_record(const Scene& scene, const DayClosing& closing, Blocks& blocks) {
  const auto short_of = [](const std::string& text) {
    return text.size() > 16 ? text.substr(0, 16) + "…" : text;
  };
  std::vector<FactRow> rows = {
      {scene.say("closing.record.until"), "#" + std::to_string(closing.ledger_sequence)}};
  if (!closing.chain_head.empty()) {
    rows.push_back({scene.say("closing.record.chain"), short_of(closing.chain_head)});
  }
  if (closing.closed) {
    rows.push_back(
        {scene.say("closing.record.closed"), moment_words(scene, closing.closed_utc_ms)});
    rows.push_back({scene.say("closing.record.signature"),
                    closing.signature.empty() ? scene.say("closing.record.unsigned")
                                              : scene.say("closing.record.signed"),
                    closing.signature.empty() ? Tone::kCaution : Tone::kGood});
  }
  blocks.push_back(facts_block(scene, scene.say("closing.record"), std::move(rows)));
}

}  // namespace

void draw_closing_page(const Scene& scene, const ClosingPage& page) {
  if (page.confirming) scene.ui.begin_behind();
  const bool loaded = static_cast<bool>(page.closing);
  const bool closed = loaded && page.closing->closed;
  PageBar bar = staff_bar(scene, "closing");
  if (loaded) {
    const bool rests = page.state.doing != 0 || page.exporting != 0;
    const PageButton take_along{
        .id = "export_day",
        .icon = Icon::kFileDownload,
        .text = scene.say(page.exporting != 0 ? "staff.doing" : "closing.export"),
        .enabled = !rests,
        .danger = false,
        .tapped = [&scene] { scene.emit(ExportDayTapped{}); }};
    if (closed) {
      bar.primary = take_along;
    } else {
      bar.secondary = take_along;
      bar.primary = PageButton{.id = "close_day",
                               .icon = Icon::kDayDone,
                               .text = scene.say("closing.do"),
                               .enabled = !rests,
                               .danger = false,
                               .tapped = [&scene] { scene.emit(CloseDayTapped{}); }};
    }
  }
  const std::string note = loaded ? page.closing->date.iso() : std::string();
  draw_page(scene, {Icon::kDayDone, scene.say("closing.title"), note}, bar, [&](Rect room) {
    Blocks blocks;
    add_state(scene, page.state, loaded, blocks);
    if (loaded) {
      blocks.push_back(state_block(scene, *page.closing));
      if (sync_light(scene.model.sync) == SyncLight::kSynced) {
        blocks.push_back(strip_block(scene, Tone::kGood, Icon::kCloudDone,
                                     scene.say("closing.uploaded"), {}, false));
      } else {
        blocks.push_back(strip_block(scene, Tone::kCaution, Icon::kCloudUpload,
                                     scene.say("closing.not_uploaded"), sync_problem_words(scene),
                                     false));
      }
      if (page.exported) {
        blocks.push_back(
            written_block(scene, *page.exported, "closing.exported.usb", "closing.exported"));
      }
      add_totals(scene, *page.closing, blocks);
      add_head_counts(scene, *page.closing, blocks);
      add_record(scene, *page.closing, blocks);
    }
    draw_blocks(scene, "closing", room, blocks);
  });
  if (!page.confirming) return;
  scene.ui.end_behind();
  ask(scene, Icon::kDayDone, scene.say("closing.ask"), scene.say("closing.ask.text"), "closing.do",
      false);
}

}  // namespace keqian::kiosk
