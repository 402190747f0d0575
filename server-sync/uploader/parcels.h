// A venue without a network: what the kiosk would send, as a file that somebody carries to the
// bureau, and the bureau's answers as a file that comes back (PROTOCOL.md section 10). The same
// signed exchanges as over the network, so either may overtake the other and nothing counts twice.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server-sync/base/clock.h"
#include "server-sync/base/randomness.h"
#include "server-sync/base/result.h"
#include "server-sync/uploader/outbox.h"
#include "server-sync/uploader/uploader.h"
#include "server-sync/wire/messages.h"
#include "server-sync/wire/parcel.h"

namespace keqian::uploader {

// What carrying needs of the kiosk's storage beyond the outbox.
class ParcelShelf {
 public:
  virtual ~ParcelShelf() = default;

  // The rows after those of `previous`, as if it had been taken.
  virtual Result<wire::Upload> pending_upload_after(const wire::Upload& previous,
                                                    std::size_t items_max) = 0;
  // Keeps what was given out until its answer comes back: the newest few, for the owner's eyes
  // only, because it may hold a key.
  virtual Status keep_parcel(const std::string& name, const std::string& content) = 0;
  // kNotFound where it was never kept, or others have taken its place.
  virtual Result<std::string> kept_parcel(const std::string& name) = 0;
};

struct PackedParcel {
  std::string file_name;
  std::string bytes;      // the file
  std::int64_t rows = 0;  // counters, sessions and head counts in it
  bool complete = true;   // nothing pending was left out
};

// Everything that is pending and the question for a configuration. kConflict while this kiosk is
// not enrolled.
Result<PackedParcel> pack_pending(Outbox& outbox, ParcelShelf& shelf, Clock& clock,
                                  Randomness& randomness);

// The enrolment itself. kInvalid where the string names no bureau key: a file cannot be sealed to
// a code that was typed by hand. `version` is the kiosk program's.
Result<PackedParcel> pack_enrolment(const wire::EnrolmentString& enrolment,
                                    std::string_view version, ParcelShelf& shelf, Clock& clock,
                                    Randomness& randomness);

// What the bureau's file has changed here.
struct TakenAnswers {
  bool enrolled = false;
  bool configured = false;
  std::int64_t uploads_taken = 0;            // by the bureau
  std::int64_t refused_rows = 0;             // in quarantine now
  SyncFailure failure = SyncFailure::kNone;  // of the first request that was refused
  std::string detail;                        // of that failure, one line in English
};

// Believes an answer only where the bureau's key signed it to a request of ours. kInvalid or
// kDenied where the file is no answer to this kiosk, kNotFound where its parcel is not kept.
Result<TakenAnswers> take_answers(std::string_view bytes, Outbox& outbox, ParcelShelf& shelf);

}  // namespace keqian::uploader
