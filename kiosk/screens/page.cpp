#include "kiosk/screens/page.h"

#include <algorithm>
#include <cmath>

namespace keqian::kiosk {
namespace {

constexpr float kShadowRoom = 14;  // design units that shadows need at the ends of a list

float band_height(const Scene& scene) {
  const float least = scene.landscape() ? 104 : scene.sizes.header;
  return scene.small() ? scene.sizes.header + (scene.large() ? 0.0F : 6.0F) : least;
}

void draw_band(const Scene& scene, Rect band, const PageTitle& title) {
  const auto& sizes = scene.sizes;
  auto& ui = scene.ui;
  const Mood& mood = scene.palette.staff;
  ui.canvas().round_gradient(band, scene.sizes.radius, mood.from, mood.to, Direction::kAcross,
                             Corners::kBottom);
  Rect row = band.inset(sizes.margin, 0);
  const float icon = sizes.title * 1.15F;
  ui.canvas().icon(row.take_left(icon, sizes.gap * 0.8F).centre(), icon, title.icon,
                   scene.palette.on_dark);
  if (scene.model.utc_ms > 0) {
    const TextStyle clock{.em = sizes.strong,
                          .colour = scene.palette.on_dark,
                          .face = Face::kBold,
                          .align = Align::kRight};
    const std::string time = clock_words(scene.model.utc_ms);
    ui.text(row.take_right(ui.width_of(time, clock) + 2, sizes.gap), time, clock);
  }
  const TextStyle main{
      .em = sizes.title, .colour = scene.palette.on_dark, .face = Face::kBold, .may_shorten = true};
  const bool two = !title.note.empty() && band.height >= sizes.title * 1.2F + sizes.caption * 1.3F;
  if (!two) {
    ui.text(row, title.text, main);
    return;
  }
  const float block = sizes.title * 1.15F + sizes.caption * 1.1F;
  row.take_top((row.height - block) / 2);
  ui.text(row.take_top(sizes.title * 1.1F, sizes.title * 0.05F), title.text, main);
  ui.text(row.take_top(sizes.caption * 1.1F), title.note,
          {.em = sizes.caption, .colour = scene.palette.on_dark_soft, .may_shorten = true});
}

bool draw_button(const Scene& scene, Rect rect, const PageButton& button, bool primary) {
  const auto& sizes = scene.sizes;
  const ButtonLabel label{button.icon, button.text,
                          primary ? std::min(sizes.button_em, sizes.strong * 1.1F) : sizes.body};
  if (button.danger) return danger_button(scene.ui, button.id, rect, label, button.enabled);
  if (primary) return primary_button(scene.ui, button.id, rect, label, button.enabled);
  return secondary_button(scene.ui, button.id, rect, label, button.enabled);
}

void draw_and_act(const Scene& scene, Rect rect, const PageButton& button, bool primary) {
  if (draw_button(scene, rect, button, primary) && button.tapped) button.tapped();
}

// Cuts `size` off the side where a right-handed person does not reach first.
Rect take_far(const Scene& scene, Rect& row, float size, float gap) {
  return scene.left_handed() ? row.take_right(size, gap) : row.take_left(size, gap);
}

struct BarRows {
  bool two_rows = false;
  bool icon_back = false;
  float height = 0;
};
// Where the buttons have no room beside the way back and the arrows, they get a row of their own.
BarRows rows_of(const Scene& scene, const PageBar& bar) {
  const auto& sizes = scene.sizes;
  const int buttons = (bar.primary ? 1 : 0) + (bar.secondary ? 1 : 0);
  const bool narrow = scene.small() || (scene.large() && !scene.landscape());
  BarRows rows;
  // Beside one button the way back needs no words.
  const bool squeezed = scene.small() && !scene.large() && buttons == 1 && !bar.back.empty();
  rows.icon_back = squeezed;
  rows.two_rows = narrow && buttons > 0 && !squeezed;
  rows.height = sizes.small_button;
  if (rows.two_rows) rows.height += sizes.small_button + sizes.gap * 0.7F;
  return rows;
}

void draw_arrows(const Scene& scene, Rect& row, const PageBar& bar) {
  if (bar.scrolls.empty()) return;
  auto& ui = scene.ui;
  const auto room = ui.scroll_room(bar.scrolls);
  if (room.above + room.below < 1 && !ui.rehearsing()) return;
  const float side = std::max(kTouchSizeMin + 4, std::min(row.height, 120.0F));
  const float gap = scene.sizes.gap * 0.6F;
  Rect place = scene.left_handed() ? row.take_left(2 * side + gap, scene.sizes.gap)
                                   : row.take_right(2 * side + gap, scene.sizes.gap);
  const float page = std::max(60.0F, ui.scroll_page(bar.scrolls) * 0.8F);
  if (icon_button(ui, "list_up", place.take_left(side, gap), Icon::kUp, room.above > 0.5F)) {
    ui.scroll_by(bar.scrolls, -page);
  }
  if (icon_button(ui, "list_down", place, Icon::kDown, room.below > 0.5F)) {
    ui.scroll_by(bar.scrolls, page);
  }
}

void draw_bar(const Scene& scene, Rect place, const PageBar& bar) {
  const auto& sizes = scene.sizes;
  const float gap = sizes.gap * 0.7F;
  const auto buttons = [&](Rect row) {
    if (bar.secondary && bar.primary) {
      draw_and_act(scene, take_far(scene, row, row.width * 0.42F, gap), *bar.secondary, false);
    } else if (bar.secondary) {
      draw_and_act(scene, row, *bar.secondary, false);
    }
    if (bar.primary) draw_and_act(scene, row, *bar.primary, true);
  };
  if (rows_of(scene, bar).two_rows) {
    buttons(place.take_top(sizes.small_button, sizes.gap * 0.7F));
  }
  Rect row = place;
  const bool one_row = !rows_of(scene, bar).two_rows && (bar.primary || bar.secondary);
  if (rows_of(scene, bar).icon_back) {
    const Rect rect = take_far(scene, row, sizes.small_button, gap);
    if (icon_button(scene.ui, bar.back_id, rect, Icon::kArrowBack) && bar.back_tapped) {
      bar.back_tapped();
    }
  } else if (!bar.back.empty()) {
    const TextStyle style{.em = sizes.body};
    const float words = scene.ui.width_of(bar.back, style) + sizes.body * 1.7F + 2 * sizes.body;
    const float width = std::min(std::max(words, sizes.small_button * 1.6F), row.width * 0.5F);
    const Rect rect = take_far(scene, row, width, sizes.gap);
    draw_and_act(scene, rect,
                 {.id = bar.back_id,
                  .icon = Icon::kArrowBack,
                  .text = bar.back,
                  .enabled = true,
                  .danger = false,
                  .tapped = bar.back_tapped},
                 false);
  }
  draw_arrows(scene, row, bar);
  if (one_row) {
    // A lonely button does not need the whole width of a large screen.
    const float most =
        (bar.primary && bar.secondary ? 2.0F : 1.0F) * (scene.landscape() ? 420.0F : 520.0F);
    if (row.width > most) {
      row = scene.left_handed() ? Rect{row.left, row.top, most, row.height}
                                : Rect{row.right() - most, row.top, most, row.height};
    }
    buttons(row);
  }
}

}  // namespace

Rect draw_page(const Scene& scene, const PageTitle& title, const PageBar& bar,
               const std::function<void(Rect room)>& body) {
  const auto& sizes = scene.sizes;
  Rect screen = scene.ui.screen();
  scene.ui.canvas().fade(screen, scene.palette.surface_top, scene.palette.surface_bottom);
  const Rect band = screen.take_top(band_height(scene));
  Rect bottom = screen.take_bottom(rows_of(scene, bar).height + sizes.gap +
                                   (scene.small() ? sizes.gap : sizes.margin * 0.7F));
  draw_band(scene, band, title);
  if (body) body(screen);
  bottom.take_top(sizes.gap);
  bottom.take_bottom(scene.small() ? sizes.gap : sizes.margin * 0.7F);
  draw_bar(scene, bottom.inset(sizes.margin, 0), bar);
  return screen;
}

void draw_question(const Scene& scene, const Question& question) {
  const auto& sizes = scene.sizes;
  auto& ui = scene.ui;
  const Rect screen = ui.screen();
  ui.canvas().fill(screen, scene.palette.viewfinder.faded(scene.palette.outlined() ? 0.9F : 0.55F));
  const float padding = padding_of(scene) * 1.2F;
  const float width =
      std::min(screen.width - 2 * sizes.margin, scene.landscape() ? 760.0F : 960.0F);
  const TextStyle title{.em = sizes.title,
                        .colour = scene.palette.ink,
                        .face = Face::kBold,
                        .lines_max = 3,
                        .line_height = 1.25F};
  const TextStyle text{.em = sizes.body,
                       .colour = scene.palette.muted,
                       .vertical = Vertical::kTop,
                       .lines_max = 8,
                       .line_height = 1.35F};
  const float inner = width - 2 * padding;
  const float icon = sizes.title * 1.5F;
  const float title_height =
      std::max(icon, ui.height_of(question.title, inner - icon - sizes.gap, title));
  const float text_height =
      question.text.empty() ? 0 : ui.height_of(question.text, inner, text) + sizes.gap;
  const bool stacked = scene.small();
  const float buttons = stacked ? 2 * sizes.small_button + sizes.gap * 0.7F : sizes.small_button;
  const float height = 2 * padding + title_height + text_height + sizes.gap + buttons;
  const float left = scene.landscape() ? (screen.width - width) / 2 : sizes.margin;
  const float bottom = scene.landscape() ? screen.height * 0.86F : screen.height - sizes.margin;
  const Rect place{scene.landscape() ? left : (screen.width - width) / 2, bottom - height, width,
                   height};
  card(ui, place, sizes.radius);
  Rect inside = place.inset(padding);
  Rect head = inside.take_top(title_height, sizes.gap);
  ui.canvas().icon(head.take_left(icon, sizes.gap).centre(), icon, question.icon,
                   question.yes.danger ? scene.palette.danger : scene.palette.calm);
  ui.text(head, question.title, title);
  Rect row = inside.take_bottom(buttons, sizes.gap);
  if (!question.text.empty()) ui.text(inside, question.text, text);
  if (stacked) {
    draw_and_act(scene, row.take_top(sizes.small_button, sizes.gap * 0.7F), question.yes, true);
    draw_and_act(scene, row, question.no, false);
    return;
  }
  draw_and_act(scene, take_far(scene, row, row.width * 0.44F, sizes.gap * 0.8F), question.no,
               false);
  draw_and_act(scene, row, question.yes, true);
}

bool two_columns(const Scene& scene) {
  return scene.landscape() && !scene.large();
}

void draw_blocks(const Scene& scene, std::string_view id, Rect room, const Blocks& blocks,
                 Stand stand) {
  auto& ui = scene.ui;
  const auto& sizes = scene.sizes;
  const float gap = sizes.gap;
  const Rect inner = room.inset(sizes.margin, 0);
  const int columns = two_columns(scene) ? 2 : 1;
  std::vector<Rect> places;
  float ends[2] = {kShadowRoom, kShadowRoom};
  for (const auto& block : blocks) {
    const bool wide = block.full_width || columns == 1;
    if (wide) ends[0] = ends[1] = std::max(ends[0], ends[1]);
    const int column = !wide && ends[1] < ends[0] ? 1 : 0;
    const Rect strip = wide ? inner : inner.column(column, columns, gap);
    const float height = block.height(strip.width);
    places.push_back({strip.left, ends[column], strip.width, height});
    ends[column] += height + gap;
    if (wide) ends[1] = ends[0];
  }
  const float content = std::max(ends[0], ends[1]) - gap + kShadowRoom;
  if (stand == Stand::kLow && content < room.height) room.take_top(room.height - content);
  const Rect whole = ui.begin_scroll(id, room, content);
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const Rect place = places[i].moved(0, whole.top);
    if (ui.rehearsing() || place.inset(-40).overlaps(room)) blocks[i].draw(place);
  }
  ui.end_scroll();
  const auto out = ui.scroll_room(id);
  if (out.above + out.below < 1) return;
  // How far the list is, at its edge.
  const float length = std::max(40.0F, room.height * room.height / content);
  const float way = (room.height - length) * out.above / (out.above + out.below);
  const float pen = scene.small() ? 5 : 8;
  const float left = scene.left_handed() ? room.left + pen : room.right() - 2 * pen;
  ui.canvas().round({left, room.top + way, pen, length}, pen / 2, scene.palette.muted.faded(0.5F));
}

}  // namespace keqian::kiosk
