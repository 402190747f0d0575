// A file system for SQLite that fails when it is told to: the n-th I/O, once or from then on.
// "Faults by counting": run the work with n = 1, 2, … until `fault_fired` says that none was left.
#pragma once

#include <string>

namespace keqian::test {

enum class Fault {
  kReadError,   // SQLITE_IOERR_READ on a read
  kWriteError,  // SQLITE_IOERR_WRITE on a write or truncation
  kSyncError,   // SQLITE_IOERR_FSYNC on a sync
  kDiskFull,    // SQLITE_FULL on a write
};

struct FaultPlan {
  Fault fault = Fault::kWriteError;
  int at = 0;              // the n-th I/O of that kind, from 1; 0: never
  bool and_after = false;  // every later one too
};

// Registers the file system once and gives its name, for LedgerOptions::vfs.
std::string fault_vfs();
// Begins counting anew. Not thread-safe against running I/O.
void plan_fault(const FaultPlan& plan);
bool fault_fired();

}  // namespace keqian::test
