// A venue without a network: what is pending goes to the bureau on a USB stick or as codes that a
// phone reads off the screen, and its answers come back likewise (PROTOCOL.md sections 10 and 11).
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "kiosk/app/carry_model.h"
#include "server-sync/base/clock.h"
#include "server-sync/base/randomness.h"
#include "server-sync/uploader/outbox.h"
#include "server-sync/uploader/parcels.h"

namespace keqian::kiosk {

// Where USB sticks are found: their folders.
struct StickPlaces {
  std::function<std::optional<std::filesystem::path>()> usb_stick;     // that can be written
  std::function<std::optional<std::filesystem::path>()> locked_stick;  // that can only be read
};

// What carrying needs of this kiosk. Everything outlives the call.
struct CarryParts {
  uploader::Outbox& outbox;
  uploader::ParcelShelf& shelf;
  Clock& clock;
  Randomness& randomness;
  std::string version;  // of this program
};

// Takes every answer of the bureau that lies on the stick or in its folder `keqian`, then writes
// what is pending, or `enrolment` while the kiosk is not enrolled. Answers that were taken and
// files that a newer one replaces are removed from the stick; what belongs to others stays. Seconds
// on a slow stick; any thread, one at a time.
StickVisit visit_stick(const CarryParts& parts, const StickPlaces& places,
                       const std::string& enrolment);

// What is pending, packed for a phone and drawn. Without codes where it is more than a screen can
// show; an error while this kiosk is not enrolled or its storage fails.
Result<RelayCodes> pack_relay(const CarryParts& parts);
// The bureau's answers, put together from the codes that a phone showed.
RelayReceipt take_relayed(const CarryParts& parts, const std::string& bytes);

}  // namespace keqian::kiosk
