// The bar at the bottom of a page: the way back, its tabs, the things to do and the arrows of its
// list, in as many rows as their words need.
#include <algorithm>
#include <array>
#include <cmath>

#include "kiosk/screens/page.h"

namespace keqian::kiosk {
namespace {

constexpr float kShareMin = 0.34F;  // of a row, of the less wide of two buttons

float button_em(const Scene& scene, bool primary) {
  const auto& sizes = scene.sizes;
  return primary ? std::min(sizes.button_em, sizes.strong * 1.1F) : sizes.body;
}

// The width at which a button's icon and words stand in one line.
float button_need(const Scene& scene, const PageButton& button, bool primary) {
  const float em = button_em(scene, primary);
  const TextStyle style{.em = em, .face = primary ? Face::kBold : Face::kRegular};
  return scene.ui.width_of(button.text, style) + em * 1.7F + 1.6F * em;
}

float arrows_width(const Scene& scene) {
  const float side = std::max(kTouchSizeMin + 4, std::min(scene.sizes.small_button, 120.0F));
  return 2 * side + scene.sizes.gap * 0.6F;
}

// Cuts `size` off the side where a right-handed person does not reach first.
Rect take_far(const Scene& scene, Rect& row, float size, float gap) {
  return scene.left_handed() ? row.take_right(size, gap) : row.take_left(size, gap);
}

// ---- Tabs --------------------------------------------------------------------------------------

// How all tabs of a strip look: alike, with their words wherever those fit.
struct TabsLook {
  bool one_by_one = false;  // only the chosen one, between buttons for the ones beside it
  int rows = 1;
  bool beside = false;  // the word beside the icon, or below it
  float row_height = 0;
  float height() const { return static_cast<float>(rows) * row_height; }
};
TabsLook look_of(const Scene& scene, const std::vector<Tab>& tabs, float width) {
  const auto& sizes = scene.sizes;
  const TextStyle bold{.em = sizes.caption, .face = Face::kBold};
  const TextStyle plain{.em = sizes.caption};
  float widest = 0;
  for (const auto& tab : tabs) {
    widest =
        std::max({widest, scene.ui.width_of(tab.text, bold), scene.ui.width_of(tab.text, plain)});
  }
  const float icon = sizes.body * 1.2F;
  TabsLook look;
  const int count = static_cast<int>(tabs.size());
  for (look.rows = 1; look.rows < 3; ++look.rows) {
    const int columns = (count + look.rows - 1) / look.rows;
    const float room = width / static_cast<float>(columns) - 18;
    look.beside = widest + icon + sizes.body <= room;
    if (look.beside || widest <= room) break;
  }
  if (look.rows > 1 && scene.small() && scene.large()) {
    // Two or three rows of larger words would take the page's room.
    return {.one_by_one = true, .rows = 1, .beside = true, .row_height = sizes.small_button};
  }
  const float words = look.beside ? 0 : icon + sizes.caption * 1.25F + 18;
  look.row_height =
      std::max({kTouchSizeMin + 8, words, scene.small() ? 0 : sizes.small_button * 0.8F});
  return look;
}

void draw_tab(const Scene& scene, Rect thumb, const Tab& tab, bool on, bool beside) {
  auto& ui = scene.ui;
  const auto& sizes = scene.sizes;
  const Colour ink = on ? scene.palette.calm : scene.palette.muted;
  const TextStyle style{.em = sizes.caption,
                        .colour = ink,
                        .face = on ? Face::kBold : Face::kRegular,
                        .align = Align::kCentre};
  TextStyle bold = style;
  bold.face = Face::kBold;
  const float icon = sizes.body * 1.2F;
  if (beside) {
    const float words = std::max(ui.width_of(tab.text, bold), ui.width_of(tab.text, style));
    const float left = thumb.centre().x - (words + icon + sizes.body * 0.4F) / 2;
    ui.canvas().icon({left + icon / 2, thumb.centre().y}, icon, tab.icon, ink);
    ui.text({left + icon + sizes.body * 0.4F - 2, thumb.top, words + 4, thumb.height}, tab.text,
            style);
    return;
  }
  const float top = thumb.centre().y - (icon + sizes.caption * 1.25F) / 2;
  ui.canvas().icon({thumb.centre().x, top + icon / 2}, icon, tab.icon, ink);
  ui.text({thumb.left, top + icon + sizes.caption * 0.2F, thumb.width, sizes.caption}, tab.text,
          style);
}

void draw_one_by_one(const Scene& scene, Rect rect, const PageTabs& strip) {
  const int count = static_cast<int>(strip.tabs.size());
  const auto turn = [&](std::string_view part, Rect place, Icon icon, int by) {
    if (icon_button(scene.ui, strip.id + "." + std::string(part), place, icon) && strip.tapped) {
      strip.tapped((strip.chosen + by + count) % count);
    }
  };
  const float gap = scene.sizes.gap * 0.7F;
  turn("previous", rect.take_left(rect.height, gap), Icon::kChevronLeft, -1);
  turn("next", rect.take_right(rect.height, gap), Icon::kChevronRight, 1);
  scene.ui.canvas().round(rect, scene.sizes.radius * 0.7F, scene.palette.card);
  if (scene.palette.outlined()) {
    scene.ui.canvas().outline(rect, scene.sizes.radius * 0.7F, scene.palette.line,
                              scene.palette.pen);
  }
  draw_tab(scene, rect, strip.tabs[static_cast<std::size_t>(strip.chosen)], true, true);
}

void draw_tabs(const Scene& scene, Rect rect, const PageTabs& strip) {
  const TabsLook look = look_of(scene, strip.tabs, rect.width);
  if (look.one_by_one) {
    draw_one_by_one(scene, rect, strip);
    return;
  }
  auto& ui = scene.ui;
  auto& canvas = ui.canvas();
  const float radius = std::min(scene.sizes.radius * 0.7F, 26.0F);
  canvas.round(rect, radius, scene.palette.track);
  if (scene.palette.outlined()) {
    canvas.outline(rect, radius, scene.palette.line, scene.palette.pen);
  }
  const int count = static_cast<int>(strip.tabs.size());
  const int columns = (count + look.rows - 1) / look.rows;
  for (int i = 0; i < count; ++i) {
    const int row = i / columns;
    const int in_row = std::min(columns, count - row * columns);
    const Rect part = rect.row(row, look.rows, 0).column(i % columns, in_row, 0);
    const Press press = ui.touch(strip.id + "." + std::to_string(i), part);
    const bool on = i == strip.chosen;
    const Rect thumb = part.inset(5);
    if (on) canvas.shadow(thumb, radius - 5, 10, 3, 0.22F);
    if (on || press.held) {
      canvas.round(thumb, radius - 5, on ? scene.palette.card : scene.palette.line);
    }
    if (on && scene.palette.outlined()) {
      canvas.outline(thumb, radius - 5, scene.palette.line, scene.palette.pen);
    }
    draw_tab(scene, thumb, strip.tabs[static_cast<std::size_t>(i)], on, look.beside);
    if (press.tapped && strip.tapped) strip.tapped(i);
  }
}

// ---- The rows ----------------------------------------------------------------------------------

struct BarPlan {
  bool icon_back = false;     // the way back without its words
  bool beside = false;        // the buttons are in the row of the way back
  bool stacked = false;       // else: one below the other
  bool tabs_in_bar = false;   // beside the way back
  float secondary_share = 0;  // of their row
  float rows_above = 0;       // height of the buttons' own rows, with their gaps
  float tabs_above = 0;       // likewise of the tabs
  float row = 0;              // height of the row of the way back
  float height() const { return tabs_above + rows_above + row; }
};

float back_width(const Scene& scene, const PageBar& bar, float width) {
  if (bar.back.empty()) return 0;
  const auto& sizes = scene.sizes;
  const float words = scene.ui.width_of(bar.back, {.em = sizes.body}) + 3.7F * sizes.body;
  return std::min(std::max(words, sizes.small_button * 1.6F), width * 0.5F) + sizes.gap;
}

bool share_row(const Scene& scene, const PageBar& bar, float width) {
  const float gap = scene.sizes.gap * 0.7F;
  const float em = scene.ui.text_em_min();
  const float half = (width - gap) / 2;
  return fits_two_lines(scene, bar.primary->text, words_room(half, em, false)) &&
         fits_two_lines(scene, bar.secondary->text, words_room(half, em, false));
}

BarPlan plan_of(const Scene& scene, const PageBar& bar) {
  const auto& sizes = scene.sizes;
  const float width = scene.ui.screen().width - 2 * sizes.margin;
  const float gap = sizes.gap * 0.7F;
  const bool both = bar.primary && bar.secondary;
  BarPlan plan;
  plan.row = sizes.small_button;
  float room = width - back_width(scene, bar, width);
  if (!bar.scrolls.empty()) room -= arrows_width(scene) + sizes.gap;
  if (bar.third) room -= button_need(scene, *bar.third, false) + gap;
  const float primary = bar.primary ? button_need(scene, *bar.primary, true) : 0;
  const float secondary = bar.secondary ? button_need(scene, *bar.secondary, false) : 0;
  const float need = primary + secondary + (both ? gap : 0);
  if (both) plan.secondary_share = std::clamp(secondary / (primary + secondary), kShareMin, 0.5F);
  if (need > 0) {
    // Beside one button the way back needs no words.
    plan.icon_back = scene.small() && !scene.large() && !both && !bar.back.empty() && !bar.third;
    plan.beside = plan.icon_back || ((!scene.small() || bar.back.empty()) && need <= room);
    if (!plan.beside) {
      plan.stacked = both && !share_row(scene, bar, width);
      if (both && need > width) plan.secondary_share = 0.5F;
      plan.rows_above = (sizes.small_button + gap) * (plan.stacked ? 2.0F : 1.0F);
    }
  }
  if (bar.third && room < 0) plan.icon_back = true;  // its words have no room either
  if (bar.tabs) {
    const TabsLook look = look_of(scene, bar.tabs->tabs, room);
    plan.tabs_in_bar = scene.landscape() && need == 0 && look.rows == 1;
    if (plan.tabs_in_bar) {
      plan.row = std::max(plan.row, look.row_height);
    } else {
      plan.tabs_above = look_of(scene, bar.tabs->tabs, width).height() + gap;
    }
  }
  return plan;
}

void draw_arrows(const Scene& scene, Rect& row, const PageBar& bar, bool keeps_place) {
  if (bar.scrolls.empty()) return;
  auto& ui = scene.ui;
  const auto room = ui.scroll_room(bar.scrolls);
  const bool needed = room.above + room.below >= 1 || ui.rehearsing();
  if (!needed && !keeps_place) return;
  const float gap = scene.sizes.gap * 0.6F;
  const float width = arrows_width(scene);
  Rect place = scene.left_handed() ? row.take_left(width, scene.sizes.gap)
                                   : row.take_right(width, scene.sizes.gap);
  const float page = std::max(60.0F, ui.scroll_page(bar.scrolls) * 0.8F);
  const float side = (width - gap) / 2;
  if (icon_button(ui, "list_up", place.take_left(side, gap), Icon::kUp, room.above > 0.5F)) {
    ui.scroll_by(bar.scrolls, -page);
  }
  if (icon_button(ui, "list_down", place, Icon::kDown, room.below > 0.5F)) {
    ui.scroll_by(bar.scrolls, page);
  }
}

void draw_buttons(const Scene& scene, Rect row, const PageBar& bar, const BarPlan& plan) {
  const float gap = scene.sizes.gap * 0.7F;
  if (plan.stacked) {
    draw_page_button(scene, row.take_top(scene.sizes.small_button, gap), *bar.secondary, false);
    draw_page_button(scene, row, *bar.primary, true);
    return;
  }
  if (bar.secondary && bar.primary) {
    const float width = (row.width - gap) * plan.secondary_share;
    draw_page_button(scene, take_far(scene, row, width, gap), *bar.secondary, false);
  } else if (bar.secondary) {
    draw_page_button(scene, row, *bar.secondary, false);
  }
  if (bar.primary) draw_page_button(scene, row, *bar.primary, true);
}

// A lonely button does not need the whole width of a large screen.
Rect narrowed(const Scene& scene, Rect row, const PageBar& bar) {
  const float each = scene.landscape() ? 420.0F : 520.0F;
  const float most = (bar.primary && bar.secondary ? 2.0F : 1.0F) * each;
  if (row.width <= most) return row;
  return scene.left_handed() ? Rect{row.left, row.top, most, row.height}
                             : Rect{row.right() - most, row.top, most, row.height};
}

void draw_back(const Scene& scene, Rect& row, const PageBar& bar, const BarPlan& plan) {
  if (bar.back.empty()) return;
  const auto& sizes = scene.sizes;
  if (plan.icon_back) {
    const Rect rect = take_far(scene, row, sizes.small_button, sizes.gap * 0.7F);
    if (icon_button(scene.ui, bar.back_id, rect, Icon::kArrowBack) && bar.back_tapped) {
      bar.back_tapped();
    }
    return;
  }
  const float width = back_width(scene, bar, row.width) - sizes.gap;
  draw_page_button(scene, take_far(scene, row, width, sizes.gap),
                   {.id = bar.back_id,
                    .icon = Icon::kArrowBack,
                    .text = bar.back,
                    .enabled = true,
                    .danger = false,
                    .tapped = bar.back_tapped},
                   false);
}

}  // namespace

float words_room(float width, float em, bool icon) {
  constexpr float kRounding = 4;
  return width - 2 * std::min(width * 0.06F, em) - (icon ? em * 1.7F : 0) - kRounding;
}

bool fits_two_lines(const Scene& scene, const std::string& words, float room) {
  const TextStyle style{.em = scene.ui.text_em_min(), .face = Face::kBold, .line_height = 1.2F};
  return scene.ui.height_of(words, room, style) <= style.em * 2.3F &&
         scene.ui.keeps_words(words, room, style);
}

void draw_page_button(const Scene& scene, Rect rect, const PageButton& button, bool primary) {
  const float least = scene.ui.text_em_min();
  const bool icon = fits_two_lines(scene, button.text, words_room(rect.width, least, true));
  const ButtonLabel label{icon ? std::optional(button.icon) : std::nullopt, button.text,
                          button_em(scene, primary || button.danger)};
  const auto draw = button.danger ? danger_button : primary ? primary_button : secondary_button;
  if (draw(scene.ui, button.id, rect, label, button.enabled) && button.tapped) button.tapped();
}

float bar_height(const Scene& scene, const PageBar& bar) {
  const auto& sizes = scene.sizes;
  return plan_of(scene, bar).height() + sizes.gap +
         (scene.small() ? sizes.gap : sizes.margin * 0.7F);
}

void draw_bar(const Scene& scene, Rect place, const PageBar& bar) {
  const auto& sizes = scene.sizes;
  const float gap = sizes.gap * 0.7F;
  const BarPlan plan = plan_of(scene, bar);
  place.take_top(sizes.gap);
  place = place.inset(sizes.margin, 0);
  if (plan.tabs_above > 0) draw_tabs(scene, place.take_top(plan.tabs_above - gap, gap), *bar.tabs);
  if (plan.rows_above > 0) {
    draw_buttons(scene, place.take_top(plan.rows_above - gap, gap), bar, plan);
  }
  Rect row = place.take_top(plan.row);
  draw_back(scene, row, bar, plan);
  draw_arrows(scene, row, bar, plan.tabs_in_bar);
  if (bar.third) {
    const float need = button_need(scene, *bar.third, false);
    if (need <= row.width) {
      draw_page_button(scene, take_far(scene, row, need, gap), *bar.third, false);
    } else if (icon_button(scene.ui, bar.third->id, take_far(scene, row, sizes.small_button, gap),
                           bar.third->icon, bar.third->enabled) &&
               bar.third->tapped) {
      bar.third->tapped();
    }
  }
  if (plan.tabs_in_bar) draw_tabs(scene, row, *bar.tabs);
  if (plan.beside) draw_buttons(scene, narrowed(scene, row, bar), bar, plan);
}

}  // namespace keqian::kiosk
