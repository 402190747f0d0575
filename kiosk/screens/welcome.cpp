#include <algorithm>
#include <cmath>

#include "kiosk/screens/visitor_page.h"
#include "server-sync/base/date.h"
#include "server-sync/base/text.h"

namespace keqian::kiosk {
namespace {

constexpr int kFirstHour = 8;  // shown at least
constexpr int kLastHour = 18;

BarChartLook chart_look(const Scene& scene) {
  BarChartLook look{.first_hour = kFirstHour,
                    .last_hour = kLastHour,
                    .current_hour = business_hour(scene.model.utc_ms),
                    .label_em = scene.ui.text_em_min(),
                    .labels = {}};
  for (int hour = 0; hour < 24; ++hour) {
    look.labels.at(static_cast<std::size_t>(hour)) = hour_words(scene, hour);
    if (scene.model.today.persons_by_hour[static_cast<std::size_t>(hour)] == 0) continue;
    look.first_hour = std::min(look.first_hour, hour);
    look.last_hour = std::max(look.last_hour, hour);
  }
  return look;
}

// In larger texts the invitation takes the whole card, and small screens say the count in a line.
// False: there is room for both.
bool draw_today_short(const Scene& scene, Rect inside) {
  const auto& sizes = scene.sizes;
  auto& ui = scene.ui;
  const auto persons = std::max<std::int64_t>(0, scene.model.today.persons);
  if (persons == 0) {
    const float icon = sizes.body * 1.5F;
    ui.canvas().icon(inside.take_left(icon, sizes.gap).centre(), icon, Icon::kSparkle,
                     scene.palette.accent_deep);
    ui.text(inside, scene.say("welcome.today.none"),
            {.em = sizes.body, .colour = scene.palette.ink, .lines_max = 3, .line_height = 1.2F});
    return true;
  }
  if (!scene.small()) return false;
  const TextStyle number{
      .em = sizes.body, .colour = scene.palette.ink, .face = Face::kBold, .align = Align::kRight};
  const std::string count = with_thousands(persons);
  ui.text(inside.take_right(ui.width_of(count, number) + 1, sizes.gap), count, number);
  ui.text(inside, scene.say("welcome.today"), {.em = sizes.body, .colour = scene.palette.muted});
  return true;
}

// Today's count and its hours; before the first visitor, an invitation instead of an empty chart.
void draw_today(const Scene& scene, Rect rect) {
  const auto& sizes = scene.sizes;
  auto& ui = scene.ui;
  card(ui, rect, sizes.radius);
  const float padding = scene.small() ? 18 : 34;
  Rect inside = rect.inset(padding, padding * (scene.small() ? 0.7F : 0.8F));
  if (scene.large() && draw_today_short(scene, inside)) return;
  const TextStyle label{.em = sizes.caption, .colour = scene.palette.muted};
  const TextStyle number{.em = sizes.number, .colour = scene.palette.ink, .face = Face::kBold};
  const auto persons = std::max<std::int64_t>(0, scene.model.today.persons);
  const std::string count = with_thousands(persons);
  const auto& unit = unit_words(scene, "welcome.today.unit", persons);
  const float unit_width = ui.width_of(unit, label);
  const float unit_gap = sizes.caption * 0.4F;
  const float number_width = ui.width_of(count, number);
  const float label_width = ui.width_of(scene.say("welcome.today"), label);
  const bool first = persons == 0;
  const float left_width =
      std::min(inside.width * 0.62F, std::max(label_width, number_width + unit_gap + unit_width)) +
      2;
  Rect left = inside.take_left(left_width, padding);
  ui.text(left.take_top(sizes.caption * 1.2F), scene.say("welcome.today"), label);
  const float number_room = left_width - unit_gap - unit_width;
  const Rect figure = ui.text({left.left, left.top, number_room, left.height}, count, number);
  const float base = figure.bottom() - sizes.number * 0.12F;
  ui.text({figure.right() + unit_gap, base - sizes.caption * 0.88F, unit_width + 1, sizes.caption},
          unit, label);
  if (first) {
    const Rect place = inside;
    const float icon = sizes.number * 0.8F;
    ui.canvas().icon({place.left + icon / 2, place.centre().y}, icon, Icon::kSparkle,
                     scene.palette.accent_deep);
    ui.text({place.left + icon + sizes.gap * 0.7F, place.top, place.width - icon - sizes.gap * 0.7F,
             place.height},
            scene.say("welcome.today.none"),
            {.em = sizes.body, .colour = scene.palette.ink, .lines_max = 3, .line_height = 1.3F});
    return;
  }
  hour_chart(ui, inside, scene.model.today.persons_by_hour, chart_look(scene));
}

// The one-tap count and, where exits are counted, leaving.
struct Ways {
  PageButton one_tap;
  std::optional<PageButton> leaving;
};
Ways ways_of(const Scene& scene) {
  Ways ways{
      .one_tap = {.id = "one_tap",
                  .icon = Icon::kTouch,
                  .text = scene.say(scene.small() ? "welcome.one_tap.short" : "welcome.one_tap"),
                  .enabled = true,
                  .danger = false,
                  .tapped = [&scene] { scene.emit(OneTapped{}); }},
      .leaving = {}};
  if (scene.model.settings.exit_counting) {
    ways.leaving = PageButton{.id = "leaving",
                              .icon = Icon::kExit,
                              .text = scene.say("welcome.leaving"),
                              .enabled = true,
                              .danger = false,
                              .tapped = [&scene] { scene.emit(LeavingTapped{}); }};
  }
  return ways;
}

// Larger texts may need more than a row.
float one_tap_height(const Scene& scene, float width) {
  if (!scene.large()) return scene.sizes.button;
  const Ways ways = ways_of(scene);
  return ways_height(scene, width, ways.one_tap, ways.leaving);
}

float today_height(const Scene& scene, float ordinary) {
  if (!scene.large() || !scene.small()) return ordinary;
  return scene.sizes.body * (scene.model.today.persons > 0 ? 1.2F : 2.4F) + 28;
}

void draw_one_tap(const Scene& scene, Rect rect) {
  if (scene.large()) {
    const Ways ways = ways_of(scene);
    draw_ways(scene, rect, ways.one_tap, ways.leaving);
    return;
  }
  if (scene.model.settings.exit_counting) {
    const float width = rect.width * 0.34F;
    const float gap = scene.sizes.gap * 0.7F;
    const Rect leaving =
        scene.left_handed() ? rect.take_right(width, gap) : rect.take_left(width, gap);
    const std::optional<Icon> icon = scene.small() ? std::nullopt : std::optional(Icon::kExit);
    if (secondary_button(scene.ui, "leaving", leaving,
                         {icon, scene.say("welcome.leaving"), scene.sizes.body})) {
      scene.emit(LeavingTapped{});
    }
  }
  const auto& words = scene.say(scene.small() ? "welcome.one_tap.short" : "welcome.one_tap");
  if (primary_button(
          scene.ui, "one_tap", rect,
          {Icon::kTouch, words, scene.sizes.button_em, scene.say("welcome.one_tap.family")})) {
    scene.emit(OneTapped{});
  }
}

// What a visitor is asked for: a scanner may be there where no camera works.
bool camera_reads(const Scene& scene) {
  return scene.model.camera == CameraState::kOk || scene.model.camera == CameraState::kStarting;
}

const std::string& instruction_words(const Scene& scene) {
  return scene.say(camera_reads(scene) ? "welcome.instruction" : "welcome.instruction.no_camera");
}

std::string campaign_words(const Scene& scene) {
  const auto& place = scene.model.place;
  if (place.theme.empty()) return place.campaign_name;
  return place.theme;
}

// The camera's picture; on the resting screen the day's programme.
void draw_centre(const Scene& scene, Rect rect) {
  if (shows_programme_at_rest(scene.model)) {
    draw_programme_card(scene, rect);
  } else {
    draw_camera(scene, rect);
  }
}

// Nobody is near: what to do is said in the largest letters, for who passes by.
const std::string& headline_words(const Scene& scene) {
  if (!is_resting(scene.model)) return scene.say("welcome.headline");
  return scene.say(camera_reads(scene) ? "welcome.headline.small" : "welcome.headline.no_camera");
}

void draw_portrait(const Scene& scene) {
  const auto& sizes = scene.sizes;
  auto& ui = scene.ui;
  Panes panes = draw_frame(scene, scene.palette.welcome, 0.50F);
  Rect head = panes.head;
  const auto& place = scene.model.place;
  head.take_top(26);
  if (!place.campaign_name.empty()) {
    chip(ui, head.take_top(58), place.campaign_name,
         {.icon = std::nullopt,
          .text = scene.palette.on_dark,
          .ground = scene.palette.white.faded(0.14F),
          .em = sizes.caption});
    head.take_top(30);
  }
  const bool resting = is_resting(scene.model);
  ui.text(head.take_top(sizes.headline, 26), headline_words(scene),
          {.em = sizes.headline,
           .colour = scene.palette.on_dark,
           .face = Face::kBold,
           .align = Align::kCentre});
  if (!resting) {
    ui.text(head.take_top(sizes.title, 18), instruction_words(scene),
            {.em = sizes.title, .colour = scene.palette.on_dark, .align = Align::kCentre});
  }
  if (!place.theme.empty()) {
    const float em = resting ? sizes.title : sizes.body;
    ui.text(head.take_top(em, resting ? 18 : 0), place.theme,
            {.em = em,
             .colour = resting ? scene.palette.on_dark : scene.palette.on_dark_soft,
             .align = Align::kCentre,
             .may_shorten = true});
  }
  Rect work = panes.work;
  draw_one_tap(scene, work.take_bottom(one_tap_height(scene, work.width), sizes.gap));
  const int lines = programme_strip_lines(scene, work.width, scene.large() ? 2 : 3);
  if (!shows_programme_at_rest(scene.model)) {
    const float strip = programme_strip_height(scene, lines);
    draw_programme_strip(scene, work.take_bottom(strip, sizes.gap), lines);
  }
  draw_today(scene, work.take_bottom(today_height(scene, 226), sizes.gap * 1.3F));
  // The camera's card lies over the edge of the hero and takes what is left.
  const float top = head.top + 34;
  const float width = shows_programme_at_rest(scene.model) ? work.width : 840;
  draw_centre(scene, {(ui.screen().width - width) / 2, top, width, work.bottom() - top});
}

void draw_landscape(const Scene& scene) {
  const auto& sizes = scene.sizes;
  auto& ui = scene.ui;
  const Panes panes = draw_frame(scene, scene.palette.welcome, 0);
  const auto& place = scene.model.place;
  Rect head = panes.head;
  head.take_bottom(sizes.margin - sizes.gap);
  // A third line where a taller screen has the room for it.
  constexpr float kHeadForThree = 690;
  const int lines_most = scene.large() ? 1 : head.height >= kHeadForThree ? 3 : 2;
  const int lines = programme_strip_lines(scene, head.width, lines_most);
  if (!shows_programme_at_rest(scene.model)) {
    const float strip = programme_strip_height(scene, lines);
    draw_programme_strip(scene, head.take_bottom(strip, sizes.gap), lines);
  }
  draw_today(scene, head.take_bottom(196, sizes.gap * 1.4F));
  // Headline and instruction in the middle of what is left.
  const bool extras = !scene.large();  // larger texts need the room of campaign and theme
  const TextStyle instruction{.em = sizes.title,
                              .colour = scene.palette.on_dark,
                              .lines_max = 2,
                              .may_shorten = is_resting(scene.model),
                              .line_height = 1.2F,
                              .rather_one_line = true};
  const bool resting = is_resting(scene.model);
  // At rest the headline says what to do, and what was its place is the theme's.
  const auto& hold = resting ? place.theme : instruction_words(scene);
  const float hold_height =
      resting || scene.large()
          ? std::min(ui.height_of(hold, head.width, instruction), sizes.title * 2.2F)
          : sizes.title;
  const float theme_space = place.theme.empty() || !extras || resting ? 0 : sizes.body + 16;
  const float campaign_space = place.campaign_name.empty() || !extras ? 0 : 46 + 22;
  TextStyle headline{.em = sizes.headline,
                     .colour = scene.palette.on_dark,
                     .face = Face::kBold,
                     .lines_max = resting ? 2 : 1,
                     .line_height = 1.15F};
  const float headline_height =
      resting ? std::min(ui.height_of(headline_words(scene), head.width, headline),
                         sizes.headline * 2.15F)
              : sizes.headline;
  const float block = campaign_space + headline_height + 22 + hold_height + theme_space;
  head.top += std::max(0.0F, (head.height - block) / 2);
  if (campaign_space > 0) {
    chip(ui, head.take_top(46, 22), place.campaign_name,
         {.icon = std::nullopt,
          .text = scene.palette.on_dark,
          .ground = scene.palette.white.faded(0.14F),
          .em = sizes.caption,
          .align = Align::kLeft});
  }
  ui.text(head.take_top(headline_height, 22), headline_words(scene), headline);
  // The theme gives way where larger texts leave it no room.
  if (!resting || head.height >= hold_height) {
    ui.text(head.take_top(hold_height, 16), hold, instruction);
  }
  if (theme_space > 0) {
    ui.text(head.take_top(sizes.body), place.theme,
            {.em = sizes.body, .colour = scene.palette.on_dark_soft, .may_shorten = true});
  }
  Rect work = panes.work;
  draw_one_tap(scene, work.take_bottom(one_tap_height(scene, work.width), sizes.gap * 1.4F));
  draw_centre(scene, work);
}

void draw_small(const Scene& scene) {
  const auto& sizes = scene.sizes;
  auto& ui = scene.ui;
  const Panes panes = draw_frame(scene, scene.palette.welcome, 0.46F);
  Rect head = panes.head;
  const std::string campaign = campaign_words(scene);
  if (!campaign.empty() && !scene.large()) {
    ui.text(head.take_top(sizes.caption, 12), campaign,
            {.em = sizes.caption,
             .colour = scene.palette.on_dark_soft,
             .align = Align::kCentre,
             .may_shorten = true});
  }
  ui.text(head.take_top(sizes.headline, 14),
          scene.say(camera_reads(scene) ? "welcome.headline.small" : "welcome.headline.no_camera"),
          {.em = sizes.headline,
           .colour = scene.palette.on_dark,
           .face = Face::kBold,
           .align = Align::kCentre});
  Rect work = panes.work;
  draw_one_tap(scene, work.take_bottom(one_tap_height(scene, work.width), sizes.gap));
  // Larger texts leave what the camera's trouble needs.
  const bool strip_wanted = !scene.large() || camera_reads(scene);
  if (strip_wanted && !shows_programme_at_rest(scene.model)) {
    const int lines = programme_strip_lines(scene, work.width, scene.large() ? 1 : 2);
    const float strip = programme_strip_height(scene, lines);
    draw_programme_strip(scene, work.take_bottom(strip, sizes.gap), lines);
  }
  draw_today(scene, work.take_bottom(today_height(scene, 112), sizes.gap));
  draw_centre(scene, {sizes.margin, head.top, ui.screen().width - 2 * sizes.margin,
                      work.bottom() - head.top});
}

}  // namespace

void draw_welcome(const Scene& scene) {
  switch (scene.ui.layout().shape) {
    case Shape::kPortrait:
      draw_portrait(scene);
      break;
    case Shape::kLandscape:
      draw_landscape(scene);
      break;
    case Shape::kSmall:
      draw_small(scene);
      break;
  }
}

}  // namespace keqian::kiosk
