// What the uploader needs of the kiosk's storage; the ledger implements it. Every call is made on
// the uploader's thread (or, for the commands, on the only thread) and returns after its commit.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server-sync/base/date.h"
#include "server-sync/base/ids.h"
#include "server-sync/base/result.h"
#include "server-sync/wire/crypto.h"
#include "server-sync/wire/messages.h"

namespace keqian::uploader {

// What enrolment settled: who this kiosk is and whom it reports to.
struct KioskIdentity {
  KioskId kiosk;
  VenueId venue;
  std::string kiosk_name;
  std::string bureau_url;  // without a slash at its end
  wire::PublicKey bureau_key;
  std::string certificate_sha256;  // pinned server key, 32 bytes, or empty
  wire::KeyPair keys;
};

struct OutboxCounts {
  std::int64_t pending = 0;      // rows newer than the acknowledged revision
  std::int64_t quarantined = 0;  // rows the bureau has refused
  // Check-ins as people count them that the bureau does not have, or not as they stand now: each
  // once, however often it was corrected. 0 with pending rows: only sessions or head counts
  // changed.
  std::int64_t check_ins = 0;
  std::int64_t differing = 0;  // closed days that the bureau adds up to something else
};

class Outbox {
 public:
  virtual ~Outbox() = default;

  // Empty while this kiosk is not enrolled.
  virtual Result<std::optional<KioskIdentity>> identity() = 0;
  // Replaces the identity (kept together with the key's file) in one step.
  virtual Status store_identity(const KioskIdentity& identity) = 0;

  // The rows after the acknowledged revision, oldest revision first, at most `items_max` of all
  // kinds together, with `device` filled. Without rows it is the sign of life. `complete` says
  // that nothing newer was left out.
  virtual Result<wire::Upload> pending_upload(std::size_t items_max) = 0;
  // Takes over a verified answer to `sent`: the acknowledged revision as it is, also when it runs
  // backwards (then the rows after it are pending again), and each refused row into quarantine
  // with its reason. An accepted row leaves quarantine. One transaction.
  virtual Status apply(const wire::Upload& sent, const wire::UploadAnswer& answer) = 0;
  // The bureau has last seen this life of the ledger end at `seen`, which is not where we thought.
  // If our ledger has that very check-in, an answer was lost or the bureau is of a backup, and the
  // next upload follows it. If not, the bureau knows another history under our name (this ledger
  // is a copy or an older image): a new incarnation begins, and everything is pending again.
  // `openings` are those of that history, which tell how far it is ours too.
  virtual Status settle_history(const wire::LedgerPoint& seen,
                                const std::vector<wire::LedgerOpening>& openings) = 0;
  virtual Result<OutboxCounts> counts() = 0;

  // The ETag of the stored configuration; empty when there is none.
  virtual Result<std::string> configuration_etag() = 0;
  // `configuration` is what the verified `bytes` say; both are stored in one transaction.
  virtual Status store_configuration(const wire::Configuration& configuration,
                                     const std::string& bytes, const std::string& etag) = 0;

  // Bureau minus kiosk, measured over a verified exchange; `round_trip_ms` bounds its error.
  virtual Status store_clock_offset(std::int64_t offset_ms, std::int64_t round_trip_ms) = 0;

  // After each contact with the bureau, for the kiosk's own log: the SyncFailure's name, or empty
  // when the bureau was heard. Must not fail the contact.
  virtual void note_contact(std::string_view failure) = 0;
};

}  // namespace keqian::uploader
