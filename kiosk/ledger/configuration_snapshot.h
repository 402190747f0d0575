// The bureau's last configuration, made ready for the door: pass keys in one list, revoked passes
// in a set. Immutable; shared between the threads that read it.
#pragma once

#include <cstdint>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "kiosk/ledger/moment.h"
#include "server-sync/wire/messages.h"
#include "server-sync/wire/pass.h"

namespace keqian::kiosk {

struct ConfigurationSnapshot {
  wire::Configuration configuration;
  std::vector<wire::PassKey> pass_keys;
  std::set<std::pair<std::uint16_t, wire::PassNumber>> revoked;

  explicit ConfigurationSnapshot(wire::Configuration from);
  // What the text of a code is, at that moment.
  std::variant<wire::Pass, wire::PassProblem> check(std::string_view code,
                                                    const Moment& moment) const;
};

// The campaign of the day; between campaigns the next one, after the last one that one. Empty
// where there is none.
const wire::ConfiguredCampaign* campaign_of(const wire::Configuration& configuration,
                                            BusinessDate today);

// What counting, or opening a session, answers before there is a configuration.
Error no_configuration();

}  // namespace keqian::kiosk
