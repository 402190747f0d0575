// One seed drives a bureau, its kiosks, their networks, disks, clocks and crashes, on the
// production code. In the end the faults stop; then every outbox must drain, and the bureau must
// have every check-in that was announced, once.
#pragma once

#include <cstdint>
#include <string>

#include "tests/simulation/simulated_kiosk.h"

namespace keqian::simulation {

struct Report {
  std::string failure;  // empty: everything held
  std::string journal;  // what happened, a line each
  std::int64_t check_ins = 0;
  std::int64_t persons = 0;
  // Copies that count beside their original, and those of them that took for shared exactly what
  // they share.
  std::int64_t copies_beside = 0;
  std::int64_t copies_exact = 0;
};

Report simulate(std::uint64_t seed, Canary canary = Canary::kNone);

}  // namespace keqian::simulation
