#include "kiosk/screens/visitor_page.h"

#include <algorithm>
#include <cmath>

namespace keqian::kiosk {
namespace {

constexpr float kSecondaryShare = 0.38F;  // of the row

bool beside(const Scene& scene, float width, const PageButton& primary,
            const PageButton& secondary) {
  const float em = scene.ui.text_em_min();
  const float row = width - scene.sizes.gap * 0.7F;
  const auto fits = [&](const PageButton& button, float share) {
    return fits_two_lines(scene, button.text, words_room(row * share, em, false));
  };
  return fits(primary, 1 - kSecondaryShare) && fits(secondary, kSecondaryShare);
}

void draw_way(const Scene& scene, Rect rect, const PageButton& button, bool primary) {
  const float em = primary ? scene.sizes.button_em : scene.sizes.body;
  // The icon is as large as the words were meant to be, however small they become.
  const bool icon = fits_two_lines(scene, button.text, words_room(rect.width, em, true));
  const ButtonLabel label{icon ? std::optional(button.icon) : std::nullopt, button.text, em};
  const bool tapped = primary ? primary_button(scene.ui, button.id, rect, label, button.enabled)
                              : secondary_button(scene.ui, button.id, rect, label, button.enabled);
  if (tapped && button.tapped) button.tapped();
}

struct Head {
  TextStyle title, subject, advice;
  float title_height = 0, subject_height = 0, advice_height = 0;  // with the gaps above
  float height() const { return title_height + subject_height + advice_height; }
};

// A title that nearly fits one line is rather smaller than wrapped, and one of three lines rather
// smaller than that. In a few steps, so that rehearsed screens have the glyphs of all numbers.
float title_em(const Scene& scene, const std::string& title, float width, TextStyle style) {
  constexpr float kStepDown = 0.92F;
  const float most = style.em;
  const float one_line_least = most * (scene.landscape() ? 0.8F : 0.75F);
  for (style.em = most; style.em >= one_line_least; style.em *= kStepDown) {
    if (scene.ui.width_of(title, style) <= width) return style.em;
  }
  for (style.em = most; style.em > scene.sizes.title; style.em *= kStepDown) {
    if (scene.ui.height_of(title, width, style) <= style.em * 2.2F) break;
  }
  return std::max(style.em, scene.sizes.title);
}

Head head_of(const Scene& scene, const VisitorPage& page, float width) {
  const auto& sizes = scene.sizes;
  auto& ui = scene.ui;
  Head head;
  head.title = {.em = sizes.outcome,
                .colour = scene.palette.on_dark,
                .face = Face::kBold,
                .align = Align::kCentre,
                .lines_max = 2,
                .line_height = 1.15F};
  head.title.em = title_em(scene, page.title, width, head.title);
  head.subject = {.em = sizes.strong,
                  .colour = scene.palette.on_dark,
                  .face = Face::kBold,
                  .align = Align::kCentre,
                  .lines_max = 3,
                  .line_height = 1.2F};
  head.advice = {.em = sizes.body,
                 .colour = scene.palette.on_dark_soft,
                 .align = Align::kCentre,
                 .vertical = Vertical::kTop,
                 .lines_max = 8,
                 .line_height = 1.25F};
  const float gap = sizes.gap;
  head.title_height = ui.height_of(page.title, width, head.title);
  if (!page.subject.empty()) {
    head.subject_height = ui.height_of(page.subject, width, head.subject) + gap;
  }
  if (!page.advice.empty()) {
    head.advice_height = ui.height_of(page.advice, width, head.advice) + gap;
  }
  return head;
}

void draw_head(const Scene& scene, Rect room, const VisitorPage& page, const Head& head) {
  auto& ui = scene.ui;
  const float gap = scene.sizes.gap;
  const float badge_space = scene.sizes.badge * 2.7F + gap;
  const bool with_badge = room.height >= head.height() + badge_space;
  const float block = head.height() + (with_badge ? badge_space : 0);
  room.take_top(std::max(0.0F, (room.height - block) / 2));
  if (with_badge) {
    badge(ui, room.take_top(badge_space - gap, gap).centre(), scene.sizes.badge, page.icon,
          page.mood.badge);
  }
  ui.text(room.take_top(head.title_height), page.title, head.title);
  if (!page.subject.empty()) {
    room.take_top(gap);
    ui.text(room.take_top(head.subject_height - gap), page.subject, head.subject);
  }
  if (!page.advice.empty()) {
    room.take_top(gap);
    ui.text(room.take_top(head.advice_height - gap), page.advice, head.advice);
  }
}

}  // namespace

float ways_height(const Scene& scene, float width, const std::optional<PageButton>& primary,
                  const std::optional<PageButton>& secondary) {
  const auto& sizes = scene.sizes;
  if (!primary && !secondary) return 0;
  if (!primary) return sizes.small_button;
  if (!secondary || beside(scene, width, *primary, *secondary)) return sizes.button;
  return sizes.button + sizes.gap + sizes.small_button;
}

void draw_ways(const Scene& scene, Rect place, const std::optional<PageButton>& primary,
               const std::optional<PageButton>& secondary) {
  const auto& sizes = scene.sizes;
  if (secondary && primary && beside(scene, place.width, *primary, *secondary)) {
    const float gap = sizes.gap * 0.7F;
    const float width = (place.width - gap) * kSecondaryShare;
    const Rect left =
        scene.left_handed() ? place.take_right(width, gap) : place.take_left(width, gap);
    draw_way(scene, left, *secondary, false);
  } else if (secondary) {
    draw_way(scene, place.take_bottom(sizes.small_button, sizes.gap), *secondary, false);
  }
  if (primary) draw_way(scene, place, *primary, true);
}

void draw_visitor_page(const Scene& scene, VisitorPage page,
                       const std::optional<PageButton>& primary,
                       const std::optional<PageButton>& secondary) {
  const auto& sizes = scene.sizes;
  const Rect screen = scene.ui.screen();
  const bool wide = scene.landscape();
  // As draw_frame cuts the screen.
  const float head_width =
      (wide ? std::round(screen.width * 0.47F) : screen.width) - 2 * sizes.margin;
  const float work_width =
      wide ? screen.width - std::round(screen.width * 0.47F) - 2 * (sizes.margin + 8) : head_width;
  const float ways = ways_height(scene, work_width, primary, secondary);
  const float below =
      2 * sizes.gap + ways + sizes.gap + sizes.footer + (scene.small() ? sizes.gap : sizes.margin);
  const float around = sizes.header + sizes.gap;
  const float list_least = page.blocks.empty() ? 0 : page.list_least;
  const float head_most =
      wide ? screen.height - around : screen.height - around - below - list_least;
  Head head = head_of(scene, page, head_width);
  if (!page.advice.empty() && head.height() > head_most) {
    if (page.advice_needed) {
      page.blocks.insert(page.blocks.begin(),
                         strip_block(scene, Tone::kCalm, Icon::kInfo, page.advice));
    }
    page.advice.clear();
    head = head_of(scene, page, head_width);
  }
  // A head takes all the room where nothing else wants it, and no more than it needs otherwise.
  float list_wants = 0;
  for (const auto& block : page.blocks) list_wants += block.height(work_width) + sizes.gap;
  if (list_wants > 0) list_wants += sizes.gap * 2;
  const float head_height = std::max(head.height(), screen.height - around - below - list_wants);
  const Panes panes =
      draw_frame(scene, page.mood, (around + head_height) / std::max(1.0F, screen.height));
  draw_head(scene, panes.head, page, head);
  Rect work = panes.work;
  draw_ways(scene, work.take_bottom(ways, ways > 0 ? sizes.gap : 0), primary, secondary);
  if (page.blocks.empty()) return;
  // Lists reach to the edges of their side, so that shadows and the scroll mark have room.
  draw_blocks(scene, page.list, work.inset(-sizes.margin, 0), page.blocks, Stand::kLow);
}

}  // namespace keqian::kiosk
