// The uploader's storage over the ledger: what is pending, what the bureau has, whose kiosk this
// is. Any thread, note_contact one at a time; each call is one transaction.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "kiosk/ledger/contact_log.h"
#include "kiosk/ledger/ledger.h"
#include "server-sync/uploader/outbox.h"
#include "server-sync/uploader/parcels.h"

namespace keqian::kiosk {

class LedgerOutbox final : public uploader::Outbox, public uploader::ParcelShelf {
 public:
  // `ledger` was opened for counting and outlives the outbox; `version` is this program's;
  // `camera` is asked at each upload, any thread (empty: there is none).
  LedgerOutbox(Ledger& ledger, std::string version, std::function<wire::CameraState()> camera = {});

  Result<std::optional<uploader::KioskIdentity>> identity() override;
  Status store_identity(const uploader::KioskIdentity& identity) override;
  Result<wire::Upload> pending_upload(std::size_t items_max) override;
  Result<wire::Upload> pending_upload_after(const wire::Upload& previous,
                                            std::size_t items_max) override;
  Status apply(const wire::Upload& sent, const wire::UploadAnswer& answer) override;
  Status settle_history(const wire::LedgerPoint& seen,
                        const std::vector<wire::LedgerOpening>& openings) override;
  Result<uploader::OutboxCounts> counts() override;
  Result<std::string> configuration_etag() override;
  Status store_configuration(const wire::Configuration& configuration, const std::string& bytes,
                             const std::string& etag) override;
  Status store_clock_offset(std::int64_t offset_ms, std::int64_t round_trip_ms) override;
  Status keep_parcel(const std::string& name, const std::string& content) override;
  Result<std::string> kept_parcel(const std::string& name) override;
  void note_contact(std::string_view failure) override;

 private:
  Result<wire::Upload> read_upload(std::size_t items_max, const wire::Upload* previous);

  Ledger& ledger_;
  std::string version_;
  std::function<wire::CameraState()> camera_;
  ContactLog contact_log_;
};

}  // namespace keqian::kiosk
