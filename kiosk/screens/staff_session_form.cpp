// Opening a session, or putting its staff's head counts right.
#include <algorithm>

#include "kiosk/screens/staff.h"
#include "server-sync/base/text.h"

namespace keqian::kiosk {
namespace {

struct FormWords {
  std::string title;
  std::string note;
  Audience audience = Audience::kPublic;
  bool opens = true;
  bool ad_hoc = false;
};
FormWords words_of(const Scene& scene, const SessionForm& form) {
  if (const auto* planned = std::get_if<PlannedHolding>(&form.what)) {
    return {title_words(scene, planned->title), span_words(*planned), planned->audience, true,
            false};
  }
  if (const auto* activity = std::get_if<ActivityChoice>(&form.what)) {
    return {title_words(scene, activity->title), {}, activity->audience, true, false};
  }
  if (const auto* ad_hoc = std::get_if<AdHocSession>(&form.what)) {
    const std::string time = clock_words(scene.model.utc_ms);
    return {scene.say("holdings.ad_hoc.name", {{"time", time}}), {}, ad_hoc->audience, true, true};
  }
  const auto& held = std::get<HeldSession>(form.what);
  return {title_words(scene, held.title), held_note(scene, held, false), held.audience, false,
          false};
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

Block audiences_block(const Scene& scene, Audience chosen) {
  std::vector<Choice> audiences;
  for (const auto audience : {Audience::kPublic, Audience::kBusiness, Audience::kInternal}) {
    audiences.push_back({"audience_" + std::to_string(static_cast<int>(audience)),
                         scene.say(audience_key(audience)), audience == chosen,
                         [&scene, audience] { scene.emit(AudienceChosen{audience}); }});
  }
  return choices_block(scene, scene.say("holdings.audience.ask"), std::move(audiences),
                       {.two_lines = true});
}

}  // namespace

void draw_session_form(const Scene& scene, const SessionsPage& page) {
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
  // A small band has no room for all of it; the button says what is done.
  const bool brief = scene.small() && words.opens && !words.note.empty();
  std::string note =
      brief ? words.note : scene.say(words.opens ? "holdings.form.title" : "holdings.head_counts");
  if (!brief && !words.note.empty()) note += " · " + words.note;
  if (!words.ad_hoc) note += " · " + scene.say(audience_key(words.audience));
  draw_page(scene, {Icon::kEvent, words.title, note}, bar, [&](Rect room) {
    Blocks state;
    add_state(scene, page.state, true, state);
    Blocks roles = {roles_block(scene, form)};
    Blocks keys = {number_keypad_block(scene)};
    if (two_columns(scene)) {
      if (words.ad_hoc) keys.insert(keys.begin(), audiences_block(scene, words.audience));
      draw_columns(scene, "session_form", room, state, {{1, roles}, {1, keys}}, Stand::kLow);
      return;
    }
    if (words.ad_hoc) state.push_back(audiences_block(scene, words.audience));
    state.insert(state.end(), roles.begin(), roles.end());
    state.insert(state.end(), keys.begin(), keys.end());
    draw_blocks(scene, "session_form", room, state, Stand::kLow);
  });
}

}  // namespace keqian::kiosk
