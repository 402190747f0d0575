// The staff's PIN: six dots, a keypad low on the screen, how long a lock lasts, and what to do
// where it is forgotten.
#include <algorithm>
#include <array>

#include "kiosk/screens/page.h"
#include "kiosk/screens/staff.h"
#include "server-sync/wire/pin_reset.h"

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
    case PinPurpose::kReset:
    case PinPurpose::kNoReset:
      return "pin.reset";
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
      return {
          counted_words(scene, pad.purpose == PinPurpose::kReset ? "pin.reset.wrong" : "pin.wrong",
                        "tries", pad.tries_left),
          Tone::kDanger, Icon::kError};
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
  if (pad.purpose == PinPurpose::kEnter) return {scene.say("pin.help")};
  if (pad.purpose == PinPurpose::kReset) return {scene.say("pin.reset.help")};
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

void draw_entry(const Scene& scene, Rect place, float gap, const PinPad& pad) {
  const auto& sizes = scene.sizes;
  const float dots = std::min(place.height * 0.4F, scene.small() ? 60.0F : 120.0F);
  const float text = std::min(place.height - dots - gap, sizes.body * 7);
  place.take_top((place.height - dots - gap - text) / 2);
  draw_dots(scene, place.take_top(dots, gap), pad);
  draw_message(scene, place.take_top(text), problem_line(scene, pad));
}

// What is typed of the bureau's code, in the two halves that it is read in.
void draw_code(const Scene& scene, Rect place, const std::string& digits) {
  auto& canvas = scene.ui.canvas();
  constexpr float kGapCells = 0.8F;  // between the halves
  const float cell =
      std::min(place.width / (wire::kResetCodeDigits + kGapCells), place.height * 0.8F);
  const float width = cell * (wire::kResetCodeDigits + kGapCells);
  float left = place.left + (place.width - width) / 2;
  for (std::size_t i = 0; i < wire::kResetCodeDigits; ++i, left += cell) {
    if (i == wire::kResetCodeDigits / 2) left += cell * kGapCells;
    const Rect box = Rect{left, place.top, cell, place.height}.inset(cell * 0.06F, 0);
    canvas.round(box, cell * 0.16F, scene.palette.card);
    canvas.outline(box, cell * 0.16F,
                   i < digits.size() ? scene.palette.primary_from : scene.palette.muted,
                   scene.palette.pen);
    if (i >= digits.size()) continue;
    scene.ui.text(box, digits.substr(i, 1),
                  {.em = std::min(cell * 1.2F, place.height * 0.9F),
                   .colour = scene.palette.primary_from,
                   .face = Face::kBold,
                   .align = Align::kCentre});
  }
}

// What to tell the bureau, with the number large enough to be read from where the telephone is.
void draw_reset(const Scene& scene, Rect place, const PinPad& pad) {
  const auto& sizes = scene.sizes;
  const float gap = sizes.body * (scene.small() ? 0.35F : 0.8F);
  const float number = sizes.headline * 1.2F;
  const float code = std::min(scene.small() ? 56.0F : 96.0F, place.height * 0.25F);
  const float message = std::min(sizes.body * 5, place.height - number - code - 2 * gap);
  place.take_top((place.height - number - code - message - 2 * gap) / 2);
  draw_message(scene, place.take_top(message, gap), problem_line(scene, pad));
  scene.ui.text(place.take_top(number, gap), wire::in_halves(pad.reset.number),
                {.em = sizes.headline,
                 .colour = scene.palette.primary_from,
                 .face = Face::kBold,
                 .align = Align::kCentre});
  draw_code(scene, place.take_top(code), pad.digits);
}

// No bureau knows this kiosk, or its key is lost: whoever runs the machine can help.
void draw_no_reset(const Scene& scene) {
  const PageBar bar{.back = scene.say("staff.back"),
                    .back_id = "cancel",
                    .back_tapped = [&scene] { scene.emit(PinCancelled{}); },
                    .primary = {},
                    .secondary = {},
                    .scrolls = "pin_no_reset"};
  draw_page(scene, {Icon::kLock, scene.say("pin.reset"), {}}, bar, [&](Rect room) {
    Blocks blocks;
    blocks.push_back(strip_block(scene, Tone::kCaution, Icon::kInfo, scene.say("pin.no_reset")));
    blocks.push_back(strip_block(scene, Tone::kCalm, Icon::kKey, scene.say("pin.no_reset.do")));
    blocks.push_back(
        strip_block(scene, Tone::kGood, Icon::kCheckCircle, scene.say("pin.no_reset.kept")));
    draw_blocks(scene, "pin_no_reset", room, blocks, Stand::kLow, Icon::kLock);
  });
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
  if (pad.purpose == PinPurpose::kNoReset) {
    draw_no_reset(scene);
    return;
  }
  const auto& sizes = scene.sizes;
  const bool resting = is_locked(scene, pad) || pad.checking != 0;
  const bool setting_up = pad.leads_to == PinLeadsTo::kSetup;
  const bool resetting = pad.purpose == PinPurpose::kReset;
  // The step of the setting-up; or which kiosk it is, for the telephone: a small screen has room
  // for its id alone.
  std::string which = setting_up ? setup_step_words(scene) : std::string();
  if (resetting) {
    which = pad.reset.kiosk.value;
    if (!scene.small()) which += " · " + pad.reset.kiosk_name;
  }
  const PageTitle title{Icon::kLock, scene.say(title_key(pad.purpose)), which};
  PageBar bar{.back = scene.say(setting_up ? "staff.back" : "staff.cancel"),
              .back_id = "cancel",
              .back_tapped = [&] { scene.emit(PinCancelled{}); },
              .primary = {},
              .secondary = {},
              .scrolls = {}};
  if (pad.purpose == PinPurpose::kEnter) {
    bar.secondary = PageButton{.id = "pin_forgotten",
                               .icon = Icon::kHelp,
                               .text = scene.say("pin.forgotten"),
                               .enabled = pad.checking == 0,
                               .danger = false,
                               .tapped = [&] { scene.emit(PinForgotten{}); }};
  }
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
      // The number and the code want more room than six dots.
      const float share = resetting ? 0.125F : 0.155F;
      const float row = std::min(scene.small() ? 84.0F : 190.0F, room.height * share);
      keys = room.take_bottom(4 * row + 3 * gap, gap);
      words = room;
    }
    if (resetting) {
      draw_reset(scene, words, pad);
    } else {
      draw_entry(scene, words, gap, pad);
    }
    Rect free_place;
    const auto typed =
        keypad(scene.ui, "pin_key", keys, std::max(sizes.title, keys.height * 0.085F), gap,
               free_place, resting);
    if (typed && *typed >= 0) scene.emit(PinDigitTyped{*typed});
    if (typed && *typed < 0) scene.emit(PinDigitErased{});
  });
}

}  // namespace keqian::kiosk
