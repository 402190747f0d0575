// Today's programme of the venue, as visitors see it: what is on, what comes, what is over.
#include <algorithm>
#include <optional>

#include "kiosk/screens/page.h"

namespace keqian::kiosk {
namespace {

struct Line {
  PlannedStart planned;
  PlannedState state = PlannedState::kLater;
};

std::vector<Line> lines_of(const Model& model) {
  const auto states = programme_states(model);
  std::vector<Line> lines;
  for (std::size_t i = 0; i < states.size(); ++i) {
    lines.push_back({model.place.programme[i], states[i]});
  }
  return lines;
}

std::string_view state_key(PlannedState state) {
  switch (state) {
    case PlannedState::kOver:
      return "programme.over";
    case PlannedState::kOnNow:
      return "programme.now";
    case PlannedState::kNext:
      return "programme.next";
    case PlannedState::kLater:
      break;
  }
  return {};
}

// What the strip says: the session that counts now, unless it is the daily opening and the
// programme has it, then what is on and what comes.
struct Strip {
  std::string running;   // empty: none, or in the programme
  bool special = false;  // it is another one than the daily opening
  std::vector<Line> lines;
};
Strip strip_of(const Model& model) {
  Strip strip;
  strip.lines = lines_of(model);
  std::erase_if(strip.lines, [](const Line& line) { return line.state == PlannedState::kOver; });
  const auto& title = model.place.session_title;
  const auto is_running = [&](const Line& line) {
    return line.state == PlannedState::kOnNow && line.planned.title == title;
  };
  strip.special = !title.empty() && title != kDailyOpeningTitle;
  if (strip.special) std::erase_if(strip.lines, is_running);
  if (std::ranges::none_of(strip.lines, is_running)) strip.running = title;
  return strip;
}

std::string running_words(const Scene& scene, const Strip& strip) {
  if (!strip.running.empty()) {
    const auto key = strip.special ? "welcome.session.counting" : "welcome.session.running";
    return scene.say(key, {{"title", title_words(scene, strip.running)}});
  }
  const bool over = !scene.model.place.programme.empty();
  return scene.say(over ? "welcome.session.over" : "welcome.session.none");
}

struct LineLook {
  float em = 0;
  Colour ink;
  Colour soft;          // of what is over
  bool chips = false;   // the state on a ground of its own
  int title_lines = 1;  // at most
};

// The state in a word at the right; gives the room left for the title.
void draw_state(const Scene& scene, Rect& row, const Line& line, const LineLook& look) {
  const auto key = state_key(line.state);
  if (key.empty()) return;
  auto& ui = scene.ui;
  const auto& words = scene.say(key);
  const bool over = line.state == PlannedState::kOver;
  const float em = std::max(ui.text_em_min(), look.em * 0.85F);
  const TextStyle style{.em = em,
                        .colour = over ? look.soft : look.ink,
                        .face = line.state == PlannedState::kOnNow ? Face::kBold : Face::kRegular,
                        .align = Align::kRight};
  const float padding = look.chips ? em * 0.6F : 0;
  const float width = ui.width_of(words, style) + 2 * padding + 2;
  // The title needs the room more: the time and the order tell as much.
  const TextStyle title{.em = look.em, .face = style.face};
  const float least = std::min(ui.width_of(line.planned.title, title) + 1, row.width);
  if (row.width - width - look.em < least) return;
  const Rect place = row.take_right(width, look.em * 0.6F);
  if (!look.chips || over || line.state == PlannedState::kNext) {
    ui.text(place.inset(padding, 0), words, style);
    return;
  }
  const float height = std::min(place.height, em * 1.55F);
  const Rect pill{place.left, place.centre().y - height / 2, place.width, height};
  ui.canvas().round(pill, height / 2, scene.palette.good_soft);
  TextStyle on_pill = style;
  on_pill.colour = scene.palette.good;
  on_pill.align = Align::kCentre;
  ui.text(pill, words, on_pill);
}

void draw_line(const Scene& scene, Rect row, const Line& line, const LineLook& look) {
  auto& ui = scene.ui;
  const bool over = line.state == PlannedState::kOver;
  const bool on_now = line.state == PlannedState::kOnNow;
  TextStyle style{.em = look.em,
                  .colour = over ? look.soft : look.ink,
                  .face = on_now ? Face::kBold : Face::kRegular};
  const float time = ui.width_of("00:00", {.em = look.em, .face = Face::kBold}) + 2;
  ui.text(row.take_left(time, look.em * 0.6F), minute_words(line.planned.starts_minute), style);
  draw_state(scene, row, line, look);
  style.lines_max = look.title_lines;
  style.line_height = 1.15F;
  style.may_shorten = true;
  ui.text(row, line.planned.title, style);
}

float strip_line(const Scene& scene) {
  return scene.sizes.body * (scene.large() || scene.small() ? 1.3F : 1.55F);
}

float strip_inset_x(const Scene& scene) {
  return scene.small() ? 16.0F : scene.landscape() ? 22.0F : 30.0F;
}

}  // namespace

int programme_strip_lines(const Scene& scene, int most) {
  const Strip strip = strip_of(scene.model);
  const int said = static_cast<int>(strip.lines.size()) + (strip.running.empty() ? 0 : 1);
  return std::clamp(said, 1, most);
}

float programme_strip_height(const Scene& scene, float width, int lines) {
  const auto& sizes = scene.sizes;
  const float one = scene.small() ? 46.0F : scene.landscape() ? 66.0F : 88.0F;
  const float around = scene.small() ? 14.0F : scene.landscape() ? 20.0F : 28.0F;
  float height = std::max(one, static_cast<float>(lines) * strip_line(scene) + around);
  const Strip strip = strip_of(scene.model);
  if (lines == 1 && scene.large() && (!strip.running.empty() || strip.lines.empty())) {
    // Larger texts may need a second line for the one thing there is to say.
    const TextStyle style{.em = sizes.body, .lines_max = 2, .line_height = 1.2F};
    const float room = width - 2 * strip_inset_x(scene) - sizes.body * 1.9F;
    const bool wraps = scene.ui.width_of(running_words(scene, strip), style) > room;
    if (wraps) height = std::max(height, sizes.body * 2.3F + 22);
  }
  return height;
}

void draw_programme_strip(const Scene& scene, Rect rect, int lines) {
  const auto& sizes = scene.sizes;
  auto& ui = scene.ui;
  const bool dark = scene.landscape();
  const Strip strip = strip_of(scene.model);
  ui.canvas().round(rect, sizes.radius * 0.8F,
                    dark ? scene.palette.white.faded(0.13F) : scene.palette.caution_soft);
  const Colour ink = dark ? scene.palette.on_dark : scene.palette.caution;
  Rect rows = rect.inset(strip_inset_x(scene), scene.small() ? 6.0F : 10.0F);
  const float icon = sizes.body * 1.35F;
  const bool on_now = !strip.running.empty() ||
                      (!strip.lines.empty() && strip.lines.front().state == PlannedState::kOnNow);
  ui.canvas().icon(rows.take_left(icon, sizes.body * 0.55F).centre(), icon,
                   on_now ? Icon::kEvent : Icon::kClock, ink);
  int row = 0;
  if (!strip.running.empty() || strip.lines.empty()) {
    TextStyle style{.em = sizes.body, .colour = ink, .may_shorten = true};
    if (scene.large() && lines == 1) style.lines_max = 2;
    style.line_height = 1.2F;
    ui.text(rows.row(row++, lines, 0), running_words(scene, strip), style);
  }
  const LineLook look{.em = sizes.body, .ink = ink, .soft = ink};
  for (const auto& line : strip.lines) {
    if (row >= lines) return;
    draw_line(scene, rows.row(row++, lines, 0), line, look);
  }
}

void draw_programme_card(const Scene& scene, Rect rect) {
  const auto& sizes = scene.sizes;
  const auto& palette = scene.palette;
  auto& ui = scene.ui;
  card(ui, rect, sizes.radius);
  const float padding = scene.small() ? 18.0F : scene.landscape() ? 30.0F : 40.0F;
  Rect inside = rect.inset(padding, padding * 0.7F);
  const TextStyle heading{
      .em = sizes.strong, .colour = palette.ink, .face = Face::kBold, .may_shorten = true};
  const float heading_height = sizes.strong * 1.5F;
  Rect head = inside.take_top(heading_height, sizes.gap * 0.4F);
  const float icon = sizes.strong * 1.3F;
  ui.canvas().icon(head.take_left(icon, sizes.strong * 0.5F).centre(), icon, Icon::kEvent,
                   palette.accent_deep);
  const auto lines = lines_of(scene.model);
  const bool wraps = scene.large();
  const float row_least = sizes.body * (wraps ? 2.5F : scene.small() ? 1.6F : 1.9F);
  const auto room = static_cast<std::size_t>(std::max(1.0F, inside.height / row_least));
  // A short programme stands in larger letters, in rows that use the card.
  const auto shown = static_cast<float>(std::clamp<std::size_t>(lines.size(), 1, room));
  const float row_height = std::min(inside.height / shown, row_least * (wraps ? 1.3F : 1.7F));
  const bool roomy = !wraps && !scene.small() && row_height >= row_least * 1.3F;
  const auto first_open = static_cast<std::size_t>(
      std::ranges::distance(lines.begin(), std::ranges::find_if(lines, [](const Line& line) {
                              return line.state != PlannedState::kOver;
                            })));
  const auto last_begin = lines.size() > room ? lines.size() - room : 0;
  const auto begin = std::min(first_open, last_begin);
  const auto end = std::min(lines.size(), begin + room);
  if (end < lines.size()) {
    const std::string more =
        scene.say("programme.more", {{"count", std::to_string(lines.size() - end)}});
    const TextStyle style{.em = sizes.caption, .colour = palette.muted, .align = Align::kRight};
    const float width = ui.width_of(more, style) + 2;
    if (ui.width_of(scene.say("programme.title"), heading) + sizes.gap + width < head.width) {
      ui.text(head.take_right(width, sizes.gap), more, style);
    }
  }
  ui.text(head, scene.say("programme.title"), heading);
  const LineLook look{.em = roomy ? sizes.strong : sizes.body,
                      .ink = palette.ink,
                      .soft = palette.muted,
                      .chips = true,
                      .title_lines = wraps ? 2 : 1};
  for (std::size_t i = begin; i < end; ++i) {
    const Rect row = inside.take_top(row_height);
    if (i > begin)
      ui.canvas().line({row.left, row.top}, {row.right(), row.top}, 1.5F, palette.line);
    draw_line(scene, row, lines[i], look);
  }
}

}  // namespace keqian::kiosk
