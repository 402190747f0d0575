// Sessions: what is open, what is planned, opening with head counts, closing.
#include <algorithm>

#include "kiosk/screens/staff.h"
#include "server-sync/base/text.h"

namespace keqian::kiosk {
namespace {

std::string staff_sum(const Scene& scene, const StaffHeadCounts& staff) {
  std::int64_t sum = 0;
  for (const auto persons : staff) sum += persons;
  if (sum == 0) return scene.say("holdings.staff.none");
  return scene.say("holdings.staff", {{"persons", with_thousands(sum)}});
}

std::string span_words(const PlannedHolding& planned) {
  return minute_words(planned.starts_minute) + "–" + minute_words(planned.ends_minute);
}

bool is_open(const HeldSession& session) {
  return session.closed_utc_ms == 0;
}

std::string held_note(const Scene& scene, const HeldSession& held, bool counting) {
  const std::string from = clock_words(held.opened_utc_ms);
  if (!is_open(held)) {
    return scene.say("holdings.closed", {{"from", from}, {"to", clock_words(held.closed_utc_ms)}});
  }
  return scene.say(counting ? "holdings.counting" : "holdings.open", {{"from", from}});
}

// One held session: its facts, and the two things that can be done to it.
Block held_block(const Scene& scene, const HeldSession& held, bool counting, bool rests) {
  const auto& sizes = scene.sizes;
  const float gap = sizes.gap * 0.6F;
  const float button = std::max(kTouchSizeMin + 4, sizes.small_button * 0.8F);
  const float icon = sizes.body * 1.4F;
  const bool stacked = scene.small() && scene.large() && is_open(held);
  const float buttons_height = stacked ? 2 * button + gap : button;
  TextStyle title{.em = sizes.strong,
                  .colour = scene.palette.ink,
                  .face = Face::kBold,
                  .vertical = Vertical::kTop,
                  .lines_max = 2,
                  .may_shorten = true,
                  .line_height = 1.2F};
  TextStyle note{.em = sizes.caption,
                 .colour = counting ? scene.palette.good : scene.palette.muted,
                 .vertical = Vertical::kTop,
                 .lines_max = 3,
                 .line_height = 1.25F};
  const TextStyle value{.em = sizes.strong,
                        .colour = scene.palette.ink,
                        .face = Face::kBold,
                        .align = Align::kRight,
                        .vertical = Vertical::kTop};
  const std::string persons = persons_words(scene, held.persons);
  const std::string line = held_note(scene, held, counting) + " · " +
                           scene.say(audience_key(held.audience)) + " · " +
                           staff_sum(scene, held.staff);
  const auto heights = [=, &scene](float width) {
    const float text = width - icon - gap;
    const bool beside =
        scene.ui.width_of(held.title, title) + sizes.gap + scene.ui.width_of(persons, value) < text;
    const float first =
        beside ? title.em * 1.2F
               : std::min(title.em * 2.3F, scene.ui.height_of(held.title, text, title)) +
                     title.em * 1.25F;
    return std::pair(first, scene.ui.height_of(line, text, note));
  };
  return card_block(
      scene,
      [=](float width) {
        const auto [first, second] = heights(width);
        return first + sizes.caption * 0.3F + second + sizes.gap * 0.8F + buttons_height;
      },
      [=, &scene](Rect inside) {
        auto& ui = scene.ui;
        const auto [first, second] = heights(inside.width);
        Rect buttons = inside.take_bottom(buttons_height, sizes.gap * 0.8F);
        const Rect mark = inside.take_left(icon, gap);
        ui.canvas().icon({mark.centre().x, mark.top + sizes.strong * 0.6F}, icon,
                         is_open(held) ? Icon::kEvent : Icon::kCheckCircle,
                         counting ? scene.palette.good : scene.palette.muted);
        Rect top = inside.take_top(first, sizes.caption * 0.3F);
        if (first <= title.em * 1.21F) {
          ui.text(top.take_right(ui.width_of(persons, value) + 2, sizes.gap * 0.5F), persons,
                  value);
        } else {
          TextStyle below = value;
          below.align = Align::kLeft;
          ui.text(top.take_bottom(title.em * 1.1F), persons, below);
        }
        ui.text(top, held.title, title);
        ui.text({inside.left, inside.top, inside.width, second + 2}, line, note);
        const std::string& id = held.id.value;
        const bool open = is_open(held);
        Rect left = buttons;
        if (stacked) {
          left = buttons.take_top(button, gap);
        } else if (open) {
          left = buttons.take_left((buttons.width - gap) / 2, gap);
        }
        if (secondary_button(ui, "staff_of_" + id, left,
                             {Icon::kBadge, scene.say("holdings.head_counts"), sizes.body},
                             !rests)) {
          scene.emit(HeadCountsPicked{held.id});
        }
        if (open &&
            secondary_button(ui, "close_" + id, buttons,
                             {Icon::kCheck, scene.say("holdings.close"), sizes.body}, !rests)) {
          scene.emit(ClosePicked{held.id});
        }
      });
}

void add_held(const Scene& scene, const Programme& programme, bool rests, Blocks& blocks) {
  if (programme.held.empty()) {
    blocks.push_back(
        strip_block(scene, Tone::kPlain, Icon::kEvent, scene.say("holdings.held.empty")));
  }
  for (const auto& held : programme.held) {
    blocks.push_back(held_block(scene, held, programme.counting == held.id, rests));
  }
}

void add_planned(const Scene& scene, const Programme& programme, Blocks& blocks) {
  if (programme.planned.empty()) {
    blocks.push_back(
        strip_block(scene, Tone::kPlain, Icon::kEvent, scene.say("holdings.planned.empty")));
  }
  for (const auto& planned : programme.planned) {
    blocks.push_back(
        row_block(scene,
                  {.id = "open_" + planned.id.value,
                   .icon = Icon::kClock,
                   .icon_tone = Tone::kCalm,
                   .title = planned.title,
                   .note = span_words(planned) + " · " + scene.say(audience_key(planned.audience)),
                   .value = {},
                   .value_tone = Tone::kPlain,
                   .chosen = false,
                   .quiet = false},
                  [&scene, id = planned.id] { scene.emit(HoldingPicked{id}); }));
  }
}

void add_activities(const Scene& scene, const Programme& programme, Blocks& blocks) {
  blocks.push_back(row_block(scene,
                             {.id = "open_ad_hoc",
                              .icon = Icon::kAddCircle,
                              .icon_tone = Tone::kGood,
                              .title = scene.say("holdings.ad_hoc"),
                              .note = scene.say("holdings.ad_hoc.note"),
                              .value = {},
                              .value_tone = Tone::kPlain,
                              .chosen = false,
                              .quiet = false},
                             [&scene] { scene.emit(AdHocPicked{}); }));
  for (const auto& activity : programme.activities) {
    blocks.push_back(row_block(scene,
                               {.id = "hold_" + activity.id.value,
                                .icon = Icon::kScience,
                                .icon_tone = Tone::kCalm,
                                .title = activity.title,
                                .note = scene.say(audience_key(activity.audience)),
                                .value = {},
                                .value_tone = Tone::kPlain,
                                .chosen = false,
                                .quiet = false},
                               [&scene, id = activity.id] { scene.emit(ActivityPicked{id}); }));
  }
}

struct FormWords {
  std::string title;
  std::string note;
  Audience audience = Audience::kPublic;
  bool opens = true;
  bool ad_hoc = false;
};
FormWords words_of(const Scene& scene, const SessionForm& form) {
  if (const auto* planned = std::get_if<PlannedHolding>(&form.what)) {
    return {planned->title, span_words(*planned), planned->audience, true, false};
  }
  if (const auto* activity = std::get_if<ActivityChoice>(&form.what)) {
    return {activity->title, {}, activity->audience, true, false};
  }
  if (const auto* ad_hoc = std::get_if<AdHocSession>(&form.what)) {
    const std::string time = clock_words(scene.model.utc_ms);
    return {scene.say("holdings.ad_hoc.name", {{"time", time}}), {}, ad_hoc->audience, true, true};
  }
  const auto& held = std::get<HeldSession>(form.what);
  return {held.title, held_note(scene, held, false), held.audience, false, false};
}

// The four roles; digits and steps go to the chosen one.
Block roles_block(const Scene& scene, const SessionForm& form) {
  const auto& sizes = scene.sizes;
  const float row = std::max(kTouchSizeMin + 8, sizes.body * 2.7F);
  const float gap = sizes.gap * 0.5F;
  const auto count = static_cast<int>(kStaffRoles.size());
  const TextStyle ask{
      .em = sizes.body, .colour = scene.palette.muted, .lines_max = 3, .line_height = 1.25F};
  return card_block(
      scene,
      [=, &scene](float width) {
        return scene.ui.height_of(scene.say("holdings.head_counts.ask"), width, ask) +
               sizes.body * 0.5F + static_cast<float>(count) * row +
               static_cast<float>(count - 1) * gap;
      },
      [=, &scene, &form](Rect inside) {
        auto& ui = scene.ui;
        const auto& words = scene.say("holdings.head_counts.ask");
        ui.text(inside.take_top(ui.height_of(words, inside.width, ask), sizes.body * 0.5F), words,
                ask);
        for (int i = 0; i < count; ++i) {
          const auto index = static_cast<std::size_t>(i);
          const Rect place = inside.row(i, count, gap);
          const bool on = form.field == index;
          const float radius = std::min(row / 2, 22.0F);
          const Press press = ui.touch("role." + std::to_string(i), place);
          ui.canvas().round(place, radius,
                            on ? scene.palette.calm_soft : scene.palette.surface_top);
          ui.canvas().outline(place, radius, on ? scene.palette.primary_from : scene.palette.line,
                              on ? 4 : scene.palette.pen);
          Rect inner = place.inset(sizes.body * 0.7F, 0);
          const std::string value = with_thousands(form.staff[index].value);
          const TextStyle number{.em = sizes.title,
                                 .colour = scene.palette.ink,
                                 .face = Face::kBold,
                                 .align = Align::kRight};
          ui.text(inner.take_right(ui.width_of(value, number) + 2, sizes.gap * 0.5F), value,
                  number);
          ui.text(inner, scene.say(category_key(kStaffRoles[index])),
                  {.em = sizes.body,
                   .colour = scene.palette.ink,
                   .face = on ? Face::kBold : Face::kRegular,
                   .lines_max = 2,
                   .line_height = 1.15F,
                   .rather_one_line = true});
          if (press.tapped) scene.emit(StaffFieldChosen{index});
        }
      });
}

void draw_form(const Scene& scene, const SessionsPage& page) {
  const SessionForm& form = *page.form;
  const FormWords words = words_of(scene, form);
  PageBar bar = staff_bar(scene, "session_form");
  bar.primary =
      PageButton{.id = "confirm",
                 .icon = Icon::kCheck,
                 .text = scene.say(words.opens ? "holdings.form.open" : "holdings.form.save"),
                 .enabled = page.state.doing == 0,
                 .danger = false,
                 .tapped = [&scene] { scene.emit(StaffConfirmed{}); }};
  const std::string note = words.note.empty()
                               ? scene.say(audience_key(words.audience))
                               : words.note + " · " + scene.say(audience_key(words.audience));
  const std::string title = scene.say(words.opens ? "holdings.form.title" : "holdings.head_counts");
  draw_page(scene, {Icon::kEvent, title, note}, bar, [&](Rect room) {
    Blocks blocks;
    add_state(scene, page.state, true, blocks);
    blocks.push_back(heading_block(scene, words.title));
    if (words.ad_hoc) {
      std::vector<Choice> audiences;
      for (const auto audience : {Audience::kPublic, Audience::kBusiness, Audience::kInternal}) {
        audiences.push_back({"audience_" + std::to_string(static_cast<int>(audience)),
                             scene.say(audience_key(audience)), audience == words.audience,
                             [&scene, audience] { scene.emit(AudienceChosen{audience}); }});
      }
      blocks.push_back(
          choices_block(scene, scene.say("holdings.audience.ask"), audiences, 3, true));
    }
    blocks.push_back(roles_block(scene, form));
    blocks.push_back(number_keypad_block(scene));
    draw_blocks(scene, "session_form", room, blocks, Stand::kLow);
  });
}

}  // namespace

void draw_sessions_page(const Scene& scene, const SessionsPage& page) {
  if (page.form) {
    draw_form(scene, page);
    return;
  }
  const bool asking = page.closing.has_value();
  if (asking) scene.ui.begin_behind();
  PageBar bar = staff_bar(scene, "sessions");
  std::string note;
  if (page.programme) {
    const auto open = std::ranges::count_if(page.programme->held, is_open);
    note = counted_words(scene, "holdings.note", "sessions", open);
  }
  draw_page(scene, {Icon::kEvent, scene.say("holdings.title"), note}, bar, [&](Rect room) {
    const std::vector<Tab> tabs = {{Icon::kEventAvailable, scene.say("holdings.tab.held")},
                                   {Icon::kClock, scene.say("holdings.tab.planned")},
                                   {Icon::kAddCircle, scene.say("holdings.tab.activities")}};
    const auto tab = take_tabs(scene, "sessions_tab", room, tabs, static_cast<int>(page.tab));
    if (tab) scene.emit(SessionsTabChosen{static_cast<SessionsTab>(*tab)});
    Blocks blocks;
    add_state(scene, page.state, static_cast<bool>(page.programme), blocks);
    if (page.programme) {
      switch (page.tab) {
        case SessionsTab::kHeld:
          add_held(scene, *page.programme, page.state.doing != 0, blocks);
          break;
        case SessionsTab::kPlanned:
          add_planned(scene, *page.programme, blocks);
          break;
        case SessionsTab::kActivities:
          add_activities(scene, *page.programme, blocks);
          break;
      }
    }
    draw_blocks(scene, "sessions", room, blocks);
  });
  if (!asking) return;
  scene.ui.end_behind();
  ask(scene, Icon::kEventAvailable,
      scene.say("holdings.close.title", {{"title", page.closing->title}}),
      scene.say("holdings.close.text", {{"persons", persons_words(scene, page.closing->persons)}}),
      "holdings.close", false);
}

}  // namespace keqian::kiosk
