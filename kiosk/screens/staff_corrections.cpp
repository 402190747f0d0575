// What was counted, and putting one of it right: another number, or taken back as a whole.
#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "kiosk/screens/staff.h"

namespace keqian::kiosk {
namespace {

// Of the width of a screen with columns.
constexpr float kFactsShare = 0.36F;
constexpr float kKeysShare = 0.22F;
constexpr float kChoicesShare = 0.42F;

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

std::string number_of(wire::Sequence sequence) {
  return "#" + std::to_string(sequence);
}

// The persons alone where the category is said anyway.
std::string count_words(const Scene& scene, const CountedAs& count, bool with_category) {
  std::string persons = heads_words(scene, count.persons);
  if (!with_category) return persons;
  return scene.say("corrections.count", {{"persons", persons},  //
                                         {"category", scene.say(category_key(count.category))}});
}

bool counts_otherwise(const LedgerLine& line) {
  return line.first &&
         (line.first->persons != line.persons || line.first->category != line.category);
}

std::string first_words(const Scene& scene, const LedgerLine& line) {
  return count_words(scene, {line.first->category, line.first->persons},
                     line.first->category != line.category);
}

// The numbers that are missing in the list because corrections took them: "#4–5、#9".
std::string rows_words(const Scene& scene, const std::vector<wire::Sequence>& rows) {
  std::string words;
  for (std::size_t first = 0; first < rows.size();) {
    auto last = first;
    while (last + 1 < rows.size() && rows[last + 1] == rows[last] + 1) ++last;
    if (!words.empty()) words += scene.say("corrections.rows.join");
    words += number_of(rows[first]);
    if (last != first) words += "–" + std::to_string(rows[last]);
    first = last + 1;
  }
  return words;
}

// Of a row that was corrected: when it was counted first.
UtcMs counted_at(const LedgerLine& line) {
  return line.first ? line.first->utc_ms : line.utc_ms;
}

std::string note_of(const Scene& scene, const LedgerLine& line) {
  std::string note = moment_words(scene, counted_at(line)) + " · " +
                     title_words(scene, line.session_title) + " · " +
                     scene.say(method_key(line.method));
  if (line.reversed) {
    note += " · " + scene.say("corrections.was_void", {{"was", heads_words(scene, line.persons)}});
  } else if (counts_otherwise(line)) {
    note += " · " + scene.say("corrections.was", {{"was", first_words(scene, line)}});
  }
  // In larger texts on the smallest screen there is no room for them.
  if (!line.corrections.empty() && !(scene.small() && scene.large())) {
    note += " · " + scene.say("corrections.rows", {{"rows", rows_words(scene, line.corrections)}});
  }
  return note;
}

// One of the file's rows, in its own words.
std::string raw_note_of(const Scene& scene, const LedgerLine& line) {
  std::string note = moment_words(scene, line.utc_ms) + " · " +
                     title_words(scene, line.session_title) + " · " +
                     scene.say(method_key(line.method));
  if (line.reverses) {
    note +=
        " · " + scene.say("corrections.row.reverses", {{"sequence", number_of(*line.reverses)}});
  }
  if (line.reversed) note += " · " + scene.say("corrections.row.reversed");
  if (line.first) {
    note += " · " + scene.say("corrections.row.instead_of",
                              {{"sequence", number_of(line.first->sequence)}});
  }
  return note;
}

ListRow row_of(const Scene& scene, const LedgerLine& line, LineView view) {
  const bool is_raw = view == LineView::kAllRows;
  ListRow row;
  const auto number = is_raw ? line.sequence : check_in_number(line);
  if (stands(line)) row.id = "line_" + std::to_string(number);
  row.icon = line.reverses ? Icon::kUndo : line.leaving ? Icon::kExit : method_icon(line.method);
  row.icon_tone = line.reverses || counts_otherwise(line) ? Tone::kCaution : Tone::kCalm;
  row.title = number_of(number) + " " + scene.say(category_key(line.category));
  if (line.leaving) row.title += " · " + scene.say("corrections.leaving");
  row.note = is_raw ? raw_note_of(scene, line) : note_of(scene, line);
  if (!line.reason.empty()) row.note += " · " + reason_words(scene.words, line.reason);
  row.value = !is_raw && line.reversed ? "0" : signed_words(line.persons);
  row.value_tone = line.persons < 0 ? Tone::kCaution : Tone::kPlain;
  row.quiet = line.reversed;
  return row;
}

// When it was counted, and what it counts: a line.
std::string brief_words(const Scene& scene, const LedgerLine& line) {
  return moment_words(scene, counted_at(line)) + " · " + heads_words(scene, line.persons);
}

Block facts_of(const Scene& scene, const LedgerLine& line) {
  std::vector<FactRow> facts = {{scene.say("corrections.counts"),
                                 count_words(scene, {line.category, line.persons}, !line.leaving)}};
  if (counts_otherwise(line)) {
    facts.push_back({scene.say("corrections.counted_at_first"), first_words(scene, line)});
  }
  facts.push_back({scene.say("corrections.time"), moment_words(scene, counted_at(line)) + " · " +
                                                      scene.say(method_key(line.method))});
  facts.push_back({scene.say("corrections.session"), title_words(scene, line.session_title)});
  return facts_block(scene, {}, std::move(facts));
}

Block number_block(const Scene& scene, const LineChoice& choice) {
  const auto persons = choice.persons.value;
  return number_card_block(
      scene, {.id = "way",
              .ways = {scene.say("corrections.change"), scene.say("corrections.void")},
              .way = choice.way == CorrectionWay::kVoid ? 1 : 0,
              .way_chosen =
                  [&scene](int way) {
                    scene.emit(LineWayChosen{way == 1 ? CorrectionWay::kVoid  //
                                                      : CorrectionWay::kChange});
                  },
              .value = choice.way == CorrectionWay::kVoid ? std::string() : number_words(persons),
              .can_lower = persons > 1,
              .can_raise = persons < kPartySizeMax});
}

Block categories_block(const Scene& scene, const LineChoice& choice) {
  return category_choices_block(
      scene, {"line_category_", two_columns(scene) || scene.small() ? 2 : 3}, choice.category,
      [&scene](Category category) { scene.emit(LineCategoryChosen{category}); });
}

Block void_help_block(const Scene& scene, const LineChoice& choice) {
  std::string pass;
  if (frees_pass(choice.line, scene.model.utc_ms)) pass = scene.say("corrections.void.help.pass");
  return strip_block(scene, Tone::kCaution, Icon::kInfo, scene.say("corrections.void.help"),
                     std::move(pass), false);
}

PageButton confirm_button(const Scene& scene, const CorrectionsPage& page) {
  const LineChoice& choice = *page.chosen;
  const bool voids = choice.way == CorrectionWay::kVoid;
  std::string text;
  if (!changes_something(choice)) {
    text = scene.say("corrections.change.first");
  } else if (!choice.reason) {
    text = scene.say("corrections.reason.first");
  } else if (voids) {
    text = scene.say("corrections.void.do", {{"number", number_of(check_in_number(choice.line))}});
  } else if (choice.category == choice.line.category) {
    text =
        scene.say("corrections.change.do", {{"after", heads_words(scene, choice.persons.value)}});
  } else if (choice.persons.value == choice.line.persons) {
    text =
        scene.say("corrections.change.do", {{"after", scene.say(category_key(choice.category))}});
  } else {
    text = scene.say("corrections.change.both");
  }
  return {.id = "confirm",
          .icon = voids ? Icon::kUndo : Icon::kCheck,
          .text = std::move(text),
          .enabled = is_ready(choice) && page.state.doing == 0,
          .danger = voids && choice.reason,
          .tapped = [&scene] { scene.emit(StaffConfirmed{}); }};
}

void draw_choice(const Scene& scene, const CorrectionsPage& page) {
  const LineChoice& choice = *page.chosen;
  PageBar bar = staff_bar(scene, "correct");
  bar.primary = confirm_button(scene, page);
  const std::string title =
      scene.say("corrections.correct", {{"number", number_of(check_in_number(choice.line))}});
  // Where the facts have no room above the number and its keys, the head says the most of them.
  const bool brief = !two_columns(scene) && (scene.small() || scene.landscape());
  const std::string note = brief ? brief_words(scene, choice.line) : std::string();
  draw_page(scene, {Icon::kEdit, title, note}, bar, [&](Rect room) {
    Blocks blocks;
    add_state(scene, page.state, true, blocks);
    const Block facts = facts_of(scene, choice.line);
    const auto draw_one_column = [&](const Blocks& rest) {
      if (!brief) blocks.push_back(facts);
      std::ranges::copy(rest, std::back_inserter(blocks));
      if (brief) blocks.push_back(facts);
      draw_blocks(scene, "correct", room, blocks);
    };
    const Block number = number_block(scene, choice);
    const Block reasons = reasons_block(scene, act_of(choice), choice.reason);
    // The ways to correct stay in their place, whichever is chosen.
    if (choice.way == CorrectionWay::kVoid) {
      const Block help = void_help_block(scene, choice);
      if (two_columns(scene)) {
        draw_columns(scene, "correct", room, blocks,
                     {{kFactsShare, {facts, number}}, {1 - kFactsShare, {help, reasons}}});
        return;
      }
      draw_one_column({number, help, reasons});
      return;
    }
    const Block keys = number_keypad_block(scene);
    Blocks choices;
    if (!choice.line.leaving) choices.push_back(categories_block(scene, choice));
    choices.push_back(reasons);
    if (two_columns(scene)) {
      draw_columns(
          scene, "correct", room, blocks,
          {{kFactsShare, {facts, number}}, {kKeysShare, {keys}}, {kChoicesShare, choices}});
      return;
    }
    // The keys follow the number that they change.
    choices.insert(choices.begin(), {number, keys});
    draw_one_column(choices);
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
    constexpr std::array kViews = {
        std::pair{LineView::kCheckIns, std::string_view("corrections.view.check_ins")},
        std::pair{LineView::kCorrected, std::string_view("corrections.view.corrected")},
        std::pair{LineView::kAllRows, std::string_view("corrections.view.all_rows")}};
    std::vector<Choice> views;
    for (const auto& [view, key] : kViews) {
      LineFilter changed = filter;
      changed.view = view;
      views.push_back({"filter_view_" + std::to_string(views.size()), scene.say(key),
                       filter.view == view, choose(changed)});
    }
    blocks.push_back(
        choices_block(scene, scene.say("corrections.view"), std::move(views), {.columns_max = 1}));
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
        scene, row_of(scene, line, page.filter.view),
        [&scene, sequence = line.sequence] { scene.emit(LinePicked{sequence}); }, true));
  }
  if (page.lines->more) turn("older", Icon::kDown, "corrections.older", OlderLinesTapped{});
}

// What was done, as it is.
Block done_block(const Scene& scene, const CorrectionDone& done) {
  const auto say_by_hand = [&](std::string_view key) {
    return scene.say(key, {{"category", scene.say(category_key(done.after.category))},
                           {"persons", heads_words(scene, done.after.persons)}});
  };
  std::string text;
  std::string detail;
  switch (done.act) {
    case CorrectionAct::kChange: {
      const bool same_number = done.before.persons == done.after.persons;
      const bool other_category = done.before.category != done.after.category;
      const auto words = [&](const CountedAs& count) {
        if (same_number) return scene.say(category_key(count.category));
        return count_words(scene, count, other_category);
      };
      text = scene.say("corrections.done.changed", {{"number", number_of(done.number)},
                                                    {"before", words(done.before)},
                                                    {"after", words(done.after)}});
      break;
    }
    case CorrectionAct::kVoid:
      text = scene.say("corrections.done.void", {{"number", number_of(done.number)}});
      if (done.pass_is_free) detail = scene.say("corrections.done.void.pass");
      break;
    case CorrectionAct::kAdd:
      text = say_by_hand("corrections.done.added");
      break;
    case CorrectionAct::kSubtract:
      text = say_by_hand("corrections.done.subtracted");
      break;
  }
  return strip_block(scene, Tone::kGood, Icon::kCheckCircle, std::move(text), std::move(detail));
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
  std::string_view note_key = "corrections.note.filtered";
  if (page.filter == LineFilter{}) note_key = "corrections.note.lines";
  if (page.filter == LineFilter{.view = LineView::kAllRows}) note_key = "corrections.view.all_rows";
  const std::string note = scene.say(note_key);
  draw_page(scene, {Icon::kReceipt, scene.say("corrections.title"), note}, bar, [&](Rect room) {
    Blocks blocks;
    add_state(scene, page.state, static_cast<bool>(page.lines), blocks);
    if (page.done) blocks.push_back(done_block(scene, *page.done));
    if (page.lines) add_lines(scene, page, blocks);
    draw_blocks(scene, "lines", room, blocks);
  });
}

}  // namespace keqian::kiosk
