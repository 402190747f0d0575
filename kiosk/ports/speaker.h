// Sounds and spoken words at the door.
#pragma once

#include <array>
#include <string_view>

namespace keqian::kiosk {

enum class Sound {
  kAccepted,  // rising, bright
  kAlready,   // two even tones
  kRefused,   // falling, soft
  kTap        // a short click
};

// What can be said; a file of that name in the venue's own recordings takes its place.
enum class Prompt {
  kCounted,         // "counted"
  kGoodbye,         // "goodbye": counted on the way out
  kAlreadyCounted,  // "already_counted"
  kConfirmGroup,    // "confirm_group"
  kTakenBack,       // "taken_back"
  kGroupDropped,    // "group_dropped"
  kOneMoment,       // "one_moment": too many taps in a row
  kNotOurs,         // "not_ours", and so on as PassProblem
  kDamaged,
  kOtherCampaign,
  kUnknownKey,
  kNotYetValid,
  kExpired,
  kRevoked,
};
inline constexpr std::array kPrompts = {
    Prompt::kCounted,   Prompt::kGoodbye,       Prompt::kAlreadyCounted, Prompt::kConfirmGroup,
    Prompt::kTakenBack, Prompt::kGroupDropped,  Prompt::kOneMoment,      Prompt::kNotOurs,
    Prompt::kDamaged,   Prompt::kOtherCampaign, Prompt::kUnknownKey,     Prompt::kNotYetValid,
    Prompt::kExpired,   Prompt::kRevoked};
std::string_view name(Prompt prompt);

enum class SpokenLanguage { kChinese, kEnglish };
std::string_view name(SpokenLanguage language);  // "zh" "en"

// Any thread; never waits, never fails: without a sound device nothing is heard.
class Speaker {
 public:
  virtual ~Speaker() = default;
  // Ends what is being said, unless it is a mere kTap.
  virtual void play(Sound sound) = 0;
  // Says it as soon as the sound that plays has ended, instead of what is being said. Nothing is
  // heard where no recording is there.
  virtual void say(Prompt prompt, SpokenLanguage language) = 0;
  // 0 (silent) – 100, of everything from now on; 100 at the beginning.
  virtual void set_level(int percent) = 0;
};

}  // namespace keqian::kiosk
