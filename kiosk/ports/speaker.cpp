#include "kiosk/ports/speaker.h"

#include "server-sync/base/assert.h"

namespace keqian::kiosk {

std::string_view name(Prompt prompt) {
  switch (prompt) {
    case Prompt::kCounted:
      return "counted";
    case Prompt::kGoodbye:
      return "goodbye";
    case Prompt::kAlreadyCounted:
      return "already_counted";
    case Prompt::kConfirmGroup:
      return "confirm_group";
    case Prompt::kTakenBack:
      return "taken_back";
    case Prompt::kGroupDropped:
      return "group_dropped";
    case Prompt::kOneMoment:
      return "one_moment";
    case Prompt::kNotOurs:
      return "not_ours";
    case Prompt::kDamaged:
      return "damaged";
    case Prompt::kOtherCampaign:
      return "other_campaign";
    case Prompt::kUnknownKey:
      return "unknown_key";
    case Prompt::kNotYetValid:
      return "not_yet_valid";
    case Prompt::kExpired:
      return "expired";
    case Prompt::kRevoked:
      return "revoked";
  }
  KEQIAN_ASSERT(false);
}

std::string_view name(SpokenLanguage language) {
  return language == SpokenLanguage::kChinese ? "zh" : "en";
}

}  // namespace keqian::kiosk
