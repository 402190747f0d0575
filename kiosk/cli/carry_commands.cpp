// `carry` and `receive`: a venue without a network, by hand.
#include <iostream>

#include "kiosk/cli/commands.h"
#include "kiosk/ledger/ledger_outbox.h"
#include "server-sync/base/files.h"
#include "server-sync/base/log.h"
#include "server-sync/uploader/parcels.h"
#include "server-sync/wire/parcel.h"

namespace keqian::kiosk {
namespace {

Result<uploader::PackedParcel> pack(const CarryArguments& arguments, LedgerOutbox& outbox) {
  if (arguments.enrolment.empty()) {
    return uploader::pack_pending(outbox, outbox, program_clock(), program_randomness());
  }
  KEQIAN_TRY(const auto enrolment, wire::parse_enrolment_string(arguments.enrolment));
  return uploader::pack_enrolment(enrolment, KEQIAN_VERSION, outbox, program_clock(),
                                  program_randomness());
}

Status carry(const CarryArguments& arguments) {
  KEQIAN_TRY(const auto ledger, open_for_counting(arguments.data));
  open_log_file(arguments.data);
  LedgerOutbox outbox(*ledger, KEQIAN_VERSION);
  KEQIAN_TRY(const auto packed, pack(arguments, outbox));
  const auto file = arguments.folder / packed.file_name;
  KEQIAN_CHECK_OK(write_file(file, packed.bytes));
  std::cout << file.string() << std::endl;
  if (packed.complete) return ok();
  return Error{ErrorKind::kConflict, "the file is full, and not everything is in it",
               "bring its answers back, then write another"};
}

Status receive(const ReceiveArguments& arguments) {
  KEQIAN_TRY(const auto bytes, read_file(arguments.file, wire::kParcelBytesMax));
  KEQIAN_TRY(const auto ledger, open_for_counting(arguments.data));
  open_log_file(arguments.data);
  LedgerOutbox outbox(*ledger, KEQIAN_VERSION);
  KEQIAN_TRY(const auto taken, uploader::take_answers(bytes, outbox, outbox));
  KEQIAN_TRY(const auto counts, outbox.counts());
  if (taken.enrolled) std::cout << "enrolled\n";
  if (taken.configured) std::cout << "new settings\n";
  std::cout << counts.pending << " pending, " << counts.quarantined
            << " refused by the bureau and set aside" << std::endl;
  if (taken.failure == uploader::SyncFailure::kNone) return ok();
  return Error{ErrorKind::kUnavailable,
               "the bureau has refused it: " + std::string(uploader::name(taken.failure)) + ", " +
                   taken.detail,
               "ask the bureau; what was counted stays here"};
}

int finish(const Status& status) {
  return status ? kExitSuccess : state_failure(status.error());
}

}  // namespace

int run_carry(const CarryArguments& arguments) {
  return finish(carry(arguments));
}

int run_receive(const ReceiveArguments& arguments) {
  return finish(receive(arguments));
}

}  // namespace keqian::kiosk
