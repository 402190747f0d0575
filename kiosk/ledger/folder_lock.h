// One data folder has one writing process: an advisory lock on the folder itself, which the kernel
// gives back when the process ends, however it ends.
#pragma once

#include <filesystem>
#include <memory>

#include "server-sync/base/result.h"

namespace keqian::kiosk {

class FolderLock {
 public:
  // kConflict with a hint when another process (or another FolderLock) holds it.
  static Result<std::unique_ptr<FolderLock>> acquire(const std::filesystem::path& folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  explicit FolderLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace keqian::kiosk
