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
  bool over = false;  // its planned time
  bool ad_hoc = false;
};
FormWords words_of(const Scene& scene, const SessionForm& form) {
  if (const auto* planned = std::get_if<PlannedHolding>(&form.what)) {
    return {title_words(scene, planned->title),
            span_words(*planned),
            planned->audience,
            true,
            is_over(*planned, scene.model.utc_ms),
            false};
  }
  if (const auto* activity = std::get_if<ActivityChoice>(&form.what)) {
    return {title_words(scene, activity->title), {}, activity->audience, true, false, false};
  }
  if (const auto* ad_hoc = std::get_if<AdHocSession>(&form.what)) {
    const std::string time = clock_words(scene.model.utc_ms);
    return {scene.say("holdings.ad_hoc.name", {{"time", time}}),
            {},
            ad_hoc->audience,
            true,
            false,
            true};
  }
  const auto& held = std::get<HeldSession>(form.what);
  return {title_words(scene, held.title),
          held_note(scene, held, false),
          held.audience,
          false,
          false,
          false};
}

// What stands above the roles: what is asked, or whose numbers are filled in already, with a way to
// begin at nothing.
class RolesHead {
 public:
  RolesHead(const Scene& scene, const SessionForm& form)
      : scene_(scene),
        proposed_(form.proposed.has_value()),
        words_(proposed_ ? scene.say("holdings.staff.proposed",
                                     {{"title", title_words(scene, form.proposed->title)},
                                      {"date", date_short(form.proposed->date)}})
                         : scene.say("holdings.head_counts.ask")),
        text_{.em = scene.sizes.body,
              .colour = proposed_ ? scene.palette.caution : scene.palette.muted,
              .lines_max = 4,
              .line_height = 1.2F} {}

  float height(float width) const {
    const float words = scene_.ui.height_of(words_, width - button_room(width), text_);
    if (!proposed_) return words;
    return beside(width) ? std::max(words, kButton) : words + gap() + kButton;
  }
  void draw(Rect rect) const {
    if (proposed_) {
      const Rect button = beside(rect.width) ? rect.take_right(button_width(), gap())
                                             : rect.take_bottom(kButton, gap());
      const Rect place{button.left, button.centre().y - kButton / 2, button.width, kButton};
      if (secondary_button(scene_.ui, "staff_zero", place,
                           {std::nullopt, scene_.say("holdings.staff.zero"), scene_.sizes.body})) {
        scene_.emit(StaffZeroed{});
      }
    }
    scene_.ui.text(rect, words_, text_);
  }

 private:
  static constexpr float kButton = kTouchSizeMin + 2;

  float gap() const { return scene_.sizes.gap * 0.5F; }
  float button_width() const {
    const TextStyle label{.em = scene_.sizes.body, .face = Face::kBold};
    return scene_.ui.width_of(scene_.say("holdings.staff.zero"), label) + scene_.sizes.body * 2.2F;
  }
  bool beside(float width) const { return button_width() < width * 0.45F; }
  float button_room(float width) const {
    return proposed_ && beside(width) ? button_width() + gap() : 0;
  }

  const Scene& scene_;
  bool proposed_;
  std::string words_;
  TextStyle text_;
};

// The four roles; digits and steps go to the chosen one.
Block roles_block(const Scene& scene, const SessionForm& form) {
  const auto& sizes = scene.sizes;
  const float row = std::max(kTouchSizeMin + 8, sizes.body * 2.7F);
  const float gap = sizes.gap * 0.5F;
  const auto count = static_cast<int>(kStaffRoles.size());
  const RolesHead head(scene, form);
  return card_block(
      scene,
      [=](float width) {
        return head.height(width) + sizes.body * 0.5F + static_cast<float>(count) * row +
               static_cast<float>(count - 1) * gap;
      },
      [=, &scene, &form](Rect inside) {
        auto& ui = scene.ui;
        head.draw(inside.take_top(head.height(inside.width), sizes.body * 0.5F));
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

// An answer to the question above it.
std::string_view short_audience_key(Audience audience) {
  switch (audience) {
    case Audience::kPublic:
      return "holdings.audience.public";
    case Audience::kBusiness:
      return "holdings.audience.business";
    case Audience::kInternal:
      break;
  }
  return "holdings.audience.internal";
}

Block audiences_block(const Scene& scene, Audience chosen) {
  std::vector<Choice> audiences;
  for (const auto audience : {Audience::kPublic, Audience::kBusiness, Audience::kInternal}) {
    audiences.push_back({"audience_" + std::to_string(static_cast<int>(audience)),
                         scene.say(short_audience_key(audience)), audience == chosen,
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
    if (words.over) {
      state.push_back(strip_block(scene, Tone::kCaution, Icon::kEventBusy,
                                  scene.say("holdings.form.over", {{"time", words.note}})));
    }
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
