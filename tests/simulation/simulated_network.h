// The way from one kiosk to the bureau. It loses, doubles, delays, spoils and invents answers; what
// it may not do is forge a signature.
#pragma once

#include <deque>
#include <string>

#include "server-sync/transfer/http_client.h"
#include "tests/simulation/dice.h"
#include "tests/simulation/journal.h"
#include "tests/simulation/simulated_bureau.h"
#include "tests/simulation/world_time.h"

namespace keqian::simulation {

class SimulatedNetwork final : public transfer::HttpClient {
 public:
  SimulatedNetwork(SimulatedBureau& bureau, WorldTime& world, Dice& dice, Journal& journal)
      : bureau_(bureau), world_(world), dice_(dice), journal_(journal) {}

  transfer::HttpResult send(const transfer::HttpRequest& request) override;
  void interrupt() override {}

  // What was thought lost arrives after all.
  void deliver_late();

  bool plugged_in = true;
  bool misbehaves = true;

 private:
  transfer::HttpResult deliver(const transfer::HttpRequest& request);

  SimulatedBureau& bureau_;
  WorldTime& world_;
  Dice& dice_;
  Journal& journal_;
  std::deque<transfer::HttpRequest> late_;
  transfer::HttpAnswer last_answer_;
};

}  // namespace keqian::simulation
