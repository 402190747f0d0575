// The setting-up of a new kiosk: one question a page, the way on at the bottom.
#include <algorithm>
#include <array>
#include <span>

#include "kiosk/screens/staff.h"

namespace keqian::kiosk {
namespace {

constexpr int kSteps = 5;

std::string_view title_key(SetupStep step) {
  switch (step) {
    case SetupStep::kLanguage:
      return "setup.language";
    case SetupStep::kEnrolment:
      return "enrol.title";
    case SetupStep::kCamera:
      return "setup.camera";
    case SetupStep::kSound:
      return "setup.sound";
    case SetupStep::kPin:
      return "pin.choose";
    case SetupStep::kDone:
      break;
  }
  return "setup.done";
}

Icon icon_of(SetupStep step) {
  switch (step) {
    case SetupStep::kLanguage:
      return Icon::kLanguage;
    case SetupStep::kEnrolment:
      return Icon::kLink;
    case SetupStep::kCamera:
      return Icon::kPhotoCamera;
    case SetupStep::kSound:
      return Icon::kVolumeUp;
    case SetupStep::kPin:
      return Icon::kPin;
    case SetupStep::kDone:
      break;
  }
  return Icon::kCheckCircle;
}

void add_language(const Scene& scene, Blocks& blocks) {
  blocks.push_back(strip_block(scene, Tone::kCalm, Icon::kInfo, scene.say("setup.language.help")));
  std::vector<Choice> choices;
  for (const auto language : {Language::kChinese, Language::kEnglish}) {
    Settings changed = scene.model.settings;
    changed.language = language;
    const bool chinese = language == Language::kChinese;
    choices.push_back({chinese ? "home_chinese" : "home_english",
                       scene.say(chinese ? "language.chinese" : "language.english"),
                       scene.model.settings.language == language,
                       [&scene, changed] { scene.emit(SettingsChosen{changed}); }});
  }
  blocks.push_back(choices_block(scene, "中文 · English", choices, {.columns_max = 2}));
}

void add_sound(const Scene& scene, Blocks& blocks) {
  blocks.push_back(strip_block(scene, Tone::kCalm, Icon::kInfo, scene.say("setup.sound.help")));
  blocks.push_back(sound_block(scene));
  blocks.push_back(actions_block(scene,
                                 {{"try_sound", Icon::kVolumeUp, scene.say("setup.sound.try"), true,
                                   [&scene] { scene.emit(SoundTried{}); }}},
                                 false));
}

constexpr char kErase = '\b';
// As on a keyboard; an address needs more.
constexpr std::array<std::string_view, 4> kCodeRows = {"1234567890", "QWERTYUIOP", "ASDFGHJKL",
                                                       "ZXCVBNM\b"};
constexpr std::array<std::string_view, 5> kAddressRows = {"1234567890", "qwertyuiop", "asdfghjkl",
                                                          "zxcvbnm", ".:/-_\b"};
// On a small screen six keys a row are as wide as a finger: too few for a keyboard's order.
constexpr std::array<std::string_view, 7> kSmallCodeRows = {"123456", "7890AB", "CDEFGH", "IJKLMN",
                                                            "OPQRST", "UVWXYZ", "\b"};
constexpr std::array<std::string_view, 7> kSmallAddressRows = {
    "123456", "7890ab", "cdefgh", "ijklmn", "opqrst", "uvwxyz", ".:/-_\b"};

std::span<const std::string_view> key_rows(const Scene& scene, bool address) {
  if (scene.small()) {
    if (address) return kSmallAddressRows;
    return kSmallCodeRows;
  }
  if (address) return kAddressRows;
  return kCodeRows;
}

void draw_key(const Scene& scene, Rect place, char c) {
  if (c == kErase) {
    if (secondary_button(scene.ui, "letter_erase", place,
                         {Icon::kBackspace, scene.say("setup.type.erase"), scene.sizes.caption})) {
      scene.emit(EnrolmentCharacterErased{});
    }
    return;
  }
  const std::string text(1, c);
  if (secondary_button(scene.ui, "letter_" + text, place,
                       {std::nullopt, text, scene.sizes.strong})) {
    scene.emit(EnrolmentCharacterTyped{c});
  }
}

// Erasing takes what the last row leaves free, two keys at most.
Block letters_block(const Scene& scene, bool address) {
  const auto rows = key_rows(scene, address);
  const bool tight = scene.landscape() || scene.small();
  const float gap = tight ? 6 : scene.sizes.gap * 0.4F;
  const float row = tight ? kTouchSizeMin : 104;
  const auto count = static_cast<float>(rows.size());
  return {[=](float) { return count * row + (count - 1) * gap; },
          [=, &scene](Rect rect) {
            const auto widest = static_cast<float>(rows.front().size());
            const float each = (rect.width - gap * (widest - 1)) / widest;
            float top = rect.top;
            for (const auto keys : rows) {
              const bool erases = keys.back() == kErase;
              const auto letters = static_cast<float>(keys.size() - (erases ? 1 : 0));
              const float erase =
                  erases ? std::min(widest - letters, 2.0F) * (each + gap) - gap : -gap;
              const float length = letters * (each + gap) + erase;
              Rect line{rect.left + (rect.width - length) / 2, top, length, row};
              if (scene.small()) line.left = rect.left;
              for (const char c : keys) {
                draw_key(scene, line.take_left(c == kErase ? erase : each, gap), c);
              }
              top += row + gap;
            }
          },
          true};
}

}  // namespace

std::string setup_step_words(const Scene& scene) {
  const auto& wizard = scene.model.wizard;
  if (!wizard || wizard->step == SetupStep::kDone) return {};
  return scene.say("setup.step", {{"step", std::to_string(static_cast<int>(wizard->step) + 1)},
                                  {"steps", std::to_string(kSteps)}});
}

void draw_typed_enrolment(const Scene& scene, const Wizard& wizard) {
  const auto& sizes = scene.sizes;
  const TypedEnrolment& typed = *wizard.typed;
  const bool working = scene.model.setup == Setup::kEnrolling;
  PageBar bar{.back = scene.say("staff.back"),
              .back_id = "type_close",
              .back_tapped = [&scene] { scene.emit(EnrolmentTypingToggled{}); },
              .primary = PageButton{.id = "enrol",
                                    .icon = Icon::kLink,
                                    .text = scene.say(working        ? "enrol.working"
                                                      : wizard.stick ? "setup.type.keep"
                                                                     : "setup.type.do"),
                                    .enabled = !working && is_complete(typed),
                                    .danger = false,
                                    .tapped = [&scene] { scene.emit(EnrolmentTyped{}); }},
              .secondary = {},
              .scrolls = "typing"};
  const PageTitle title{Icon::kKeyboard, scene.say("setup.type"), setup_step_words(scene)};
  draw_page(scene, title, bar, [&](Rect room) {
    Blocks blocks;
    const auto field = [&](std::string id, std::string_view key, const std::string& value,
                           TypedEnrolment::Field which) {
      const bool on = typed.field == which;
      blocks.push_back(
          row_block(scene,
                    {.id = std::move(id),
                     .icon = which == TypedEnrolment::Field::kAddress ? Icon::kLink : Icon::kKey,
                     .icon_tone = Tone::kCalm,
                     .title = value.empty() ? std::string("—") : value,
                     .note = scene.say(key),
                     .value = {},
                     .value_tone = Tone::kPlain,
                     .chosen = on,
                     .quiet = false},
                    [&scene, which] { scene.emit(EnrolmentFieldChosen{which}); }));
    };
    field("field_address", "setup.type.address", typed.address, TypedEnrolment::Field::kAddress);
    field("field_code", "setup.type.code", typed.code, TypedEnrolment::Field::kCode);
    if (scene.model.enrolment_problem != EnrolmentProblem::kNone && !working) {
      blocks.push_back(
          strip_block(scene, Tone::kDanger, Icon::kWarning, enrolment_problem_words(scene)));
    }
    blocks.push_back(letters_block(scene, typed.field == TypedEnrolment::Field::kAddress));
    draw_blocks(scene, "typing", room.inset(0, sizes.gap * 0.3F), blocks, Stand::kLow);
  });
}

void draw_setup(const Scene& scene, const Wizard& wizard) {
  const bool done = wizard.step == SetupStep::kDone;
  const bool first = wizard.step == SetupStep::kLanguage;
  PageBar bar{.back = first ? std::string() : scene.say("staff.back"),
              .back_id = "back",
              .back_tapped = [&scene] { scene.emit(SetupBackTapped{}); },
              .primary = PageButton{.id = done ? "finish" : "next",
                                    .icon = done ? Icon::kCheck : Icon::kChevronRight,
                                    .text = scene.say(done ? "setup.finish" : "setup.next"),
                                    .enabled = true,
                                    .danger = false,
                                    .tapped =
                                        [&scene, done] {
                                          if (done) {
                                            scene.emit(SetupFinished{});
                                          } else {
                                            scene.emit(SetupNextTapped{});
                                          }
                                        }},
              .secondary = {},
              .scrolls = "setup"};
  const std::string note = setup_step_words(scene);
  draw_page(
      scene, {icon_of(wizard.step), scene.say(title_key(wizard.step)), note}, bar, [&](Rect room) {
        Blocks blocks;
        switch (wizard.step) {
          case SetupStep::kLanguage:
            add_language(scene, blocks);
            break;
          case SetupStep::kCamera:
            blocks.push_back(
                strip_block(scene, Tone::kCalm, Icon::kInfo, scene.say("setup.camera.help")));
            add_cameras(scene, wizard.cameras, wizard.listing_cameras != 0, blocks);
            break;
          case SetupStep::kSound:
            add_sound(scene, blocks);
            break;
          case SetupStep::kEnrolment:  // has a screen of its own,
          case SetupStep::kPin:        // and so has this
            break;
          case SetupStep::kDone:
            blocks.push_back(strip_block(
                scene, Tone::kGood, Icon::kLink,
                scene.say("setup.done.place", {{"venue", scene.model.place.venue_name},
                                               {"kiosk", scene.model.place.kiosk_name}})));
            blocks.push_back(
                strip_block(scene, Tone::kGood, Icon::kCheckCircle, scene.say("setup.done.help")));
            blocks.push_back(strip_block(scene, Tone::kGood, Icon::kLock, scene.say("pin.set")));
            break;
        }
        draw_blocks(scene, "setup", room, blocks, Stand::kLow, icon_of(wizard.step));
      });
}

}  // namespace keqian::kiosk
