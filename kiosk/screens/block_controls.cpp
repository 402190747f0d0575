// Blocks with something to touch: choices, actions, steppers.
#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "kiosk/screens/page.h"

namespace keqian::kiosk {
namespace {

float column_width(float width, int columns, float gap) {
  return (width - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
}

// As many columns as leave each button `widest`; as many buttons in each row as in the next.
int columns_for(float width, float widest, int count, int columns_max, float gap) {
  int columns = std::min(count, columns_max);
  while (columns > 1 && column_width(width, columns, gap) < widest) --columns;
  const int rows = (count + columns - 1) / columns;
  return (count + rows - 1) / rows;
}

int rows_for(int count, int columns) {
  return (count + columns - 1) / columns;
}

void draw_actions(const Scene& scene, Rect rect, const std::vector<ActionRow>& actions,
                  int columns) {
  const float gap = scene.sizes.gap * 0.7F;
  const int rows = rows_for(static_cast<int>(actions.size()), columns);
  for (std::size_t i = 0; i < actions.size(); ++i) {
    const int index = static_cast<int>(i);
    const auto& action = actions[i];
    const Rect place = rect.row(index / columns, rows, gap).column(index % columns, columns, gap);
    const bool tapped = secondary_button(
        scene.ui, action.id, place, {action.icon, action.text, scene.sizes.body}, action.enabled);
    if (tapped && action.tapped) action.tapped();
  }
}

float widest_action(const Scene& scene, const std::vector<ActionRow>& actions) {
  float widest = 0;
  for (const auto& action : actions) {
    widest = std::max(widest, scene.ui.width_of(action.text, {.em = scene.sizes.body}));
  }
  return widest + scene.sizes.body * 3.4F;  // the icon and the sides
}

}  // namespace

Block choices_block(const Scene& scene, std::string heading, std::vector<Choice> choices,
                    ChoicesLook look) {
  struct Kept {
    std::string heading;
    std::vector<Choice> choices;
  };
  const auto kept = std::make_shared<const Kept>(Kept{std::move(heading), std::move(choices)});
  const auto& sizes = scene.sizes;
  const float gap = sizes.gap * 0.6F;
  const TextStyle label{.em = sizes.body, .face = Face::kBold};
  const float button_height =
      std::max(kTouchSizeMin + 2, sizes.body * (scene.small() || scene.large() ? 2.6F : 2.4F));
  const int count = static_cast<int>(kept->choices.size());
  const auto columns_at = [=, &scene](float width) {
    float widest = 0;
    for (const auto& choice : kept->choices) {
      widest = std::max(widest, scene.ui.width_of(choice.text, label));
    }
    widest += sizes.body * 2.6F;  // the tick and the sides
    const int columns = columns_for(width, widest, count, look.columns_max, gap);
    const int wanted = std::min(look.columns_max, count);
    if (!look.two_lines || columns >= wanted) return columns;
    const float em = scene.ui.text_em_min();
    const float room = words_room(column_width(width, wanted, gap), em, true);
    const bool fits = std::ranges::all_of(kept->choices, [&](const Choice& choice) {
      return fits_two_lines(scene, choice.text, room);
    });
    return fits ? wanted : columns;
  };
  const TextStyle head{
      .em = sizes.body, .colour = scene.palette.muted, .lines_max = 3, .line_height = 1.25F};
  const auto head_height = [=, &scene](float width) {
    return kept->heading.empty() ? 0 : scene.ui.height_of(kept->heading, width, head) + gap;
  };
  return card_block(
      scene,
      [=](float width) {
        const int rows = rows_for(count, columns_at(width));
        return head_height(width) + static_cast<float>(rows) * button_height +
               static_cast<float>(rows - 1) * gap;
      },
      [=, &scene](Rect inside) {
        if (!kept->heading.empty()) {
          scene.ui.text(inside.take_top(head_height(inside.width) - gap, gap), kept->heading, head);
        }
        const int columns = columns_at(inside.width);
        const int rows = rows_for(count, columns);
        for (int i = 0; i < count; ++i) {
          const auto& choice = kept->choices[static_cast<std::size_t>(i)];
          const Rect place = inside.row(i / columns, rows, gap).column(i % columns, columns, gap);
          if (choice_button(scene.ui, choice.id, place, {std::nullopt, choice.text, sizes.body},
                            choice.chosen)) {
            choice.tapped();
          }
        }
      },
      look.full_width);
}

Block actions_block(const Scene& scene, std::vector<ActionRow> actions, bool full_width) {
  const auto kept = std::make_shared<const std::vector<ActionRow>>(std::move(actions));
  const float gap = scene.sizes.gap * 0.7F;
  const auto columns_at = [=, &scene](float width) {
    return columns_for(width, widest_action(scene, *kept), static_cast<int>(kept->size()), 3, gap);
  };
  return {[=, &scene](float width) {
            const int rows = rows_for(static_cast<int>(kept->size()), columns_at(width));
            return static_cast<float>(rows) * (scene.sizes.small_button + gap) - gap;
          },
          [=, &scene](Rect rect) { draw_actions(scene, rect, *kept, columns_at(rect.width)); },
          full_width};
}

Block empty_block(const Scene& scene, Icon icon, std::string text, std::vector<ActionRow> actions) {
  struct Kept {
    std::string text;
    std::vector<ActionRow> actions;
  };
  const auto kept = std::make_shared<const Kept>(Kept{std::move(text), std::move(actions)});
  const auto& sizes = scene.sizes;
  const float mark = sizes.title * 2.6F;
  const float gap = sizes.gap;
  const float most = scene.small() ? 440.0F : 760.0F;  // no longer lines, no wider buttons
  TextStyle style = paragraph(scene, sizes.strong, scene.palette.muted);
  style.align = Align::kCentre;
  const float button_gap = sizes.gap * 0.7F;
  const auto columns_at = [=, &scene](float width) {
    return columns_for(width, widest_action(scene, kept->actions),
                       static_cast<int>(kept->actions.size()), 2, button_gap);
  };
  const auto buttons_height = [=](float width) {
    if (kept->actions.empty()) return 0.0F;
    const int rows = rows_for(static_cast<int>(kept->actions.size()), columns_at(width));
    return static_cast<float>(rows) * (sizes.small_button + button_gap) + gap;
  };
  const auto text_height = [=, &scene](float width) {
    return scene.ui.height_of(kept->text, width, style);
  };
  return {[=](float width) {
            const float inner = std::min(width, most);
            return 2 * gap + mark + gap + text_height(inner) + buttons_height(inner);
          },
          [=, &scene](Rect rect) {
            if (rect.width > most) rect = rect.inset((rect.width - most) / 2, 0);
            rect.take_top(2 * gap);
            const Rect round = rect.take_top(mark, gap);
            scene.ui.canvas().circle(round.centre(), mark / 2, scene.palette.calm_soft);
            scene.ui.canvas().icon(round.centre(), mark * 0.56F, icon, scene.palette.calm);
            scene.ui.text(rect.take_top(text_height(rect.width)), kept->text, style);
            if (kept->actions.empty()) return;
            const float height = buttons_height(rect.width) - gap - button_gap;
            rect.take_top(gap);
            draw_actions(scene, rect.take_top(height), kept->actions, columns_at(rect.width));
          },
          true};
}

Block stepper_block(const Scene& scene, std::string id, std::string heading, std::string value,
                    bool can_lower, bool can_raise, std::function<void(int by)> stepped) {
  struct Kept {
    std::string id, heading, value;
    std::function<void(int by)> stepped;
  };
  const auto kept = std::make_shared<const Kept>(
      Kept{std::move(id), std::move(heading), std::move(value), std::move(stepped)});
  const auto& sizes = scene.sizes;
  const float height = std::max(kTouchSizeMin + 4, sizes.body * 2.5F);
  const TextStyle label = paragraph(scene, sizes.body, scene.palette.ink);
  const TextStyle number{.em = sizes.title, .face = Face::kBold};
  const auto stepper_width = [=, &scene] {
    return std::max(2 * height + scene.ui.width_of(kept->value, number) + sizes.body * 1.4F,
                    280.0F);
  };
  const auto beside = [=, &scene](float width) {
    return scene.ui.width_of(kept->heading, label) + sizes.gap + stepper_width() <= width;
  };
  return card_block(
      scene,
      [=, &scene](float width) {
        if (beside(width)) return height;
        return scene.ui.height_of(kept->heading, width, label) + sizes.gap * 0.5F + height;
      },
      [=, &scene](Rect inside) {
        Rect knobs = inside;
        if (beside(inside.width)) {
          knobs = inside.take_right(stepper_width(), sizes.gap);
          TextStyle middle = label;
          middle.vertical = Vertical::kMiddle;
          scene.ui.text(inside, kept->heading, middle);
        } else {
          knobs = inside.take_bottom(height, sizes.gap * 0.5F);
          scene.ui.text(inside, kept->heading, label);
        }
        const int by =
            stepper(scene.ui, kept->id, knobs,
                    {.value = kept->value, .unit = {}, .value_em = sizes.title, .unit_em = 24},
                    can_lower, can_raise);
        if (by != 0) kept->stepped(by);
      });
}

}  // namespace keqian::kiosk
