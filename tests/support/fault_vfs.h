// A file system for SQLite that fails when it is told to: the n-th I/O, once or from then on.
// "Faults by counting": run the work with n = 1, 2, … until `fault_fired` says that none was left.
#pragma once

#include <cstdint>
#include <string>

namespace keqian::test {

enum class Fault {
  kOpenError,   // SQLITE_CANTOPEN on opening a file
  kReadError,   // SQLITE_IOERR_READ on a read
  kWriteError,  // SQLITE_IOERR_WRITE on a write or truncation
  kSyncError,   // SQLITE_IOERR_FSYNC on a sync
  kMapError,    // SQLITE_IOERR_SHMSIZE on making the log's index longer: no space for it
  kDiskFull,    // SQLITE_FULL on a write
  kPowerCut,    // SQLITE_IOERR on a write, truncation or sync and all after it; see lose_power
};

struct FaultPlan {
  Fault fault = Fault::kWriteError;
  int at = 0;              // the n-th I/O of that kind, from 1; 0: never
  bool and_after = false;  // every later one too
  std::string folder;      // only of files below it; empty: everywhere
};

// Registers the file system once and gives its name, for LedgerOptions::vfs.
std::string fault_vfs();
// Begins counting anew. Not thread-safe against running I/O.
void plan_fault(const FaultPlan& plan);
bool fault_fired();

// After a plan of kPowerCut and with the files below `folder` closed (empty: every file): leaves in
// those opened since the plan, or since `watch_disks`, what a power cut leaves of them. What was
// synced is there; of each later change chance says whether it is, because a disk writes in an
// order of its own.
void lose_power(std::uint64_t seed, const std::string& folder = {});

// For programs in which several machines live: every SQLite file of this process, opened by
// whomever, is on this file system from now on, and what is not synced is remembered whatever the
// plan. A disk that lies says that it has synced and has not.
enum class DiskManners { kHonest, kLies };
void watch_disks(DiskManners manners);
// The files below `folder` were put there by other means, and are safe as they are.
void trust_disk(const std::string& folder);

}  // namespace keqian::test
