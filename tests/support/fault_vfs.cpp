#include "tests/support/fault_vfs.h"

#include <sqlite3.h>

#include <atomic>
#include <cstring>

namespace keqian::test {
namespace {

constexpr char kName[] = "keqian-fault";

FaultPlan active_plan;
std::atomic<int> seen{0};
std::atomic<bool> fired{false};

bool must_fail(Fault fault) {
  if (active_plan.at == 0 || active_plan.fault != fault) return false;
  const int number = ++seen;
  const bool fails = number == active_plan.at || (active_plan.and_after && number > active_plan.at);
  if (fails) fired = true;
  return fails;
}

// Our file, directly followed in memory by the real one.
struct FaultFile {
  sqlite3_file base;
};

sqlite3_file* real_file(sqlite3_file* file) {
  return reinterpret_cast<sqlite3_file*>(reinterpret_cast<FaultFile*>(file) + 1);
}

int file_close(sqlite3_file* file) {
  auto* real = real_file(file);
  return real->pMethods != nullptr ? real->pMethods->xClose(real) : SQLITE_OK;
}
int file_read(sqlite3_file* file, void* bytes, int count, sqlite3_int64 offset) {
  if (must_fail(Fault::kReadError)) return SQLITE_IOERR_READ;
  return real_file(file)->pMethods->xRead(real_file(file), bytes, count, offset);
}
int file_write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
  if (must_fail(Fault::kWriteError)) return SQLITE_IOERR_WRITE;
  if (must_fail(Fault::kDiskFull)) return SQLITE_FULL;
  return real_file(file)->pMethods->xWrite(real_file(file), bytes, count, offset);
}
int file_truncate(sqlite3_file* file, sqlite3_int64 size) {
  if (must_fail(Fault::kWriteError)) return SQLITE_IOERR_TRUNCATE;
  return real_file(file)->pMethods->xTruncate(real_file(file), size);
}
int file_sync(sqlite3_file* file, int flags) {
  if (must_fail(Fault::kSyncError)) return SQLITE_IOERR_FSYNC;
  return real_file(file)->pMethods->xSync(real_file(file), flags);
}
int file_size(sqlite3_file* file, sqlite3_int64* size) {
  return real_file(file)->pMethods->xFileSize(real_file(file), size);
}
int file_lock(sqlite3_file* file, int level) {
  return real_file(file)->pMethods->xLock(real_file(file), level);
}
int file_unlock(sqlite3_file* file, int level) {
  return real_file(file)->pMethods->xUnlock(real_file(file), level);
}
int file_check_lock(sqlite3_file* file, int* result) {
  return real_file(file)->pMethods->xCheckReservedLock(real_file(file), result);
}
int file_control(sqlite3_file* file, int operation, void* argument) {
  return real_file(file)->pMethods->xFileControl(real_file(file), operation, argument);
}
int file_sector_size(sqlite3_file* file) {
  return real_file(file)->pMethods->xSectorSize(real_file(file));
}
int file_characteristics(sqlite3_file* file) {
  return real_file(file)->pMethods->xDeviceCharacteristics(real_file(file));
}
int file_shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** memory) {
  return real_file(file)->pMethods->xShmMap(real_file(file), page, size, extend, memory);
}
int file_shm_lock(sqlite3_file* file, int offset, int count, int flags) {
  return real_file(file)->pMethods->xShmLock(real_file(file), offset, count, flags);
}
void file_shm_barrier(sqlite3_file* file) {
  real_file(file)->pMethods->xShmBarrier(real_file(file));
}
int file_shm_unmap(sqlite3_file* file, int remove) {
  return real_file(file)->pMethods->xShmUnmap(real_file(file), remove);
}

// Version 2: with shared memory for the write-ahead log, without memory-mapped reading.
constexpr sqlite3_io_methods kMethods = {2,
                                         file_close,
                                         file_read,
                                         file_write,
                                         file_truncate,
                                         file_sync,
                                         file_size,
                                         file_lock,
                                         file_unlock,
                                         file_check_lock,
                                         file_control,
                                         file_sector_size,
                                         file_characteristics,
                                         file_shm_map,
                                         file_shm_lock,
                                         file_shm_barrier,
                                         file_shm_unmap,
                                         nullptr,
                                         nullptr};

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  auto* real_vfs = static_cast<sqlite3_vfs*>(vfs->pAppData);
  auto* real = real_file(file);
  std::memset(real, 0, static_cast<std::size_t>(real_vfs->szOsFile));
  const int status = real_vfs->xOpen(real_vfs, name, real, flags, flags_out);
  file->pMethods = status == SQLITE_OK ? &kMethods : nullptr;
  return status;
}

}  // namespace

std::string fault_vfs() {
  static sqlite3_vfs vfs = [] {
    auto* real = sqlite3_vfs_find(nullptr);
    sqlite3_vfs ours = *real;
    ours.szOsFile = static_cast<int>(sizeof(FaultFile)) + real->szOsFile;
    ours.pNext = nullptr;
    ours.zName = kName;
    ours.pAppData = real;
    ours.xOpen = open_file;
    return ours;
  }();
  static const int status = sqlite3_vfs_register(&vfs, 0);
  return status == SQLITE_OK ? kName : "";
}

void plan_fault(const FaultPlan& plan) {
  active_plan = plan;
  seen = 0;
  fired = false;
}

bool fault_fired() {
  return fired;
}

}  // namespace keqian::test
