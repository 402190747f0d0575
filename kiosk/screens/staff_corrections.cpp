// The ledger's rows, and taking one back with a reason.
#include <utility>

#include "kiosk/screens/staff.h"

namespace keqian::kiosk {
namespace {

Icon method_icon(Method method) {
  switch (method) {
    case Method::kCamera:
      return Icon::kPhotoCamera;
    case Method::kScanner:
      return Icon::kQrScanner;
    case Method::kTap:
      return Icon::kTouch;
    case Method::kManual:
      break;
  }
  return Icon::kEdit;
}

ListRow row_of(const Scene& scene, const LedgerLine& line) {
  ListRow row;
  const bool open = !line.reversed && !line.reverses;
  if (open) row.id = "line_" + std::to_string(line.sequence);
  row.icon = line.reverses ? Icon::kUndo : line.leaving ? Icon::kExit : method_icon(line.method);
  row.icon_tone = line.reverses ? Tone::kCaution : Tone::kCalm;
  row.title = "#" + std::to_string(line.sequence) + " " + scene.say(category_key(line.category));
  if (line.leaving) row.title += " · " + scene.say("corrections.leaving");
  row.note = moment_words(scene, line.utc_ms) + " · " + title_words(scene, line.session_title) +
             " · " + scene.say(method_key(line.method));
  if (line.reverses) {
    row.note += " · " + scene.say("corrections.reverses",
                                  {{"sequence", "#" + std::to_string(*line.reverses)}});
  }
  if (line.reversed) row.note += " · " + scene.say("corrections.reversed");
  if (!line.reason.empty()) row.note += " · " + reason_words(scene.words, line.reason);
  row.value = signed_words(line.persons);
  row.value_tone = line.persons < 0 ? Tone::kCaution : Tone::kPlain;
  row.quiet = line.reversed;
  return row;
}

void draw_choice(const Scene& scene, const CorrectionsPage& page) {
  const LineChoice& choice = *page.chosen;
  const LedgerLine& line = choice.line;
  PageBar bar = staff_bar(scene, "take_back");
  bar.primary = PageButton{
      .id = "confirm",
      .icon = Icon::kUndo,
      .text = scene.say(choice.reason ? "corrections.take_back.do" : "corrections.reason.first"),
      .enabled = choice.reason && page.state.doing == 0,
      .danger = choice.reason.has_value(),
      .tapped = [&scene] { scene.emit(StaffConfirmed{}); }};
  const std::string title =
      scene.say("corrections.take_back", {{"sequence", "#" + std::to_string(line.sequence)}});
  draw_page(scene, {Icon::kUndo, title, {}}, bar, [&](Rect room) {
    Blocks blocks;
    add_state(scene, page.state, true, blocks);
    blocks.push_back(
        facts_block(scene, {},
                    {{scene.say("corrections.persons"), persons_words(scene, line.persons)},
                     {scene.say("corrections.category"), scene.say(category_key(line.category))},
                     {scene.say("corrections.session"), title_words(scene, line.session_title)},
                     {scene.say("corrections.time"), moment_words(scene, line.utc_ms)},
                     {scene.say("corrections.method"), scene.say(method_key(line.method))}}));
    blocks.push_back(reasons_block(scene, choice.reason));
    blocks.push_back(
        strip_block(scene, Tone::kCalm, Icon::kInfo, scene.say("corrections.take_back.help")));
    draw_blocks(scene, "take_back", room, blocks, Stand::kLow);
  });
}

void draw_filter(const Scene& scene, const CorrectionsPage& page) {
  const LineFilter& filter = page.filter;
  PageBar bar = staff_bar(scene, "filter");
  bar.back.clear();
  bar.primary = PageButton{.id = "filter_done",
                           .icon = Icon::kCheck,
                           .text = scene.say("corrections.filter.done"),
                           .enabled = true,
                           .danger = false,
                           .tapped = [&scene] { scene.emit(FilterToggled{}); }};
  bar.secondary = PageButton{.id = "filter_all",
                             .icon = Icon::kClose,
                             .text = scene.say("corrections.filter.all"),
                             .enabled = !(filter == LineFilter{}),
                             .danger = false,
                             .tapped = [&scene] { scene.emit(FilterChosen{}); }};
  draw_page(scene, {Icon::kFilter, scene.say("corrections.filter"), {}}, bar, [&](Rect room) {
    Blocks blocks;
    const auto choose = [&scene](const LineFilter& changed) {
      return [&scene, changed] { scene.emit(FilterChosen{changed}); };
    };
    std::vector<Choice> categories;
    for (std::size_t i = 0; i < kCategories.size(); ++i) {
      const bool on = filter.category == kCategories[i];
      LineFilter changed = filter;
      changed.category = on ? std::nullopt : std::optional(kCategories[i]);
      categories.push_back({"filter_category_" + std::to_string(i),
                            scene.say(category_key(kCategories[i])), on, choose(changed)});
    }
    blocks.push_back(choices_block(scene, scene.say("corrections.category"), std::move(categories),
                                   {.columns_max = 2, .two_lines = true}));
    std::vector<Choice> methods;
    for (std::size_t i = 0; i < kMethods.size(); ++i) {
      const bool on = filter.method == kMethods[i];
      LineFilter changed = filter;
      changed.method = on ? std::nullopt : std::optional(kMethods[i]);
      methods.push_back({"filter_method_" + std::to_string(i), scene.say(method_key(kMethods[i])),
                         on, choose(changed)});
    }
    blocks.push_back(choices_block(scene, scene.say("corrections.method"), std::move(methods),
                                   {.columns_max = 2}));
    LineFilter changed = filter;
    changed.corrections_only = !filter.corrections_only;
    blocks.push_back(
        choices_block(scene, {},
                      {{"filter_corrections", scene.say("corrections.filter.corrections"),
                        filter.corrections_only, choose(changed)}},
                      {.columns_max = 1}));
    draw_blocks(scene, "filter", room, blocks, Stand::kLow);
  });
}

void add_lines(const Scene& scene, const CorrectionsPage& page, Blocks& blocks) {
  const auto turn = [&](std::string id, Icon icon, std::string_view key, auto touch) {
    blocks.push_back(actions_block(scene, {{std::move(id), icon, scene.say(key), true,
                                            [&scene, touch] { scene.emit(touch); }}}));
  };
  if (!page.newer.empty()) turn("newer", Icon::kUp, "corrections.newer", NewerLinesTapped{});
  if (page.lines->lines.empty()) {
    blocks.push_back(empty_block(
        scene, Icon::kReceipt,
        scene.say(page.filter == LineFilter{} ? "corrections.empty" : "corrections.empty.filter")));
  }
  for (const auto& line : page.lines->lines) {
    blocks.push_back(row_block(
        scene, row_of(scene, line),
        [&scene, sequence = line.sequence] { scene.emit(LinePicked{sequence}); }, true));
  }
  if (page.lines->more) turn("older", Icon::kDown, "corrections.older", OlderLinesTapped{});
}

}  // namespace

void draw_corrections_page(const Scene& scene, const CorrectionsPage& page) {
  if (page.chosen) {
    draw_choice(scene, page);
    return;
  }
  if (page.by_hand) {
    draw_hand_count(scene, page);
    return;
  }
  if (page.filter_open) {
    draw_filter(scene, page);
    return;
  }
  const bool rests = page.state.doing != 0 || page.undoing_last;
  PageBar bar = staff_bar(scene, "lines");
  bar.primary = PageButton{.id = "undo_last",
                           .icon = Icon::kUndo,
                           .text = scene.say("corrections.undo_last"),
                           .enabled = !rests,
                           .danger = false,
                           .tapped = [&scene] { scene.emit(UndoLastTapped{}); }};
  bar.secondary = PageButton{.id = "by_hand",
                             .icon = Icon::kEdit,
                             .text = scene.say("corrections.by_hand"),
                             .enabled = !rests,
                             .danger = false,
                             .tapped = [&scene] { scene.emit(HandCountTapped{}); }};
  bar.third = PageButton{.id = "filter_open",
                         .icon = Icon::kFilter,
                         .text = scene.say("corrections.filter"),
                         .enabled = true,
                         .danger = false,
                         .tapped = [&scene] { scene.emit(FilterToggled{}); }};
  const std::string note = scene.say(page.filter == LineFilter{} ? "corrections.note.lines"
                                                                 : "corrections.note.filtered");
  draw_page(scene, {Icon::kReceipt, scene.say("corrections.title"), note}, bar, [&](Rect room) {
    Blocks blocks;
    add_state(scene, page.state, static_cast<bool>(page.lines), blocks);
    if (page.done) {
      const std::string persons = signed_words(page.done->persons);
      blocks.push_back(strip_block(
          scene, Tone::kGood, Icon::kCheckCircle,
          scene.say("corrections.done", {{"category", scene.say(category_key(page.done->category))},
                                         {"persons", persons}})));
    }
    if (page.lines) add_lines(scene, page, blocks);
    draw_blocks(scene, "lines", room, blocks);
  });
}

}  // namespace keqian::kiosk
