#include "kiosk/ledger/configuration_snapshot.h"

namespace keqian::kiosk {

ConfigurationSnapshot::ConfigurationSnapshot(wire::Configuration from)
    : configuration(std::move(from)) {
  for (const auto& campaign : configuration.campaigns) {
    pass_keys.insert(pass_keys.end(), campaign.pass_keys.begin(), campaign.pass_keys.end());
    for (const auto number : campaign.revoked_passes) revoked.emplace(campaign.number, number);
  }
}

std::variant<wire::Pass, wire::PassProblem> ConfigurationSnapshot::check(std::string_view code,
                                                                         BusinessDate today) const {
  return wire::check_pass(code, pass_keys, today, [this](const wire::Pass& pass) {
    return revoked.contains({pass.campaign_number, pass.number});
  });
}

}  // namespace keqian::kiosk
