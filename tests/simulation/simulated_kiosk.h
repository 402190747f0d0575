// A kiosk with its real ledger, door, desk, outbox and uploader: people use it, its disk fails, its
// power goes, its clock is wrong. It keeps its own account of what it announced.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/ports/door.h"
#include "tests/simulation/dice.h"
#include "tests/simulation/journal.h"
#include "tests/simulation/simulated_network.h"
#include "tests/simulation/world_time.h"

namespace keqian::simulation {

// A fault of ours that the simulation must find; see simulation.h.
enum class Canary {
  kNone,
  kNeverRewinds,         // takes what was acknowledged once for acknowledged for ever
  kComparesNoHistories,  // sends without saying what it follows
  kTellsNoSharedPart,    // a copy that claims all its original's check-ins as its own
  kDiskLiesAboutSyncs
};

// One counter as a kiosk or the bureau has it.
struct CounterRow {
  std::string key;  // session, business date, hour, category, method
  std::int64_t persons = 0;
  std::int64_t check_ins = 0;
  auto operator<=>(const CounterRow&) const = default;
};

// A check-in as it stands in a ledger.
struct LedgerRow {
  std::string chain_hash;
  std::string key;  // of its counter; empty where it is in none
  std::int64_t persons = 0;
};

// What a device had counted when an older image replaced it.
struct AbandonedLife {
  std::string incarnation;
  std::vector<LedgerRow> ledger;
  std::vector<CounterRow> counters;
  bool was_all_sent = false;
};

class SimulatedKiosk {
 public:
  SimulatedKiosk(std::string name, std::filesystem::path folder, SimulatedBureau& bureau,
                 WorldTime& world, Dice& dice, Journal& journal, Canary canary);
  ~SimulatedKiosk();

  const std::string& name() const { return name_; }
  bool is_running() const { return running_ != nullptr; }
  SimulatedNetwork& network() { return network_; }
  MachineClock& clock() { return clock_; }

  void enrol(const VenueId& venue);
  void start();
  void restart_program();
  // A visitor, a tap, or a guide at the desk; `passes` are those that are about.
  void use(const std::vector<std::string>& passes);
  void contact_bureau();
  bool wants_contact();
  // The disk fails once, or is full from then on, while somebody uses it.
  void use_with_failing_disk(const std::vector<std::string>& passes);
  // `kill -9`, or the power, at some write or sync while somebody uses it.
  void die(const std::vector<std::string>& passes, bool with_the_machine);
  // The card is copied, and later that copy is put back in its place.
  void take_image();
  void put_image_back();
  // Another device begins with a copy of this one's card: the same key, the same counts.
  void copy_card_to(SimulatedKiosk& other);

  // ---- What must hold ----
  // Everything announced is in the ledger, and the ledger agrees with itself.
  void check_ledger();
  KioskId id() const;
  std::string incarnation() const;
  // Sends until nothing is pending; false when that does not end.
  bool drain();
  // What the bureau must have: all counters but those that it refused.
  std::vector<CounterRow> counters() const;
  std::vector<LedgerRow> ledger() const;  // oldest first
  std::int64_t last_sequence() const;
  const std::vector<AbandonedLife>& abandoned() const { return abandoned_; }
  // The bureau was put back to what it had earlier, and nobody can send these lives again.
  void abandoned_lives_may_lack_rows() {
    for (auto& life : abandoned_) life.was_all_sent = false;
  }
  std::int64_t check_ins_announced() const { return static_cast<std::int64_t>(announced_.size()); }

 private:
  struct Running;

  void note(const Result<kiosk::DoorAnswer>& answer, bool is_correction = false);
  template <typename Value>
  void note_error(const Result<Value>& result);
  void scan_something(const std::vector<std::string>& passes);
  void use_desk();
  std::filesystem::path image() const { return folder_.string() + "-image"; }
  std::vector<std::string> sql(const std::string& query) const;

  std::string name_;
  std::filesystem::path folder_;
  WorldTime& world_;
  Dice& dice_;
  Journal& journal_;
  Canary canary_;
  MachineClock clock_;
  SimulatedNetwork network_;
  SimulatedBureau& bureau_;
  int boots_ = 0;
  bool fault_is_expected_ = false;
  using Announced = std::map<std::int64_t, std::int64_t>;
  Announced announced_;  // sequence → persons; corrections: kCorrection
  Announced announced_in_image_;
  std::vector<AbandonedLife> abandoned_;
  std::unique_ptr<Running> running_;
};

}  // namespace keqian::simulation
