// What a running kiosk asks of its storage. `ledger` stands behind it; tests use a fake.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "kiosk/app/model.h"
#include "kiosk/ports/door.h"
#include "kiosk/ports/staff.h"
#include "server-sync/base/result.h"
#include "server-sync/uploader/outbox.h"
#include "server-sync/uploader/parcels.h"

namespace keqian::kiosk {

// Every call but outbox()'s and shelf()'s is made on the store worker's thread.
class StationStore {
 public:
  virtual ~StationStore() = default;
  virtual Door& door() = 0;
  virtual StaffDesk& desk() = 0;
  // Empty while this kiosk belongs to no bureau and has no local configuration.
  virtual Result<std::optional<Place>> place() = 0;
  virtual Result<Today> today() = 0;
  // Has its own connection: used by the uploader's thread once the kiosk is enrolled, and before
  // by the store worker's, to enrol.
  virtual uploader::Outbox& outbox() = 0;
  // Of the same connection: what was given out by hand.
  virtual uploader::ParcelShelf& shelf() = 0;
};

// Opens the storage, or says why it cannot be. Called again when somebody asks for another try.
using OpenStore = std::function<Result<std::unique_ptr<StationStore>>()>;

}  // namespace keqian::kiosk
