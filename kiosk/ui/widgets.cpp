#include "kiosk/ui/widgets.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace keqian::kiosk {
namespace {

constexpr Colour kPressed = rgb(0x000000);
constexpr float kNotedLeast = 0.8F;  // words above a note may be so much smaller
constexpr float kLabelLineHeight = 1.1F;
constexpr float kLabelRoom = 8;  // above and below the words of a button, where it has that

float button_radius(Rect rect) {
  return std::min(rect.height / 2, 40.0F);
}

// Icon and words as one group in the middle of the button.
void draw_label(Ui& ui, Rect rect, const ButtonLabel& label, Colour colour, Face face) {
  TextStyle style{.em = label.em, .colour = colour, .face = face, .lines_max = 2};
  style.line_height = kLabelLineHeight;
  style.align = Align::kCentre;
  style.rather_one_line = true;
  const float icon_size = label.icon ? label.em * 1.3F : 0;
  const float gap = label.icon ? label.em * 0.4F : 0;
  const float padding = std::min(rect.width * 0.06F, label.em);
  const float room = rect.width - 2 * padding - icon_size - gap;
  const TextStyle note{.em = ui.text_em_min(), .colour = colour, .align = Align::kCentre};
  const float note_height = note.em * 1.25F;
  const float both = label.em * 1.15F + note_height;
  if (!label.note.empty() && both + note.em * 0.5F <= rect.height &&
      ui.width_of(label.text, style) * kNotedLeast <= room &&
      ui.width_of(label.note, note) <= rect.width - 2 * padding) {
    rect = rect.inset(0, (rect.height - both) / 2);
    ui.text(rect.take_bottom(note_height), label.note, note);
  } else {
    // Two lines keep away from the edges; the smallest letters have what the button leaves them.
    const float least = ui.text_em_min() * (1 + kLabelLineHeight);
    rect = rect.inset(0, std::clamp((rect.height - least) / 2, 0.0F, kLabelRoom));
  }
  const float wanted = ui.measure({0, 0, room, rect.height}, label.text, style).width;
  float left = rect.left + (rect.width - wanted - icon_size - gap) / 2;
  if (label.icon) {
    ui.canvas().icon({left + icon_size / 2, rect.centre().y}, icon_size, *label.icon, colour);
    left += icon_size + gap;
  }
  // The words keep to the room they were measured for; half a unit hides rounding.
  ui.text({left - 0.5F, rect.top, wanted + 1, rect.height}, label.text, style);
}

// Where there are no shadows, shapes on their own ground are told by their edge.
void edge(Ui& ui, Rect rect, float radius) {
  if (ui.palette().outlined()) {
    ui.canvas().outline(rect, radius, ui.palette().line, ui.palette().pen);
  }
}

std::string part_id(std::string_view id, std::string_view part) {
  return std::string(id) + "." + std::string(part);
}

}  // namespace

bool primary_button(Ui& ui, std::string_view id, Rect rect, const ButtonLabel& label,
                    bool enabled) {
  const Press press = enabled ? ui.touch(id, rect) : Press{};
  auto& canvas = ui.canvas();
  const float radius = button_radius(rect);
  if (!enabled) {
    canvas.round(rect, radius, ui.palette().track);
    draw_label(ui, rect, label, ui.palette().muted, Face::kBold);
    return false;
  }
  canvas.shadow(rect.inset(6, 0), radius, 22, 10, 0.30F);
  const float dark = press.held ? 0.15F : 0;
  canvas.round_gradient(rect, radius, mix(ui.palette().primary_from, kPressed, dark),
                        mix(ui.palette().primary_to, kPressed, dark), Direction::kAcross);
  draw_label(ui, rect, label, ui.palette().white, Face::kBold);
  return press.tapped;
}

bool secondary_button(Ui& ui, std::string_view id, Rect rect, const ButtonLabel& label,
                      bool enabled) {
  const Press press = enabled ? ui.touch(id, rect) : Press{};
  auto& canvas = ui.canvas();
  const auto& palette = ui.palette();
  const float radius = button_radius(rect);
  canvas.round(rect, radius, press.held || !enabled ? palette.track : palette.card);
  if (enabled) canvas.outline(rect, radius, palette.line, palette.pen);
  draw_label(ui, rect, label, enabled ? palette.ink : palette.muted, Face::kRegular);
  return press.tapped;
}

bool danger_button(Ui& ui, std::string_view id, Rect rect, const ButtonLabel& label, bool enabled) {
  const Press press = enabled ? ui.touch(id, rect) : Press{};
  auto& canvas = ui.canvas();
  const auto& palette = ui.palette();
  const float radius = button_radius(rect);
  if (!enabled) {
    canvas.round(rect, radius, palette.track);
    draw_label(ui, rect, label, palette.muted, Face::kBold);
    return false;
  }
  canvas.shadow(rect.inset(6, 0), radius, 22, 10, 0.30F);
  canvas.round(rect, radius, mix(palette.danger, kPressed, press.held ? 0.15F : 0));
  draw_label(ui, rect, label, palette.white, Face::kBold);
  return press.tapped;
}

bool icon_button(Ui& ui, std::string_view id, Rect rect, Icon icon, bool enabled) {
  const Press press = enabled ? ui.touch(id, rect) : Press{};
  auto& canvas = ui.canvas();
  const auto& palette = ui.palette();
  const float radius = std::min({rect.height / 2, rect.width / 2, 30.0F});
  canvas.round(rect, radius, press.held || !enabled ? palette.track : palette.card);
  if (enabled) canvas.outline(rect, radius, palette.line, palette.pen);
  canvas.icon(rect.centre(), std::min(rect.width, rect.height) * 0.5F, icon,
              enabled ? palette.ink : palette.muted.faded(0.45F));
  return press.tapped;
}

bool choice_button(Ui& ui, std::string_view id, Rect rect, const ButtonLabel& label, bool chosen) {
  const Press press = ui.touch(id, rect);
  auto& canvas = ui.canvas();
  const float radius = std::min(rect.height / 2, 24.0F);
  if (chosen) {
    canvas.round(rect, radius, ui.palette().primary_from);
    draw_label(ui, rect, {Icon::kCheck, label.text, label.em}, ui.palette().white, Face::kBold);
  } else {
    canvas.round(rect, radius, press.held ? ui.palette().track : ui.palette().surface_top);
    canvas.outline(rect, radius, ui.palette().line, ui.palette().pen);
    draw_label(ui, rect, label, ui.palette().ink, Face::kRegular);
  }
  return press.tapped;
}

std::optional<int> segmented_switch(Ui& ui, std::string_view id, Rect rect,
                                    std::span<const std::string_view> labels, int chosen,
                                    float em) {
  auto& canvas = ui.canvas();
  const float radius = std::min(rect.height / 2, 30.0F);
  canvas.round(rect, radius, ui.palette().track);
  std::optional<int> tapped;
  const int count = static_cast<int>(labels.size());
  for (int i = 0; i < count; ++i) {
    const Rect part = rect.column(i, count, 0);
    if (ui.touch(part_id(id, std::to_string(i)), part).tapped) tapped = i;
    if (i == chosen) {
      const Rect thumb = part.inset(5);
      canvas.shadow(thumb, radius - 5, 10, 3, 0.22F);
      canvas.round(thumb, radius - 5, ui.palette().card);
      edge(ui, thumb, radius - 5);
    }
    ui.text(part.inset(8, 0), labels[static_cast<std::size_t>(i)],
            {.em = em,
             .colour = i == chosen ? ui.palette().ink : ui.palette().muted,
             .face = i == chosen ? Face::kBold : Face::kRegular,
             .align = Align::kCentre});
  }
  return tapped;
}

int stepper(Ui& ui, std::string_view id, Rect rect, const StepperLook& look, bool can_lower,
            bool can_raise) {
  auto& canvas = ui.canvas();
  const float side = rect.height;
  const auto knob = [&](Rect place, std::string_view part, Icon icon, bool enabled) {
    const Press press = ui.touch(part_id(id, part), place);
    const float radius = std::min(side / 2, 36.0F);
    canvas.round(place, radius, press.held && enabled ? ui.palette().line : ui.palette().track);
    canvas.icon(place.centre(), side * 0.46F, icon,
                enabled ? ui.palette().ink : ui.palette().muted.faded(0.45F));
    return press.tapped && enabled;
  };
  const bool lower = knob({rect.left, rect.top, side, side}, "minus", Icon::kRemove, can_lower);
  const bool raise =
      knob({rect.right() - side, rect.top, side, side}, "plus", Icon::kAdd, can_raise);
  const Rect middle = rect.inset(side + 6, 0);
  const TextStyle value{.em = look.value_em, .colour = ui.palette().ink, .face = Face::kBold};
  const TextStyle unit{.em = look.unit_em, .colour = ui.palette().muted};
  const float gap = look.unit.empty() ? 0 : look.unit_em * 0.35F;
  const float value_width = ui.width_of(look.value, value);
  const float unit_width = look.unit.empty() ? 0 : ui.width_of(look.unit, unit);
  float left = middle.left + (middle.width - value_width - gap - unit_width) / 2;
  ui.text({left - 0.5F, middle.top, value_width + 1, middle.height}, look.value, value);
  if (!look.unit.empty()) {
    // On the number's base line, not in its middle.
    left += value_width + gap;
    const float base = middle.centre().y + look.value_em * 0.38F;
    ui.text({left - 0.5F, base - look.unit_em * 0.88F, unit_width + 1, look.unit_em}, look.unit,
            unit);
  }
  return raise ? 1 : lower ? -1 : 0;
}

std::optional<int> keypad(Ui& ui, std::string_view id, Rect rect, float em, float gap,
                          Rect& free_place, bool rests) {
  auto& canvas = ui.canvas();
  std::optional<int> typed;
  const Colour ink = rests ? ui.palette().muted : ui.palette().ink;
  const auto place = [&](int row, int column) {
    return rect.row(row, 4, gap).column(column, 3, gap);
  };
  const auto key = [&](Rect at, std::string_view part) {
    const Press press = rests ? Press{} : ui.touch(part_id(id, part), at);
    const float radius = std::min(at.height / 2, 26.0F);
    if (rests) {
      canvas.round(at, radius, ui.palette().track);
      return false;
    }
    canvas.shadow(at, radius, 10, 4, 0.12F);
    canvas.round(at, radius, press.held ? ui.palette().track : ui.palette().card);
    edge(ui, at, radius);
    return press.tapped;
  };
  for (int digit = 0; digit <= 9; ++digit) {
    const Rect at = digit == 0 ? place(3, 1) : place((digit - 1) / 3, (digit - 1) % 3);
    const std::string name = std::to_string(digit);
    if (key(at, name)) typed = digit;
    ui.text(at, name, {.em = em, .colour = ink, .face = Face::kBold, .align = Align::kCentre});
  }
  const Rect erase = place(3, 2);
  if (key(erase, "erase")) typed = -1;
  canvas.icon(erase.centre(), em, Icon::kBackspace, ink);
  free_place = place(3, 0);
  return typed;
}

void card(Ui& ui, Rect rect, float radius) {
  ui.canvas().shadow(rect, radius, 26, 8, 0.20F);
  ui.canvas().round(rect, radius, ui.palette().card);
  edge(ui, rect, radius);
}

Rect chip(Ui& ui, Rect box, std::string_view text, const ChipLook& look) {
  TextStyle style{.em = look.em, .colour = look.text, .face = Face::kRegular};
  style.may_shorten = true;
  const float padding = box.height * 0.42F;
  const float icon_size = look.icon ? look.em * 1.2F : 0;
  const float gap = look.icon ? look.em * 0.35F : 0;
  const float room = box.width - 2 * padding - icon_size - gap;
  const float words = std::min(room, ui.width_of(text, style));
  const float width = words + 2 * padding + icon_size + gap;
  float left = box.left;
  if (look.align == Align::kCentre) left += (box.width - width) / 2;
  if (look.align == Align::kRight) left += box.width - width;
  const Rect pill{left, box.top, width, box.height};
  ui.canvas().round(pill, box.height / 2, look.ground);
  float at = left + padding;
  if (look.icon) {
    ui.canvas().icon({at + icon_size / 2, box.centre().y}, icon_size, *look.icon, look.text);
    at += icon_size + gap;
  }
  ui.text({at - 0.5F, box.top, words + 1, box.height}, text, style);
  return pill;
}

void hour_chart(Ui& ui, Rect rect, const std::array<std::int64_t, 24>& persons_by_hour,
                const BarChartLook& look) {
  auto& canvas = ui.canvas();
  const float label_height = look.label_em * 1.4F;
  const Rect plot{rect.left, rect.top, rect.width, rect.height - label_height};
  const int count = look.last_hour - look.first_hour + 1;
  std::int64_t most = 1;
  for (const auto persons : persons_by_hour) most = std::max(most, persons);
  const float each = plot.width / static_cast<float>(count);
  const float bar_width = std::floor(std::min(each * 0.62F, 44.0F));
  const float stub = std::min(6.0F, plot.height);
  const TextStyle label{.em = look.label_em, .colour = ui.palette().muted, .align = Align::kCentre};
  float widest = 0;
  for (const auto& words : look.labels) widest = std::max(widest, ui.width_of(words, label));
  // A name at the edge is moved inwards.
  const float apart = widest + look.label_em * 0.5F + std::max(0.0F, (widest - each) / 2);
  const int every = std::max(1, static_cast<int>(std::ceil(apart / each)));
  // The hour that runs is always named.
  const int named = std::clamp(look.current_hour, look.first_hour, look.last_hour);
  for (int i = 0; i < count; ++i) {
    const int hour = look.first_hour + i;
    const auto persons = std::max<std::int64_t>(0, persons_by_hour[static_cast<std::size_t>(hour)]);
    const float middle = plot.left + (static_cast<float>(i) + 0.5F) * each;
    const float height =
        std::max(stub, plot.height * static_cast<float>(persons) / static_cast<float>(most));
    const Rect bar{middle - bar_width / 2, plot.bottom() - height, bar_width, height};
    const float radius = std::min({bar_width / 2, height / 2, 9.0F});
    if (persons == 0) {
      canvas.round(bar, radius, ui.palette().track);
    } else if (hour == look.current_hour) {
      canvas.round_gradient(bar, radius, ui.palette().primary_from, ui.palette().accent_deep,
                            Direction::kDown);
    } else {
      canvas.round(bar, radius, ui.palette().bar);
    }
    if ((hour - named) % every != 0) continue;
    TextStyle style = label;
    if (hour == look.current_hour) style.colour = ui.palette().ink;
    const float room = widest + 2;
    const float left =
        std::clamp(middle - room / 2, plot.left, std::max(plot.left, plot.right() - room));
    ui.text({left, plot.bottom() + label_height * 0.25F, room, look.label_em},
            look.labels.at(static_cast<std::size_t>(hour)), style);
  }
}

void badge(Ui& ui, Point centre, float radius, Icon icon, Colour colour) {
  auto& canvas = ui.canvas();
  canvas.circle(centre, radius * 1.34F, ui.palette().white.faded(0.10F));
  canvas.circle(centre, radius * 1.16F, ui.palette().white.faded(0.16F));
  canvas.circle(centre, radius, ui.palette().white);
  canvas.icon(centre, radius * 1.16F, icon, colour);
}

void countdown_ring(Ui& ui, Point centre, float radius, float fraction, int seconds, Colour colour,
                    Colour track) {
  auto& canvas = ui.canvas();
  const float thickness = std::max(4.0F, radius * 0.16F);
  canvas.ring(centre, radius, thickness, track);
  if (fraction > 0.002F) {
    canvas.arc(centre, radius, thickness, 0, std::min(fraction, 1.0F), colour);
  }
  const float em = std::max(ui.text_em_min(), radius * 0.85F);
  ui.text({centre.x - radius, centre.y - radius, 2 * radius, 2 * radius}, std::to_string(seconds),
          {.em = em, .colour = colour, .face = Face::kBold, .align = Align::kCentre});
}

void viewfinder(Ui& ui, Rect room) {
  auto& canvas = ui.canvas();
  const float side = std::min(room.width, room.height) * 0.86F;
  const Rect mark{room.centre().x - side / 2, room.centre().y - side / 2, side, side};
  const float arm = side * 0.17F;
  const float pen = std::max(4.0F, side * 0.018F);
  const float radius = side * 0.07F;
  // Each corner: a frame of the whole square, seen through a window at that corner.
  for (const float x : {mark.left - pen, mark.right() - arm}) {
    for (const float y : {mark.top - pen, mark.bottom() - arm}) {
      canvas.clip({x, y, arm + pen, arm + pen});
      canvas.outline(mark, radius, ui.palette().accent, pen);
      canvas.unclip();
    }
  }
  constexpr std::int64_t kSweepMs = 3200;
  const float phase =
      static_cast<float>(ui.frame().time_ms % kSweepMs) / static_cast<float>(kSweepMs);
  const float way = 0.5F - 0.5F * std::cos(phase * 6.2831853F);
  const Rect path = mark.inset(side * 0.035F, side * 0.10F);
  const float line = path.top + path.height * way;
  const float tail = std::min(side * 0.11F, line - mark.top);
  canvas.fade({path.left, line - tail, path.width, tail}, ui.palette().accent.faded(0),
              ui.palette().accent.faded(0.5F));
  canvas.fill({path.left, line, path.width, std::max(2.0F, pen * 0.5F)}, ui.palette().accent);
}

}  // namespace keqian::kiosk
