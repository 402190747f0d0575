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

std::vector<Line> lines_of(const Scene& scene) {
  const auto states = programme_states(scene.model);
  std::vector<Line> lines;
  for (std::size_t i = 0; i < states.size(); ++i) {
    lines.push_back({scene.model.place.programme[i], states[i]});
    lines.back().planned.title = title_words(scene, lines.back().planned.title);
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

// What the strip says: what a visitor is about to be counted into, then what else is on and what
// comes.
struct Strip {
  std::string counting;  // as it is said
  std::vector<Line> lines;
};
Strip strip_of(const Scene& scene) {
  Strip strip;
  strip.lines = lines_of(scene);
  std::erase_if(strip.lines, [](const Line& line) { return line.state == PlannedState::kOver; });
  // While no session is open, the next visitor opens the day's.
  const auto& stored = scene.model.place.session_title;
  const std::string title =
      title_words(scene, stored.empty() ? std::string(kDailyOpeningTitle) : stored);
  std::erase_if(strip.lines, [&](const Line& line) {
    return line.state == PlannedState::kOnNow && line.planned.title == title;
  });
  strip.counting = scene.say("welcome.counting", {{"title", title}});
  return strip;
}

struct LineLook {
  float em = 0;
  Colour ink;
  Colour soft;          // of what is over
  bool chips = false;   // the state on a ground of its own
  int title_lines = 1;  // at most
};

// The word of a state, as it stands at the right of its line.
struct StateWord {
  std::string words;
  TextStyle style;
  float padding = 0;
  float width = 0;  // with the padding
};
StateWord state_word(const Scene& scene, const Line& line, const LineLook& look) {
  const bool over = line.state == PlannedState::kOver;
  StateWord word;
  word.words = scene.say(state_key(line.state));
  word.style = {.em = std::max(scene.ui.text_em_min(), look.em * 0.85F),
                .colour = over ? look.soft : look.ink,
                .face = line.state == PlannedState::kOnNow ? Face::kBold : Face::kRegular,
                .align = Align::kRight};
  word.padding = look.chips ? word.style.em * 0.6F : 0;
  word.width = scene.ui.width_of(word.words, word.style) + 2 * word.padding + 2;
  return word;
}

// Whether the title, in one line, leaves the room for the word of the state. It needs the room
// more: the time and the order tell as much.
bool state_fits(const Scene& scene, float room, const Line& line, const LineLook& look) {
  if (state_key(line.state).empty()) return true;
  const StateWord word = state_word(scene, line, look);
  const TextStyle title{.em = look.em, .face = word.style.face};
  const float least = std::min(scene.ui.width_of(line.planned.title, title) + 1, room);
  return room - word.width - look.em >= least;
}

// The state at the right; leaves the rest of the row for the title.
void draw_state(const Scene& scene, Rect& row, const Line& line, const LineLook& look) {
  if (state_key(line.state).empty() || !state_fits(scene, row.width, line, look)) return;
  auto& ui = scene.ui;
  const bool over = line.state == PlannedState::kOver;
  const auto [words, style, padding, width] = state_word(scene, line, look);
  const float em = style.em;
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

float time_width(const Scene& scene, float em) {
  return scene.ui.width_of("00:00", {.em = em, .face = Face::kBold}) + 2;
}

void draw_line(const Scene& scene, Rect row, const Line& line, const LineLook& look) {
  auto& ui = scene.ui;
  const bool over = line.state == PlannedState::kOver;
  const bool on_now = line.state == PlannedState::kOnNow;
  TextStyle style{.em = look.em,
                  .colour = over ? look.soft : look.ink,
                  .face = on_now ? Face::kBold : Face::kRegular};
  ui.text(row.take_left(time_width(scene, look.em), look.em * 0.6F),
          minute_words(line.planned.starts_minute), style);
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

// What stands beside the strip's mark.
float strip_room(const Scene& scene, float width) {
  return width - 2 * strip_inset_x(scene) - scene.sizes.body * 1.9F;
}

// What is on now is told in full, in a second line where it needs one.
bool first_wraps(const Scene& scene, const Strip& strip, float width) {
  return scene.ui.width_of(strip.counting, {.em = scene.sizes.body}) > strip_room(scene, width);
}

// What stands beside a line's time.
float title_room(const Scene& scene, float width, float em) {
  return width - time_width(scene, em) - em * 0.6F;
}

// In the least letters too, one line does not hold it.
bool title_wraps(const Scene& scene, const Line& line, float em, float width) {
  const Face face = line.state == PlannedState::kOnNow ? Face::kBold : Face::kRegular;
  const TextStyle least{.em = scene.ui.text_em_min(), .face = face};
  return scene.ui.width_of(line.planned.title, least) > title_room(scene, width, em);
}

// Likewise of the strip's further things.
int strip_rows(const Scene& scene, const Line& line, float width) {
  return title_wraps(scene, line, scene.sizes.body, strip_room(scene, width)) ? 2 : 1;
}

}  // namespace

int programme_strip_lines(const Scene& scene, float width, int most) {
  const Strip strip = strip_of(scene);
  int rows = first_wraps(scene, strip, width) ? 2 : 1;
  for (int i = 0; i + 1 < most && i < static_cast<int>(strip.lines.size()); ++i) {
    rows += strip_rows(scene, strip.lines[static_cast<std::size_t>(i)], width);
  }
  return rows;
}

float programme_strip_height(const Scene& scene, int lines) {
  const float one = scene.small() ? 46.0F : scene.landscape() ? 66.0F : 88.0F;
  const float around = scene.small() ? 14.0F : scene.landscape() ? 20.0F : 28.0F;
  return std::max(one, static_cast<float>(lines) * strip_line(scene) + around);
}

void draw_programme_strip(const Scene& scene, Rect rect, int lines) {
  const auto& sizes = scene.sizes;
  auto& ui = scene.ui;
  const bool dark = scene.landscape();
  const Strip strip = strip_of(scene);
  ui.canvas().round(rect, sizes.radius * 0.8F,
                    dark ? scene.palette.white.faded(0.13F) : scene.palette.caution_soft);
  const Colour ink = dark ? scene.palette.on_dark : scene.palette.caution;
  Rect rows = rect.inset(strip_inset_x(scene), scene.small() ? 6.0F : 10.0F);
  const float icon = sizes.body * 1.35F;
  ui.canvas().icon(rows.take_left(icon, sizes.body * 0.55F).centre(), icon, Icon::kEvent, ink);
  const float each = rows.height / static_cast<float>(lines);
  int left = lines;
  const auto next_row = [&](int high) {
    left -= high;
    return rows.take_top(each * static_cast<float>(high));
  };
  const int first_high = first_wraps(scene, strip, rect.width) && lines > 1 ? 2 : 1;
  LineLook look{.em = sizes.body, .ink = ink, .soft = ink};
  ui.text(next_row(first_high), strip.counting,
          {.em = sizes.body,
           .colour = ink,
           .lines_max = first_high,
           .may_shorten = true,
           .line_height = 1.2F});
  for (const auto& line : strip.lines) {
    look.title_lines = strip_rows(scene, line, rect.width);
    if (left < look.title_lines) return;
    draw_line(scene, next_row(look.title_lines), line, look);
  }
}

namespace {

// A programme of one or two things is told like on a poster: when, and below it what.
struct Poster {
  TextStyle time, title;
  float between = 0;  // of two things
};

Poster poster_of(const Scene& scene, std::size_t things) {
  const auto& sizes = scene.sizes;
  const float share = things == 1 ? 1.0F : 0.8F;
  Poster poster;
  poster.time = {.em = std::max(sizes.title, sizes.number * share),
                 .colour = scene.palette.calm,
                 .face = Face::kBold};
  poster.title = {.em = sizes.title * (things == 1 && !scene.large() ? 1.2F : 1.0F),
                  .colour = scene.palette.ink,
                  .face = Face::kBold,
                  .lines_max = 3,
                  .may_shorten = true,
                  .line_height = 1.2F};
  poster.between = sizes.gap * 1.6F;
  return poster;
}

float poster_title_height(const Scene& scene, const Poster& poster, const Line& line, float width) {
  const float most = poster.title.em * (1 + 2 * poster.title.line_height);
  return std::min(most, scene.ui.height_of(line.planned.title, width, poster.title));
}

float poster_height(const Scene& scene, const Poster& poster, const std::vector<Line>& lines,
                    float width) {
  float height = poster.between * static_cast<float>(lines.size() - 1);
  for (const auto& line : lines) {
    height += poster.time.em * 1.3F + poster_title_height(scene, poster, line, width);
  }
  return height;
}

void draw_poster(const Scene& scene, Rect inside, const Poster& poster,
                 const std::vector<Line>& lines) {
  auto& ui = scene.ui;
  inside.take_top((inside.height - poster_height(scene, poster, lines, inside.width)) / 2);
  bool first = true;
  for (const auto& line : lines) {
    if (!first) {
      const float y = inside.top + poster.between / 2;
      ui.canvas().line({inside.left, y}, {inside.right(), y}, 1.5F, scene.palette.line);
      inside.take_top(poster.between);
    }
    first = false;
    const bool over = line.state == PlannedState::kOver;
    TextStyle time = poster.time;
    TextStyle title = poster.title;
    if (over) time.colour = title.colour = scene.palette.muted;
    Rect row = inside.take_top(time.em * 1.3F);
    const std::string words = minute_words(line.planned.starts_minute);
    const Rect ink = ui.text(row, words, time);
    row.take_left(ink.width, scene.sizes.gap);
    const LineLook look{.em = scene.sizes.strong,
                        .ink = scene.palette.ink,
                        .soft = scene.palette.muted,
                        .chips = true};
    Line state = line;
    state.planned.title.clear();
    draw_state(scene, row, state, look);
    ui.text(inside.take_top(poster_title_height(scene, poster, line, inside.width)),
            line.planned.title, title);
  }
}

constexpr float kTwoLines = 2.3F;  // of the em: what two lines of a title need of their row

// Which of the lines the card has room for, and how high their rows are.
struct Rows {
  std::vector<float> heights;  // of all lines
  std::size_t begin = 0;       // of those that are shown
  std::size_t end = 0;
  bool roomy = false;  // larger letters may have room
};
Rows rows_of(const Scene& scene, const std::vector<Line>& lines, Rect inside) {
  const float em = scene.sizes.body;
  const float one = em * (scene.large() ? 2.5F : scene.small() ? 1.6F : 1.9F);
  const float two = em * 2.5F;
  Rows rows;
  rows.heights.reserve(lines.size());
  for (const auto& line : lines) {
    rows.heights.push_back(title_wraps(scene, line, em, inside.width) ? two : one);
  }
  // From what is not over yet, and before it what else has room.
  const auto first_open = std::ranges::find_if(
      lines, [](const Line& line) { return line.state != PlannedState::kOver; });
  rows.begin = rows.end = static_cast<std::size_t>(first_open - lines.begin());
  float used = 0;
  while (rows.end < lines.size() && (used == 0 || used + rows.heights[rows.end] <= inside.height)) {
    used += rows.heights[rows.end++];
  }
  while (rows.end == lines.size() && rows.begin > 0 &&
         (used == 0 || used + rows.heights[rows.begin - 1] <= inside.height)) {
    used += rows.heights[--rows.begin];
  }
  // A short programme stands in rows that use the card.
  const float wider = std::min(inside.height / std::max(used, 1.0F), scene.large() ? 1.3F : 1.7F);
  rows.roomy = !scene.large() && !scene.small() && wider >= 1.3F;
  for (auto& height : rows.heights) height *= wider;
  return rows;
}

}  // namespace

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
  const auto lines = lines_of(scene);
  const Poster poster = poster_of(scene, lines.size());
  if (lines.size() <= 2 && poster_height(scene, poster, lines, inside.width) <= inside.height) {
    ui.text(head, scene.say("programme.title"), heading);
    draw_poster(scene, inside, poster, lines);
    return;
  }
  const auto [heights, begin, end, roomy] = rows_of(scene, lines, inside);
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
  LineLook look{.em = sizes.strong, .ink = palette.ink, .soft = palette.muted, .chips = true};
  // Larger letters where every line has room for them, and its state too.
  const float room = title_room(scene, inside.width, look.em);
  const bool larger = roomy && std::ranges::all_of(lines, [&](const Line& line) {
                        const TextStyle title{.em = look.em, .face = Face::kBold};
                        return state_fits(scene, room, line, look) &&
                               scene.ui.width_of(line.planned.title, title) <= room;
                      });
  if (!larger) look.em = sizes.body;
  for (std::size_t i = begin; i < end; ++i) {
    const Rect row = inside.take_top(heights[i]);
    if (i > begin)
      ui.canvas().line({row.left, row.top}, {row.right(), row.top}, 1.5F, palette.line);
    look.title_lines = row.height >= look.em * kTwoLines ? 2 : 1;
    draw_line(scene, row, lines[i], look);
  }
}

}  // namespace keqian::kiosk
