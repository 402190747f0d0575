// The pieces that pages are made of.
#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "kiosk/screens/page.h"
#include "server-sync/base/text.h"

namespace keqian::kiosk {
namespace {

// What a block's two halves share: it is moved in once.
template <typename Kept>
std::shared_ptr<const Kept> keep(Kept kept) {
  return std::make_shared<const Kept>(std::move(kept));
}

}  // namespace

TextStyle paragraph(const Scene& scene, float em, Colour colour) {
  return {.em = em,
          .colour = colour,
          .vertical = Vertical::kTop,
          .lines_max = 12,
          .line_height = scene.small() ? 1.25F : 1.35F};
}

ToneColours colours_of(const Scene& scene, Tone tone) {
  const auto& p = scene.palette;
  switch (tone) {
    case Tone::kGood:
      return {p.good, p.good_soft};
    case Tone::kCaution:
      return {p.caution, p.caution_soft};
    case Tone::kDanger:
      return {p.danger, p.danger_soft};
    case Tone::kCalm:
      return {p.calm, p.calm_soft};
    case Tone::kPlain:
      break;
  }
  return {p.ink, p.card};
}

float padding_of(const Scene& scene) {
  return scene.small() ? 16.0F : scene.landscape() ? 22.0F : 32.0F;
}

Block strip_block(const Scene& scene, Tone tone, Icon icon, std::string text, std::string detail,
                  bool full_width) {
  struct Words {
    std::string text, detail;
  };
  const auto words = keep(Words{std::move(text), std::move(detail)});
  const auto& sizes = scene.sizes;
  const ToneColours colours = colours_of(scene, tone);
  const float padding = padding_of(scene);
  const float icon_size = sizes.body * 1.4F;
  const float gap = sizes.gap * 0.7F;
  const TextStyle main = paragraph(scene, sizes.body, colours.ink);
  const TextStyle small = paragraph(scene, sizes.caption, scene.palette.muted);
  const auto heights = [=, &scene](float width) {
    const float room = width - 2 * padding - icon_size - gap;
    const float first = scene.ui.height_of(words->text, room, main);
    const float second =
        words->detail.empty() ? 0 : scene.ui.height_of(words->detail, room, small) + gap * 0.6F;
    return std::pair(first, second);
  };
  return {[=](float width) {
            const auto [first, second] = heights(width);
            return std::max(icon_size, first + second) + 1.4F * padding;
          },
          [=, &scene](Rect rect) {
            const float radius = sizes.radius * 0.7F;
            scene.ui.canvas().round(rect, radius, colours.ground);
            if (scene.palette.outlined()) {
              scene.ui.canvas().outline(rect, radius, colours.ink, scene.palette.pen);
            }
            const auto [first, second] = heights(rect.width);
            Rect inside = rect.inset(padding, 0.7F * padding);
            scene.ui.canvas().icon(inside.take_left(icon_size, gap).centre(), icon_size, icon,
                                   colours.ink);
            inside.take_top((inside.height - first - second) / 2);
            scene.ui.text(inside.take_top(first, second > 0 ? gap * 0.6F : 0), words->text, main);
            if (!words->detail.empty()) scene.ui.text(inside, words->detail, small);
          },
          full_width};
}

Block heading_block(const Scene& scene, std::string text) {
  const auto words = keep(std::move(text));
  const TextStyle style{.em = scene.sizes.strong,
                        .colour = scene.palette.ink,
                        .face = Face::kBold,
                        .vertical = Vertical::kBottom,
                        .lines_max = 2,
                        .line_height = 1.25F};
  return {[=, &scene](float width) {
            return scene.ui.height_of(*words, width, style) + scene.sizes.gap * 0.4F;
          },
          [=, &scene](Rect rect) { scene.ui.text(rect, *words, style); }, true};
}

Block card_block(const Scene& scene, std::function<float(float width)> inner_height,
                 std::function<void(Rect inside)> draw, bool full_width) {
  const float padding = padding_of(scene);
  return {[padding, inner_height = std::move(inner_height)](float width) {
            return inner_height(width - 2 * padding) + 2 * padding;
          },
          [padding, &scene, draw = std::move(draw)](Rect rect) {
            card(scene.ui, rect, scene.sizes.radius * 0.8F);
            draw(rect.inset(padding));
          },
          full_width};
}

Block facts_block(const Scene& scene, std::string heading, std::vector<FactRow> rows,
                  bool full_width) {
  struct Facts {
    std::string heading;
    std::vector<FactRow> rows;
  };
  const auto facts = keep(Facts{std::move(heading), std::move(rows)});
  const auto& sizes = scene.sizes;
  const TextStyle label = paragraph(scene, sizes.body, scene.palette.muted);
  TextStyle value = paragraph(scene, sizes.body, scene.palette.ink);
  value.face = Face::kBold;
  TextStyle head = value;
  head.em = sizes.strong;
  const float between = sizes.gap * (scene.small() ? 1.3F : 1.17F);
  const auto label_room = [=, &scene](const FactRow& row, float width) {
    return width - scene.ui.width_of(row.value, value) - sizes.gap;
  };
  // A short value stays at the right, beside a name that wraps.
  const auto fits_beside = [=, &scene](const FactRow& row, float width) {
    const float room = label_room(row, width);
    if (scene.ui.width_of(row.label, label) < room) return true;
    return room >= width * 0.45F && scene.ui.keeps_words(row.label, room, label) &&
           scene.ui.height_of(row.label, room, label) <= label.em * (1.1F + label.line_height);
  };
  const auto height_of_row = [=, &scene](const FactRow& row, float width) {
    if (fits_beside(row, width)) {
      return std::max(sizes.body * 1.1F,
                      scene.ui.height_of(row.label, label_room(row, width), label));
    }
    return scene.ui.height_of(row.label, width, label) + sizes.body * 0.3F +
           scene.ui.height_of(row.value, width, value);
  };
  const auto head_height = [=, &scene](float width) {
    return facts->heading.empty() ? 0 : scene.ui.height_of(facts->heading, width, head) + between;
  };
  const auto draw_row = [=, &scene](Rect place, const FactRow& row) {
    TextStyle left = label;
    TextStyle right = value;
    right.colour = colours_of(scene, row.tone).ink;
    if (fits_beside(row, place.width)) {
      left.vertical = right.vertical = Vertical::kMiddle;
      right.align = Align::kRight;
      left.lines_max = 2;
      right.lines_max = 1;
      const float room = label_room(row, place.width);
      scene.ui.text(place.take_left(room + 1, sizes.gap * 0.5F), row.label, left);
    } else {
      const float height = scene.ui.height_of(row.label, place.width, label);
      scene.ui.text(place.take_top(height, sizes.body * 0.3F), row.label, left);
    }
    scene.ui.text(place, row.value, right);
  };
  return card_block(
      scene,
      [=](float width) {
        float height = head_height(width);
        for (const auto& row : facts->rows) height += height_of_row(row, width);
        return height + between * static_cast<float>(facts->rows.size() - 1);
      },
      [=, &scene](Rect inside) {
        if (!facts->heading.empty()) {
          scene.ui.text(inside.take_top(head_height(inside.width) - between, between),
                        facts->heading, head);
        }
        bool first = true;
        for (const auto& row : facts->rows) {
          if (!first) {
            const float y = inside.top + between / 2;
            scene.ui.canvas().line({inside.left, y}, {inside.right(), y}, 1.5F,
                                   scene.palette.track);
            inside.take_top(between);
          }
          first = false;
          draw_row(inside.take_top(height_of_row(row, inside.width)), row);
        }
      },
      full_width);
}

Block row_block(const Scene& scene, ListRow listed, std::function<void()> tapped, bool full_width) {
  const auto row = keep(std::move(listed));
  const auto act = keep(std::move(tapped));
  const auto& sizes = scene.sizes;
  const float padding = padding_of(scene) * 0.8F;
  const float icon = row->icon ? sizes.body * 1.5F : 0;
  const float gap = sizes.gap * 0.7F;
  const bool touchable = !row->id.empty();
  const float chevron = touchable ? sizes.body * 1.1F : 0;
  TextStyle title =
      paragraph(scene, sizes.body, row->quiet ? scene.palette.muted : scene.palette.ink);
  title.face = Face::kBold;
  title.lines_max = 3;
  title.may_shorten = true;
  title.line_height = 1.2F;
  TextStyle note = paragraph(scene, sizes.caption, scene.palette.muted);
  note.lines_max = scene.large() ? 7 : 5;
  note.may_shorten = true;
  note.line_height = 1.2F;
  TextStyle value{
      .em = sizes.strong,
      .colour = row->quiet ? scene.palette.muted : colours_of(scene, row->value_tone).ink,
      .face = Face::kBold,
      .align = Align::kRight};
  // A long value beside larger words would leave them no room: it goes below them.
  const bool value_below =
      scene.small() && scene.large() && scene.ui.width_of(row->value, value) > value.em * 2.2F;
  if (value_below) value.align = Align::kLeft;
  const float value_height = value_below ? value.em * 1.3F : 0;
  const auto text_room = [=, &scene](float width) {
    float room = width - 2 * padding;
    if (icon > 0) room -= icon + gap;
    if (chevron > 0) room -= chevron + gap * 0.5F;
    if (!row->value.empty() && !value_below) {
      room -= scene.ui.width_of(row->value, value) + gap;
    }
    return room;
  };
  const auto heights = [=, &scene](float width) {
    const float room = text_room(width);
    const auto most = [&](const TextStyle& style) {
      return style.em * (1 + static_cast<float>(style.lines_max - 1) * style.line_height);
    };
    const float first = std::min(most(title), scene.ui.height_of(row->title, room, title));
    const float second =
        row->note.empty() ? 0 : std::min(most(note), scene.ui.height_of(row->note, room, note));
    return std::pair(first, second);
  };
  return {[=](float width) {
            const auto [first, second] = heights(width);
            const float between = second > 0 ? sizes.caption * 0.35F : 0;
            return std::max(kTouchSizeMin + 8,
                            first + between + second + value_height + 1.5F * padding);
          },
          [=, &scene](Rect rect) {
            auto& ui = scene.ui;
            const Press press = touchable ? ui.touch(row->id, rect) : Press{};
            const float radius = std::min(sizes.radius * 0.7F, 24.0F);
            ui.canvas().shadow(rect, radius, 12, 4, 0.12F);
            ui.canvas().round(rect, radius, press.held ? scene.palette.track : scene.palette.card);
            if (row->chosen || scene.palette.outlined()) {
              ui.canvas().outline(rect, radius,
                                  row->chosen ? scene.palette.primary_from : scene.palette.line,
                                  row->chosen ? 4 : scene.palette.pen);
            }
            const auto [first, second] = heights(rect.width);
            Rect inside = rect.inset(padding, 0);
            if (row->icon) {
              ui.canvas().icon(
                  inside.take_left(icon, gap).centre(), icon, *row->icon,
                  row->quiet ? scene.palette.muted : colours_of(scene, row->icon_tone).ink);
            }
            if (chevron > 0) {
              ui.canvas().icon(inside.take_right(chevron, gap * 0.5F).centre(), chevron,
                               row->chosen ? Icon::kCheck : Icon::kChevronRight,
                               row->chosen ? scene.palette.primary_from : scene.palette.muted);
            }
            if (!row->value.empty() && !value_below) {
              ui.text(inside.take_right(ui.width_of(row->value, value) + 1, gap - 1), row->value,
                      value);
            }
            const float between = second > 0 ? sizes.caption * 0.35F : 0;
            inside.take_top((inside.height - first - between - second - value_height) / 2);
            ui.text(inside.take_top(first, between), row->title, title);
            if (!row->note.empty()) ui.text(inside.take_top(second), row->note, note);
            if (value_below) ui.text(inside.take_top(value_height), row->value, value);
            if (press.tapped && *act) (*act)();
          },
          full_width};
}

}  // namespace keqian::kiosk
