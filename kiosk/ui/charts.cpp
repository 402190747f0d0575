#include "kiosk/ui/charts.h"

#include <algorithm>
#include <cmath>

#include "server-sync/base/text.h"

namespace keqian::kiosk {
namespace {

constexpr float kBarWidthMax = 54;
constexpr float kBeforeWidth = 1.5F;  // of the bar to compare with, in widths of the other
constexpr float kStubHeight = 5;      // an empty hour is a short stub, not a gap

struct Plot {
  Rect rect;
  std::int64_t most = 1;  // at its top
  float y(std::int64_t value) const {
    return rect.bottom() - rect.height * static_cast<float>(value) / static_cast<float>(most);
  }
};

// The grid with its numbers at the left; what is left is the plot.
Plot draw_axis(Ui& ui, Rect rect, std::int64_t most, float em) {
  const int room = std::max(1, static_cast<int>(rect.height / (em * 2.2F)));
  const auto ticks = axis_ticks(most, std::min(room, 5));
  const TextStyle style{.em = em, .colour = ui.palette().muted, .align = Align::kRight};
  float width = 0;
  for (const auto tick : ticks) width = std::max(width, ui.width_of(with_thousands(tick), style));
  const Rect numbers = rect.take_left(width + 2, em * 0.5F);
  const Plot plot{rect, ticks.back()};
  for (const auto tick : ticks) {
    const float y = plot.y(tick);
    ui.canvas().line({rect.left, y}, {rect.right(), y}, tick == 0 ? 2.0F : 1.0F, ui.palette().line);
    ui.text({numbers.left, y - em * 0.5F, numbers.width, em}, with_thousands(tick), style);
  }
  return plot;
}

// The bar to compare with stands behind and is wider.
void draw_bar(Ui& ui, const Plot& plot, const ChartBar& bar, float middle, float width) {
  auto& canvas = ui.canvas();
  const auto& palette = ui.palette();
  const auto column = [&](std::int64_t value, float wide, Colour colour) {
    const float top = std::min(plot.y(value), plot.rect.bottom() - kStubHeight);
    const Rect filled{middle - wide / 2, top, wide, plot.rect.bottom() - top};
    const float radius = std::min({wide / 2, filled.height, 8.0F});
    canvas.round(filled, radius, colour, Corners::kTop);
    if (palette.outlined()) canvas.outline(filled, radius, palette.line, palette.pen);
  };
  if (bar.before > 0) column(bar.before, width * kBeforeWidth, chart_colour_before(palette));
  if (bar.value > 0 || bar.before <= 0) {
    column(bar.value, width, bar.value > 0 ? chart_colour(palette) : palette.track);
  }
}

}  // namespace

Colour chart_colour(const Palette& palette) {
  return palette.series.front();
}

Colour chart_colour_before(const Palette& palette) {
  return palette.outlined() ? palette.track : palette.bar;
}

std::vector<std::int64_t> axis_ticks(std::int64_t most, int count_max) {
  most = std::max<std::int64_t>(most, 1);
  std::int64_t step = 1;
  for (std::int64_t power = 1;; power *= 10) {
    bool found = false;
    for (const std::int64_t factor : {1, 2, 5}) {
      step = power * factor;
      found = (most + step - 1) / step <= std::max(1, count_max);
      if (found) break;
    }
    if (found) break;
  }
  std::vector<std::int64_t> ticks;
  for (std::int64_t tick = 0; tick < most + step; tick += step) ticks.push_back(tick);
  return ticks;
}

void bar_chart(Ui& ui, Rect rect, std::span<const ChartBar> bars) {
  if (bars.empty()) return;
  const float em = ui.text_em_min();
  std::int64_t most = 0;
  for (const auto& bar : bars) most = std::max({most, bar.value, bar.before});
  const Rect labels = rect.take_bottom(em * 1.3F);
  rect.take_top(em * 1.2F);  // room for the value of the highest bar
  const Plot plot = draw_axis(ui, rect, most, em);

  const auto count = static_cast<float>(bars.size());
  const float each = plot.rect.width / count;
  const float share = std::ranges::any_of(bars, [](const auto& bar) { return bar.before > 0; })
                          ? 0.88F / kBeforeWidth
                          : 0.58F;
  const float width = std::max(4.0F, std::floor(std::min(each * share, kBarWidthMax)));
  const TextStyle value_style{
      .em = em, .colour = ui.palette().ink, .face = Face::kBold, .align = Align::kCentre};
  const TextStyle label_style{.em = em, .colour = ui.palette().muted, .align = Align::kCentre};
  float widest_label = 0;
  float widest_value = 0;
  for (const auto& bar : bars) {
    widest_label = std::max({widest_label, ui.width_of(bar.label, label_style),
                             bar.marked ? ui.width_of(bar.label, value_style) : 0});
    widest_value = std::max(widest_value, ui.width_of(with_thousands(bar.value), value_style));
  }
  const bool all_values = widest_value + em * 0.2F <= each;
  // A name at the edge is moved inwards.
  const float apart = widest_label + em * 0.5F + std::max(0.0F, (widest_label - each) / 2);
  const int every = std::max(1, static_cast<int>(std::ceil(apart / each)));
  // The marked bar is always named, and every so many from it.
  const auto marked = std::ranges::find_if(bars, [](const ChartBar& bar) { return bar.marked; });
  const auto named =
      marked == bars.end() ? 0 : static_cast<int>(std::ranges::distance(bars.begin(), marked));
  const auto middle_of = [&](std::size_t i) {
    return plot.rect.left + (static_cast<float>(i) + 0.5F) * each;
  };
  for (std::size_t i = 0; i < bars.size(); ++i) draw_bar(ui, plot, bars[i], middle_of(i), width);
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const auto& bar = bars[i];
    const float middle = middle_of(i);
    if (bar.value > 0 && (all_values || bar.marked)) {
      const std::string words = with_thousands(bar.value);
      const float room = ui.width_of(words, value_style) + 2;
      const float left = std::clamp(middle - room / 2, plot.rect.left,
                                    std::max(plot.rect.left, plot.rect.right() - room));
      // Above the bar that it is of, and not across the edge of the one behind.
      const float above = plot.y(bar.value);
      const float behind = bar.before > 0 ? plot.y(bar.before) : plot.rect.bottom();
      const bool crosses = behind < above && above - behind < em * 1.2F;
      const float top = (crosses ? behind : above) - em * 1.15F;
      if (top + em <= behind) {
        // On the card's own ground, so that a grid line does not run through the digits.
        ui.canvas().fill({left - 2, top, room + 4, em}, ui.palette().card);
      } else if (ui.palette().outlined()) {
        ui.canvas().fill({left - 2, top, room + 4, em}, chart_colour_before(ui.palette()));
      }
      ui.text({left, top, room, em}, words, value_style);
    }
    if ((static_cast<int>(i) - named) % every != 0) continue;
    const float room = widest_label + 2;
    const float left = std::clamp(middle - room / 2, labels.left, labels.right() - room);
    ui.text({left, labels.top + em * 0.25F, room, em}, bar.label,
            {.em = em,
             .colour = bar.marked ? ui.palette().ink : ui.palette().muted,
             .face = bar.marked ? Face::kBold : Face::kRegular,
             .align = Align::kCentre});
  }
}

void share_ring(Ui& ui, Point centre, float radius, std::span<const ChartShare> shares,
                std::string_view figure, std::string_view word) {
  constexpr float kLeast = 0.012F;  // turns
  constexpr float kGap = 0.006F;
  auto& canvas = ui.canvas();
  const float thickness = radius * 0.26F;
  const float middle = radius - thickness / 2;
  canvas.ring(centre, middle, thickness, ui.palette().track);
  std::int64_t sum = 0;
  for (const auto& share : shares) sum += std::max<std::int64_t>(0, share.value);
  float whole = 0;
  const auto size_of = [&](const ChartShare& share) {
    if (share.value <= 0) return 0.0F;
    return std::max(kLeast, static_cast<float>(share.value) / static_cast<float>(sum));
  };
  for (const auto& share : shares) whole += size_of(share);
  float from = 0;
  for (const auto& share : shares) {
    const float size = size_of(share) / std::max(whole, 1e-6F);
    if (size == 0) continue;
    const float gap = size > 0.999F ? 0 : std::min(kGap, size * 0.4F);
    canvas.arc(centre, middle, thickness, from + gap / 2, from + size - gap / 2, share.colour);
    from += size;
  }
  const float room = (radius - thickness) * 1.7F;
  const float em = ui.text_em_min();
  const float block = std::min(radius * 0.46F, em * 2.2F) + em * 1.3F;
  Rect box{centre.x - room / 2, centre.y - block / 2, room, block};
  ui.text(box.take_top(block - em * 1.3F), figure,
          {.em = block - em * 1.3F,
           .colour = ui.palette().ink,
           .face = Face::kBold,
           .align = Align::kCentre});
  ui.text(box, word, {.em = em, .colour = ui.palette().muted, .align = Align::kCentre});
}

}  // namespace keqian::kiosk
