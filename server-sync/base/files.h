// Small files as a whole: settings, keys, pictures, definitions.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "server-sync/base/result.h"

namespace keqian {

// The bytes of a file; refuses one longer than `bytes_max`.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t bytes_max);

enum class FileAccess { kEverybody, kOwnerOnly };

// Replaces a file as a whole (temporary file, fsync, rename): a reader and a power cut see the old
// text or the new one, never a mixture.
Status write_file(const std::filesystem::path& path, std::string_view bytes,
                  FileAccess access = FileAccess::kEverybody);

// The end of write_file for a file that another library has written beside `path`: durable, and
// under its name as a whole. Where it fails, `temporary` is gone.
Status replace_file(const std::filesystem::path& temporary, const std::filesystem::path& path);

// write_file in a folder that is not ours, such as a memory stick's: kStorage whatever is wrong.
Status write_to_take_along(const std::filesystem::path& path, std::string_view bytes);

// Makes the folder (and its parents) where it is missing, readable by its owner only.
Status make_private_directory(const std::filesystem::path& path);

}  // namespace keqian
