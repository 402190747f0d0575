// The setting-up of a new kiosk: one question a page, the way on at the bottom.
#include <algorithm>
#include <array>

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

// Capitals and digits, without the letters that are taken for digits; an address needs more.
constexpr std::array<std::string_view, 4> kCodeRows = {"1234567890", "QWERTYUIOP", "ASDFGHJKL",
                                                       "ZXCVBNM"};
constexpr std::array<std::string_view, 5> kAddressRows = {"1234567890", "qwertyuiop", "asdfghjkl",
                                                          "zxcvbnm", ".:/-_"};

// On a small screen six keys a row are as wide as a finger.
std::vector<std::string> key_rows(const Scene& scene, bool address) {
  std::string all;
  if (address) {
    for (const auto row : kAddressRows) all += row;
  } else {
    for (const auto row : kCodeRows) all += row;
  }
  std::vector<std::string> rows;
  if (!scene.small()) {
    if (address) {
      for (const auto row : kAddressRows) rows.emplace_back(row);
    } else {
      for (const auto row : kCodeRows) rows.emplace_back(row);
    }
    return rows;
  }
  constexpr std::size_t kEach = 6;
  for (std::size_t i = 0; i < all.size(); i += kEach) rows.push_back(all.substr(i, kEach));
  return rows;
}

Block letters_block(const Scene& scene, bool address) {
  const auto rows = key_rows(scene, address);
  const float gap = scene.small() ? 6 : scene.sizes.gap * 0.4F;
  const float row = scene.landscape() ? 68.0F : scene.small() ? 62.0F : 104.0F;
  const auto count = static_cast<float>(rows.size());
  return {[=](float) { return count * row + (count - 1) * gap; },
          [=, &scene](Rect rect) {
            std::size_t widest = 1;
            for (const auto& keys : rows) widest = std::max(widest, keys.size());
            const float each =
                (rect.width - gap * static_cast<float>(widest - 1)) / static_cast<float>(widest);
            for (std::size_t r = 0; r < rows.size(); ++r) {
              const float length = static_cast<float>(rows[r].size()) * (each + gap) - gap;
              Rect line{rect.left + (scene.small() ? 0 : (rect.width - length) / 2),
                        rect.top + static_cast<float>(r) * (row + gap), length, row};
              for (const char c : rows[r]) {
                const std::string text(1, c);
                if (secondary_button(scene.ui, "letter_" + text, line.take_left(each, gap),
                                     {std::nullopt, text, scene.sizes.strong})) {
                  scene.emit(EnrolmentCharacterTyped{c});
                }
              }
            }
          },
          true};
}

}  // namespace

void draw_typed_enrolment(const Scene& scene, const TypedEnrolment& typed) {
  const auto& sizes = scene.sizes;
  const bool working = scene.model.setup == Setup::kEnrolling;
  PageBar bar{
      .back = scene.say("setup.type.camera"),
      .back_id = "type_close",
      .back_tapped = [&scene] { scene.emit(EnrolmentTypingToggled{}); },
      .primary = PageButton{.id = "enrol",
                            .icon = Icon::kLink,
                            .text = scene.say(working ? "enrol.working" : "setup.type.do"),
                            .enabled = !working && !typed.address.empty() && !typed.code.empty(),
                            .danger = false,
                            .tapped = [&scene] { scene.emit(EnrolmentTyped{}); }},
      .secondary = {},
      .scrolls = "typing"};
  draw_page(scene, {Icon::kKeyboard, scene.say("setup.type"), {}}, bar, [&](Rect room) {
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
    blocks.push_back(
        actions_block(scene, {{"letter_erase", Icon::kBackspace, scene.say("setup.type.erase"),
                               true, [&scene] { scene.emit(EnrolmentCharacterErased{}); }}}));
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
  const std::string note =
      done ? std::string()
           : scene.say("setup.step", {{"step", std::to_string(static_cast<int>(wizard.step) + 1)},
                                      {"steps", std::to_string(kSteps)}});
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
            blocks.push_back(
                strip_block(scene, Tone::kGood, Icon::kCheckCircle, scene.say("setup.done.help")));
            blocks.push_back(strip_block(scene, Tone::kGood, Icon::kLock, scene.say("pin.set")));
            break;
        }
        draw_blocks(scene, "setup", room, blocks, Stand::kLow, icon_of(wizard.step));
      });
}

}  // namespace keqian::kiosk
