// The storage of a running kiosk over its ledger.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "kiosk/ports/camera.h"
#include "kiosk/runtime/station_store.h"
#include "server-sync/base/clock.h"
#include "server-sync/base/randomness.h"

namespace keqian::kiosk {

struct LedgerStoreOptions {
  std::filesystem::path directory;
  std::string boot_id;
  std::string version;  // of this program
};

// Opens the ledger of the data folder. `camera` (which the uploads report on), `clock` and
// `randomness` outlive the store.
OpenStore ledger_store_opener(LedgerStoreOptions options, const Camera& camera, Clock& clock,
                              Randomness& randomness);

}  // namespace keqian::kiosk
