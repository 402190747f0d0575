// What touches change. A touch on something that is no longer there changes nothing.
#include <algorithm>

#include "kiosk/app/updater.h"

namespace keqian::kiosk {

void Updater::apply(const Touch& touch) {
  model_.last_touch_ms = model_.now_ms;
  if (!model_.groups.empty()) model_.groups.front().until_ms = model_.now_ms + kGroupConfirmMs;
  if (model_.sync_details_open) model_.sync_details_until_ms = model_.now_ms + kDetailsShownMs;
  std::visit([&](const auto& event) { on(event); }, touch);
}

Counted* Updater::shown_counted() {
  return model_.result ? std::get_if<Counted>(&model_.result->kind) : nullptr;
}

Group* Updater::editable_group() {
  if (model_.groups.empty() || model_.groups.front().submitted) return nullptr;
  return &model_.groups.front();
}

void Updater::on(const LanguageChosen& touch) {
  model_.language = touch.language;
  play(Sound::kTap);
}

void Updater::on(const OneTapped&) {
  const bool is_second_half =
      !model_.taps.empty() && model_.now_ms - model_.taps.back() < kDoubleTapMs;
  if (model_.setup != Setup::kReady || screen_settles() || is_second_half) return;
  if (!may_ask() || !may_tap()) return;
  const auto& request = add_request(RequestKind::kTap);
  effects_.emplace_back(RecordTap{request.id, request.category, request.persons});
}

// Counts this tap among the last ones; too many pause kindly for a moment.
bool Updater::may_tap() {
  const bool paused = model_.now_ms < model_.taps_paused_until_ms;
  if (!paused && model_.taps.size() >= static_cast<std::size_t>(kTapsMax)) {
    model_.taps_paused_until_ms = model_.now_ms + kTapPauseMs;
    model_.taps.clear();
  }
  if (model_.now_ms < model_.taps_paused_until_ms) {
    show(TapPause{}, model_.taps_paused_until_ms - model_.now_ms);
    play(Sound::kAlready);
    speak(Prompt::kOneMoment);
    return false;
  }
  model_.taps.push_back(model_.now_ms);
  return true;
}

void Updater::want(const Counted& counted, Category category, int persons) {
  model_.result->until_ms = model_.now_ms + kAmendableMs;
  for (auto& request : model_.requests) {
    if (request.kind == RequestKind::kAmend && request.sequence == counted.sequence) {
      // One question at a time: the answer to the one under way asks the next.
      if (request.persons == 0) return;
      request.category = category;
      request.persons = persons;
      return;
    }
  }
  if (category == counted.category && persons == counted.persons) return;
  if (may_ask()) ask_amend(counted.sequence, category, persons, false);
}

void Updater::on(const PersonsStepped& touch) {
  const Counted* counted = shown_counted();
  if (!counted) return;
  const auto wanted = wanted_of(model_, *counted);
  const int most =
      std::max(kPartySizeUnconfirmed, counted->persons > kPartySizeUnconfirmed ? kPartySizeMax : 0);
  const int persons = std::clamp(wanted.persons + touch.by, 1, most);
  play(Sound::kTap);
  want(*counted, wanted.category, persons);
}

void Updater::on(const CategoryChosen& touch) {
  const Counted* counted = shown_counted();
  if (!counted || !counted->without_code) return;
  play(Sound::kTap);
  want(*counted, touch.category, wanted_of(model_, *counted).persons);
}

void Updater::on(const TakeBackTapped&) {
  const Counted* counted = shown_counted();
  if (!counted) return;
  play(Sound::kTap);
  want(*counted, wanted_of(model_, *counted).category, 0);
}

void Updater::on(const LargeGroupTapped&) {
  const Counted* counted = shown_counted();
  if (!counted || !model_.groups.empty()) return;
  const auto wanted = wanted_of(model_, *counted);
  if (wanted.persons == 0) return;
  Group group;
  group.amends = counted->sequence;
  group.category = wanted.category;
  group.persons = wanted.persons;
  group.until_ms = model_.now_ms + kGroupConfirmMs;
  model_.groups.push_back(group);
  model_.result.reset();
  play(Sound::kTap);
}

void Updater::on(const ResultDismissed&) {
  model_.result.reset();
  play(Sound::kTap);
}

void Updater::on(const GroupStepped& touch) {
  Group* group = editable_group();
  if (!group) return;
  group->persons = std::clamp(group->persons + touch.by, 1, kPartySizeMax);
  group->typing = false;
  play(Sound::kTap);
}

void Updater::on(const GroupDigitTyped& touch) {
  Group* group = editable_group();
  if (!group || touch.digit < 0 || touch.digit > 9) return;
  const int persons = (group->typing ? group->persons * 10 : 0) + touch.digit;
  play(Sound::kTap);
  if (persons > kPartySizeMax) return;
  group->persons = persons;
  group->typing = true;
}

void Updater::on(const GroupDigitErased&) {
  Group* group = editable_group();
  if (!group) return;
  group->persons /= 10;
  group->typing = true;
  play(Sound::kTap);
}

void Updater::on(const GroupConfirmed&) {
  Group* group = editable_group();
  if (!group || group->persons < 1 || !may_ask()) return;
  group->submitted = true;
  if (!group->amends) {
    auto& request = add_request(RequestKind::kGroup);
    request.code = group->code;
    request.method = group->method;
    effects_.emplace_back(RecordScan{request.id, group->code, group->method, group->persons});
    return;
  }
  for (auto& request : model_.requests) {
    if (request.kind == RequestKind::kAmend && request.sequence == *group->amends) {
      request.persons = group->persons;
      request.category = group->category;
      request.for_group = true;
      return;
    }
  }
  ask_amend(*group->amends, group->category, group->persons, true);
}

void Updater::on(const GroupCancelled&) {
  const Group* group = editable_group();
  if (!group) return;
  const GroupDropped dropped{group->persons_on_pass, group->amends.has_value(), false};
  end_first_group();
  show(dropped, kNoticeShownMs);
  play(Sound::kTap);
}

void Updater::on(const LeavingTapped&) {
  if (model_.setup != Setup::kReady || !model_.settings.exit_counting || !may_ask()) return;
  if (!may_tap()) return;
  const auto& request = add_request(RequestKind::kLeave);
  effects_.emplace_back(RecordLeaving{request.id, request.persons});
}

void Updater::on(const AccessibilityToggled&) {
  model_.accessibility_open = !model_.accessibility_open;
  play(Sound::kTap);
}

void Updater::on(const ComfortChosen& touch) {
  model_.comfort = touch.comfort;
  play(Sound::kTap);
}

void Updater::on(const SyncDetailsToggled&) {
  model_.sync_details_open = !model_.sync_details_open;
  model_.sync_details_until_ms = model_.now_ms + kDetailsShownMs;
  play(Sound::kTap);
}

void Updater::on(const SyncNowTapped&) {
  if (send_state(model_) == SendState::kUnderWay) return;
  model_.send_now = SendNow{model_.now_ms, model_.sync.attempts};
  effects_.emplace_back(SyncNow{});
  play(Sound::kTap);
}

void Updater::on(const StorageRetryTapped&) {
  if (!model_.storage || model_.storage->retrying) return;
  model_.storage->retrying = true;
  effects_.emplace_back(RetryStorage{});
  play(Sound::kTap);
}

}  // namespace keqian::kiosk
