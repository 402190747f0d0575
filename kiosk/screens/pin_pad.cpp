// The staff's PIN: six dots, a keypad low on the screen, and how long a lock lasts.
#include <algorithm>
#include <array>

#include "kiosk/screens/page.h"
#include "kiosk/screens/staff.h"

namespace keqian::kiosk {
namespace {

bool is_locked(const Scene& scene, const PinPad& pad) {
  return pad.locked_until_ms > scene.model.now_ms;
}

std::string_view title_key(PinPurpose purpose) {
  switch (purpose) {
    case PinPurpose::kEnter:
      return "pin.title";
    case PinPurpose::kFirst:
    case PinPurpose::kChoose:
      return "pin.choose";
    case PinPurpose::kRepeat:
      break;
  }
  return "pin.repeat";
}

struct Line {
  std::string text;
  Tone tone = Tone::kPlain;
  std::optional<Icon> icon;
  std::string more = {};  // small, below, where it has room
};

Line problem_line(const Scene& scene, const PinPad& pad) {
  if (is_locked(scene, pad)) {
    const auto seconds = (pad.locked_until_ms - scene.model.now_ms + 999) / 1000;
    const std::string left = minute_words(static_cast<int>(seconds));
    return {scene.say("pin.locked", {{"time", left}}), Tone::kDanger, Icon::kLock};
  }
  if (pad.checking != 0) return {scene.say("pin.checking"), Tone::kCalm, Icon::kTimer};
  switch (pad.problem) {
    case PinProblem::kWrong:
      return {counted_words(scene, "pin.wrong", "tries", pad.tries_left), Tone::kDanger,
              Icon::kError};
    case PinProblem::kDiffers:
      return {scene.say("pin.differs"), Tone::kCaution, Icon::kWarning};
    case PinProblem::kTooSimple:
      return {scene.say("pin.too_simple"), Tone::kCaution, Icon::kWarning};
    case PinProblem::kFailed:
      return {scene.say("pin.failed"), Tone::kDanger, Icon::kError};
    case PinProblem::kLocked:
    case PinProblem::kNone:
      break;
  }
  if (pad.purpose == PinPurpose::kEnter) {
    return {scene.say("pin.help"), Tone::kPlain, std::nullopt, scene.say("pin.forgotten")};
  }
  return {scene.say("pin.choose.help"), Tone::kPlain, std::nullopt, scene.say("pin.choose.why")};
}

void draw_dots(const Scene& scene, Rect place, const PinPad& pad) {
  auto& canvas = scene.ui.canvas();
  const float radius = std::min(place.height * 0.26F, place.width / 24);
  const float step = radius * 3.6F;
  const float left = place.centre().x - step * (static_cast<float>(kPinDigits) - 1) / 2;
  for (std::size_t i = 0; i < kPinDigits; ++i) {
    const Point centre{left + static_cast<float>(i) * step, place.centre().y};
    if (i < pad.digits.size()) {
      canvas.circle(centre, radius, scene.palette.primary_from);
    } else {
      canvas.circle(centre, radius, scene.palette.card);
      canvas.ring(centre, radius, scene.palette.pen + 1, scene.palette.muted);
    }
  }
}

void draw_message(const Scene& scene, Rect place, const Line& line) {
  const auto& sizes = scene.sizes;
  const Colour ink = colours_of(scene, line.tone).ink;
  const TextStyle style{.em = sizes.body,
                        .colour = line.tone == Tone::kPlain ? scene.palette.muted : ink,
                        .face = line.tone == Tone::kPlain ? Face::kRegular : Face::kBold,
                        .align = Align::kCentre,
                        .lines_max = 4,
                        .line_height = 1.3F};
  if (line.icon) {
    const float icon = sizes.body * 1.5F;
    const float height = scene.ui.height_of(line.text, place.width, style);
    const float block = icon * 1.3F + height;
    if (block <= place.height) {
      place.take_top((place.height - block) / 2);
      scene.ui.canvas().icon(place.take_top(icon, icon * 0.3F).centre(), icon, *line.icon, ink);
      place.height = height;
    }
  }
  TextStyle small = style;
  small.em = sizes.caption;
  small.vertical = Vertical::kTop;
  const float height = scene.ui.height_of(line.text, place.width, style);
  const float gap = sizes.caption * 0.7F;
  const float more = line.more.empty() ? 0 : scene.ui.height_of(line.more, place.width, small);
  if (more > 0 && height + gap + more <= place.height) {
    place.take_top((place.height - height - gap - more) / 2);
    scene.ui.text(place.take_top(height, gap), line.text, style);
    scene.ui.text(place.take_top(more), line.more, small);
    return;
  }
  scene.ui.text(place, line.text, style);
}

// Whoever touches the badge first may choose the PIN: it is said who should, and what to do when it
// was somebody else.
void draw_first(const Scene& scene) {
  const PageBar bar{.back = scene.say("staff.cancel"),
                    .back_id = "cancel",
                    .back_tapped = [&scene] { scene.emit(PinCancelled{}); },
                    .primary = PageButton{.id = "choose_pin",
                                          .icon = Icon::kLock,
                                          .text = scene.say("pin.first.do"),
                                          .enabled = true,
                                          .danger = false,
                                          .tapped = [&scene] { scene.emit(PinBegun{}); }},
                    .secondary = {},
                    .third = {},
                    .tabs = {},
                    .scrolls = "pin_first"};
  draw_page(scene, {Icon::kLock, scene.say("pin.choose"), {}}, bar, [&](Rect room) {
    Blocks blocks;
    blocks.push_back(strip_block(scene, Tone::kCaution, Icon::kInfo, scene.say("pin.first")));
    blocks.push_back(strip_block(scene, Tone::kCalm, Icon::kBadge, scene.say("pin.first.who")));
    blocks.push_back(strip_block(scene, Tone::kCalm, Icon::kKey, scene.say("pin.first.undo")));
    draw_blocks(scene, "pin_first", room, blocks, Stand::kLow, Icon::kLock);
  });
}

}  // namespace

void draw_pin_pad(const Scene& scene, const PinPad& pad) {
  if (pad.purpose == PinPurpose::kFirst) {
    draw_first(scene);
    return;
  }
  const auto& sizes = scene.sizes;
  const bool resting = is_locked(scene, pad) || pad.checking != 0;
  const bool setting_up = pad.leads_to == PinLeadsTo::kSetup;
  const PageTitle title{Icon::kLock, scene.say(title_key(pad.purpose)), {}};
  const PageBar bar{.back = scene.say(setting_up ? "staff.back" : "staff.cancel"),
                    .back_id = "cancel",
                    .back_tapped = [&] { scene.emit(PinCancelled{}); },
                    .primary = {},
                    .secondary = {},
                    .scrolls = {}};
  draw_page(scene, title, bar, [&](Rect room) {
    room = room.inset(sizes.margin, sizes.gap);
    const float gap = scene.small() ? 8 : sizes.gap * 0.7F;
    Rect keys = room;
    Rect words = room;
    if (scene.landscape()) {
      keys = room.take_right(room.width * 0.5F, sizes.gap);
      words = room;
      if (scene.left_handed()) {
        keys = Rect{words.left, keys.top, keys.width, keys.height};
        words = Rect{keys.right() + sizes.gap, words.top, words.width, words.height};
      }
      keys = keys.take_bottom(std::min(keys.height, 460.0F));
    } else {
      const float row = std::min(scene.small() ? 84.0F : 190.0F, room.height * 0.155F);
      keys = room.take_bottom(4 * row + 3 * gap, gap);
      words = room;
    }
    const float dots = std::min(words.height * 0.4F, scene.small() ? 60.0F : 120.0F);
    const float text = std::min(words.height - dots - gap, sizes.body * 7);
    words.take_top((words.height - dots - gap - text) / 2);
    draw_dots(scene, words.take_top(dots, gap), pad);
    draw_message(scene, words.take_top(text), problem_line(scene, pad));
    Rect free_place;
    const auto typed =
        keypad(scene.ui, "pin_key", keys, std::max(sizes.title, keys.height * 0.085F), gap,
               free_place, resting);
    if (typed && *typed >= 0) scene.emit(PinDigitTyped{*typed});
    if (typed && *typed < 0) scene.emit(PinDigitErased{});
  });
}

}  // namespace keqian::kiosk
