#include "kiosk/ledger/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "kiosk/ledger/storage_fault.h"

namespace keqian::kiosk {

Result<std::unique_ptr<FolderLock>> FolderLock::acquire(const std::filesystem::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) {
    const auto fault =
        errno == EACCES || errno == ENOENT ? StorageFault::kReadOnly : StorageFault::kOther;
    return storage_error(fault, "open the data folder " + folder.string(), std::strerror(errno));
  }
  std::unique_ptr<FolderLock> lock(new FolderLock(descriptor));
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno == EWOULDBLOCK) {
    return Error{ErrorKind::kConflict,
                 "another keqian-kiosk is writing in the data folder " + folder.string(),
                 "close its window first; `counts` and `check` work beside it"};
  }
  return storage_error(StorageFault::kOther, "lock the data folder " + folder.string(),
                       std::strerror(errno));
}

FolderLock::~FolderLock() {
  ::close(descriptor_);
}

}  // namespace keqian::kiosk
