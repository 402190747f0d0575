#include "kiosk/runtime/sync_words.h"

#include <gtest/gtest.h>

namespace keqian::kiosk {
namespace {

using uploader::SyncFailure;

TEST(SyncWords, CarryTheFiguresOfTheUploader) {
  uploader::SyncState state;
  state.last_success_utc_ms = 1234;
  state.pending = 5;
  state.pending_check_ins = 3;
  state.quarantined = 2;
  state.differing = 1;
  state.detail = "because";
  const Sync sync = sync_of(state);
  EXPECT_EQ(sync, (Sync{1234, 5, 3, 2, 1, false, SyncProblem::kNone, "because"}));
}

TEST(SyncWords, TellAWrongServerFromASilentOne) {
  const auto problem = [](SyncFailure failure) {
    uploader::SyncState state;
    state.failure = failure;
    return sync_of(state).problem;
  };
  EXPECT_EQ(problem(SyncFailure::kCaptivePortal), SyncProblem::kNotTrusted);
  EXPECT_EQ(problem(SyncFailure::kCertificate), SyncProblem::kNotTrusted);
  EXPECT_EQ(problem(SyncFailure::kRefused), SyncProblem::kNoAnswer);
  EXPECT_EQ(problem(SyncFailure::kNameNotFound), SyncProblem::kNoNetwork);
  EXPECT_EQ(problem(SyncFailure::kRevoked), SyncProblem::kRejected);
  EXPECT_EQ(problem(SyncFailure::kVersionTooOld), SyncProblem::kWrongAnswer);
  EXPECT_EQ(problem(SyncFailure::kNotEnrolled), SyncProblem::kNotEnrolled);
}

TEST(SyncWords, SayWhatAFailedEnrolmentNeeds) {
  EXPECT_EQ(enrolment_problem_of(SyncFailure::kEnrolmentRefused), EnrolmentProblem::kCodeSpent);
  EXPECT_EQ(enrolment_problem_of(SyncFailure::kRefused), EnrolmentProblem::kUnreachable);
  EXPECT_EQ(enrolment_problem_of(SyncFailure::kBadSignature), EnrolmentProblem::kNotTrusted);
  EXPECT_EQ(enrolment_problem_of(SyncFailure::kStorage), EnrolmentProblem::kOther);
}

}  // namespace
}  // namespace keqian::kiosk
