// The pass (入场码): what a visitor, a group or a staff member shows. Normative text: PASS.md.
//
// "KQ1" and 40 characters of Crockford Base32 for 25 bytes, most significant first:
//   1  format (high 4 bits: 1) and category (low 4 bits)
//   2  campaign number      6  pass number, random     2  party size 1–500
//   2  valid from, days since 2020-01-01               1  further days of validity
//   1  key id 1–255        10  tag: BLAKE2b-128 keyed by the pass key over "KQ1" and the 15 bytes
//                              before, first 80 bits
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "server-sync/base/date.h"
#include "server-sync/base/randomness.h"
#include "server-sync/base/result.h"
#include "server-sync/wire/crypto.h"
#include "server-sync/wire/vocabulary.h"

namespace keqian::wire {

inline constexpr std::size_t kPassCharacters = 43;

using PassNumber = std::uint64_t;  // 48 random bits

struct Pass {
  Category category = Category::kPublic;
  std::uint16_t campaign_number = 0;
  PassNumber number = 0;
  int persons = 1;           // 1–500
  BusinessDate valid_from;   // 2020-01-01 … 2199-06-06
  BusinessDate valid_until;  // inclusive, at most 255 days later
  std::uint8_t key_id = 1;
  bool operator==(const Pass&) const = default;
};

// A campaign's key for passes. Whoever holds it can make passes; a lost kiosk means a new one.
struct PassKey {
  std::uint16_t campaign_number = 0;
  std::uint8_t id = 1;
  SecretKey secret{};
  UtcMs good_until_utc_ms =
      0;  // from then on its passes are not counted; 0: they say it themselves
};

// Why a code is not counted; the first rule that fails, in this order. `name` is the spelling of
// the command line and the ledger.
enum class PassProblem {
  kNotOurs,        // "not_ours": some other code; it is neither kept nor shown
  kDamaged,        // "damaged": looks like a pass, but misread, cut short or forged
  kOtherCampaign,  // "other_campaign": a pass of a campaign that is not configured here
  kUnknownKey,     // "unknown_key": newer than this kiosk's settings
  kNotYetValid,    // "not_yet_valid"
  kExpired,        // "expired"
  kRevoked,        // "revoked"
};
std::string_view name(PassProblem problem);

// The pass of its parts. Asserts that they are in range.
std::string encode_pass(const Pass& pass, const SecretKey& key);
Pass make_pass(Category category, int persons, BusinessDate from, BusinessDate until,
               const PassKey& key, Randomness& randomness);

// Reads the format only: kNotOurs or kDamaged, without a judgement on the tag.
std::variant<Pass, PassProblem> parse_pass(std::string_view text);

// Everything that can be said offline. `is_revoked` may be empty.
std::variant<Pass, PassProblem> check_pass(std::string_view text, std::span<const PassKey> keys,
                                           BusinessDate today,
                                           const std::function<bool(const Pass&)>& is_revoked);

}  // namespace keqian::wire
