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
                    .label_em = scene.ui.text_em_min()};
  for (int hour = 0; hour < 24; ++hour) {
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
  const auto& unit = scene.say("welcome.today.unit");
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

// What is on now and what comes next.
void draw_session(const Scene& scene, Rect rect) {
  const auto& sizes = scene.sizes;
  const auto& place = scene.model.place;
  auto& ui = scene.ui;
  const bool dark = scene.landscape();
  ui.canvas().round(rect, sizes.radius * 0.8F,
                    dark ? scene.palette.white.faded(0.13F) : scene.palette.caution_soft);
  const Colour ink = dark ? scene.palette.on_dark : scene.palette.caution;
  Rect row = rect.inset(scene.small()       ? 16.0F
                        : scene.landscape() ? 22.0F
                                            : 30.0F,
                        scene.small() ? 6.0F : 10.0F);
  const bool running = !place.session_title.empty();
  const float icon = sizes.body * 1.35F;
  ui.canvas().icon(row.take_left(icon, sizes.body * 0.55F).centre(), icon,
                   running ? Icon::kEvent : Icon::kClock, ink);
  TextStyle style{.em = sizes.body, .colour = ink, .may_shorten = true};
  std::string now = scene.say("welcome.session.none");
  if (running) now = scene.say("welcome.session.running") + " · " + place.session_title;
  if (place.coming.empty()) {
    if (scene.large()) style.lines_max = 2;
    style.line_height = 1.2F;
    ui.text(row, now, style);
    return;
  }
  const std::string coming = scene.say("welcome.session.coming",
                                       {{"time", minute_words(place.coming.front().starts_minute)},
                                        {"title", place.coming.front().title}});
  if (!running && rect.height < sizes.body * 3) {
    ui.text(row, coming, style);
    return;
  }
  if (rect.height < sizes.body * 3) {
    ui.text(row, now, style);
    return;
  }
  ui.text(row.row(0, 2, 0), now, style);
  ui.text(row.row(1, 2, 0), coming, style);
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

// The room for what is on now, and for what comes next where `two_lines`.
float session_height(const Scene& scene, float width, bool two_lines, float ordinary) {
  if (!scene.large()) return ordinary;
  const auto& sizes = scene.sizes;
  if (two_lines) return std::max(ordinary, sizes.body * 2.6F + 20);
  const auto& place = scene.model.place;
  const std::string now = place.session_title.empty()
                              ? scene.say("welcome.session.none")
                              : scene.say("welcome.session.running") + " · " + place.session_title;
  const TextStyle style{.em = sizes.body, .lines_max = 2, .line_height = 1.2F};
  const float room = width - (scene.small() ? 32.0F : 60.0F) - sizes.body * 1.9F;
  const bool wraps = scene.ui.width_of(now, style) > room && place.coming.empty();
  return std::max(ordinary, sizes.body * (wraps ? 2.3F : 1.1F) + 22);
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
    if (secondary_button(scene.ui, "leaving", leaving,
                         {Icon::kExit, scene.say("welcome.leaving"), scene.sizes.body})) {
      scene.emit(LeavingTapped{});
    }
  }
  const auto& words = scene.say(scene.small() ? "welcome.one_tap.short" : "welcome.one_tap");
  if (primary_button(scene.ui, "one_tap", rect, {Icon::kTouch, words, scene.sizes.button_em})) {
    scene.emit(OneTapped{});
  }
}

// What a visitor is asked for: a scanner may be there where no camera works.
bool camera_reads(const Scene& scene) {
  return scene.model.camera != CameraState::kNone && scene.model.camera != CameraState::kBroken;
}

const std::string& instruction_words(const Scene& scene) {
  return scene.say(camera_reads(scene) ? "welcome.instruction" : "welcome.instruction.no_camera");
}

std::string campaign_words(const Scene& scene) {
  const auto& place = scene.model.place;
  if (place.theme.empty()) return place.campaign_name;
  return place.theme;
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
  ui.text(head.take_top(sizes.headline, 26), scene.say("welcome.headline"),
          {.em = sizes.headline,
           .colour = scene.palette.on_dark,
           .face = Face::kBold,
           .align = Align::kCentre});
  ui.text(head.take_top(sizes.title, 18), instruction_words(scene),
          {.em = sizes.title, .colour = scene.palette.on_dark, .align = Align::kCentre});
  if (!place.theme.empty()) {
    ui.text(head.take_top(sizes.body, 0), place.theme,
            {.em = sizes.body,
             .colour = scene.palette.on_dark_soft,
             .align = Align::kCentre,
             .may_shorten = true});
  }
  Rect work = panes.work;
  draw_one_tap(scene, work.take_bottom(one_tap_height(scene, work.width), sizes.gap));
  const bool two_lines = !place.session_title.empty() && !place.coming.empty();
  const float session = session_height(scene, work.width, two_lines, two_lines ? 128 : 88);
  draw_session(scene, work.take_bottom(session, sizes.gap));
  draw_today(scene, work.take_bottom(today_height(scene, 226), sizes.gap * 1.3F));
  // The camera's card lies over the edge of the hero and takes what is left.
  const float top = head.top + 34;
  draw_camera(scene, {ui.screen().width * 0.5F - 420, top, 840, work.bottom() - top});
}

void draw_landscape(const Scene& scene) {
  const auto& sizes = scene.sizes;
  auto& ui = scene.ui;
  const Panes panes = draw_frame(scene, scene.palette.welcome, 0);
  const auto& place = scene.model.place;
  Rect head = panes.head;
  const bool two_lines = !place.session_title.empty() && !place.coming.empty() && !scene.large();
  head.take_bottom(sizes.margin - sizes.gap);
  const float session = session_height(scene, head.width, two_lines, two_lines ? 100 : 66);
  draw_session(scene, head.take_bottom(session, sizes.gap));
  draw_today(scene, head.take_bottom(196, sizes.gap * 1.4F));
  // Headline and instruction in the middle of what is left.
  const bool extras = !scene.large();  // larger texts need the room of campaign and theme
  const TextStyle instruction{
      .em = sizes.title, .colour = scene.palette.on_dark, .lines_max = 2, .line_height = 1.2F};
  const auto& hold = instruction_words(scene);
  const float hold_height =
      scene.large() ? ui.height_of(hold, head.width, instruction) : sizes.title;
  const float theme_space = place.theme.empty() || !extras ? 0 : sizes.body + 16;
  const float campaign_space = place.campaign_name.empty() || !extras ? 0 : 46 + 22;
  const float block = campaign_space + sizes.headline + 22 + hold_height + theme_space;
  head.top += std::max(0.0F, (head.height - block) / 2);
  if (campaign_space > 0) {
    chip(ui, head.take_top(46, 22), place.campaign_name,
         {.icon = std::nullopt,
          .text = scene.palette.on_dark,
          .ground = scene.palette.white.faded(0.14F),
          .em = sizes.caption,
          .align = Align::kLeft});
  }
  ui.text(head.take_top(sizes.headline, 22), scene.say("welcome.headline"),
          {.em = sizes.headline, .colour = scene.palette.on_dark, .face = Face::kBold});
  ui.text(head.take_top(hold_height, 16), hold, instruction);
  if (theme_space > 0) {
    ui.text(head.take_top(sizes.body), place.theme,
            {.em = sizes.body, .colour = scene.palette.on_dark_soft, .may_shorten = true});
  }
  Rect work = panes.work;
  draw_one_tap(scene, work.take_bottom(one_tap_height(scene, work.width), sizes.gap * 1.4F));
  draw_camera(scene, work);
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
  if (!scene.large() || camera_reads(scene)) {
    draw_session(scene, work.take_bottom(session_height(scene, work.width, false, 46), sizes.gap));
  }
  draw_today(scene, work.take_bottom(today_height(scene, 112), sizes.gap));
  draw_camera(scene, {sizes.margin, head.top, ui.screen().width - 2 * sizes.margin,
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
