// The end of the day: totals, the signed record, what has reached the bureau, files to take along.
#include <algorithm>
#include <iterator>
#include <utility>

#include "kiosk/screens/connection.h"
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

// Rows 9–12 of the form: what was entered with the sessions. Nobody's word is not a 0.
Block head_counts_block(const Scene& scene, const Figures& figures) {
  const auto missing = sessions_without_staff(figures);
  const bool any = missing < static_cast<int>(figures.by_session.size());
  std::vector<FactRow> rows;
  for (std::size_t i = 0; i < kStaffRoles.size(); ++i) {
    rows.push_back({scene.say(category_key(kStaffRoles[i])),
                    any ? number_words(figures.staff[i]) : scene.say("closing.not_reported")});
  }
  if (any && missing > 0) {
    rows.push_back({scene.say("closing.sessions_not_reported"),
                    counted_words(scene, "closing.sessions", "sessions", missing), Tone::kCaution});
  }
  return facts_block(scene, scene.say("closing.head_counts"), std::move(rows));
}

// That the day is over, and where its figures are while nothing is wrong with that.
std::string_view closed_key(const Scene& scene) {
  const Sync& sync = scene.model.sync;
  switch (sync_light(sync)) {
    case SyncLight::kSynced:
      return "closing.closed.uploaded";
    case SyncLight::kSending:
      return uploads_slowly(sync, scene.model.utc_ms) ? "closing.closed"
                                                      : "closing.closed.uploading";
    case SyncLight::kLocal:
      return "closing.closed.local";
    case SyncLight::kOffline:
    case SyncLight::kTrouble:
      break;
  }
  return "closing.closed";
}

// Whether the day is over, and where its figures are.
Block state_block(const Scene& scene, const DayClosing& closing) {
  if (closing.closed) {
    return strip_block(scene, Tone::kGood, Icon::kVerified, scene.say(closed_key(scene)),
                       scene.say("closing.closed.late"), false);
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

// Uploads that fail or take long: one strip with the cause and when it is tried again.
void add_upload_trouble(const Scene& scene, Blocks& blocks) {
  const auto light = sync_light(scene.model.sync);
  if (needs_care(light)) {
    blocks.push_back(
        strip_block(scene, sync_tone(scene), Icon::kCloudUpload,
                    scene.say("closing.not_uploaded", {{"cause", sync_problem_words(scene)}}),
                    retry_words(scene), false));
  } else if (uploads_slowly(scene.model.sync, scene.model.utc_ms)) {
    blocks.push_back(strip_block(scene, Tone::kCaution, Icon::kCloudUpload,
                                 scene.say("closing.upload_slow"), {}, false));
  }
}

// How many files were written and where they lie; their names stand at the end of the page.
Block exported_block(const Scene& scene, const Written& written) {
  const auto files = written_files(written);
  const auto count = std::to_string(files.names.size());
  if (written.removable) {
    return strip_block(scene, Tone::kGood, Icon::kUsb,
                       scene.say("closing.exported.usb", {{"count", count}}), {}, false);
  }
  return strip_block(scene, Tone::kCalm, Icon::kUsb,
                     scene.say("closing.exported", {{"count", count}, {"folder", files.folder}}),
                     {}, false);
}

Block file_names_block(const Scene& scene, const Written& written) {
  const auto files = written_files(written);
  std::vector<FactRow> rows;
  rows.reserve(files.names.size());
  for (const auto& name : files.names) rows.push_back({name, {}});
  return facts_block(scene, scene.say("closing.files"), std::move(rows));
}

Block record_block(const Scene& scene, const DayClosing& closing) {
  std::vector<FactRow> rows = {
      {scene.say("closing.record.until"), "#" + std::to_string(closing.ledger_sequence)}};
  if (closing.closed) {
    rows.push_back(
        {scene.say("closing.record.closed"), moment_words(scene, closing.closed_utc_ms)});
    rows.push_back({scene.say("closing.record.signature"),
                    closing.signature.empty() ? scene.say("closing.record.unsigned")
                                              : scene.say("closing.record.signed"),
                    closing.signature.empty() ? Tone::kCaution : Tone::kGood});
  }
  return facts_block(scene, scene.say("closing.record"), std::move(rows));
}

// What closing the day will do, what it comes to, and what should be entered first.
void ask_to_close(const Scene& scene, const DayClosing& closing) {
  const auto& figures = closing.figures;
  const auto open = std::ranges::count(figures.by_session, 0, &SessionFigure::closed_utc_ms);
  const auto missing = sessions_without_staff(figures);
  auto question = staff_question(scene, Icon::kDayDone, scene.say("closing.ask"),
                                 scene.say("closing.ask.text"), "closing.do", false);
  question.facts = {{scene.say("closing.ask.total"), persons_words(scene, figures.persons)},
                    {scene.say("closing.ask.open"), number_words(open)}};
  if (missing > 0) {
    question.warning = counted_words(scene, "closing.ask.staff", "sessions", missing);
    question.first = PageButton{.id = "staff_first",
                                .icon = Icon::kBadge,
                                .text = scene.say("closing.ask.staff.do"),
                                .enabled = true,
                                .danger = false,
                                .tapped = [&scene] { scene.emit(MissingStaffTapped{}); }};
  }
  draw_question(scene, question);
}

// The figures have their column and keep it, whatever is said beside them.
void draw_day(const Scene& scene, const ClosingPage& page, Rect room) {
  const DayClosing& closing = *page.closing;
  Blocks above;
  add_state(scene, page.state, true, above);
  if (page.staff_reported) {
    above.push_back(
        strip_block(scene, Tone::kGood, Icon::kCheckCircle, scene.say("closing.staff_reported")));
  }
  Blocks said = {state_block(scene, closing)};
  add_upload_trouble(scene, said);
  if (page.exported) said.push_back(exported_block(scene, *page.exported));
  Blocks figures;
  add_totals(scene, closing, figures);
  Blocks rest = {head_counts_block(scene, closing.figures), record_block(scene, closing)};
  if (page.exported) rest.push_back(file_names_block(scene, *page.exported));
  if (two_columns(scene)) {
    std::ranges::move(rest, std::back_inserter(said));
    draw_columns(scene, "closing", room, above, {{1, figures}, {1, said}});
    return;
  }
  for (auto* blocks : {&said, &figures, &rest})
    std::ranges::move(*blocks, std::back_inserter(above));
  draw_blocks(scene, "closing", room, above);
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
    if (loaded) {
      draw_day(scene, page, room);
      return;
    }
    Blocks blocks;
    add_state(scene, page.state, false, blocks);
    draw_blocks(scene, "closing", room, blocks);
  });
  if (!page.confirming) return;
  scene.ui.end_behind();
  ask_to_close(scene, *page.closing);
}

}  // namespace keqian::kiosk
