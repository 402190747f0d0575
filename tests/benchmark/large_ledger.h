// A ledger with a week of a large museum in it.
#pragma once

#include "tests/support/kiosk_bench.h"

namespace keqian::test {

inline constexpr int kLargeLedgerCheckIns = 300'000;
inline constexpr int kLargeLedgerHours = 8;  // of each day, from the bench's ten o'clock

// Leaves kLargeLedgerCheckIns check-ins of eight days in the bench's ledger, which is not open.
void fill_large(KioskBench& bench);

}  // namespace keqian::test
