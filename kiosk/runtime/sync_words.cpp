#include "kiosk/runtime/sync_words.h"

#include "server-sync/base/assert.h"

namespace keqian::kiosk {
namespace {

using uploader::SyncFailure;

SyncProblem problem_of(SyncFailure failure) {
  switch (failure) {
    case SyncFailure::kNone:
    case SyncFailure::kInterrupted:
      return SyncProblem::kNone;
    case SyncFailure::kNotEnrolled:
      return SyncProblem::kNotEnrolled;
    case SyncFailure::kNameNotFound:
    case SyncFailure::kUnreachable:
      return SyncProblem::kNoNetwork;
    case SyncFailure::kRefused:
    case SyncFailure::kTimedOut:
    case SyncFailure::kConnectionLost:
    case SyncFailure::kServerBusy:
    case SyncFailure::kServerTrouble:
      return SyncProblem::kNoAnswer;
    case SyncFailure::kBadAddress:
    case SyncFailure::kCertificate:
    case SyncFailure::kCaptivePortal:
    case SyncFailure::kBadSignature:
      return SyncProblem::kNotTrusted;
    case SyncFailure::kUnknownKiosk:
    case SyncFailure::kRevoked:
    case SyncFailure::kEnrolmentRefused:
    case SyncFailure::kRefusedRequest:
      return SyncProblem::kRejected;
    case SyncFailure::kBadAnswer:
    case SyncFailure::kVersionTooOld:
      return SyncProblem::kWrongAnswer;
    case SyncFailure::kStorage:
      return SyncProblem::kStorageTrouble;
  }
  KEQIAN_ASSERT(false);
}

}  // namespace

Sync sync_of(const uploader::SyncState& state) {
  return {.last_success_utc_ms = state.last_success_utc_ms,
          .pending = state.pending,
          .pending_check_ins = state.pending_check_ins,
          .quarantined = state.quarantined,
          .differing_days = state.differing,
          .problem = problem_of(state.failure),
          .detail = state.detail,
          .attempts = state.attempts,
          .next_attempt_ms = state.next_attempt_monotonic_ms};
}

EnrolmentProblem enrolment_problem_of(SyncFailure failure) {
  switch (problem_of(failure)) {
    case SyncProblem::kNoNetwork:
    case SyncProblem::kNoAnswer:
      return EnrolmentProblem::kUnreachable;
    case SyncProblem::kNotTrusted:
      return EnrolmentProblem::kNotTrusted;
    case SyncProblem::kRejected:
      return EnrolmentProblem::kCodeSpent;
    case SyncProblem::kNone:
    case SyncProblem::kNotEnrolled:
    case SyncProblem::kWrongAnswer:
    case SyncProblem::kStorageTrouble:
      return EnrolmentProblem::kOther;
  }
  KEQIAN_ASSERT(false);
}

}  // namespace keqian::kiosk
