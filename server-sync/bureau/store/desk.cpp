#include "server-sync/bureau/store/desk.h"

#include <algorithm>

#include "server-sync/base/text.h"
#include "server-sync/bureau/definitions/form.h"
#include "server-sync/bureau/statistics/amount.h"
#include "server-sync/wire/crypto.h"

namespace keqian::bureau {
namespace {

constexpr std::size_t kReasonBytesMax = 1000;
constexpr std::size_t kPasswordCharactersMin = 10;
constexpr std::size_t kPasswordBytesMax = 1000;

Result<FormDefinition> campaign_form(Store& store, const CampaignId& id) {
  KEQIAN_TRY(const auto campaign, store.campaign(id));
  if (campaign.form.empty())
    return not_found("the notice of '" + id.value + "' asks for no table",
                     "name a form in its campaign file and import it again to have one");
  KEQIAN_TRY(const auto text, store.form_text(campaign.form));
  return parse_form(text, "form " + campaign.form.value);
}

std::size_t character_count(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t position = 0; position < text.size(); ++count) next_code_point(text, position);
  return count;
}

}  // namespace

Result<Table> campaign_table(Store& store, const CampaignId& campaign, const UnitId& unit) {
  KEQIAN_TRY(const auto form, campaign_form(store, campaign));
  KEQIAN_TRY(const auto input, store.table_input(campaign, unit));
  return fill_table(form, input);
}

Status enter_by_hand(Store& store, const TypedEntry& typed, const Act& act) {
  KEQIAN_TRY(const auto form, campaign_form(store, typed.campaign));
  const auto cell = std::find_if(form.cells.begin(), form.cells.end(),
                                 [&](const FormCell& each) { return each.number == typed.cell; });
  if (cell == form.cells.end())
    return not_found("the form has no cell " + std::to_string(typed.cell));
  if (!cell->editable) return invalid("cell " + std::to_string(typed.cell) + " takes no entry");
  const auto state = parse_cell_state(typed.state);
  if (!state || *state == CellState::kUnfilled)
    return invalid("the state must be value, zero or none");
  const auto reason = trim(typed.reason);
  if (reason.empty()) return invalid("an entry needs a reason", "say where the number is from");
  if (reason.size() > kReasonBytesMax || !is_valid_utf8(reason))
    return invalid("the reason is too long or not text", "at most 300 characters");
  ManualEntry entry{typed.campaign,      typed.unit, typed.cell, *state, 0,
                    std::string(reason), act.who,    act.utc_ms};
  if (*state == CellState::kValue) {
    const auto amount = parse_amount(cell->kind, typed.amount);
    if (!amount)
      return invalid("the amount is not a number of this cell",
                     cell->kind == NumberKind::kMoney ? "万元 with at most two decimals, as 12.50"
                                                      : "a whole number, as 1302");
    entry.amount = *amount;
  }
  return store.add_manual_entry(entry);
}

Result<IssuedEnrolmentCode> issue_enrolment_code(Store& store, const VenueId& venue,
                                                 std::string bureau_url,
                                                 const wire::PublicKey& bureau_key,
                                                 Randomness& randomness, const Act& act) {
  IssuedEnrolmentCode issued;
  KEQIAN_TRY(issued.venue, store.venue(venue));
  if (bureau_url.empty()) {
    KEQIAN_TRY(bureau_url, store.setting(kSettingPublicUrl));
  }
  if (!bureau_url.empty() && !wire::is_acceptable_bureau_url(bureau_url))
    return invalid("kiosks may not report to " + bureau_url,
                   "use https, or http to this very machine");
  while (!bureau_url.empty() && bureau_url.back() == '/') bureau_url.pop_back();
  KEQIAN_TRY(const auto certificate, store.setting(kSettingCertificate));
  issued.code = wire::make_one_time_code(randomness);
  issued.expires_utc_ms = act.utc_ms + kEnrolmentCodeLifeMs;
  KEQIAN_CHECK_OK(
      store.add_enrolment_code({one_time_digest(issued.code), venue, issued.expires_utc_ms}, act));
  if (bureau_url.empty()) return issued;
  issued.enrolment = wire::encode_enrolment_string(
      {bureau_url, issued.code, bureau_key, wire::parse_base64_url(certificate).value_or("")});
  return issued;
}

Result<IssuedPasses> issue_passes(Store& store, const PassOrder& order, Randomness& randomness) {
  if (order.persons < 1 || order.persons > kPartySizeMax)
    return invalid("a pass is for 1 to " + std::to_string(kPartySizeMax) + " persons");
  if (is_staff(order.category) && order.persons != 1)
    return invalid("a staff badge is for one person", "use --count for several badges");
  if (order.count < 1 || order.count > kPassesMax)
    return invalid("1 to " + std::to_string(kPassesMax) + " passes can be issued at once");
  KEQIAN_TRY(const auto campaign, store.campaign(order.campaign));
  if (!campaign.starts)
    return invalid("the days of '" + campaign.id.value + "' are not fixed yet",
                   "import its file again with --starting DATE");
  KEQIAN_TRY(const auto keys, store.pass_keys(campaign.id));
  KEQIAN_ASSERT(!keys.empty());
  IssuedPasses issued{{}, *campaign.starts, *campaign.ends, campaign.name};
  issued.passes.reserve(static_cast<std::size_t>(order.count));
  for (int i = 0; i < order.count; ++i) {
    const auto pass = wire::make_pass(order.category, order.persons, issued.valid_from,
                                      issued.valid_until, keys.back(), randomness);
    issued.passes.push_back(wire::encode_pass(pass, keys.back().secret));
  }
  return issued;
}

Status check_user_name(std::string_view name) {
  const bool is_shaped =
      name.size() >= 2 && name.size() <= 32 &&
      name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-_") == std::string_view::npos;
  if (!is_shaped) return invalid("a user's name is 2 to 32 of a-z, 0-9, '.', '-' and '_'");
  return ok();
}

Status check_new_password(std::string_view name, std::string_view password) {
  if (!is_valid_utf8(password) || password.size() > kPasswordBytesMax)
    return invalid("the password is too long or not text");
  if (character_count(password) < kPasswordCharactersMin)
    return invalid("the password is too short",
                   "at least " + std::to_string(kPasswordCharactersMin) + " characters");
  if (password.find(name) != std::string_view::npos)
    return invalid("the password contains the user's name", "choose another");
  if (std::all_of(password.begin(), password.end(), [&](char c) { return c == password.front(); }))
    return invalid("the password is one character repeated", "choose another");
  return ok();
}

}  // namespace keqian::bureau
