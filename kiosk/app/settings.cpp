#include "kiosk/app/settings.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace keqian::kiosk {
namespace {

constexpr std::array<std::string_view, 6> kStepWords = {"language", "enrolment", "camera",
                                                        "sound",    "pin",       "done"};

std::string_view word(Language language) {
  return language == Language::kEnglish ? "en" : "zh";
}
std::string_view word(TextSize size) {
  return size == TextSize::kLarge ? "large" : "normal";
}
std::string_view word(Contrast contrast) {
  return contrast == Contrast::kHigh ? "high" : "normal";
}
std::string_view word(Hand hand) {
  return hand == Hand::kLeft ? "left" : "right";
}
std::string_view word(bool on) {
  return on ? kSettingOn : "off";
}

template <typename T>
void take_word(T& setting, std::string_view value, T first, T second) {
  if (value == word(first)) setting = first;
  if (value == word(second)) setting = second;
}

std::optional<int> parse_number(std::string_view text, int max) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (number < 0 || number > max) return std::nullopt;
  return number;
}

// "on 1200 420": the switch, the first and the last minute.
std::string words_of(const DimSchedule& dim) {
  return std::string(word(dim.on)) + " " + std::to_string(dim.from_minute) + " " +
         std::to_string(dim.to_minute);
}

void take_dim(DimSchedule& dim, std::string_view value) {
  const auto first = value.find(' ');
  const auto second = value.find(' ', first == std::string_view::npos ? first : first + 1);
  if (second == std::string_view::npos) return;
  const auto on = value.substr(0, first);
  const auto from = parse_number(value.substr(first + 1, second - first - 1), kMinutesPerDay - 1);
  const auto to = parse_number(value.substr(second + 1), kMinutesPerDay - 1);
  if ((on != "on" && on != "off") || !from || !to) return;
  dim = {on == "on", *from, *to};
}

}  // namespace

std::vector<StoredSetting> changed_settings(const Settings& before, const Settings& after) {
  std::vector<StoredSetting> changed;
  const auto compare = [&](std::string_view key, const auto& old_value, const auto& new_value,
                           const auto& words) {
    if (!(old_value == new_value)) {
      changed.push_back({std::string(key), std::string(words(new_value))});
    }
  };
  const auto as_word = [](const auto& value) { return word(value); };
  compare(setting_key::kLanguage, before.language, after.language, as_word);
  compare(setting_key::kSound, before.sound_percent, after.sound_percent,
          [](int percent) { return std::to_string(percent); });
  compare(setting_key::kVoice, before.voice, after.voice, as_word);
  compare(setting_key::kTextSize, before.comfort.text_size, after.comfort.text_size, as_word);
  compare(setting_key::kContrast, before.comfort.contrast, after.comfort.contrast, as_word);
  compare(setting_key::kHand, before.comfort.hand, after.comfort.hand, as_word);
  compare(setting_key::kCamera, before.camera, after.camera,
          [](const std::string& source) { return source; });
  compare(setting_key::kTorch, before.torch, after.torch, as_word);
  compare(setting_key::kExitCounting, before.exit_counting, after.exit_counting, as_word);
  compare(setting_key::kDim, before.dim, after.dim, words_of);
  return changed;
}

StoredSetting stored_step(SetupStep step) {
  return {std::string(setting_key::kSetup),
          std::string(kStepWords.at(static_cast<std::size_t>(step)))};
}

SetupStep parse_step(std::string_view value, SetupStep otherwise) {
  const auto at = std::ranges::find(kStepWords, value);
  return at == kStepWords.end() ? otherwise : static_cast<SetupStep>(at - kStepWords.begin());
}

void apply_stored(Settings& settings, const StoredSetting& stored) {
  const std::string_view key = stored.key;
  const std::string_view value = stored.value;
  auto& comfort = settings.comfort;
  if (key == setting_key::kLanguage) {
    take_word(settings.language, value, Language::kChinese, Language::kEnglish);
  } else if (key == setting_key::kSound) {
    settings.sound_percent = parse_number(value, 100).value_or(settings.sound_percent);
  } else if (key == setting_key::kVoice) {
    take_word(settings.voice, value, true, false);
  } else if (key == setting_key::kTextSize) {
    take_word(comfort.text_size, value, TextSize::kNormal, TextSize::kLarge);
  } else if (key == setting_key::kContrast) {
    take_word(comfort.contrast, value, Contrast::kNormal, Contrast::kHigh);
  } else if (key == setting_key::kHand) {
    take_word(comfort.hand, value, Hand::kRight, Hand::kLeft);
  } else if (key == setting_key::kCamera) {
    settings.camera = stored.value;
  } else if (key == setting_key::kTorch) {
    take_word(settings.torch, value, true, false);
  } else if (key == setting_key::kExitCounting) {
    take_word(settings.exit_counting, value, true, false);
  } else if (key == setting_key::kDim) {
    take_dim(settings.dim, value);
  }
}

}  // namespace keqian::kiosk
