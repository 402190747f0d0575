// What went wrong with the ledger's storage, for screens that word it. The texts of an error are
// made here once, so that an Error can be told back into its fault.
#pragma once

#include <string>

#include "server-sync/base/result.h"

namespace keqian::kiosk {

enum class StorageFault {
  kNone,         // not an error of the storage
  kDiskFull,     // free some space, then it goes on
  kReadOnly,     // folder or file may not be written
  kDamaged,      // the file is no longer a sound ledger; the next start sets it aside
  kDeviceError,  // the disk or card reports read or write errors
  kBusy,         // another program holds the file
  kOther
};

// "cannot WHAT: DETAIL", with the fault's own hint.
Error storage_error(StorageFault fault, const std::string& what, const std::string& detail);

// The fault of an error that `storage_error` made; kNone for an error of another kind.
StorageFault storage_fault(const Error& error);

}  // namespace keqian::kiosk
