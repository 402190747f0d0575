#include "kiosk/app/model.h"

#include <algorithm>
#include <array>
#include <optional>

#include "server-sync/base/assert.h"
#include "server-sync/wire/pin_reset.h"

namespace keqian::kiosk {

SyncLight sync_light(const Sync& sync) {
  if (sync.quarantined > 0 || sync.differing_days > 0 || sync.damaged_ledger)
    return SyncLight::kTrouble;
  switch (sync.problem) {
    case SyncProblem::kNotTrusted:
    case SyncProblem::kRejected:
    case SyncProblem::kWrongAnswer:
    case SyncProblem::kStorageTrouble:
      return SyncLight::kTrouble;
    case SyncProblem::kNoNetwork:
    case SyncProblem::kNoAnswer:
      return SyncLight::kOffline;
    case SyncProblem::kNotEnrolled:
      return SyncLight::kLocal;
    case SyncProblem::kNone:
      break;
  }
  return sync.pending > 0 || sync.last_success_utc_ms == 0 ? SyncLight::kSending
                                                           : SyncLight::kSynced;
}

bool needs_care(SyncLight light) {
  return light == SyncLight::kOffline || light == SyncLight::kTrouble;
}

bool uploads_slowly(const Sync& sync, UtcMs now_utc_ms) {
  return sync_light(sync) == SyncLight::kSending && sync.last_success_utc_ms > 0 &&
         now_utc_ms - sync.last_success_utc_ms > kUploadSlowMs;
}

Screen screen_of(const Model& model) {
  if (model.pin_pad) return Screen::kPinPad;
  const bool group_first = model.staff && model.staff->group_first && !model.groups.empty();
  if (model.staff && !group_first) return Screen::kStaff;
  if (model.storage) return Screen::kStorageTrouble;
  if (model.setup == Setup::kStarting) return Screen::kStarting;
  if (model.wizard && model.wizard->step != SetupStep::kEnrolment) return Screen::kSetup;
  if (model.wizard || model.setup != Setup::kReady) return Screen::kNotEnrolled;
  if (!model.groups.empty()) return Screen::kGroupConfirm;
  if (model.result) return Screen::kResult;
  if (model.accessibility_open) return Screen::kAccessibility;
  if (model.sync_details_open) return Screen::kSyncDetails;
  return Screen::kWelcome;
}

SendState send_state(const Model& model) {
  if (!model.send_now) return SendState::kNotAsked;
  if (model.sync.attempts != model.send_now->attempts_before) {
    const bool sent =
        model.sync.problem == SyncProblem::kNone && model.sync.last_success_utc_ms > 0;
    return sent ? SendState::kSent : SendState::kFailed;
  }
  const bool waits = model.now_ms - model.send_now->asked_ms < kSendNowMsMax;
  return waits ? SendState::kUnderWay : SendState::kNotAsked;
}

bool shows_connection(const Model& model) {
  const Screen screen = screen_of(model);
  if (screen == Screen::kSyncDetails) return true;
  return screen == Screen::kStaff && std::holds_alternative<StationPage>(model.staff->page);
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

std::size_t digits_wanted(const PinPad& pad) {
  switch (pad.purpose) {
    case PinPurpose::kEnter:
    case PinPurpose::kChoose:
    case PinPurpose::kRepeat:
      return kPinDigits;
    case PinPurpose::kReset:
      return wire::kResetCodeDigits;
    case PinPurpose::kFirst:
    case PinPurpose::kNoReset:
      break;
  }
  return 0;
}

MonotonicMs pin_pad_closes_ms(const PinPad& pad) {
  return pad.purpose == PinPurpose::kReset ? kPinResetClosesMs : kPinPadClosesMs;
}

MonotonicMs staff_leaves_ms(const Model& model) {
  if (!model.staff) return kStaffLeavesMs;
  const auto* sessions = std::get_if<SessionsPage>(&model.staff->page);
  const auto* corrections = std::get_if<CorrectionsPage>(&model.staff->page);
  const auto* station = std::get_if<StationPage>(&model.staff->page);
  const bool typing = (sessions && sessions->form) || (corrections && corrections->by_hand) ||
                      (station && station->relay);
  return typing ? kStaffLeavesTypingMs : kStaffLeavesMs;
}

bool visitors_in_background(const Model& model) {
  switch (screen_of(model)) {
    case Screen::kPinPad:
    case Screen::kStaff:
    case Screen::kSetup:
    case Screen::kNotEnrolled:
      return true;
    case Screen::kStorageTrouble:
    case Screen::kStarting:
    case Screen::kGroupConfirm:
    case Screen::kResult:
    case Screen::kAccessibility:
    case Screen::kSyncDetails:
    case Screen::kWelcome:
      return false;
  }
  KEQIAN_ASSERT(false);
}

namespace {

UtcMs utc_now(const Model& model) {
  return model.utc_ms + (model.now_ms - model.utc_read_ms);
}

bool is_within(const DimSchedule& schedule, int minute) {
  if (schedule.from_minute < schedule.to_minute) {
    return schedule.from_minute <= minute && minute < schedule.to_minute;
  }
  return minute >= schedule.from_minute || minute < schedule.to_minute;
}

MonotonicMs last_sign_of_life_ms(const Model& model) {
  return std::max(model.last_touch_ms, model.last_visitor_ms);
}

bool nobody_for(const Model& model, MonotonicMs ms) {
  return !model.somebody_in_view && model.now_ms - last_sign_of_life_ms(model) >= ms;
}

}  // namespace

std::vector<PlannedState> programme_states(const Model& model) {
  const auto& programme = model.place.programme;
  std::vector<PlannedState> states(programme.size(), PlannedState::kLater);
  if (model.utc_ms == 0) return states;
  const int minute = business_hour(model.utc_ms) * 60 + business_minute(model.utc_ms);
  std::optional<int> next_minute;
  for (std::size_t i = 0; i < programme.size(); ++i) {
    const auto& planned = programme[i];
    if (planned.starts_minute <= minute) {
      states[i] = minute < planned.ends_minute ? PlannedState::kOnNow : PlannedState::kOver;
      continue;
    }
    if (!next_minute) next_minute = planned.starts_minute;
    if (planned.starts_minute == *next_minute) states[i] = PlannedState::kNext;
  }
  return states;
}

bool is_resting(const Model& model) {
  return screen_of(model) == Screen::kWelcome && nobody_for(model, kRestsAfterMs);
}

bool shows_programme_at_rest(const Model& model) {
  // What is wrong with a camera stays in sight.
  return is_resting(model) && !model.place.programme.empty() &&
         model.camera != CameraState::kBroken;
}

int dim_percent(const Model& model) {
  if (!model.settings.dim.on || model.utc_ms == 0) return 0;
  if (screen_of(model) != Screen::kWelcome) return 0;
  if (!nobody_for(model, kDimsAfterMs)) return 0;
  const UtcMs utc_ms = utc_now(model);
  const int minute = business_hour(utc_ms) * 60 + business_minute(utc_ms);
  return is_within(model.settings.dim, minute) ? kDimPercent : 0;
}

RestShift rest_shift(const Model& model) {
  // Around the sides of a square, one place every five minutes: no two neighbours are alike.
  constexpr std::array<RestShift, 8> kPlaces = {
      {{-3, -3}, {0, -3}, {3, -3}, {3, 0}, {3, 3}, {0, 3}, {-3, 3}, {-3, 0}}};
  constexpr UtcMs kPeriodMs = 5 * 60 * kMsPerSecond;
  if (!is_resting(model)) return {};
  return kPlaces[static_cast<std::size_t>(model.utc_ms / kPeriodMs) % kPlaces.size()];
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
  if (!model.groups.empty() && !visitors_in_background(model)) {
    count_down(model.groups.front().until_ms);
  }
  if (model.sync_details_open) consider(model.sync_details_until_ms);
  if (shows_connection(model)) {
    if (needs_care(sync_light(model.sync))) count_down(model.sync.next_attempt_ms);
    if (model.send_now) consider(model.send_now->asked_ms + kSendNowMsMax);
  }
  const bool own_view = model.language != model.settings.language ||
                        model.comfort != model.settings.comfort || model.accessibility_open;
  if (own_view) consider(model.last_touch_ms + kLanguageReturnsMs);
  if (model.settings.dim.on) consider(last_sign_of_life_ms(model) + kDimsAfterMs);
  consider(last_sign_of_life_ms(model) + kRestsAfterMs);
  consider(model.taps_paused_until_ms);
  if (model.pin_pad) {
    count_down(model.pin_pad->locked_until_ms);
    consider(model.last_touch_ms + pin_pad_closes_ms(*model.pin_pad));
  }
  if (model.staff) {
    consider(model.last_touch_ms + staff_leaves_ms(model));
    const auto* figures = std::get_if<FiguresPage>(&model.staff->page);
    if (figures && figures->stale) consider(figures->read_ms + kFiguresLiveMs);
    const auto* station = std::get_if<StationPage>(&model.staff->page);
    if (station && station->relay && !station->relay->held && station->relay->codes &&
        station->relay->codes->codes.size() > 1) {
      consider(station->relay->shown_ms + kRelayCodeShownMs);
    }
  }
  return next;
}

bool looks_alike(const Model& shown, const Model& now) {
  if (now.now_ms >= next_deadline_ms(shown) || dim_percent(now) != dim_percent(shown)) return false;
  Model then = now;
  then.now_ms = shown.now_ms;
  then.last_visitor_ms = shown.last_visitor_ms;
  then.codes_in_view = shown.codes_in_view;
  return then == shown;
}

}  // namespace keqian::kiosk
