// The settings of one station, and how each is spelled where it is stored. Pure values.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ports/staff.h"

namespace keqian::kiosk {

enum class Language { kChinese, kEnglish };

enum class TextSize { kNormal, kLarge };  // large: one and a half times
enum class Contrast { kNormal, kHigh };
enum class Hand { kRight, kLeft };  // on which side the controls lie

// How the screens are drawn for whoever stands before them. A visitor's own choice passes away
// after the last touch; the venue's is in the settings.
struct Comfort {
  TextSize text_size = TextSize::kNormal;
  Contrast contrast = Contrast::kNormal;
  Hand hand = Hand::kRight;
  bool operator==(const Comfort&) const = default;
};

inline constexpr int kMinutesPerDay = 24 * 60;

// When the resting screen is dimmed: from one minute of the day to another, over midnight too.
struct DimSchedule {
  bool on = false;
  int from_minute = 20 * 60;  // 0–1439
  int to_minute = 7 * 60;     // 0–1439; equal to `from_minute`: the whole day
  bool operator==(const DimSchedule&) const = default;
};

struct Settings {
  Language language = Language::kChinese;  // at home: returned to after the last touch
  int sound_percent = 80;                  // 0–100; 0 is silent
  bool voice = false;                      // spoken prompts
  Comfort comfort;
  std::string camera;          // a source as `--camera` names it; empty: as the program was started
  bool torch = false;          // the camera's light burns, where it has one
  bool exit_counting = false;  // people leaving are counted here: 在场人数 instead of 人次
  DimSchedule dim;
  bool operator==(const Settings&) const = default;
};

// How far the setting-up of a new kiosk has come, in this order.
enum class SetupStep { kLanguage, kEnrolment, kCamera, kSound, kPin, kDone };

// One stored setting: key and value as StaffDesk::set_setting takes them.
struct StoredSetting {
  std::string key;
  std::string value;
  bool operator==(const StoredSetting&) const = default;
};

namespace setting_key {
inline constexpr std::string_view kLanguage = "language";
inline constexpr std::string_view kSound = "sound_percent";
inline constexpr std::string_view kVoice = "voice";
inline constexpr std::string_view kTextSize = "text_size";
inline constexpr std::string_view kContrast = "contrast";
inline constexpr std::string_view kHand = "hand";
inline constexpr std::string_view kCamera = "camera";
inline constexpr std::string_view kTorch = "torch";
inline constexpr std::string_view kExitCounting = kExitCountingSetting;  // read by the ledger too
inline constexpr std::string_view kDim = "dim";
inline constexpr std::string_view kSetup = "setup";  // a SetupStep; never stored: not begun here
}  // namespace setting_key

// Every key above, to be read when the storage opens.
inline constexpr std::array kSettingKeys = {
    setting_key::kLanguage,     setting_key::kSound, setting_key::kVoice,  setting_key::kTextSize,
    setting_key::kContrast,     setting_key::kHand,  setting_key::kCamera, setting_key::kTorch,
    setting_key::kExitCounting, setting_key::kDim,   setting_key::kSetup};

// What must be stored to get from one to the other.
std::vector<StoredSetting> changed_settings(const Settings& before, const Settings& after);
StoredSetting stored_step(SetupStep step);

// Takes one stored setting over; an unknown key or a word that means nothing changes nothing.
void apply_stored(Settings& settings, const StoredSetting& stored);

// The step of setting_key::kSetup's value; `otherwise` for a word that means nothing.
SetupStep parse_step(std::string_view value, SetupStep otherwise);

}  // namespace keqian::kiosk
