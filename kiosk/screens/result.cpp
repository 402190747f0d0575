// What became of a visitor's code or tap.
#include <algorithm>
#include <array>

#include "kiosk/screens/visitor_page.h"
#include "server-sync/base/text.h"

namespace keqian::kiosk {
namespace {

struct RefusalLook {
  Icon icon;
  std::string_view title;
  std::string_view advice;
};

RefusalLook look_of(wire::PassProblem problem) {
  switch (problem) {
    case wire::PassProblem::kNotOurs:
      return {Icon::kQrCode, "refused.not_ours.title", "refused.not_ours.advice"};
    case wire::PassProblem::kDamaged:
      return {Icon::kBrokenImage, "refused.damaged.title", "refused.damaged.advice"};
    case wire::PassProblem::kOtherCampaign:
      return {Icon::kEvent, "refused.other_campaign.title", "refused.other_campaign.advice"};
    case wire::PassProblem::kUnknownKey:
      return {Icon::kKey, "refused.unknown_key.title", "refused.unknown_key.advice"};
    case wire::PassProblem::kNotYetValid:
      return {Icon::kClock, "refused.not_yet_valid.title", "refused.not_yet_valid.advice"};
    case wire::PassProblem::kExpired:
      return {Icon::kEventBusy, "refused.expired.title", "refused.expired.advice"};
    case wire::PassProblem::kRevoked:
      break;
  }
  return {Icon::kBlock, "refused.revoked.title", "refused.revoked.advice"};
}

// The primary button above the secondary one, at the bottom of `work`.
struct ButtonPair {
  Rect primary;
  Rect secondary;
};
float pair_height(const Scene& scene) {
  return scene.sizes.button + scene.sizes.gap + scene.sizes.small_button;
}
ButtonPair button_pair(const Scene& scene, Rect work) {
  fill_above(scene, work, pair_height(scene));
  ButtonPair pair;
  pair.secondary = work.take_bottom(scene.sizes.small_button, scene.sizes.gap);
  pair.primary = work.take_bottom(scene.sizes.button);
  return pair;
}

void draw_categories(const Scene& scene, Rect grid, Category chosen) {
  const auto& sizes = scene.sizes;
  const int columns = 2;
  const int rows = static_cast<int>(kCategories.size()) / columns;
  for (std::size_t i = 0; i < kCategories.size(); ++i) {
    const int index = static_cast<int>(i);
    const float gap = sizes.gap * 0.6F;
    const Rect place = grid.row(index / columns, rows, gap).column(index % columns, columns, gap);
    const std::string id = "category." + std::to_string(i);
    const auto& words = scene.say(category_key(kCategories[i]));
    if (choice_button(scene.ui, id, place, {std::nullopt, words, sizes.body},
                      kCategories[i] == chosen)) {
      scene.emit(CategoryChosen{kCategories[i]});
    }
  }
}

// Says what is counted now, where that was not the visitor's own pass.
const std::string& correction_heading(const Scene& scene, bool without_code) {
  return scene.say(without_code ? "counted.change.tap" : "counted.change");
}

// Head count, and after a tap the category too, to be corrected while the time runs.
void draw_correction(const Scene& scene, Rect place, const Counted& counted,
                     const VisitorResult& result) {
  const auto& sizes = scene.sizes;
  auto& ui = scene.ui;
  card(ui, place, sizes.radius);
  const float padding = scene.small() ? 14 : sizes.gap * 1.2F;
  const float gap = scene.small() ? 8 : sizes.gap * 0.8F;
  Rect inside = place.inset(padding, padding);
  Rect head = inside.take_top(scene.small() ? 40 : sizes.title * 1.6F, gap);
  const float ring = head.height / 2;
  const Countdown left = countdown(scene, result.shown_ms, result.until_ms);
  countdown_ring(ui, head.take_right(2 * ring, gap).centre(), ring - 3, left.fraction, left.seconds,
                 scene.palette.primary_from, scene.palette.track);
  ui.text(head, correction_heading(scene, counted.without_code),
          {.em = sizes.strong,
           .colour = scene.palette.ink,
           .face = Face::kBold,
           .lines_max = 2,
           .line_height = 1.2F});
  const auto wanted = wanted_of(scene.model, counted);
  const float step_height = scene.small() ? 64 : sizes.small_button;
  Rect row = inside.take_top(step_height, gap);
  const Rect type = row.take_right(row.width * (scene.small() ? 0.36F : 0.34F), gap);
  const bool large = counted.persons > kPartySizeUnconfirmed;
  const int by =
      stepper(ui, "persons", row,
              {.value = std::to_string(wanted.persons),
               .unit = {},
               .value_em = sizes.number * 0.66F,
               .unit_em = sizes.body},
              wanted.persons > 1, wanted.persons < (large ? kPartySizeMax : kPartySizeUnconfirmed));
  if (by != 0) scene.emit(PersonsStepped{by});
  if (secondary_button(ui, "type_persons", type,
                       {scene.small() ? std::nullopt : std::optional(Icon::kDialpad),
                        scene.say("counted.type"), sizes.body})) {
    scene.emit(LargeGroupTapped{});
  }
  if (counted.without_code) draw_categories(scene, inside, wanted.category);
}

// Of what stands in the card after a tap, and below it after a pass.
float categories_height(const Scene& scene) {
  const auto& sizes = scene.sizes;
  const float row = scene.small() ? 62 : scene.landscape() ? 61 : sizes.small_button * 0.9F;
  return 3 * row + 2 * sizes.gap * 0.6F + (scene.small() ? 8 : sizes.gap * 0.8F);
}

// The same after a pass and a tap, so that the number and the buttons keep their places.
float correction_height(const Scene& scene) {
  const auto& sizes = scene.sizes;
  const float padding = scene.small() ? 14 : sizes.gap * 1.2F;
  const float gap = scene.small() ? 8 : sizes.gap * 0.8F;
  return 2 * padding + (scene.small() ? 40 : sizes.title * 1.6F) + gap +
         (scene.small() ? 64 : sizes.small_button) + categories_height(scene);
}

// Where a pass has told the category, the next visitor is looked for.
void draw_next_visitor(const Scene& scene, Rect place, bool camera_above) {
  if (scene.model.camera == CameraState::kOk && !camera_above) {
    draw_camera(scene, place);
  } else {
    draw_note(scene, place, Icon::kQrScanner, scene.say("counted.others"));
  }
}

// The session, and which number of the day it was.
std::string counted_advice(const Scene& scene, const Counted& counted) {
  std::string advice = scene.say(counted.leaving ? "counted.goodbye" : "counted.welcome");
  std::string detail = title_words(scene, counted.session_title);
  if (counted.number_today > 0 && !counted.leaving) {
    if (!detail.empty()) detail += " · ";
    detail += scene.say("counted.number", {{"number", with_thousands(counted.number_today)}});
  }
  if (!detail.empty()) advice += "\n" + detail;
  return advice;
}

// The correction as blocks: heading with the time left and stepper, typing, categories.
Blocks correction_blocks(const Scene& scene, const Counted& counted, const VisitorResult& result) {
  const auto& sizes = scene.sizes;
  const auto wanted = wanted_of(scene.model, counted);
  const int most = counted.persons > kPartySizeUnconfirmed ? kPartySizeMax : kPartySizeUnconfirmed;
  const std::string heading = correction_heading(scene, counted.without_code);
  const TextStyle style{.em = sizes.body,
                        .colour = scene.palette.ink,
                        .face = Face::kBold,
                        .lines_max = 3,
                        .line_height = 1.2F};
  const float ring = sizes.strong * 0.85F;
  const float knobs = std::max(kTouchSizeMin + 4, sizes.body * 2);
  // As high as the other heading would be: what is below keeps its place after a pass and a tap.
  const std::string other = correction_heading(scene, !counted.without_code);
  const auto head_height = [=, &scene](float width) {
    const float room = width - 2 * ring - sizes.gap;
    return std::max({2 * ring, scene.ui.height_of(heading, room, style),
                     scene.ui.height_of(other, room, style)});
  };
  Blocks blocks;
  blocks.push_back(card_block(
      scene, [=](float width) { return head_height(width) + sizes.gap * 0.7F + knobs; },
      [=, &scene, &result](Rect inside) {
        Rect head = inside.take_top(head_height(inside.width), sizes.gap * 0.7F);
        const Countdown left = countdown(scene, result.shown_ms, result.until_ms);
        countdown_ring(scene.ui, head.take_right(2 * ring, sizes.gap).centre(), ring - 3,
                       left.fraction, left.seconds, scene.palette.primary_from,
                       scene.palette.track);
        scene.ui.text(head, heading, style);
        const int by = stepper(scene.ui, "persons", inside,
                               {.value = std::to_string(wanted.persons),
                                .unit = {},
                                .value_em = sizes.title,
                                .unit_em = sizes.body},
                               wanted.persons > 1, wanted.persons < most);
        if (by != 0) scene.emit(PersonsStepped{by});
      }));
  std::vector<Choice> choices;
  choices.reserve(kCategories.size());
  for (std::size_t i = 0; i < kCategories.size(); ++i) {
    const Category category = kCategories[i];
    choices.push_back({"category." + std::to_string(i), scene.say(category_key(category)),
                       category == wanted.category,
                       [&scene, category] { scene.emit(CategoryChosen{category}); }});
  }
  Block categories = choices_block(scene, {}, choices, {.columns_max = 2});
  if (!counted.without_code) {
    const Block others =
        strip_block(scene, Tone::kCalm, Icon::kQrScanner, scene.say("counted.others"));
    categories.draw = [others](Rect rect) {
      rect.height = others.height(rect.width);
      others.draw(rect);
    };
  }
  blocks.push_back(std::move(categories));
  std::vector<ActionRow> actions = {{"type_persons", Icon::kDialpad, scene.say("counted.type"),
                                     true, [&scene] { scene.emit(LargeGroupTapped{}); }}};
  if (counted.without_code) {
    actions.push_back({"one_tap", Icon::kAdd, scene.say("counted.next"), true,
                       [&scene] { scene.emit(OneTapped{}); }});
  }
  blocks.push_back(actions_block(scene, std::move(actions)));
  return blocks;
}

PageButton way(std::string id, Icon icon, std::string text, std::function<void()> tapped) {
  return {.id = std::move(id),
          .icon = icon,
          .text = std::move(text),
          .enabled = true,
          .danger = false,
          .tapped = std::move(tapped)};
}

void draw_counted_large(const Scene& scene, const Counted& counted, const VisitorResult& result,
                        const std::string& title) {
  const auto done = [&scene] { scene.emit(ResultDismissed{}); };
  draw_visitor_page(scene,
                    {.mood = counted.leaving ? scene.palette.quiet : scene.palette.counted,
                     .icon = counted.leaving ? Icon::kExit : Icon::kCheck,
                     .title = title,
                     .subject = scene.say(category_key(counted.category)),
                     .advice = counted_advice(scene, counted),
                     .advice_needed = false,
                     .list = "correction",
                     .blocks = correction_blocks(scene, counted, result),
                     .list_least = scene.small() ? 300.0F : 620.0F},
                    way("done", Icon::kCheck, scene.say("counted.done"), done),
                    way("take_back", Icon::kUndo, scene.say("counted.take_back"),
                        [&scene] { scene.emit(TakeBackTapped{}); }));
}

void draw_counted(const Scene& scene, const Counted& counted, const VisitorResult& result) {
  const auto& sizes = scene.sizes;
  auto& ui = scene.ui;
  const float used = correction_height(scene) + sizes.gap + sizes.button;
  const auto& who = scene.say(category_key(counted.category));
  const std::string persons = heads_words(scene, counted.persons);
  const std::string people = counted_words(scene, "counted.left", "persons", counted.persons);
  const std::string title =
      counted.leaving ? people
                      : scene.say(counted.corrected ? "counted.corrected" : "counted.title",
                                  {{"persons", persons}});
  if (scene.large()) {
    draw_counted_large(scene, counted, result, title);
    return;
  }
  const Mood& mood = counted.leaving ? scene.palette.quiet : scene.palette.counted;
  const Panes panes = draw_frame(scene, mood, share_above(scene, used));
  if (scene.small()) {
    // No room for one above the other: the badge stands beside the words.
    Rect head = panes.head;
    head.take_bottom(4);
    const Rect left = head.take_left(sizes.badge * 2.7F, sizes.gap);
    badge(ui, left.centre(), sizes.badge, counted.leaving ? Icon::kExit : Icon::kCheck, mood.badge);
    const float height = sizes.outcome + 14 + sizes.title * 1.6F;
    head.top += std::max(0.0F, (head.height - height) / 2);
    ui.text(head.take_top(sizes.outcome, 14), title,
            {.em = sizes.outcome, .colour = scene.palette.on_dark, .face = Face::kBold});
    chip(ui, head.take_top(sizes.title * 1.6F), who,
         {.icon = std::nullopt,
          .text = mood.badge,
          .ground = scene.palette.white,
          .em = sizes.strong,
          .align = Align::kLeft});
  } else {
    draw_hero_text(scene, panes.head, mood,
                   {.icon = counted.leaving ? Icon::kExit : Icon::kCheck,
                    .title = title,
                    .chip = who,
                    .advice = counted_advice(scene, counted)});
  }
  Rect work = panes.work;
  const bool camera_above = fill_above(scene, work, used);
  Rect buttons = work.take_bottom(sizes.button, sizes.gap);
  if (!counted.without_code) {
    const float gap = scene.small() ? sizes.gap : sizes.gap * 0.8F;
    draw_next_visitor(scene, work.take_bottom(categories_height(scene) - gap, gap), camera_above);
  }
  draw_correction(scene, work, counted, result);
  const float between = sizes.gap * (scene.small() ? 0.5F : 0.7F);
  const float width = buttons.width;
  // Three beside each other leave a small screen no room for their icons.
  const bool bare = counted.without_code && scene.small();
  const float undo = counted.without_code ? 0.25F : scene.small() ? 0.36F : 0.34F;
  if (secondary_button(ui, "take_back", buttons.take_left(width * undo, between),
                       {bare ? std::nullopt : std::optional(Icon::kUndo),
                        scene.say("counted.take_back"), sizes.body})) {
    scene.emit(TakeBackTapped{});
  }
  if (counted.without_code &&
      secondary_button(ui, "one_tap", buttons.take_left(width * 0.33F, between),
                       {bare ? std::nullopt : std::optional(Icon::kAdd), scene.say("counted.next"),
                        sizes.body})) {
    scene.emit(OneTapped{});
  }
  // Where a finger looks for the end, nobody is counted.
  if (primary_button(ui, "done", buttons,
                     {Icon::kCheck, scene.say("counted.done"), sizes.button_em})) {
    scene.emit(ResultDismissed{});
  }
}

void draw_already(const Scene& scene, const AlreadyCounted& already) {
  const auto& sizes = scene.sizes;
  const std::string who =
      scene.say(category_key(already.category)) + " · " + heads_words(scene, already.persons);
  if (scene.large()) {
    draw_visitor_page(
        scene,
        {.mood = scene.palette.already,
         .icon = Icon::kHowToReg,
         .title = scene.say("already.title"),
         .subject = who,
         .advice = scene.say("already.advice"),
         .list = "already",
         .blocks = {strip_block(scene, Tone::kCalm, Icon::kGroups, scene.say("already.detail"))}},
        way("done", Icon::kCheck, scene.say("already.done"),
            [&scene] { scene.emit(ResultDismissed{}); }),
        way("one_tap", Icon::kTouch, scene.say("already.one_tap"),
            [&scene] { scene.emit(OneTapped{}); }));
    return;
  }
  const float note = sizes.body * (scene.small() || scene.landscape() ? 4.4F : 3.1F);
  const float used = sizes.button + sizes.gap * 1.2F + note;
  const Panes panes = draw_frame(scene, scene.palette.already, share_above(scene, used));
  draw_hero_text(scene, panes.head, scene.palette.already,
                 {.icon = Icon::kHowToReg,
                  .title = scene.say("already.title"),
                  .chip = who,
                  .advice = scene.say("already.advice")});
  Rect work = panes.work;
  fill_above(scene, work, used);
  Rect row = work.take_bottom(sizes.button, sizes.gap * 1.2F);
  const float second = row.width * 0.42F;
  if (secondary_button(scene.ui, "one_tap", row.take_left(second, sizes.gap * 0.7F),
                       {Icon::kTouch, scene.say("already.one_tap"), sizes.strong})) {
    scene.emit(OneTapped{});
  }
  if (primary_button(scene.ui, "done", row,
                     {Icon::kCheck, scene.say("already.done"), sizes.button_em})) {
    scene.emit(ResultDismissed{});
  }
  draw_note(scene, work, Icon::kGroups, scene.say("already.detail"));
}

void draw_refused(const Scene& scene, const Refused& refused) {
  const auto& sizes = scene.sizes;
  const Panes panes =
      draw_frame(scene, scene.palette.refused, share_above(scene, pair_height(scene)));
  const RefusalLook look = look_of(refused.problem);
  draw_hero_text(
      scene, panes.head, scene.palette.refused,
      {.icon = look.icon, .title = scene.say(look.title), .advice = scene.say(look.advice)});
  const ButtonPair buttons = button_pair(scene, panes.work);
  if (primary_button(scene.ui, "one_tap", buttons.primary,
                     {Icon::kTouch, scene.say("refused.one_tap"), sizes.button_em})) {
    scene.emit(OneTapped{});
  }
  if (secondary_button(scene.ui, "again", buttons.secondary,
                       {Icon::kQrScanner, scene.say("refused.again"), sizes.strong})) {
    scene.emit(ResultDismissed{});
  }
}

// Something that only wants to be read: a title, an advice and one way on.
struct Notice {
  const Mood& mood;
  Icon icon;
  std::string_view title;
  std::string_view advice;
};

void draw_notice(const Scene& scene, const Notice& notice) {
  const auto& sizes = scene.sizes;
  const Panes panes = draw_frame(scene, notice.mood, share_above(scene, pair_height(scene)));
  draw_hero_text(scene, panes.head, notice.mood,
                 {.icon = notice.icon, .title = notice.title, .advice = notice.advice});
  const ButtonPair buttons = button_pair(scene, panes.work);
  if (primary_button(scene.ui, "done", buttons.primary,
                     {Icon::kQrScanner, scene.say("refused.again"), sizes.button_em})) {
    scene.emit(ResultDismissed{});
  }
  if (secondary_button(scene.ui, "one_tap", buttons.secondary,
                       {Icon::kTouch, scene.say("already.one_tap"), sizes.strong})) {
    scene.emit(OneTapped{});
  }
}

void draw_pause(const Scene& scene, const VisitorResult& result) {
  const auto& sizes = scene.sizes;
  const float note = sizes.body * (scene.large() ? 3.0F : scene.small() ? 3.6F : 3.1F);
  const float used = sizes.button + sizes.gap + note;
  const Panes panes = draw_frame(scene, scene.palette.quiet, share_above(scene, used));
  draw_hero_text(scene, panes.head, scene.palette.quiet,
                 {.icon = Icon::kPause,
                  .title = scene.say("pause.title"),
                  .advice = scene.say("pause.advice")});
  Rect work = panes.work;
  fill_above(scene, work, used);
  const Countdown left = countdown(scene, result.shown_ms, result.until_ms);
  const std::string seconds = std::to_string(left.seconds);
  primary_button(
      scene.ui, "one_tap", work.take_bottom(sizes.button, sizes.gap),
      {Icon::kTimer, scene.say("pause.countdown", {{"seconds", seconds}}), sizes.button_em}, false);
  draw_note(scene, work, Icon::kQrScanner, scene.say("pause.code"));
}

void draw_dropped(const Scene& scene, const GroupDropped& dropped) {
  const std::string advice =
      dropped.one_stays
          ? scene.say("group.dropped.tap")
          : counted_words(scene,
                          dropped.timed_out ? "group.dropped.timed_out" : "group.dropped.cancelled",
                          "persons", dropped.persons);
  draw_notice(
      scene,
      {scene.palette.quiet, dropped.timed_out ? Icon::kTimer : Icon::kGroups,
       scene.say(dropped.one_stays ? "group.dropped.title.tap" : "group.dropped.title"), advice});
}

}  // namespace

void draw_result(const Scene& scene, const VisitorResult& result) {
  if (const auto* counted = std::get_if<Counted>(&result.kind)) {
    draw_counted(scene, *counted, result);
  } else if (const auto* already = std::get_if<AlreadyCounted>(&result.kind)) {
    draw_already(scene, *already);
  } else if (const auto* refused = std::get_if<Refused>(&result.kind)) {
    draw_refused(scene, *refused);
  } else if (const auto* taken_back = std::get_if<TakenBack>(&result.kind)) {
    const std::string persons = std::to_string(taken_back->persons);
    const std::string advice = scene.say("taken_back.advice", {{"persons", persons}});
    draw_notice(scene, {scene.palette.quiet, Icon::kUndo, scene.say("taken_back.title"), advice});
  } else if (const auto* dropped = std::get_if<GroupDropped>(&result.kind)) {
    draw_dropped(scene, *dropped);
  } else {
    draw_pause(scene, result);
  }
}

}  // namespace keqian::kiosk
