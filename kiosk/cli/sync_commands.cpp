// `enrol` and `upload`: the commands that talk to the bureau.
#include <cstdint>
#include <iostream>
#include <limits>

#include "kiosk/cli/commands.h"
#include "kiosk/ledger/ledger_outbox.h"
#include "server-sync/base/log.h"
#include "server-sync/transfer/http_client.h"
#include "server-sync/uploader/enrolment.h"
#include "server-sync/uploader/uploader.h"
#include "server-sync/wire/messages.h"

namespace keqian::kiosk {
namespace {

using uploader::SyncFailure;
using uploader::SyncState;

constexpr int kContactsMax = 100'000;

std::string hint_for(SyncFailure failure) {
  switch (failure) {
    case SyncFailure::kNotEnrolled:
      return "run `keqian-kiosk enrol` first";
    case SyncFailure::kRevoked:
    case SyncFailure::kUnknownKiosk:
      return "ask the bureau; what was counted stays here";
    case SyncFailure::kCertificate:
    case SyncFailure::kBadAddress:
      return "check the bureau's address and certificate";
    case SyncFailure::kCaptivePortal:
      return "sign in to the network first";
    case SyncFailure::kVersionTooOld:
      return "install a newer keqian-kiosk";
    case SyncFailure::kStorage:
      return "see the message of the storage";
    default:
      return "nothing is lost: try again later";
  }
}

Error sync_error(const SyncState& state) {
  return {ErrorKind::kUnavailable,
          "the bureau was not reached: " + std::string(uploader::name(state.failure)) +
              (state.detail.empty() ? "" : ", " + state.detail),
          hint_for(state.failure)};
}

// Contacts the bureau until it has everything, nothing more gets through, or an exchange fails.
SyncState send_everything(uploader::Uploader& uploader) {
  SyncState state = uploader.step();
  auto before = std::numeric_limits<std::int64_t>::max();
  for (int contacts = 1; contacts < kContactsMax; ++contacts) {
    // With new settings what was refused is pending again; those rows may flow now.
    const bool gets_fewer = state.pending > 0 && state.pending < before;
    if (state.failure != SyncFailure::kNone || !(uploader.has_more_to_send() || gets_fewer)) break;
    before = state.pending;
    state = uploader.step();
  }
  return state;
}

Result<wire::EnrolmentString> enrolment_of(const EnrolArguments& arguments) {
  if (!arguments.enrolment.empty()) return wire::parse_enrolment_string(arguments.enrolment);
  if (!wire::is_acceptable_bureau_url(arguments.bureau)) {
    return invalid("the bureau's address must begin with https://",
                   "http:// is allowed to this very machine only");
  }
  const auto code = wire::normalise_one_time_code(arguments.code);
  if (!code) {
    return invalid("the one-time code has a typing error", "it looks like 7K3M-Q9TD-2XHB");
  }
  return wire::EnrolmentString{arguments.bureau, *code, std::nullopt, {}};
}

}  // namespace

int run_enrol(const EnrolArguments& arguments) {
  const auto enrolment = enrolment_of(arguments);
  if (!enrolment) {
    state_failure(enrolment.error());
    return kExitUsage;
  }
  auto ledger = open_for_counting(arguments.data);
  if (!ledger) return state_failure(ledger.error());
  open_log_file(arguments.data);
  LedgerOutbox outbox(**ledger, KEQIAN_VERSION);
  transfer::CurlHttpClient client;
  const auto outcome = uploader::enrol(*enrolment, KEQIAN_VERSION, outbox, client, program_clock(),
                                       program_randomness());
  if (const auto* failure = std::get_if<uploader::EnrolmentFailure>(&outcome)) {
    return state_failure(failure->error());
  }
  const auto& identity = std::get<uploader::KioskIdentity>(outcome);
  std::cout << "enrolled as " << identity.kiosk.value << " at " << identity.venue.value
            << std::endl;
  uploader::Uploader uploader(outbox, client, program_clock(), program_randomness());
  const auto state = send_everything(uploader);
  if (state.failure != SyncFailure::kNone) return state_failure(sync_error(state));
  if (!(*ledger)->configuration()) {
    return state_failure({ErrorKind::kUnavailable, "enrolled, but the bureau sent no settings yet",
                          "run `keqian-kiosk upload --once` later"});
  }
  return kExitSuccess;
}

int run_upload(const UploadArguments& arguments) {
  auto ledger = open_for_counting(arguments.data);
  if (!ledger) return state_failure(ledger.error());
  open_log_file(arguments.data);
  LedgerOutbox outbox(**ledger, KEQIAN_VERSION);
  transfer::CurlHttpClient client;
  uploader::Uploader uploader(outbox, client, program_clock(), program_randomness());
  const auto state = send_everything(uploader);
  if (state.failure != SyncFailure::kNone) return state_failure(sync_error(state));
  std::cout << "sent: " << state.pending << " pending, " << state.quarantined
            << " refused by the bureau and set aside" << std::endl;
  if (state.pending == 0) return kExitSuccess;
  return state_failure(
      {ErrorKind::kUnavailable, "the bureau has not taken everything", "try again later"});
}

}  // namespace keqian::kiosk
