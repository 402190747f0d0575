#include "server-sync/wire/pass.h"

#include <algorithm>
#include <array>
#include <optional>

#include "server-sync/base/assert.h"
#include "server-sync/base/text.h"

namespace keqian::wire {
namespace {

constexpr std::string_view kPrefix = "KQ1";
constexpr unsigned kFormat = 1;
constexpr std::size_t kSignedBytes = 15;
constexpr std::size_t kTagBytes = 10;
constexpr std::size_t kPassBytes = kSignedBytes + kTagBytes;
constexpr std::size_t kLooksLikePassCharactersMax = 64;
constexpr int kDayCountMax = 0xFFFF;
constexpr int kFurtherDaysMax = 0xFF;
constexpr PassNumber kPassNumberMax = (PassNumber{1} << 48) - 1;

BusinessDate first_day() {
  constexpr std::int32_t kDaysTo2020 = 18262;
  return BusinessDate::from_days(kDaysTo2020);
}

void append_number(std::string& bytes, std::uint64_t value, int width_bytes) {
  for (int i = width_bytes - 1; i >= 0; --i) bytes += static_cast<char>(value >> (8 * i) & 0xFFU);
}

std::uint64_t number_at(std::string_view bytes, std::size_t offset, std::size_t width_bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < width_bytes; ++i) {
    value = value << 8 | static_cast<unsigned char>(bytes[offset + i]);
  }
  return value;
}

std::string signed_bytes(const Pass& pass) {
  const int day = pass.valid_from.days() - first_day().days();
  const int further_days = pass.valid_until.days() - pass.valid_from.days();
  KEQIAN_ASSERT(pass.number <= kPassNumberMax);
  KEQIAN_ASSERT(pass.persons >= 1 && pass.persons <= kPartySizeMax);
  KEQIAN_ASSERT(day >= 0 && day <= kDayCountMax);
  KEQIAN_ASSERT(further_days >= 0 && further_days <= kFurtherDaysMax);
  KEQIAN_ASSERT(pass.key_id >= 1);
  std::string bytes;
  append_number(bytes, kFormat << 4 | static_cast<unsigned>(pass.category), 1);
  append_number(bytes, pass.campaign_number, 2);
  append_number(bytes, pass.number, 6);
  append_number(bytes, static_cast<std::uint64_t>(pass.persons), 2);
  append_number(bytes, static_cast<std::uint64_t>(day), 2);
  append_number(bytes, static_cast<std::uint64_t>(further_days), 1);
  append_number(bytes, pass.key_id, 1);
  return bytes;
}

std::array<std::uint8_t, kTagBytes> tag_of(std::string_view bytes, const SecretKey& key) {
  return pass_tag(key, std::string(kPrefix) + std::string(bytes.substr(0, kSignedBytes)));
}

bool has_prefix(std::string_view text) {
  return text.size() >= kPrefix.size() && (text[0] == 'K' || text[0] == 'k') &&
         (text[1] == 'Q' || text[1] == 'q') && text[2] == '1';
}

// The 25 bytes behind a pass's characters.
std::variant<std::string, PassProblem> pass_bytes(std::string_view text) {
  text = trim(text);  // a scanner's Enter may come along
  if (!has_prefix(text) || text.size() > kLooksLikePassCharactersMax) return PassProblem::kNotOurs;
  if (text.size() != kPassCharacters) return PassProblem::kDamaged;
  auto bytes = parse_crockford(text.substr(kPrefix.size()));
  if (!bytes) return PassProblem::kDamaged;
  KEQIAN_ASSERT(bytes->size() == kPassBytes);
  return std::move(*bytes);
}

std::optional<Pass> fields_of(std::string_view bytes) {
  const auto first = static_cast<unsigned char>(bytes[0]);
  const std::size_t category = first & 15U;
  if (first >> 4 != kFormat || category >= kCategories.size()) return std::nullopt;
  Pass pass;
  pass.category = kCategories[category];
  pass.campaign_number = static_cast<std::uint16_t>(number_at(bytes, 1, 2));
  pass.number = number_at(bytes, 3, 6);
  pass.persons = static_cast<int>(number_at(bytes, 9, 2));
  pass.valid_from = first_day().plus_days(static_cast<std::int32_t>(number_at(bytes, 11, 2)));
  pass.valid_until = pass.valid_from.plus_days(static_cast<std::int32_t>(number_at(bytes, 13, 1)));
  pass.key_id = static_cast<std::uint8_t>(bytes[14]);
  if (pass.persons < 1 || pass.persons > kPartySizeMax || pass.key_id == 0) return std::nullopt;
  return pass;
}

}  // namespace

std::string_view name(PassProblem problem) {
  constexpr std::array<std::string_view, 7> kNames = {
      "not_ours",      "damaged", "other_campaign", "unknown_key",
      "not_yet_valid", "expired", "revoked"};
  return kNames[static_cast<std::size_t>(problem)];
}

std::string encode_pass(const Pass& pass, const SecretKey& key) {
  std::string bytes = signed_bytes(pass);
  bytes += view(tag_of(bytes, key));
  return std::string(kPrefix) + crockford(bytes);
}

Pass make_pass(Category category, int persons, BusinessDate from, BusinessDate until,
               const PassKey& key, Randomness& randomness) {
  Pass pass;
  pass.category = category;
  pass.campaign_number = key.campaign_number;
  pass.number = randomness.next() & kPassNumberMax;
  pass.persons = persons;
  pass.valid_from = from;
  pass.valid_until = until;
  pass.key_id = key.id;
  return pass;
}

std::variant<Pass, PassProblem> parse_pass(std::string_view text) {
  const auto bytes = pass_bytes(text);
  if (const auto* problem = std::get_if<PassProblem>(&bytes)) return *problem;
  const auto pass = fields_of(std::get<std::string>(bytes));
  if (!pass) return PassProblem::kDamaged;
  return *pass;
}

std::variant<Pass, PassProblem> check_pass(std::string_view text, std::span<const PassKey> keys,
                                           BusinessDate today,
                                           const std::function<bool(const Pass&)>& is_revoked) {
  const auto read = pass_bytes(text);
  if (const auto* problem = std::get_if<PassProblem>(&read)) return *problem;
  const std::string& bytes = std::get<std::string>(read);
  const auto pass = fields_of(bytes);
  if (!pass) return PassProblem::kDamaged;

  const auto of_campaign = [&](const PassKey& key) {
    return key.campaign_number == pass->campaign_number;
  };
  if (std::none_of(keys.begin(), keys.end(), of_campaign)) return PassProblem::kOtherCampaign;
  const auto key = std::find_if(keys.begin(), keys.end(), [&](const PassKey& candidate) {
    return of_campaign(candidate) && candidate.id == pass->key_id;
  });
  if (key == keys.end()) return PassProblem::kUnknownKey;
  // Only now can a forgery be told: before, there was no key to check the tag with.
  if (!equal_in_constant_time(view(tag_of(bytes, key->secret)),
                              std::string_view(bytes).substr(kSignedBytes))) {
    return PassProblem::kDamaged;
  }
  if (today < pass->valid_from) return PassProblem::kNotYetValid;
  if (today > pass->valid_until) return PassProblem::kExpired;
  if (is_revoked && is_revoked(*pass)) return PassProblem::kRevoked;
  return *pass;
}

}  // namespace keqian::wire
