#include "kiosk/ledger/local_configuration.h"

#include "kiosk/ledger/ledger_outbox.h"
#include "server-sync/wire/messages.h"

namespace keqian::kiosk {

Status install_local_configuration(Ledger& ledger, const std::string& bytes) {
  LedgerOutbox outbox(ledger, {});
  KEQIAN_TRY(const auto identity, outbox.identity());
  if (identity) {
    return Error{
        ErrorKind::kConflict,
        "this kiosk is enrolled as " + identity->kiosk.value + " and has its bureau's settings",
        "use a new data folder for a kiosk without a bureau"};
  }
  const auto configuration = wire::decode_configuration(bytes);
  if (!configuration || configuration->kiosk.value != wire::kLocalKiosk) {
    return invalid("this is no configuration for a kiosk without a bureau" +
                       (configuration ? std::string() : ": " + configuration.error().message),
                   "write one with `keqian-bureau venue configuration`");
  }
  // No ETag: the bureau's own comes with the first contact.
  return outbox.store_configuration(*configuration, bytes, {});
}

}  // namespace keqian::kiosk
