#include "kiosk/ledger/identity.h"

#include "kiosk/ledger/key_file.h"
#include "server-sync/base/assert.h"

namespace keqian::kiosk {
namespace {

constexpr char kReadIdentity[] =
    "SELECT kiosk_id, venue_id, kiosk_name, bureau_url, bureau_key, certificate_sha256, "
    "public_key FROM identity WHERE id = 1";

}  // namespace

Result<std::optional<uploader::KioskIdentity>> read_identity(Core& core) {
  using Found = std::optional<uploader::KioskIdentity>;
  KEQIAN_TRY(auto found, core.read("read the identity", [](Connection& connection) {
    Found identity;
    auto query = connection.query(kReadIdentity);
    if (!query.step()) return Result<Found>(identity);
    const auto bureau_key = wire::to_array<32>(query.text(4));
    const auto public_key = wire::to_array<32>(query.text(6));
    KEQIAN_ASSERT(bureau_key && public_key);  // the table checks their lengths
    identity.emplace();
    identity->kiosk = {query.text(0)};
    identity->venue = {query.text(1)};
    identity->kiosk_name = query.text(2);
    identity->bureau_url = query.text(3);
    identity->bureau_key = {*bureau_key};
    identity->certificate_sha256 = query.text(5);
    identity->keys.public_key = {*public_key};
    return Result<Found>(identity);
  }));
  if (!found) return Found{};
  KEQIAN_TRY(found->keys, load_key(core.directory, found->keys.public_key));
  return found;
}

}  // namespace keqian::kiosk
