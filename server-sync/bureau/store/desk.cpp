#include "server-sync/bureau/store/desk.h"

#include <algorithm>

#include "server-sync/base/text.h"
#include "server-sync/bureau/definitions/form.h"
#include "server-sync/bureau/statistics/amount.h"
#include "server-sync/wire/crypto.h"
#include "server-sync/wire/pin_reset.h"

namespace keqian::bureau {
namespace {

constexpr std::size_t kReasonCharactersMax = 300;
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

namespace {

Result<std::string> read_reason(std::string_view typed) {
  const auto reason = trim(typed);
  if (reason.empty()) return broken(rules::kReasonMissing, "say where the number is from");
  if (!is_valid_utf8(reason) || character_count(reason) > kReasonCharactersMax)
    return broken(rules::kReasonLong,
                  "at most " + std::to_string(kReasonCharactersMax) + " characters");
  return std::string(reason);
}

Result<std::int64_t> read_amount(const FormCell& cell, std::string_view typed) {
  const auto amount = parse_amount(cell.kind, typed);
  if (!amount)
    return broken(rules::kAmountNumber, cell.kind == NumberKind::kMoney
                                            ? "万元 with at most two decimals, as 12.50"
                                            : "a whole number, as 1302");
  if (*amount < 0 && cell.source == CellSource::kNone)
    return broken(rules::kAmountNegative,
                  "only a cell that kiosks fill takes a correction downwards");
  return *amount;
}

std::int64_t amount_of(const ManualEntry& entry) {
  return entry.state == CellState::kValue ? entry.amount : 0;
}

// The entry is in the figures of its unit and of every unit above: none of them may go below zero.
Status check_not_below_zero(Store& store, const FormDefinition& form, const ManualEntry& entry) {
  KEQIAN_TRY(const auto campaign, store.campaign(entry.campaign));
  KEQIAN_TRY(const auto units, store.units(entry.campaign));
  auto unit = entry.unit.empty() ? campaign.unit : entry.unit;
  KEQIAN_TRY(const auto entries, store.manual_entries(entry.campaign, unit, entry.cell));
  const auto change = amount_of(entry) - (entries.empty() ? 0 : amount_of(entries.front()));
  if (change >= 0) return ok();
  // Parents stand before their children, so one walk from the end climbs the whole way.
  for (auto each = units.rbegin(); each != units.rend(); ++each) {
    if (each->id != unit) continue;
    unit = each->parent;
    KEQIAN_TRY(const auto input, store.table_input(entry.campaign, each->id));
    const auto table = fill_table(form, input);
    const auto& cell = table.cells.at(static_cast<std::size_t>(entry.cell - 1));
    if (cell.value.value_or(0) + change < 0)
      return broken(rules::kAmountBelowZero,
                    "take off at most what is in the figure of " + each->name);
  }
  return ok();
}

}  // namespace

Status enter_by_hand(Store& store, const TypedEntry& typed, const Act& act) {
  KEQIAN_TRY(const auto form, campaign_form(store, typed.campaign));
  const auto cell = std::find_if(form.cells.begin(), form.cells.end(),
                                 [&](const FormCell& each) { return each.number == typed.cell; });
  if (cell == form.cells.end())
    return not_found("the form has no cell " + std::to_string(typed.cell),
                     "its cells are 1 to " + std::to_string(form.cells.size()));
  if (!cell->editable)
    return invalid("cell " + std::to_string(typed.cell) + " takes no entry",
                   "its figure comes from kiosks alone");
  const auto state = parse_cell_state(typed.state);
  if (!state || *state == CellState::kUnfilled)
    return invalid("the state must be value, zero or none");
  KEQIAN_TRY(const auto reason, read_reason(typed.reason));
  ManualEntry entry{typed.campaign, typed.unit, typed.cell, *state, 0, reason, act.who, act.utc_ms};
  if (*state == CellState::kValue) {
    KEQIAN_TRY(entry.amount, read_amount(*cell, typed.amount));
  }
  KEQIAN_CHECK_OK(check_not_below_zero(store, form, entry));
  return store.add_manual_entry(entry);
}

Result<std::vector<CellChange>> table_changes(Store& store, const CampaignId& campaign,
                                              const LifeChoice& choice) {
  KEQIAN_TRY(const auto form, campaign_form(store, campaign));
  KEQIAN_TRY(const auto now, store.table_input(campaign, {}));
  KEQIAN_TRY(const auto then, store.table_input_with(campaign, choice));
  const auto before = fill_table(form, now);
  const auto after = fill_table(form, then);
  std::vector<CellChange> changes;
  for (std::size_t i = 0; i < before.cells.size(); ++i) {
    const auto& cell = before.cells[i];
    const auto was = cell.automatic.value_or(0);
    const auto becomes = after.cells[i].automatic.value_or(0);
    if (was != becomes) changes.push_back({cell.number, cell.label, was, becomes});
  }
  return changes;
}

Status resolve_lives(Store& store, const LifeChoice& choice, std::string_view reason,
                     const Act& act) {
  KEQIAN_TRY(const auto words, read_reason(reason));
  return store.resolve_incarnations(choice, words, act);
}

Result<IssuedEnrolmentCode> issue_enrolment_code(Store& store, const EnrolmentOrder& order,
                                                 const wire::PublicKey& bureau_key,
                                                 Randomness& randomness, const Act& act) {
  IssuedEnrolmentCode issued;
  auto venue = order.venue;
  if (!order.kiosk.value.empty()) {
    KEQIAN_TRY(const auto kiosk, store.kiosk(order.kiosk));
    venue = kiosk.venue;
  }
  KEQIAN_TRY(issued.venue, store.venue(venue));
  auto bureau_url = order.bureau_url;
  if (bureau_url.empty()) {
    KEQIAN_TRY(bureau_url, store.setting(kSettingPublicUrl));
  }
  if (!bureau_url.empty() && !wire::is_acceptable_bureau_url(bureau_url))
    return invalid("kiosks may not report to " + bureau_url,
                   "use https, or http to this very machine");
  while (!bureau_url.empty() && bureau_url.back() == '/') bureau_url.pop_back();
  issued.bureau_url = bureau_url;
  KEQIAN_TRY(const auto certificate, store.setting(kSettingCertificate));
  issued.code = wire::make_one_time_code(randomness);
  issued.expires_utc_ms = act.utc_ms + kEnrolmentCodeLifeMs;
  KEQIAN_CHECK_OK(store.add_enrolment_code(
      {one_time_digest(issued.code), venue, issued.expires_utc_ms, order.kiosk}, act));
  if (bureau_url.empty()) return issued;
  issued.enrolment = wire::encode_enrolment_string(
      {bureau_url, issued.code, bureau_key, wire::parse_base64_url(certificate).value_or("")});
  return issued;
}

Result<std::string> issue_pin_reset_code(Store& store, const wire::KeyPair& bureau_keys,
                                         const KioskId& id, std::string_view typed,
                                         const Act& act) {
  KEQIAN_TRY(const auto kiosk, store.kiosk(id));
  if (kiosk.revoked)
    return Error{ErrorKind::kConflict, "this kiosk is withdrawn: its staff get no code",
                 "where the machine is at hand, run keqian-kiosk forget-pin on it"};
  const auto number = wire::normalise_reset_number(typed);
  if (!number)
    return broken(rules::kResetNumber, "ask for the 8 digits on the kiosk's screen once more");
  const auto code = wire::pin_reset_code(bureau_keys, kiosk.public_key, id, *number);
  if (!code) return Error{ErrorKind::kInternal, "the kiosk's key is damaged", "enrol it anew"};
  KEQIAN_CHECK_OK(store.append_audit(act, "kiosk.pin_reset_code", id.value, *number));
  return *code;
}

bool is_url_of_this_machine(std::string_view url) {
  constexpr std::string_view kSecure = "https://";
  // Plain http is acceptable to this very machine and to no other.
  if (url.starts_with(kSecure))
    return wire::is_acceptable_bureau_url("http://" + std::string(url.substr(kSecure.size())));
  return wire::is_acceptable_bureau_url(url);
}

Result<IssuedPasses> issue_passes(Store& store, const PassOrder& order, BusinessDate today,
                                  Randomness& randomness) {
  if (order.persons < 1 || order.persons > kPartySizeMax)
    return broken(rules::kPersonsRange, "make several passes for more");
  if (is_staff(order.category) && order.persons != 1)
    return broken(rules::kPersonsBadge, "use --count for several badges");
  if (order.count < 1 || order.count > kPassesMax)
    return broken(rules::kCountRange,
                  "1 to " + std::to_string(kPassesMax) + "; order again for more");
  KEQIAN_TRY(const auto campaign, store.campaign(order.campaign));
  if (!campaign.starts)
    return broken(rules::kCampaignOpen,
                  "import the file of '" + campaign.id.value + "' again with --starting DATE");
  if (*campaign.ends < today)
    return broken(rules::kCampaignEnded,
                  "'" + campaign.id.value + "' ended on " + campaign.ends->iso() +
                      "; name another one, or import its file again with --starting DATE");
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
  if (!is_shaped) return broken(rules::kNameShape, "choose another, as clerk-2");
  return ok();
}

namespace {

// "abcabcabcabc", "8888888888": a shorter text, again and again.
bool is_repetition(std::string_view text) {
  for (std::size_t period = 1; period <= text.size() / 2; ++period) {
    if (text.substr(period) == text.substr(0, text.size() - period)) return true;
  }
  return false;
}

// "abcdefghij", "9876543210": every character follows the one before.
bool is_run(std::string_view text, int step) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    const bool wraps = text[i - 1] == (step > 0 ? '9' : '0') && text[i] == (step > 0 ? '0' : '9');
    if (text[i] - text[i - 1] != step && !wraps) return false;
  }
  return true;
}

bool is_all_digits(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

Status check_new_password(std::string_view name, std::string_view password) {
  if (!is_valid_utf8(password) || password.size() > kPasswordBytesMax)
    return broken(rules::kPasswordLong,
                  "at most " + std::to_string(kPasswordBytesMax) + " bytes of UTF-8");
  if (character_count(password) < kPasswordCharactersMin)
    return broken(rules::kPasswordShort,
                  "at least " + std::to_string(kPasswordCharactersMin) + " characters");
  if (password.find(name) != std::string_view::npos)
    return broken(rules::kPasswordName, "choose another");
  if (is_all_digits(password) || is_repetition(password) || is_run(password, 1) ||
      is_run(password, -1))
    return broken(rules::kPasswordWeak, "take several words, or letters and digits mixed");
  return ok();
}

Status check_unit_of(Store& store, Role role, const UnitId& unit) {
  if (unit.empty()) {
    if (role != Role::kReporter) return ok();
    return invalid("a reporter needs the unit he fills in",
                   "--unit ID; the ids are in the campaign's file");
  }
  KEQIAN_TRY(const auto campaigns, store.campaigns());
  for (const auto& campaign : campaigns) {
    KEQIAN_TRY(const auto units, store.units(campaign.id));
    if (std::any_of(units.begin(), units.end(), [&](const auto& each) { return each.id == unit; }))
      return ok();
  }
  return not_found("there is no unit '" + unit.value + "'",
                   "the ids are in the campaign's file; import that first");
}

}  // namespace keqian::bureau
