#include "server-sync/bureau/store/data_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "server-sync/base/files.h"
#include "server-sync/base/text.h"

namespace keqian::bureau {
namespace {

constexpr std::size_t kSeedBytes = 32;

std::filesystem::path key_file(const std::filesystem::path& data_directory) {
  return data_directory / "bureau.key";
}

}  // namespace

std::filesystem::path database_file(const std::filesystem::path& data_directory) {
  return data_directory / "bureau.db";
}

Result<wire::KeyPair> load_bureau_key(const std::filesystem::path& data_directory) {
  const auto path = key_file(data_directory);
  KEQIAN_TRY(const auto bytes, read_file(path, kSeedBytes));
  const auto seed = wire::to_array<kSeedBytes>(bytes);
  if (!seed)
    return Error{ErrorKind::kStorage, path.string() + " is damaged",
                 "restore it from a backup; a new key would make every kiosk enrol again"};
  return wire::key_pair_from_seed(*seed);
}

Status write_bureau_key(const std::filesystem::path& data_directory, const wire::KeyPair& keys) {
  return write_file(key_file(data_directory), wire::view(keys.seed), FileAccess::kOwnerOnly);
}

Result<wire::KeyPair> load_or_make_bureau_key(const std::filesystem::path& data_directory,
                                              Randomness& randomness) {
  const auto path = key_file(data_directory);
  std::error_code error;
  if (std::filesystem::exists(path, error)) return load_bureau_key(data_directory);
  KEQIAN_CHECK_OK(make_private_directory(data_directory));
  const auto keys = wire::make_key_pair(randomness);
  // A name of our own, then a link: of two processes that do this at once, one makes the key and
  // both use it.
  std::array<std::uint8_t, 8> suffix{};
  randomness.fill(suffix);
  const auto ours = data_directory / ("bureau.key." + hex(wire::view(suffix)));
  KEQIAN_CHECK_OK(write_file(ours, wire::view(keys.seed), FileAccess::kOwnerOnly));
  std::filesystem::create_hard_link(ours, path, error);
  const bool is_made_by_another = error == std::errc::file_exists;
  const auto link_error = error;
  std::filesystem::remove(ours, error);
  if (link_error && !is_made_by_another)
    return Error{ErrorKind::kStorage, path.string() + " cannot be made: " + link_error.message(),
                 "check who owns the data folder"};
  return load_bureau_key(data_directory);
}

Result<std::unique_ptr<ServingTurn>> ServingTurn::take(
    const std::filesystem::path& data_directory) {
  const int descriptor = ::open(data_directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0)
    return Error{ErrorKind::kStorage,
                 data_directory.string() + " cannot be opened: " + std::strerror(errno),
                 "check who owns the data folder"};
  std::unique_ptr<ServingTurn> turn(new ServingTurn(descriptor));
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return turn;
  if (errno == EWOULDBLOCK)
    return Error{ErrorKind::kConflict, "another server runs on " + data_directory.string(),
                 "end it first; commands work beside it"};
  return Error{ErrorKind::kStorage,
               data_directory.string() + " cannot be locked: " + std::strerror(errno),
               "keep the data folder on a disk of this machine"};
}

ServingTurn::~ServingTurn() {
  ::close(descriptor_);
}

}  // namespace keqian::bureau
