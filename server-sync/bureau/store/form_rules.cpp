#include "server-sync/bureau/store/form_rules.h"

#include <algorithm>
#include <array>

namespace keqian::bureau {
namespace {

constexpr std::array kRules = {
    rules::kAmountNumber,    rules::kAmountNegative,    rules::kAmountBelowZero,
    rules::kReasonMissing,   rules::kReasonLong,        rules::kPersonsRange,
    rules::kPersonsBadge,    rules::kCountRange,        rules::kCampaignOpen,
    rules::kCampaignEnded,   rules::kNameShape,         rules::kDisplayNameMissing,
    rules::kPasswordLong,    rules::kPasswordShort,     rules::kPasswordName,
    rules::kPasswordWeak,    rules::kBureauUrlHereOnly, rules::kLivesNone,
    rules::kLivesApart,      rules::kKioskName,         rules::kResetNumber,
    rules::kActivityUnknown, rules::kActivityKnown};

}  // namespace

Error broken(const FormRule& rule, std::string hint, ErrorKind kind) {
  return {kind, std::string(rule.message), std::move(hint)};
}

const FormRule* broken_rule(const Error& error) {
  const auto found = std::find_if(kRules.begin(), kRules.end(), [&](const FormRule& each) {
    return each.message == error.message;
  });
  return found == kRules.end() ? nullptr : &*found;
}

}  // namespace keqian::bureau
