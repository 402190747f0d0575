#include "kiosk/ledger/kept_parcels.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "server-sync/base/assert.h"
#include "server-sync/base/files.h"
#include "server-sync/wire/messages.h"
#include "server-sync/wire/parcel.h"

namespace keqian::kiosk {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kParcelsKept = 8;

fs::path parcels_of(const fs::path& folder) {
  return folder / "parcels";
}

// Beyond the newest; one that cannot be removed only takes its room.
void forget_old_ones(const fs::path& parcels) {
  std::vector<std::pair<fs::file_time_type, fs::path>> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(parcels, error)) {
    found.emplace_back(entry.last_write_time(error), entry.path());
  }
  std::sort(found.rbegin(), found.rend());
  for (std::size_t i = kParcelsKept; i < found.size(); ++i) fs::remove(found[i].second, error);
}

}  // namespace

Status keep_parcel(const fs::path& folder, const std::string& name, const std::string& content) {
  KEQIAN_ASSERT(wire::is_valid_nonce(name));
  const auto parcels = parcels_of(folder);
  KEQIAN_CHECK_OK(make_private_directory(parcels));
  KEQIAN_CHECK_OK(write_file(parcels / name, content, FileAccess::kOwnerOnly));
  forget_old_ones(parcels);
  return ok();
}

Result<std::string> kept_parcel(const fs::path& folder, const std::string& name) {
  KEQIAN_ASSERT(wire::is_valid_nonce(name));
  std::error_code error;
  const auto file = parcels_of(folder) / name;
  if (!fs::exists(file, error)) {
    return Error{ErrorKind::kNotFound, "this answer is to no file that this kiosk knows",
                 "write a new file for the bureau"};
  }
  return read_file(file, 2 * wire::kParcelContentBytesMax);
}

}  // namespace keqian::kiosk
