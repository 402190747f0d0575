#include "kiosk/ledger/key_file.h"

#include <system_error>

#include "kiosk/ledger/storage_fault.h"
#include "server-sync/base/files.h"

namespace keqian::kiosk {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSeedBytes = 32;

fs::path key_path(const fs::path& folder) {
  return folder / "identity.key";
}
fs::path next_key_path(const fs::path& folder) {
  return folder / "identity.key.next";
}

Result<wire::KeyPair> read_key(const fs::path& path) {
  KEQIAN_TRY(const auto bytes, read_file(path, kSeedBytes));
  const auto seed = wire::to_array<kSeedBytes>(bytes);
  if (!seed) return invalid(path.string() + " is not a key", "enrol this kiosk again");
  return wire::key_pair_from_seed(*seed);
}

}  // namespace

Status lay_down_next_key(const fs::path& folder, const wire::KeyPair& keys) {
  return write_file(next_key_path(folder), wire::view(keys.seed), FileAccess::kOwnerOnly);
}

Status adopt_next_key(const fs::path& folder) {
  std::error_code error;
  fs::rename(next_key_path(folder), key_path(folder), error);
  if (error) {
    return storage_error(StorageFault::kOther, "put the new key in its place", error.message());
  }
  return ok();
}

Result<wire::KeyPair> load_key(const fs::path& folder, const wire::PublicKey& public_key) {
  const auto current = read_key(key_path(folder));
  if (current.ok() && current->public_key == public_key) return *current;
  const auto next = read_key(next_key_path(folder));
  if (next.ok() && next->public_key == public_key) {
    KEQIAN_CHECK_OK(adopt_next_key(folder));
    return *next;
  }
  if (!current.ok() && current.error().kind == ErrorKind::kStorage) return current.error();
  return Error{ErrorKind::kNotFound,
               "the key of this kiosk is missing from " + folder.string() + ", or another one",
               "put identity.key back, or enrol this kiosk again"};
}

}  // namespace keqian::kiosk
