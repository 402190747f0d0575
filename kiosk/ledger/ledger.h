// The kiosk's ledger: one SQLite file in one data folder, the truth about its door. Opening it
// migrates an older file, refuses a newer or foreign one untouched, and sets a damaged one aside
// under another name. The parts that work on it (LedgerDoor, LedgerOutbox, Sessions, counts,
// verification) borrow it and must not outlive it. Any thread; each call is one transaction.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server-sync/base/clock.h"
#include "server-sync/base/randomness.h"
#include "server-sync/base/result.h"
#include "server-sync/wire/messages.h"

namespace keqian::kiosk {

class Core;

struct LedgerOptions {
  std::filesystem::path directory;
  std::string boot_id;  // system_boot_id()
  std::string vfs;      // SQLite's name of a file system, for tests; empty: the system's
};

// A damaged ledger that the opening put out of the way. Enrolment and configuration were carried
// over where they could still be read; check-ins and counts were not.
struct SetAside {
  std::filesystem::path file;
  std::string reason;
  bool enrolment_carried_over = false;
};

// The damaged ledgers that lie in a data folder, oldest first, at most 100.
std::vector<std::filesystem::path> ledgers_set_aside(const std::filesystem::path& directory);

class Ledger {
 public:
  // For the one process that counts. `clock` and `randomness` outlive the ledger.
  static Result<std::unique_ptr<Ledger>> open_for_counting(const LedgerOptions& options,
                                                           Clock& clock, Randomness& randomness);
  // For looking, also beside a counting process and in a folder that cannot be written.
  static Result<std::unique_ptr<Ledger>> open_for_reading(const LedgerOptions& options,
                                                          Clock& clock, Randomness& randomness);
  ~Ledger();
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;

  const std::optional<SetAside>& set_aside() const { return set_aside_; }

  // The bureau's last configuration; empty before the first.
  std::shared_ptr<const wire::Configuration> configuration() const;

  // Today as the ledger counts it: the machine's clock, or better where the clock is known to be
  // wrong.
  BusinessDate business_date() const;

  // Ends the days that are over: closes their sessions, destroys their repeat-guard key. Called by
  // every check-in; call it now and then where nobody comes.
  Status end_past_days();

  // A counting ledger's shared parts, for this folder's classes.
  Core& core() const { return *core_; }

 private:
  explicit Ledger(std::unique_ptr<Core> core);
  Status load();

  std::unique_ptr<Core> core_;
  std::optional<SetAside> set_aside_;
};

}  // namespace keqian::kiosk
