// The ledger's rows, taking one back with a reason, and counting by hand.
#include <algorithm>

#include "kiosk/screens/staff.h"
#include "server-sync/base/text.h"

namespace keqian::kiosk {
namespace {

std::string signed_words(int persons) {
  return (persons > 0 ? "+" : "") + std::to_string(persons);
}

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
  row.note = moment_words(scene, line.utc_ms) + " · " + line.session_title + " · " +
             scene.say(method_key(line.method));
  if (line.reverses) {
    row.note += " · " + scene.say("corrections.reverses",
                                  {{"sequence", "#" + std::to_string(*line.reverses)}});
  }
  if (line.reversed) row.note += " · " + scene.say("corrections.reversed");
  if (!line.reason.empty()) row.note += " · " + reason_words(scene, line.reason);
  row.value = signed_words(line.persons);
  row.value_tone = line.persons < 0 ? Tone::kCaution : Tone::kPlain;
  row.quiet = line.reversed;
  return row;
}

std::vector<Choice> reason_choices(const Scene& scene, std::optional<CorrectionReason> chosen) {
  std::vector<Choice> choices;
  for (std::size_t i = 0; i < kCorrectionReasons.size(); ++i) {
    const auto reason = kCorrectionReasons[i];
    choices.push_back({"reason_" + std::to_string(i), scene.say(reason_key(reason)),
                       chosen == reason, [&scene, reason] { scene.emit(ReasonChosen{reason}); }});
  }
  return choices;
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
    blocks.push_back(facts_block(
        scene, {{scene.say("corrections.persons"), persons_words(scene, line.persons)},
                {scene.say("corrections.category"), scene.say(category_key(line.category))},
                {scene.say("corrections.session"), line.session_title},
                {scene.say("corrections.time"), moment_words(scene, line.utc_ms)},
                {scene.say("corrections.method"), scene.say(method_key(line.method))}}));
    blocks.push_back(choices_block(scene, scene.say("corrections.reason"),
                                   reason_choices(scene, choice.reason), 2));
    blocks.push_back(
        strip_block(scene, Tone::kCalm, Icon::kInfo, scene.say("corrections.take_back.help")));
    draw_blocks(scene, "take_back", room, blocks, Stand::kLow);
  });
}

void add_sessions(const Scene& scene, const HandCount& count, Blocks& blocks) {
  if (!count.programme) {
    blocks.push_back(strip_block(scene, Tone::kCalm, Icon::kTimer, scene.say("staff.reading")));
    return;
  }
  if (count.programme->held.empty()) {
    blocks.push_back(strip_block(scene, Tone::kCaution, Icon::kEventBusy,
                                 scene.say("corrections.by_hand.no_session")));
    return;
  }
  std::vector<Choice> choices;
  for (const auto& held : count.programme->held) {
    choices.push_back({"session_" + held.id.value, held.title, count.session == held.id,
                       [&scene, id = held.id] { scene.emit(HandCountSessionChosen{id}); }});
  }
  blocks.push_back(choices_block(scene, scene.say("corrections.by_hand.session"), choices, 1));
}

Block number_block(const Scene& scene, const HandCount& count) {
  const auto& sizes = scene.sizes;
  const float row = std::max(kTouchSizeMin + 8, sizes.title * 2.0F);
  const float gap = sizes.gap * 0.6F;
  return card_block(
      scene, [=](float) { return 2 * row + gap; },
      [=, &scene, &count](Rect inside) {
        const std::array<std::string_view, 2> ways = {scene.say("corrections.by_hand.add"),
                                                      scene.say("corrections.by_hand.take")};
        const auto way = segmented_switch(scene.ui, "direction", inside.take_top(row, gap), ways,
                                          count.takes_away ? 1 : 0, sizes.body);
        if (way) scene.emit(HandCountDirectionChosen{*way == 1});
        const std::string value = (count.takes_away && count.persons.value > 0 ? "−" : "") +
                                  std::to_string(count.persons.value);
        const int by = stepper(scene.ui, "persons", inside,
                               {.value = value,
                                .unit = scene.say("group.unit"),
                                .value_em = sizes.title * 1.3F,
                                .unit_em = sizes.body},
                               count.persons.value > 0, count.persons.value < kPartySizeMax);
        if (by != 0) scene.emit(NumberStepped{by});
      });
}

void draw_by_hand(const Scene& scene, const CorrectionsPage& page) {
  const HandCount& count = *page.by_hand;
  const bool ready = count.session && count.persons.value > 0 && count.reason;
  std::string_view words = "corrections.by_hand.do";
  if (!count.reason) words = "corrections.reason.first";
  if (count.persons.value == 0) words = "corrections.by_hand.number_first";
  if (!count.session) words = "corrections.by_hand.session_first";
  PageBar bar = staff_bar(scene, "by_hand");
  bar.primary = PageButton{.id = "confirm",
                           .icon = Icon::kCheck,
                           .text = scene.say(words),
                           .enabled = ready && page.state.doing == 0,
                           .danger = false,
                           .tapped = [&scene] { scene.emit(StaffConfirmed{}); }};
  draw_page(scene, {Icon::kEdit, scene.say("corrections.by_hand"), {}}, bar, [&](Rect room) {
    Blocks blocks;
    add_state(scene, page.state, true, blocks);
    blocks.push_back(number_block(scene, count));
    blocks.push_back(number_keypad_block(scene));
    std::vector<Choice> categories;
    for (std::size_t i = 0; i < kCategories.size(); ++i) {
      categories.push_back({"by_hand_category_" + std::to_string(i),
                            scene.say(category_key(kCategories[i])),
                            kCategories[i] == count.category,
                            [&scene, i] { scene.emit(HandCountCategoryChosen{kCategories[i]}); }});
    }
    blocks.push_back(choices_block(scene, scene.say("corrections.category"), categories, 2));
    blocks.push_back(choices_block(scene, scene.say("corrections.reason"),
                                   reason_choices(scene, count.reason), 2));
    add_sessions(scene, count, blocks);
    draw_blocks(scene, "by_hand", room, blocks, Stand::kLow);
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
    blocks.push_back(choices_block(scene, scene.say("corrections.category"), categories, 2));
    std::vector<Choice> methods;
    for (std::size_t i = 0; i < kMethods.size(); ++i) {
      const bool on = filter.method == kMethods[i];
      LineFilter changed = filter;
      changed.method = on ? std::nullopt : std::optional(kMethods[i]);
      methods.push_back({"filter_method_" + std::to_string(i), scene.say(method_key(kMethods[i])),
                         on, choose(changed)});
    }
    blocks.push_back(choices_block(scene, scene.say("corrections.method"), methods, 2));
    LineFilter changed = filter;
    changed.corrections_only = !filter.corrections_only;
    blocks.push_back(
        choices_block(scene, {},
                      {{"filter_corrections", scene.say("corrections.filter.corrections"),
                        filter.corrections_only, choose(changed)}},
                      1));
    draw_blocks(scene, "filter", room, blocks, Stand::kLow);
  });
}

// Newer, older and the filter, as three equal buttons.
void draw_paging(const Scene& scene, Rect rect, const CorrectionsPage& page) {
  auto& ui = scene.ui;
  const float gap = scene.sizes.gap * 0.6F;
  const bool words = rect.width / 3 > scene.sizes.body * 8;
  const auto button = [&](int index, std::string_view id, Icon icon, std::string_view key,
                          bool enabled) {
    const Rect place = rect.column(index, 3, gap);
    if (!words) return icon_button(ui, id, place, icon, enabled);
    return secondary_button(ui, id, place, {icon, scene.say(key), scene.sizes.body}, enabled);
  };
  if (button(0, "newer", Icon::kUp, "corrections.newer", !page.newer.empty())) {
    scene.emit(NewerLinesTapped{});
  }
  if (button(1, "older", Icon::kDown, "corrections.older", page.lines && page.lines->more)) {
    scene.emit(OlderLinesTapped{});
  }
  if (button(2, "filter_open", Icon::kFilter, "corrections.filter", true)) {
    scene.emit(FilterToggled{});
  }
}

void add_lines(const Scene& scene, const CorrectionsPage& page, Blocks& blocks) {
  if (page.lines->lines.empty()) {
    blocks.push_back(strip_block(
        scene, Tone::kPlain, Icon::kReceipt,
        scene.say(page.filter == LineFilter{} ? "corrections.empty" : "corrections.empty.filter")));
  }
  for (const auto& line : page.lines->lines) {
    blocks.push_back(row_block(
        scene, row_of(scene, line),
        [&scene, sequence = line.sequence] { scene.emit(LinePicked{sequence}); }, true));
  }
}

}  // namespace

void draw_corrections_page(const Scene& scene, const CorrectionsPage& page) {
  if (page.chosen) {
    draw_choice(scene, page);
    return;
  }
  if (page.by_hand) {
    draw_by_hand(scene, page);
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
  const std::string note = scene.say(page.filter == LineFilter{} ? "corrections.note.lines"
                                                                 : "corrections.note.filtered");
  draw_page(scene, {Icon::kReceipt, scene.say("corrections.title"), note}, bar, [&](Rect room) {
    const float height = std::max(kTouchSizeMin + 6, scene.sizes.small_button * 0.8F);
    draw_paging(
        scene, room.take_bottom(height, scene.sizes.gap * 0.5F).inset(scene.sizes.margin, 0), page);
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
