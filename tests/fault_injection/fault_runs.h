// Faults by counting: some work at a kiosk is done again and again, and the n-th opening, read,
// write or sync in it fails, for n = 1, 2, … until none is left to fail. Whatever fails, what was
// announced stands, the ledger agrees with itself, and counting goes on when the trouble is over.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>

#include "kiosk/ledger/storage_fault.h"
#include "kiosk/ports/staff.h"
#include "tests/support/fault_vfs.h"
#include "tests/support/kiosk_bench.h"

namespace keqian::kiosk::test {

using keqian::test::Fault;
using keqian::test::FaultPlan;
using keqian::test::KioskBench;

// What the ledger announced while it worked, and that it failed with the expected fault only.
class Announcements {
 public:
  explicit Announcements(StorageFault expected) : expected_(expected) {}

  void note(const Result<DoorAnswer>& answer) {
    if (!answer.ok()) return judge(answer.error());
    if (answer->outcome == Outcome::kAccepted) rows_[answer->sequence] = answer->persons;
  }
  // A correction's answer names its last row, whose persons are its own.
  void note_correction(const Result<DoorAnswer>& answer) {
    if (!answer.ok()) return judge(answer.error());
    corrections_.insert(answer->sequence);
  }
  void note(const Result<DayClosing>& closing) {
    if (!closing.ok()) return judge(closing.error());
    closings_.insert(closing->closed_utc_ms);
  }
  template <typename Value>
  void note(const Result<Value>& result) {
    if (!result.ok()) judge(result.error());
  }

  const std::map<wire::Sequence, int>& rows() const { return rows_; }
  const std::set<wire::Sequence>& corrections() const { return corrections_; }
  const std::set<UtcMs>& closings() const { return closings_; }  // by their time

 private:
  void judge(const Error& error);

  StorageFault expected_;
  std::map<wire::Sequence, int> rows_;  // sequence → persons
  std::set<wire::Sequence> corrections_;
  std::set<UtcMs> closings_;
};

struct FaultyWork {
  std::string name;                                              // "a day's counting"
  std::function<void(KioskBench&)> before = [](KioskBench&) {};  // without faults
  std::function<void(KioskBench&, Ledger&, Announcements&)> work;
  // What must hold in the end, beyond what holds always. The ledger is closed.
  std::function<void(KioskBench&, const Announcements&)> after = [](KioskBench&,
                                                                    const Announcements&) {};
};

// The fault comes at every possible place, once or from then on.
void survives_all(const FaultyWork& work, Fault fault, bool and_after, StorageFault expected);
// The power fails at every write or sync: what was written and not synced is gone, or half gone.
void survives_all_power_cuts(const FaultyWork& work, std::uint64_t seeds);

}  // namespace keqian::kiosk::test
