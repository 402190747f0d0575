// The uploader's state in the terms of the screens.
#pragma once

#include "kiosk/app/model.h"
#include "server-sync/uploader/enrolment.h"
#include "server-sync/uploader/uploader.h"

namespace keqian::kiosk {

Sync sync_of(const uploader::SyncState& state);
EnrolmentProblem enrolment_problem_of(uploader::SyncFailure failure);

}  // namespace keqian::kiosk
