// Choices of the venue and of whoever stands before the screens: how it looks and sounds.
#include <algorithm>

#include "kiosk/screens/staff.h"

namespace keqian::kiosk {
namespace {

constexpr int kSoundStep = 20;
constexpr int kDimStepMinutes = 30;

Choice choice_of(const Scene& scene, std::string id, std::string_view key, bool chosen,
                 std::function<void()> tapped) {
  return {std::move(id), scene.say(key), chosen, std::move(tapped)};
}

// The three choices of a comfort, wherever it goes.
void add_comfort(const Scene& scene, const Comfort& now,
                 const std::function<void(const Comfort&)>& changed, Blocks& blocks) {
  const auto with = [&](auto change) {
    Comfort next = now;
    change(next);
    return [changed, next] { changed(next); };
  };
  blocks.push_back(choices_block(
      scene, scene.say("comfort.text"),
      {choice_of(scene, "text_normal", "comfort.text.normal", now.text_size == TextSize::kNormal,
                 with([](Comfort& next) { next.text_size = TextSize::kNormal; })),
       choice_of(scene, "text_large", "comfort.text.large", now.text_size == TextSize::kLarge,
                 with([](Comfort& next) { next.text_size = TextSize::kLarge; }))},
      {.columns_max = 2}));
  blocks.push_back(choices_block(
      scene, scene.say("comfort.contrast"),
      {choice_of(scene, "contrast_normal", "comfort.contrast.normal",
                 now.contrast == Contrast::kNormal,
                 with([](Comfort& next) { next.contrast = Contrast::kNormal; })),
       choice_of(scene, "contrast_high", "comfort.contrast.high", now.contrast == Contrast::kHigh,
                 with([](Comfort& next) { next.contrast = Contrast::kHigh; }))},
      {.columns_max = 2}));
  blocks.push_back(
      choices_block(scene, scene.say("comfort.hand"),
                    {choice_of(scene, "hand_left", "comfort.hand.left", now.hand == Hand::kLeft,
                               with([](Comfort& next) { next.hand = Hand::kLeft; })),
                     choice_of(scene, "hand_right", "comfort.hand.right", now.hand == Hand::kRight,
                               with([](Comfort& next) { next.hand = Hand::kRight; }))},
                    {.columns_max = 2}));
}

Block switch_block(const Scene& scene, std::string_view id, std::string_view key, bool on,
                   const std::function<void(bool)>& changed) {
  return choices_block(
      scene, scene.say(key),
      {choice_of(scene, std::string(id) + "_off", "choices.off", !on,
                 [changed] { changed(false); }),
       choice_of(scene, std::string(id) + "_on", "choices.on", on, [changed] { changed(true); })},
      {.columns_max = 2});
}

}  // namespace

Block sound_block(const Scene& scene) {
  const Settings& settings = scene.model.settings;
  const std::string value = std::to_string(settings.sound_percent) + "%";
  return stepper_block(
      scene, "sound", scene.say("choices.sound"), value, settings.sound_percent > 0,
      settings.sound_percent < 100, [&scene, &settings](int by) {
        Settings changed = settings;
        changed.sound_percent = std::clamp(settings.sound_percent + by * kSoundStep, 0, 100);
        scene.emit(SettingsChosen{changed});
      });
}

void add_settings(const Scene& scene, Blocks& blocks) {
  const Settings& settings = scene.model.settings;
  const auto change = [&](auto edit) {
    return [&scene, &settings, edit](auto value) {
      Settings changed = settings;
      edit(changed, value);
      scene.emit(SettingsChosen{changed});
    };
  };
  blocks.push_back(strip_block(scene, Tone::kCalm, Icon::kInfo, scene.say("choices.help")));
  blocks.push_back(choices_block(
      scene, scene.say("choices.language"),
      {choice_of(scene, "home_chinese", "language.chinese", settings.language == Language::kChinese,
                 [&scene, &settings] {
                   Settings changed = settings;
                   changed.language = Language::kChinese;
                   scene.emit(SettingsChosen{changed});
                 }),
       choice_of(scene, "home_english", "language.english", settings.language == Language::kEnglish,
                 [&scene, &settings] {
                   Settings changed = settings;
                   changed.language = Language::kEnglish;
                   scene.emit(SettingsChosen{changed});
                 })},
      {.columns_max = 2}));
  add_comfort(scene, settings.comfort,
              change([](Settings& changed, const Comfort& comfort) { changed.comfort = comfort; }),
              blocks);
  blocks.push_back(sound_block(scene));
  blocks.push_back(switch_block(scene, "voice", "choices.voice", settings.voice,
                                change([](Settings& changed, bool on) { changed.voice = on; })));
  blocks.push_back(
      switch_block(scene, "exits", "choices.exits", settings.exit_counting,
                   change([](Settings& changed, bool on) { changed.exit_counting = on; })));
  blocks.push_back(switch_block(scene, "dim", "choices.dim", settings.dim.on,
                                change([](Settings& changed, bool on) { changed.dim.on = on; })));
  if (!settings.dim.on) return;
  const auto step = [](int minute, int by) {
    return (minute + by * kDimStepMinutes + kMinutesPerDay) % kMinutesPerDay;
  };
  blocks.push_back(stepper_block(scene, "dim_from", scene.say("choices.dim.from"),
                                 minute_words(settings.dim.from_minute), true, true,
                                 change([step](Settings& changed, int by) {
                                   changed.dim.from_minute = step(changed.dim.from_minute, by);
                                 })));
  blocks.push_back(stepper_block(scene, "dim_to", scene.say("choices.dim.to"),
                                 minute_words(settings.dim.to_minute), true, true,
                                 change([step](Settings& changed, int by) {
                                   changed.dim.to_minute = step(changed.dim.to_minute, by);
                                 })));
}

void add_cameras(const Scene& scene, const std::vector<CameraChoice>& cameras, bool listing,
                 Blocks& blocks) {
  const float height = scene.small() ? 260.0F : scene.landscape() ? 320.0F : 560.0F;
  blocks.push_back({[=](float) { return height; },
                    [&scene](Rect rect) { draw_camera(scene, rect.inset(0, 4)); }});
  if (listing) {
    blocks.push_back(
        strip_block(scene, Tone::kCalm, Icon::kTimer, scene.say("choices.cameras.listing")));
  }
  const Settings& settings = scene.model.settings;
  std::vector<Choice> choices;
  for (const auto& camera : cameras) {
    std::string words = camera.name.empty() ? camera.source : camera.name;
    if (camera.source == "auto") words = scene.say("choices.camera.auto");
    if (camera.source == "none") words = scene.say("choices.camera.none");
    Settings changed = settings;
    changed.camera = camera.source;
    const bool chosen =
        settings.camera.empty() ? camera.as_started : settings.camera == camera.source;
    choices.push_back({"camera_" + std::to_string(choices.size()), words, chosen,
                       [&scene, changed] { scene.emit(SettingsChosen{changed}); }});
  }
  // The one that was chosen is not there now: it stays the choice until another is made.
  if (!choices.empty() && std::ranges::none_of(choices, &Choice::chosen)) {
    choices.push_back({"camera_" + std::to_string(choices.size()),
                       scene.say("choices.camera.missing", {{"camera", settings.camera}}), true,
                       [&scene, &settings] { scene.emit(SettingsChosen{settings}); }});
  }
  if (!choices.empty()) {
    blocks.push_back(
        choices_block(scene, scene.say("choices.camera"), choices, {.columns_max = 1}));
  }
  if (!scene.model.camera_torch) return;
  blocks.push_back(
      switch_block(scene, "torch", "choices.torch", settings.torch, [&scene, &settings](bool on) {
        Settings changed = settings;
        changed.torch = on;
        scene.emit(SettingsChosen{changed});
      }));
}

void draw_accessibility(const Scene& scene) {
  PageBar bar{.back = {},
              .back_id = {},
              .back_tapped = {},
              .primary = PageButton{.id = "done",
                                    .icon = Icon::kCheck,
                                    .text = scene.say("comfort.done"),
                                    .enabled = true,
                                    .danger = false,
                                    .tapped = [&scene] { scene.emit(AccessibilityToggled{}); }},
              .secondary = {},
              .scrolls = "comfort"};
  draw_page(scene, {Icon::kAccessibility, scene.say("comfort.title"), {}}, bar, [&](Rect room) {
    Blocks blocks;
    blocks.push_back(strip_block(scene, Tone::kCalm, Icon::kInfo, scene.say("comfort.help")));
    blocks.push_back(
        choices_block(scene, "中文 · English",
                      {choice_of(scene, "speak_chinese", "language.chinese",
                                 scene.model.language == Language::kChinese,
                                 [&scene] { scene.emit(LanguageChosen{Language::kChinese}); }),
                       choice_of(scene, "speak_english", "language.english",
                                 scene.model.language == Language::kEnglish,
                                 [&scene] { scene.emit(LanguageChosen{Language::kEnglish}); })},
                      {.columns_max = 2}));
    add_comfort(
        scene, scene.model.comfort,
        [&scene](const Comfort& comfort) { scene.emit(ComfortChosen{comfort}); }, blocks);
    draw_blocks(scene, "comfort", room, blocks, Stand::kLow);
  });
}

}  // namespace keqian::kiosk
