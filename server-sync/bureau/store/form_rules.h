// The rules that a form on a page may break, each with the words of its refusal. A refusal is an
// ordinary error; a page that wants to say it in its own language asks which rule it was.
#pragma once

#include <string>
#include <string_view>

#include "server-sync/base/result.h"

namespace keqian::bureau {

struct FormRule {
  std::string_view field;    // as in the request: "amount"
  std::string_view rule;     // "negative"
  std::string_view message;  // of the error; no two rules have the same
};

namespace rules {
inline constexpr FormRule kAmountNumber{"amount", "number",
                                        "the amount is not a number of this cell"};
inline constexpr FormRule kAmountNegative{"amount", "negative",
                                          "the amount of this cell cannot be below zero"};
inline constexpr FormRule kAmountBelowZero{"amount", "below_zero",
                                           "the correction would take a figure below zero"};
inline constexpr FormRule kReasonMissing{"reason", "missing", "an entry needs a reason"};
inline constexpr FormRule kKioskName{"name", "kiosk", "a kiosk's name is missing, or too long"};
inline constexpr FormRule kResetNumber{"number", "reset",
                                       "this is not the number of a kiosk's PIN page"};
inline constexpr FormRule kActivityUnknown{"activity", "unknown", "the venue has no such activity"};
inline constexpr FormRule kActivityKnown{"activity", "known",
                                         "the venue has this activity: nothing is to be said"};
inline constexpr FormRule kLivesNone{"lives", "none", "at least one history must count"};
inline constexpr FormRule kLivesApart{"lives", "apart",
                                      "these histories share check-ins that cannot be told apart"};
inline constexpr FormRule kReasonLong{"reason", "long", "the reason is too long or not text"};
inline constexpr FormRule kPersonsRange{"persons", "range", "a pass is for 1 to 500 persons"};
inline constexpr FormRule kPersonsBadge{"persons", "badge", "a staff badge is for one person"};
inline constexpr FormRule kCountRange{"count", "range", "so many passes cannot be issued at once"};
inline constexpr FormRule kCampaignOpen{"campaign", "open",
                                        "the campaign's days are not fixed yet"};
inline constexpr FormRule kCampaignEnded{"campaign", "ended",
                                         "the campaign is over: no kiosk would take its passes"};
inline constexpr FormRule kNameShape{"name", "shape",
                                     "a user's name is 2 to 32 of a-z, 0-9, '.', '-' and '_'"};
inline constexpr FormRule kDisplayNameMissing{"display_name", "missing",
                                              "the name to be shown is missing"};
inline constexpr FormRule kPasswordLong{"password", "long", "the password is too long or not text"};
inline constexpr FormRule kPasswordShort{"password", "short", "the password is too short"};
inline constexpr FormRule kPasswordName{"password", "name",
                                        "the password contains the user's name"};
inline constexpr FormRule kPasswordWeak{
    "password", "weak", "the password is only digits, a run of characters, or one part repeated"};
inline constexpr FormRule kBureauUrlHereOnly{"bureau_url", "here_only",
                                             "kiosks elsewhere cannot reach this bureau's address"};
}  // namespace rules

// The refusal by a rule; what it is about in this case goes into the hint.
Error broken(const FormRule& rule, std::string hint, ErrorKind kind = ErrorKind::kInvalid);

// The rule that `error` is the refusal of; null for any other error.
const FormRule* broken_rule(const Error& error);

}  // namespace keqian::bureau
