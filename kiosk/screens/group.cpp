// The head count of a group, confirmed before it counts.
#include <algorithm>

#include "kiosk/screens/visitor_page.h"
#include "server-sync/base/text.h"

namespace keqian::kiosk {
namespace {

struct Banner {
  Icon icon;
  std::string text;
};

// What happened to the others who went on scanning meanwhile.
Banner banner_of(const Scene& scene) {
  const auto& model = scene.model;
  if (model.result) {
    const auto& kind = model.result->kind;
    if (const auto* counted = std::get_if<Counted>(&kind)) {
      const auto persons = heads_words(scene, counted->persons);
      return {Icon::kCheck, scene.say("group.banner.counted", {{"persons", persons}})};
    }
    if (std::holds_alternative<AlreadyCounted>(kind)) {
      return {Icon::kHowToReg, scene.say("group.banner.already")};
    }
    if (std::holds_alternative<Refused>(kind)) {
      return {Icon::kReport, scene.say("group.banner.refused")};
    }
    if (std::holds_alternative<TakenBack>(kind)) {
      return {Icon::kUndo, scene.say("group.banner.taken_back")};
    }
  }
  if (model.groups.size() > 1) {
    return {Icon::kGroups, counted_words(scene, "group.waiting", "groups",
                                         static_cast<std::int64_t>(model.groups.size()) - 1)};
  }
  return {Icon::kQrScanner, scene.say("group.others")};
}

void draw_head(const Scene& scene, Rect head, const Group& group) {
  const auto& sizes = scene.sizes;
  auto& ui = scene.ui;
  const bool tap = group.amends.has_value();
  const auto& category = scene.say(category_key(group.category));
  const std::string detail =
      tap ? scene.say("group.after_tap", {{"category", category}})
          : scene.say("group.on_pass",
                      {{"persons", std::to_string(group.persons_on_pass)}, {"category", category}});
  const auto& title = scene.say(tap ? "group.title.tap" : "group.title");
  const Banner banner = banner_of(scene);
  if (scene.small()) {
    ui.text(head.take_top(sizes.title * 1.25F, 12), title,
            {.em = sizes.title * 1.25F,
             .colour = scene.palette.on_dark,
             .face = Face::kBold,
             .align = Align::kCentre});
    ui.text(head.take_top(sizes.body, 14), detail,
            {.em = sizes.body,
             .colour = scene.palette.on_dark_soft,
             .align = Align::kCentre,
             .may_shorten = true});
    chip(ui, head.take_top(40), banner.text,
         {.icon = banner.icon,
          .text = scene.palette.on_dark,
          .ground = scene.palette.white.faded(0.16F),
          .em = sizes.caption});
    return;
  }
  const float chip_height = sizes.caption * 2.1F;
  Rect bottom = head.take_bottom(chip_height, sizes.gap);
  chip(ui, bottom, banner.text,
       {.icon = banner.icon,
        .text = scene.palette.on_dark,
        .ground = scene.palette.white.faded(0.16F),
        .em = sizes.caption});
  if (scene.landscape()) {
    draw_hero_text(scene, head, scene.palette.group,
                   {.icon = Icon::kGroups, .title = title, .advice = detail});
    return;
  }
  // Portrait: the keypad needs the height, so the badge stands beside the words.
  const Rect left = head.take_left(sizes.badge * 2.0F, sizes.gap * 1.4F);
  badge(ui, left.centre(), sizes.badge * 0.74F, Icon::kGroups, scene.palette.group.badge);
  const float title_em = sizes.outcome * 0.72F;
  const float height = title_em + 24 + sizes.strong;
  head.top += std::max(0.0F, (head.height - height) / 2);
  ui.text(head.take_top(title_em, 24), title,
          {.em = title_em, .colour = scene.palette.on_dark, .face = Face::kBold});
  ui.text(head.take_top(sizes.strong), detail,
          {.em = sizes.strong, .colour = scene.palette.on_dark_soft, .may_shorten = true});
}

bool can_confirm(const Group& group) {
  return group.persons > 0 && !group.submitted;
}

std::string confirm_words(const Scene& scene, const Group& group) {
  if (group.submitted) return scene.say("group.saving");
  if (group.persons <= 0) return scene.say("group.confirm.empty");
  return counted_words(scene, group.amends ? "group.confirm.tap" : "group.confirm", "persons",
                       group.persons);
}

void draw_buttons(const Scene& scene, Rect row, const Group& group) {
  const auto& sizes = scene.sizes;
  const bool tap = group.amends.has_value();
  const Rect cancel = row.take_left(row.width * 0.34F, sizes.gap * 0.7F);
  if (secondary_button(
          scene.ui, "cancel", cancel,
          {std::nullopt, scene.say(tap ? "group.cancel.tap" : "group.cancel"), sizes.body})) {
    scene.emit(GroupCancelled{});
  }
  const bool enabled = can_confirm(group);
  const std::optional<Icon> icon = enabled ? std::optional(Icon::kCheck) : std::nullopt;
  if (primary_button(scene.ui, "confirm", row, {icon, confirm_words(scene, group), sizes.button_em},
                     enabled)) {
    scene.emit(GroupConfirmed{});
  }
}

void draw_countdown(const Scene& scene, Rect row, const Group& group) {
  const auto& sizes = scene.sizes;
  const Countdown left = countdown(scene, group.until_ms - kGroupConfirmMs, group.until_ms);
  const std::string seconds = std::to_string(left.seconds);
  scene.ui.text(
      row,
      scene.say(group.amends ? "group.countdown.tap" : "group.countdown", {{"seconds", seconds}}),
      {.em = sizes.caption, .colour = scene.palette.muted, .align = Align::kCentre});
}

// Stepper and keypad come first; what was read and what the others do lies below them.
void draw_group_large(const Scene& scene, const Group& group) {
  const auto& sizes = scene.sizes;
  const bool tap = group.amends.has_value();
  const float gap = scene.small() ? 6 : sizes.gap * 0.6F;
  const float knobs = scene.small() ? kTouchSizeMin + 4 : sizes.small_button;
  const float key = scene.small() ? kTouchSizeMin + 2 : scene.landscape() ? 72 : 130;
  Blocks blocks;
  blocks.push_back(
      {[=](float) { return knobs + 5 * gap + 4 * key; },
       [=, &scene, &group](Rect rect) {
         const int by = stepper(scene.ui, "persons", rect.take_top(knobs, 2 * gap),
                                {.value = group.persons == 0 ? "—" : std::to_string(group.persons),
                                 .unit = unit_words(scene, "group.unit", group.persons),
                                 .value_em = sizes.number,
                                 .unit_em = sizes.body},
                                group.persons > 1, group.persons < kPartySizeMax);
         if (by != 0) scene.emit(GroupStepped{by});
         Rect free_place;
         const auto typed = keypad(scene.ui, "digit", rect, sizes.title, gap, free_place);
         if (typed && *typed >= 0) scene.emit(GroupDigitTyped{*typed});
         if (typed && *typed < 0) scene.emit(GroupDigitErased{});
         if (choice_button(scene.ui, "plus_ten", free_place, {std::nullopt, "+10", sizes.strong},
                           false)) {
           scene.emit(GroupStepped{10});
         }
       },
       true});
  const auto& category = scene.say(category_key(group.category));
  blocks.push_back(strip_block(
      scene, Tone::kCalm, Icon::kInfo,
      tap ? scene.say("group.after_tap", {{"category", category}})
          : scene.say("group.on_pass", {{"persons", std::to_string(group.persons_on_pass)},
                                        {"category", category}})));
  const Banner banner = banner_of(scene);
  blocks.push_back(strip_block(scene, Tone::kCalm, banner.icon, banner.text));
  const Countdown left = countdown(scene, group.until_ms - kGroupConfirmMs, group.until_ms);
  draw_visitor_page(scene,
                    {.mood = scene.palette.group,
                     .icon = Icon::kGroups,
                     .title = scene.say(tap ? "group.title.tap" : "group.title"),
                     .advice = scene.say(tap ? "group.countdown.tap" : "group.countdown",
                                         {{"seconds", std::to_string(left.seconds)}}),
                     .list = "group",
                     .blocks = std::move(blocks)},
                    PageButton{.id = "confirm",
                               .icon = Icon::kCheck,
                               .text = confirm_words(scene, group),
                               .enabled = can_confirm(group),
                               .danger = false,
                               .tapped = [&scene] { scene.emit(GroupConfirmed{}); }},
                    PageButton{.id = "cancel",
                               .icon = Icon::kUndo,
                               .text = scene.say(tap ? "group.cancel.tap" : "group.cancel"),
                               .enabled = true,
                               .danger = false,
                               .tapped = [&scene] { scene.emit(GroupCancelled{}); }});
}

}  // namespace

void draw_group(const Scene& scene, const Group& group) {
  if (scene.large()) {
    draw_group_large(scene, group);
    return;
  }
  const auto& sizes = scene.sizes;
  auto& ui = scene.ui;
  const Panes panes = draw_frame(scene, scene.palette.group, scene.small() ? 0.275F : 0.265F);
  draw_head(scene, panes.head, group);
  Rect work = panes.work;
  const float gap = scene.small() ? 8 : sizes.gap * 0.8F;
  draw_buttons(scene, work.take_bottom(scene.small() ? 68 : sizes.button * 0.9F, gap), group);
  draw_countdown(scene, work.take_bottom(sizes.caption * 1.1F, gap), group);
  const float step = scene.small() ? 64.0F : scene.landscape() ? 88.0F : 150.0F;
  const Rect number = work.take_top(step, gap);
  card(ui, number.inset(0, -2), sizes.radius * 0.8F);
  const int by = stepper(ui, "persons", scene.small() ? number.inset(8, 2) : number.inset(10, 8),
                         {.value = group.persons == 0 ? "—" : std::to_string(group.persons),
                          .unit = unit_words(scene, "group.unit", group.persons),
                          .value_em = scene.small() ? sizes.number * 0.85F : sizes.number,
                          .unit_em = sizes.strong},
                         group.persons > 1, group.persons < kPartySizeMax);
  if (by != 0) scene.emit(GroupStepped{by});
  Rect free_place;
  const auto typed = keypad(ui, "digit", work, scene.small() ? 32 : sizes.number * 0.52F,
                            scene.small() ? 6 : gap * 0.8F, free_place);
  if (typed && *typed >= 0) scene.emit(GroupDigitTyped{*typed});
  if (typed && *typed < 0) scene.emit(GroupDigitErased{});
  if (choice_button(ui, "plus_ten", free_place, {std::nullopt, "+10", sizes.strong}, false)) {
    scene.emit(GroupStepped{10});
  }
}

}  // namespace keqian::kiosk
