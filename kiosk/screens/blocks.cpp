// The pieces that pages are made of.
#include <algorithm>
#include <cmath>
#include <memory>

#include "kiosk/screens/page.h"
#include "server-sync/base/text.h"

namespace keqian::kiosk {
namespace {

TextStyle paragraph(const Scene& scene, float em, Colour colour) {
  return {.em = em,
          .colour = colour,
          .vertical = Vertical::kTop,
          .lines_max = 12,
          .line_height = scene.small() ? 1.25F : 1.35F};
}

float column_width(float width, int columns, float gap) {
  return (width - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
}

}  // namespace

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

Block strip_block(const Scene& scene, Tone tone, Icon icon, const std::string& text,
                  const std::string& detail) {
  const auto& sizes = scene.sizes;
  const ToneColours colours = colours_of(scene, tone);
  const float padding = padding_of(scene);
  const float icon_size = sizes.body * 1.4F;
  const float gap = sizes.gap * 0.7F;
  const TextStyle main = paragraph(scene, sizes.body, colours.ink);
  TextStyle small = paragraph(scene, sizes.caption, scene.palette.muted);
  small.lines_max = 3;
  small.may_shorten = true;
  const auto heights = [=, &scene](float width) {
    const float room = width - 2 * padding - icon_size - gap;
    const float first = scene.ui.height_of(text, room, main);
    const float second = detail.empty() ? 0
                                        : std::min(scene.ui.height_of(detail, room, small),
                                                   small.em * (1 + 2 * small.line_height)) +
                                              gap * 0.6F;
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
            scene.ui.text(inside.take_top(first, second > 0 ? gap * 0.6F : 0), text, main);
            if (!detail.empty()) scene.ui.text(inside, detail, small);
          },
          true};
}

Block heading_block(const Scene& scene, const std::string& text) {
  const TextStyle style{.em = scene.sizes.strong,
                        .colour = scene.palette.ink,
                        .face = Face::kBold,
                        .vertical = Vertical::kBottom,
                        .lines_max = 2,
                        .line_height = 1.25F};
  return {[=, &scene](float width) {
            return scene.ui.height_of(text, width, style) + scene.sizes.gap * 0.4F;
          },
          [=, &scene](Rect rect) { scene.ui.text(rect, text, style); }, true};
}

Block card_block(const Scene& scene, const std::function<float(float width)>& inner_height,
                 const std::function<void(Rect inside)>& draw, bool full_width) {
  const float padding = padding_of(scene);
  return {[=](float width) { return inner_height(width - 2 * padding) + 2 * padding; },
          [=, &scene](Rect rect) {
            card(scene.ui, rect, scene.sizes.radius * 0.8F);
            draw(rect.inset(padding));
          },
          full_width};
}

Block facts_block(const Scene& scene, const std::vector<FactRow>& rows, bool full_width) {
  const auto& sizes = scene.sizes;
  const TextStyle label = paragraph(scene, sizes.body, scene.palette.muted);
  TextStyle value = paragraph(scene, sizes.body, scene.palette.ink);
  value.face = Face::kBold;
  const float row_gap = sizes.gap * (scene.small() ? 1.0F : 0.9F);
  const auto fits_beside = [=, &scene](const FactRow& row, float width) {
    return scene.ui.width_of(row.label, label) + sizes.gap + scene.ui.width_of(row.value, value) <
           width;
  };
  const auto height_of_row = [=, &scene](const FactRow& row, float width) {
    if (fits_beside(row, width)) return sizes.body * 1.1F;
    return scene.ui.height_of(row.label, width, label) + sizes.body * 0.3F +
           scene.ui.height_of(row.value, width, value);
  };
  return card_block(
      scene,
      [=](float width) {
        float height = 0;
        for (const auto& row : rows) height += height_of_row(row, width);
        return height + row_gap * 1.3F * static_cast<float>(rows.size() - 1);
      },
      [=, &scene](Rect inside) {
        bool first = true;
        for (const auto& row : rows) {
          if (!first) {
            const float y = inside.top + row_gap * 0.65F;
            scene.ui.canvas().line({inside.left, y}, {inside.right(), y}, 1.5F,
                                   scene.palette.track);
            inside.take_top(row_gap * 1.3F);
          }
          first = false;
          Rect place = inside.take_top(height_of_row(row, inside.width));
          TextStyle style = value;
          style.colour = colours_of(scene, row.tone).ink;
          if (fits_beside(row, place.width)) {
            TextStyle left = label;
            left.vertical = style.vertical = Vertical::kMiddle;
            style.align = Align::kRight;
            left.lines_max = style.lines_max = 1;
            const float room = scene.ui.width_of(row.label, left) + 2;
            scene.ui.text(place.take_left(room, sizes.gap * 0.5F), row.label, left);
            scene.ui.text(place, row.value, style);
          } else {
            scene.ui.text(place.take_top(scene.ui.height_of(row.label, place.width, label),
                                         sizes.body * 0.3F),
                          row.label, label);
            scene.ui.text(place, row.value, style);
          }
        }
      },
      full_width);
}

Block row_block(const Scene& scene, const ListRow& row, const std::function<void()>& tapped,
                bool full_width) {
  const auto& sizes = scene.sizes;
  const float padding = padding_of(scene) * 0.8F;
  const float icon = row.icon ? sizes.body * 1.5F : 0;
  const float gap = sizes.gap * 0.7F;
  const bool touchable = !row.id.empty();
  const float chevron = touchable ? sizes.body * 1.1F : 0;
  TextStyle title =
      paragraph(scene, sizes.body, row.quiet ? scene.palette.muted : scene.palette.ink);
  title.face = Face::kBold;
  title.lines_max = 3;
  title.may_shorten = true;
  title.line_height = 1.2F;
  TextStyle note = paragraph(scene, sizes.caption, scene.palette.muted);
  note.lines_max = 3;
  note.may_shorten = true;
  note.line_height = 1.2F;
  TextStyle value{.em = sizes.strong,
                  .colour = row.quiet ? scene.palette.muted : colours_of(scene, row.value_tone).ink,
                  .face = Face::kBold,
                  .align = Align::kRight};
  const auto text_room = [=, &scene](float width) {
    float room = width - 2 * padding;
    if (icon > 0) room -= icon + gap;
    if (chevron > 0) room -= chevron + gap * 0.5F;
    if (!row.value.empty()) room -= scene.ui.width_of(row.value, value) + gap;
    return room;
  };
  const auto heights = [=, &scene](float width) {
    const float room = text_room(width);
    const auto most = [&](const TextStyle& style) {
      return style.em * (1 + 2 * style.line_height);
    };
    const float first = std::min(most(title), scene.ui.height_of(row.title, room, title));
    const float second =
        row.note.empty() ? 0 : std::min(most(note), scene.ui.height_of(row.note, room, note));
    return std::pair(first, second);
  };
  return {
      [=](float width) {
        const auto [first, second] = heights(width);
        const float between = second > 0 ? sizes.caption * 0.35F : 0;
        return std::max(kTouchSizeMin + 8, first + between + second + 1.5F * padding);
      },
      [=, &scene](Rect rect) {
        auto& ui = scene.ui;
        const Press press = touchable ? ui.touch(row.id, rect) : Press{};
        const float radius = std::min(sizes.radius * 0.7F, 24.0F);
        ui.canvas().shadow(rect, radius, 12, 4, 0.12F);
        ui.canvas().round(rect, radius, press.held ? scene.palette.track : scene.palette.card);
        if (row.chosen || scene.palette.outlined()) {
          ui.canvas().outline(rect, radius,
                              row.chosen ? scene.palette.primary_from : scene.palette.line,
                              row.chosen ? 4 : scene.palette.pen);
        }
        const auto [first, second] = heights(rect.width);
        Rect inside = rect.inset(padding, 0);
        if (row.icon) {
          ui.canvas().icon(inside.take_left(icon, gap).centre(), icon, *row.icon,
                           row.quiet ? scene.palette.muted : colours_of(scene, row.icon_tone).ink);
        }
        if (chevron > 0) {
          ui.canvas().icon(inside.take_right(chevron, gap * 0.5F).centre(), chevron,
                           row.chosen ? Icon::kCheck : Icon::kChevronRight,
                           row.chosen ? scene.palette.primary_from : scene.palette.muted);
        }
        if (!row.value.empty()) {
          ui.text(inside.take_right(ui.width_of(row.value, value) + 1, gap - 1), row.value, value);
        }
        const float between = second > 0 ? sizes.caption * 0.35F : 0;
        inside.take_top((inside.height - first - between - second) / 2);
        ui.text(inside.take_top(first, between), row.title, title);
        if (!row.note.empty()) ui.text(inside.take_top(second), row.note, note);
        if (press.tapped && tapped) tapped();
      },
      full_width};
}

Block choices_block(const Scene& scene, const std::string& heading,
                    const std::vector<Choice>& choices, int columns_max, bool full_width) {
  const auto& sizes = scene.sizes;
  const float gap = sizes.gap * 0.6F;
  const TextStyle label{.em = sizes.body, .face = Face::kBold};
  const float button_height =
      std::max(kTouchSizeMin + 4, sizes.body * (scene.small() ? 2.6F : 2.4F));
  const auto columns_at = [=, &scene](float width) {
    float widest = 0;
    for (const auto& choice : choices) {
      widest = std::max(widest, scene.ui.width_of(choice.text, label));
    }
    widest += sizes.body * 2.6F;  // the tick and the sides
    int columns = std::min<int>(columns_max, static_cast<int>(choices.size()));
    while (columns > 1 && column_width(width, columns, gap) < widest) --columns;
    return columns;
  };
  const TextStyle head{
      .em = sizes.body, .colour = scene.palette.muted, .lines_max = 3, .line_height = 1.25F};
  const auto head_height = [=, &scene](float width) {
    return heading.empty() ? 0 : scene.ui.height_of(heading, width, head) + gap;
  };
  return card_block(
      scene,
      [=](float width) {
        const int columns = columns_at(width);
        const int rows = (static_cast<int>(choices.size()) + columns - 1) / columns;
        return head_height(width) + static_cast<float>(rows) * button_height +
               static_cast<float>(rows - 1) * gap;
      },
      [=, &scene](Rect inside) {
        if (!heading.empty()) {
          scene.ui.text(inside.take_top(head_height(inside.width) - gap, gap), heading, head);
        }
        const int columns = columns_at(inside.width);
        const int rows = (static_cast<int>(choices.size()) + columns - 1) / columns;
        for (std::size_t i = 0; i < choices.size(); ++i) {
          const int index = static_cast<int>(i);
          const Rect place =
              inside.row(index / columns, rows, gap).column(index % columns, columns, gap);
          if (choice_button(scene.ui, choices[i].id, place,
                            {std::nullopt, choices[i].text, sizes.body}, choices[i].chosen)) {
            choices[i].tapped();
          }
        }
      },
      full_width);
}

Block actions_block(const Scene& scene,
                    const std::vector<std::pair<ActionRow, std::function<void()>>>& actions) {
  const auto& sizes = scene.sizes;
  const float gap = sizes.gap * 0.7F;
  const TextStyle label{.em = sizes.body};
  const auto columns_at = [=, &scene](float width) {
    float widest = 0;
    for (const auto& [action, tapped] : actions) {
      widest = std::max(widest, scene.ui.width_of(action.text, label));
    }
    const auto count = static_cast<int>(actions.size());
    int columns = std::min(count, 3);
    while (columns > 1 && column_width(width, columns, gap) < widest + sizes.body * 3.4F) --columns;
    const int rows = (count + columns - 1) / columns;
    return (count + rows - 1) / rows;  // as many in each row as in the next
  };
  return {[=](float width) {
            const int columns = columns_at(width);
            const int rows = (static_cast<int>(actions.size()) + columns - 1) / columns;
            return static_cast<float>(rows) * (sizes.small_button + gap) - gap;
          },
          [=, &scene](Rect rect) {
            const int columns = columns_at(rect.width);
            const int rows = (static_cast<int>(actions.size()) + columns - 1) / columns;
            for (std::size_t i = 0; i < actions.size(); ++i) {
              const int index = static_cast<int>(i);
              const auto& [action, tapped] = actions[i];
              const Rect place =
                  rect.row(index / columns, rows, gap).column(index % columns, columns, gap);
              if (secondary_button(scene.ui, action.id, place,
                                   {action.icon, action.text, sizes.body}, action.enabled)) {
                tapped();
              }
            }
          },
          true};
}

Block stepper_block(const Scene& scene, const std::string& id, const std::string& heading,
                    const std::string& value, bool can_lower, bool can_raise,
                    const std::function<void(int by)>& stepped) {
  const auto& sizes = scene.sizes;
  const float height = std::max(kTouchSizeMin + 4, sizes.body * 2.5F);
  const TextStyle label = paragraph(scene, sizes.body, scene.palette.ink);
  const TextStyle number{.em = sizes.title, .face = Face::kBold};
  const auto stepper_width = [=, &scene] {
    return 2 * height + scene.ui.width_of(value, number) + sizes.body * 1.4F;
  };
  const auto beside = [=, &scene](float width) {
    return scene.ui.width_of(heading, label) + sizes.gap + std::max(stepper_width(), 280.0F) <=
           width;
  };
  return card_block(
      scene,
      [=, &scene](float width) {
        if (beside(width)) return height;
        return scene.ui.height_of(heading, width, label) + sizes.gap * 0.5F + height;
      },
      [=, &scene](Rect inside) {
        Rect knobs = inside;
        if (beside(inside.width)) {
          knobs = inside.take_right(std::max(stepper_width(), 280.0F), sizes.gap);
          TextStyle middle = label;
          middle.vertical = Vertical::kMiddle;
          scene.ui.text(inside, heading, middle);
        } else {
          knobs = inside.take_bottom(height, sizes.gap * 0.5F);
          scene.ui.text(inside, heading, label);
        }
        const int by = stepper(scene.ui, id, knobs,
                               {.value = value, .unit = {}, .value_em = sizes.title, .unit_em = 24},
                               can_lower, can_raise);
        if (by != 0) stepped(by);
      });
}

std::string_view audience_key(Audience audience) {
  switch (audience) {
    case Audience::kPublic:
      return "audience.public";
    case Audience::kBusiness:
      return "audience.business";
    case Audience::kInternal:
      break;
  }
  return "audience.internal";
}

std::string_view method_key(Method method) {
  switch (method) {
    case Method::kCamera:
      return "method.camera";
    case Method::kScanner:
      return "method.scanner";
    case Method::kTap:
      return "method.tap";
    case Method::kManual:
      break;
  }
  return "method.manual";
}

std::string date_short(BusinessDate date) {
  return std::to_string(date.month()) + "-" + std::to_string(date.day());
}

std::string moment_words(const Scene& scene, UtcMs utc_ms) {
  const auto date = BusinessDate::of(utc_ms);
  if (date == BusinessDate::of(scene.model.utc_ms)) return clock_words(utc_ms);
  return date_short(date) + " " + clock_words(utc_ms);
}

std::string persons_words(const Scene& scene, std::int64_t persons) {
  return counted_words(scene, "persons", "persons", persons);
}

std::string bytes_words(std::int64_t bytes) {
  constexpr std::int64_t kMega = 1'000'000;
  constexpr std::int64_t kGiga = 1000 * kMega;
  if (bytes >= kGiga) {
    return std::to_string(bytes / kGiga) + "." + std::to_string(bytes % kGiga / (kGiga / 10)) +
           " GB";
  }
  return with_thousands(std::max<std::int64_t>(1, bytes / kMega)) + " MB";
}

}  // namespace keqian::kiosk
