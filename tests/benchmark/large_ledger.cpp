#include "tests/benchmark/large_ledger.h"

#include "kiosk/ledger/ledger_door.h"
#include "server-sync/base/assert.h"
#include "tests/support/fault_vfs.h"

namespace keqian::test {
namespace {

constexpr int kDays = 8;
constexpr int kHours = kLargeLedgerHours;

}  // namespace

// The file system of the fault tests leaves the syncs out, which would take minutes and change
// nothing about the file.
void fill_large(KioskBench& bench) {
  bench.vfs = fault_vfs();
  const auto ledger = bench.open_enrolled();
  kiosk::LedgerDoor door(*ledger);
  constexpr int kCheckInsPerHour = kLargeLedgerCheckIns / kDays / kHours;
  int count = 0;
  for (int day = 0; day < kDays; ++day) {
    for (int hour = 0; hour < kHours; ++hour) {
      for (int i = 0; i < kCheckInsPerHour + 1 && count < kLargeLedgerCheckIns; ++i, ++count) {
        // A scanner is rare and counts all over an hour: the hardest to list by itself.
        const bool is_rare = i % (kCheckInsPerHour / 3) == 0;
        const auto category = is_rare
                                  ? Category::kPublic
                                  : kCategories[static_cast<std::size_t>(i) % kCategories.size()];
        const auto answer =
            i % 2 == 0 && !is_rare
                ? door.tap(category, 1)
                : door.scan(bench.pass(category, 1 + i % 3),
                            is_rare ? Method::kScanner : Method::kCamera, std::nullopt);
        KEQIAN_ASSERT(answer.ok() && answer->outcome == kiosk::Outcome::kAccepted);
      }
      bench.clock.advance_ms(kMsPerHour);
    }
    bench.clock.advance_ms(kMsPerDay - kHours * kMsPerHour);
  }
  bench.vfs.clear();
}

}  // namespace keqian::test
