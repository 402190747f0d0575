#include "kiosk/app/model.h"

#include <algorithm>

namespace keqian::kiosk {

SyncLight sync_light(const Sync& sync) {
  if (sync.quarantined > 0) return SyncLight::kTrouble;
  switch (sync.problem) {
    case SyncProblem::kNotTrusted:
    case SyncProblem::kRejected:
    case SyncProblem::kWrongAnswer:
    case SyncProblem::kStorageTrouble:
      return SyncLight::kTrouble;
    case SyncProblem::kNoNetwork:
    case SyncProblem::kNoAnswer:
      return SyncLight::kOffline;
    case SyncProblem::kNone:
      break;
  }
  return sync.pending > 0 || sync.last_success_utc_ms == 0 ? SyncLight::kSending
                                                           : SyncLight::kSynced;
}

Screen screen_of(const Model& model) {
  if (model.storage) return Screen::kStorageTrouble;
  if (model.setup == Setup::kStarting) return Screen::kStarting;
  if (model.setup != Setup::kReady) return Screen::kNotEnrolled;
  if (!model.groups.empty()) return Screen::kGroupConfirm;
  if (model.result) return Screen::kResult;
  if (model.sync_details_open) return Screen::kSyncDetails;
  return Screen::kWelcome;
}

Wanted wanted_of(const Model& model, const Counted& counted) {
  for (const auto& request : model.requests) {
    if (request.kind == RequestKind::kAmend && request.sequence == counted.sequence) {
      return {request.category, request.persons};
    }
  }
  return {counted.category, counted.persons};
}

bool taps_paused(const Model& model) {
  return model.now_ms < model.taps_paused_until_ms;
}

MonotonicMs next_deadline_ms(const Model& model) {
  constexpr std::int64_t kMsPerMinute = 60 * kMsPerSecond;
  if (model.utc_ms == 0) return model.now_ms;  // no clock to show yet
  auto next = model.utc_read_ms + kMsPerMinute - model.utc_ms % kMsPerMinute;
  const auto consider = [&](MonotonicMs at) {
    if (at > model.now_ms) next = std::min(next, at);
  };
  // Both count down in whole seconds.
  const auto count_down = [&](MonotonicMs until_ms) {
    const auto left_ms = until_ms - model.now_ms;
    if (left_ms > 0) consider(model.now_ms + (left_ms - 1) % kMsPerSecond + 1);
  };
  if (model.result) count_down(model.result->until_ms);
  if (!model.groups.empty()) count_down(model.groups.front().until_ms);
  if (model.sync_details_open) consider(model.sync_details_until_ms);
  if (model.language != model.home_language) consider(model.last_touch_ms + kLanguageReturnsMs);
  consider(model.taps_paused_until_ms);
  return next;
}

}  // namespace keqian::kiosk
