#include "kiosk/ledger/storage_fault.h"

#include <array>
#include <string_view>

namespace keqian::kiosk {
namespace {

struct FaultHint {
  StorageFault fault;
  std::string_view hint;
};

constexpr std::array kHints = {
    FaultHint{StorageFault::kDiskFull, "the disk is full: free some space, counting then goes on"},
    FaultHint{StorageFault::kReadOnly, "check the owner and the permissions of the data folder"},
    FaultHint{StorageFault::kDamaged,
              "the file is damaged: restart, it is then set aside and a new ledger begun"},
    FaultHint{StorageFault::kDeviceError,
              "the disk or card reports errors: save the data folder and replace it"},
    FaultHint{StorageFault::kBusy, "another program is using the ledger: close it or try again"},
    FaultHint{StorageFault::kOther, "see the log; restarting the program is safe"},
};

}  // namespace

Error storage_error(StorageFault fault, const std::string& what, const std::string& detail) {
  const std::string message = "cannot " + what + ": " + detail;
  for (const auto& entry : kHints) {
    if (entry.fault != fault) continue;
    const auto kind = fault == StorageFault::kBusy ? ErrorKind::kUnavailable : ErrorKind::kStorage;
    return {kind, message, std::string(entry.hint)};
  }
  return {ErrorKind::kInternal, message, {}};
}

StorageFault storage_fault(const Error& error) {
  for (const auto& entry : kHints) {
    if (error.hint == entry.hint) return entry.fault;
  }
  // Errors of plain files (the key, the folder) come from `base`, with the kind only.
  return error.kind == ErrorKind::kStorage ? StorageFault::kOther : StorageFault::kNone;
}

}  // namespace keqian::kiosk
