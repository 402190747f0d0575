#include "tests/support/fault_vfs.h"

#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string_view>
#include <vector>

#include "server-sync/base/assert.h"
#include "server-sync/base/randomness.h"

namespace keqian::test {
namespace {

constexpr char kName[] = "keqian-fault";

FaultPlan active_plan;
std::atomic<int> seen{0};
std::atomic<bool> fired{false};

// SQLite has no name for a temporary file.
bool is_below(const char* path, const std::string& folder) {
  return folder.empty() || (path != nullptr && std::string_view(path).starts_with(folder + "/"));
}

bool must_fail(Fault fault, const char* path) {
  if (active_plan.at == 0 || active_plan.fault != fault) return false;
  if (!is_below(path, active_plan.folder)) return false;
  const int number = ++seen;
  const bool fails = number == active_plan.at || (active_plan.and_after && number > active_plan.at);
  if (fails) fired = true;
  return fails;
}

// ---- What a power cut would leave ---------------------------------------------------------------

struct Change {
  std::size_t offset = 0;
  std::string bytes;
  bool truncates = false;  // to `offset`
};

void apply(const Change& change, std::string& image) {
  if (change.truncates) {
    image.resize(change.offset);
    return;
  }
  const auto end = change.offset + change.bytes.size();
  if (image.size() < end) image.resize(end);
  std::copy(change.bytes.begin(), change.bytes.end(),
            image.begin() + static_cast<std::ptrdiff_t>(change.offset));
}

struct DiskFile {
  std::string synced;
  std::vector<Change> unsynced;
};

// By path; filled while a power cut is planned or disks are watched.
std::map<std::string, DiskFile> disk;
bool disks_are_watched = false;
DiskManners disk_manners = DiskManners::kHonest;

bool power_may_fail() {
  return disks_are_watched || (active_plan.fault == Fault::kPowerCut && active_plan.at > 0);
}

DiskFile* disk_file(const char* path) {
  if (!power_may_fail() || path == nullptr) return nullptr;
  const auto [place, is_new] = disk.try_emplace(path);
  if (is_new) {
    std::ifstream present(path, std::ios::binary);
    place->second.synced.assign(std::istreambuf_iterator<char>(present), {});
  }
  return &place->second;
}

// ---- The file system ----------------------------------------------------------------------------

// Our file, directly followed in memory by the real one.
struct FaultFile {
  sqlite3_file base;
  DiskFile* on_disk;  // null where no power cut can come
  const char* path;   // SQLite keeps it until the file is closed; null for a temporary file
};

const char* path_of(sqlite3_file* file) {
  return reinterpret_cast<FaultFile*>(file)->path;
}

void note_change(sqlite3_file* file, Change change) {
  auto* on_disk = reinterpret_cast<FaultFile*>(file)->on_disk;
  if (on_disk != nullptr) on_disk->unsynced.push_back(std::move(change));
}

void note_sync(sqlite3_file* file) {
  auto* on_disk = reinterpret_cast<FaultFile*>(file)->on_disk;
  if (on_disk == nullptr || disk_manners == DiskManners::kLies) return;
  for (const auto& change : on_disk->unsynced) apply(change, on_disk->synced);
  on_disk->unsynced.clear();
}

sqlite3_file* real_file(sqlite3_file* file) {
  return reinterpret_cast<sqlite3_file*>(reinterpret_cast<FaultFile*>(file) + 1);
}

int file_close(sqlite3_file* file) {
  auto* real = real_file(file);
  return real->pMethods != nullptr ? real->pMethods->xClose(real) : SQLITE_OK;
}
int file_read(sqlite3_file* file, void* bytes, int count, sqlite3_int64 offset) {
  if (must_fail(Fault::kReadError, path_of(file))) return SQLITE_IOERR_READ;
  return real_file(file)->pMethods->xRead(real_file(file), bytes, count, offset);
}
int file_write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
  if (must_fail(Fault::kWriteError, path_of(file))) return SQLITE_IOERR_WRITE;
  if (must_fail(Fault::kDiskFull, path_of(file))) return SQLITE_FULL;
  if (must_fail(Fault::kPowerCut, path_of(file))) return SQLITE_IOERR_WRITE;
  note_change(file,
              {static_cast<std::size_t>(offset),
               std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(count))});
  return real_file(file)->pMethods->xWrite(real_file(file), bytes, count, offset);
}
int file_truncate(sqlite3_file* file, sqlite3_int64 size) {
  if (must_fail(Fault::kWriteError, path_of(file))) return SQLITE_IOERR_TRUNCATE;
  if (must_fail(Fault::kPowerCut, path_of(file))) return SQLITE_IOERR_TRUNCATE;
  note_change(file, {static_cast<std::size_t>(size), {}, true});
  return real_file(file)->pMethods->xTruncate(real_file(file), size);
}
// Without the real sync, which takes most of the time: it shows only after a power cut, and those
// are ours to make.
int file_sync(sqlite3_file* file, int) {
  if (must_fail(Fault::kSyncError, path_of(file))) return SQLITE_IOERR_FSYNC;
  if (must_fail(Fault::kPowerCut, path_of(file))) return SQLITE_IOERR_FSYNC;
  note_sync(file);
  return SQLITE_OK;
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
  if (extend != 0 && must_fail(Fault::kMapError, path_of(file))) return SQLITE_IOERR_SHMSIZE;
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
  file->pMethods = nullptr;
  if (must_fail(Fault::kOpenError, name)) return SQLITE_CANTOPEN;
  reinterpret_cast<FaultFile*>(file)->on_disk = disk_file(name);
  reinterpret_cast<FaultFile*>(file)->path = name;
  std::memset(real, 0, static_cast<std::size_t>(real_vfs->szOsFile));
  const int status = real_vfs->xOpen(real_vfs, name, real, flags, flags_out);
  if (status == SQLITE_OK) file->pMethods = &kMethods;
  return status;
}

int delete_file(sqlite3_vfs* vfs, const char* name, int sync_folder) {
  disk.erase(name);
  auto* real_vfs = static_cast<sqlite3_vfs*>(vfs->pAppData);
  return real_vfs->xDelete(real_vfs, name, sync_folder);
}

sqlite3_vfs* our_vfs() {
  static sqlite3_vfs vfs = [] {
    auto* real = sqlite3_vfs_find(nullptr);
    sqlite3_vfs ours = *real;
    ours.szOsFile = static_cast<int>(sizeof(FaultFile)) + real->szOsFile;
    ours.pNext = nullptr;
    ours.zName = kName;
    ours.pAppData = real;
    ours.xOpen = open_file;
    ours.xDelete = delete_file;
    return ours;
  }();
  return &vfs;
}

}  // namespace

std::string fault_vfs() {
  static const int status = sqlite3_vfs_register(our_vfs(), 0);
  return status == SQLITE_OK ? kName : "";
}

void plan_fault(const FaultPlan& plan) {
  active_plan = plan;
  if (plan.fault == Fault::kPowerCut) active_plan.and_after = true;
  if (!disks_are_watched) disk.clear();
  seen = 0;
  fired = false;
}

bool fault_fired() {
  return fired;
}

void watch_disks(DiskManners manners) {
  static const int status = sqlite3_vfs_register(our_vfs(), 1);
  KEQIAN_ASSERT(status == SQLITE_OK);
  disk.clear();
  disks_are_watched = true;
  disk_manners = manners;
}

void trust_disk(const std::string& folder) {
  std::erase_if(disk, [&](const auto& entry) { return is_below(entry.first.c_str(), folder); });
}

void lose_power(std::uint64_t seed, const std::string& folder) {
  SeededRandomness chance(seed);
  for (auto place = disk.begin(); place != disk.end();) {
    auto& [path, file] = *place;
    if (!is_below(path.c_str(), folder)) {
      ++place;
      continue;
    }
    for (const auto& change : file.unsynced) {
      if (chance.next() % 2 == 0) apply(change, file.synced);
    }
    std::ofstream(path, std::ios::binary | std::ios::trunc) << file.synced;
    // The log's index is no file to SQLite's file system, and is made anew from the log.
    std::filesystem::remove(path + "-shm");
    place = disk.erase(place);
  }
}

}  // namespace keqian::test
