// A bureau with its real store, routes, writer and signer, without sockets: it can be started,
// stopped, lose its power and be put back from a backup.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "server-sync/bureau/handlers/answer_signer.h"
#include "server-sync/bureau/handlers/upload_writer.h"
#include "server-sync/bureau/http/router.h"
#include "server-sync/bureau/store/store.h"
#include "tests/simulation/dice.h"
#include "tests/simulation/journal.h"
#include "tests/simulation/world_time.h"

namespace keqian::simulation {

inline const CampaignId kCampaign{"city-2026"};

class SimulatedBureau {
 public:
  SimulatedBureau(std::filesystem::path folder, const WorldTime& world, Dice& dice,
                  Journal& journal);
  ~SimulatedBureau();

  void start();
  void stop();
  bool is_running() const { return running_ != nullptr; }
  // The power goes at the n-th write or sync of `work`, if it has so many; the bureau ends then.
  void lose_power_during(int writes, const std::function<void()>& work);

  void take_backup();
  void put_backup_back();

  // The answer as it leaves the server; nothing when the bureau is away or has just died.
  std::optional<bureau::Response> serve(const bureau::Request& request);

  bureau::Store& store();
  const wire::PublicKey& public_key() const { return keys_.public_key; }

 private:
  struct Running;  // everything that ends with the process

  void die();

  std::filesystem::path folder_;
  std::filesystem::path backup_;
  MachineClock clock_;
  Dice& dice_;
  Journal& journal_;
  wire::KeyPair keys_;
  bool power_may_fail_ = false;
  std::unique_ptr<Running> running_;
};

}  // namespace keqian::simulation
