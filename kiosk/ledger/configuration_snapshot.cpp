#include "kiosk/ledger/configuration_snapshot.h"

#include <algorithm>

namespace keqian::kiosk {

ConfigurationSnapshot::ConfigurationSnapshot(wire::Configuration from)
    : configuration(std::move(from)) {
  for (const auto& campaign : configuration.campaigns) {
    pass_keys.insert(pass_keys.end(), campaign.pass_keys.begin(), campaign.pass_keys.end());
    for (const auto number : campaign.revoked_passes) revoked.emplace(campaign.number, number);
  }
}

std::variant<wire::Pass, wire::PassProblem> ConfigurationSnapshot::check(
    std::string_view code, const Moment& moment) const {
  const auto judged =
      wire::check_pass(code, pass_keys, moment.business_date, [this](const wire::Pass& pass) {
        return revoked.contains({pass.campaign_number, pass.number});
      });
  const auto* pass = std::get_if<wire::Pass>(&judged);
  if (pass == nullptr) return judged;
  const auto key = std::find_if(pass_keys.begin(), pass_keys.end(), [pass](const auto& each) {
    return each.campaign_number == pass->campaign_number && each.id == pass->key_id;
  });
  const auto now = moment.business_date.start_utc_ms() + moment.hour * kMsPerHour +
                   moment.minute * 60 * kMsPerSecond;
  if (key->good_until_utc_ms > 0 && key->good_until_utc_ms <= now)
    return wire::PassProblem::kExpired;
  return judged;
}

const wire::ConfiguredCampaign* campaign_of(const wire::Configuration& configuration,
                                            BusinessDate today) {
  const wire::ConfiguredCampaign* best = nullptr;
  for (const auto& campaign : configuration.campaigns) {
    if (campaign.starts <= today && today <= campaign.ends) return &campaign;
    const bool is_ahead = campaign.starts > today;
    const bool best_is_ahead = best != nullptr && best->starts > today;
    const bool nearer = is_ahead
                            ? !best_is_ahead || campaign.starts < best->starts
                            : !best_is_ahead && (best == nullptr || campaign.ends > best->ends);
    if (nearer) best = &campaign;
  }
  return best;
}

Error no_configuration() {
  return {ErrorKind::kDenied, "this kiosk belongs to no bureau yet",
          "run `keqian-kiosk enrol`, then `keqian-kiosk upload --once` where its venue and pass "
          "keys are missing; or `keqian-kiosk local` to count without a bureau"};
}

}  // namespace keqian::kiosk
