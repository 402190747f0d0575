#include "server-sync/base/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace keqian {
namespace {

class FileDescriptor {
 public:
  explicit FileDescriptor(int number) : number_(number) {}
  ~FileDescriptor() {
    if (number_ >= 0) ::close(number_);
  }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

Error system_error(const std::string& what, const std::filesystem::path& path, int number) {
  std::string hint;
  if (number == ENOSPC) hint = "the disk is full: free some space";
  if (number == EACCES || number == EROFS || number == EPERM) {
    hint = "check the owner and the permissions of the folder";
  }
  return {number == ENOENT ? ErrorKind::kNotFound : ErrorKind::kStorage,
          "cannot " + what + " " + path.string() + ": " + std::strerror(number), hint};
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto count = ::write(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path, std::size_t bytes_max) {
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number() < 0) return system_error("read", path, errno);
  std::string bytes;
  char buffer[16384];
  for (;;) {
    const auto count = ::read(file.number(), buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return system_error("read", path, errno);
    if (count == 0) return bytes;
    bytes.append(buffer, static_cast<std::size_t>(count));
    if (bytes.size() > bytes_max) {
      return invalid(path.string() + " is larger than " + std::to_string(bytes_max) + " bytes");
    }
  }
}

Status write_file(const std::filesystem::path& path, std::string_view bytes, FileAccess access) {
  const std::filesystem::path temporary = path.string() + ".new";
  {
    const mode_t mode = access == FileAccess::kOwnerOnly ? 0600 : 0644;
    // A temporary file left by a power cut may have another mode: the new one must not take it
    // over.
    ::unlink(temporary.c_str());
    const FileDescriptor file(
        ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
    if (file.number() < 0) return system_error("write", temporary, errno);
    if (!write_all(file.number(), bytes)) {
      const int number = errno;
      ::unlink(temporary.c_str());
      return system_error("write", temporary, number);
    }
  }
  return replace_file(temporary, path);
}

Status replace_file(const std::filesystem::path& temporary, const std::filesystem::path& path) {
  const auto given_up = [&](const std::string& what) {
    const int number = errno;
    ::unlink(temporary.c_str());
    return system_error(what, path, number);
  };
  {
    const FileDescriptor file(::open(temporary.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.number() < 0 || ::fsync(file.number()) != 0) return given_up("write");
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) return given_up("replace");
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  const FileDescriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.number() >= 0) ::fsync(directory.number());
  return ok();
}

Status write_to_take_along(const std::filesystem::path& path, std::string_view bytes) {
  auto status = write_file(path, bytes);
  if (status.ok()) return status;
  auto error = status.error();
  error.kind = ErrorKind::kStorage;
  if (error.hint.empty()) error.hint = "choose another folder, or another memory stick";
  return error;
}

Status make_private_directory(const std::filesystem::path& path) {
  std::error_code error;
  const bool existed = std::filesystem::is_directory(path, error);
  if (existed) return ok();
  std::filesystem::create_directories(path, error);
  if (error) return system_error("make the folder", path, error.value());
  ::chmod(path.c_str(), 0700);
  return ok();
}

}  // namespace keqian
