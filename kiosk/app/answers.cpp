// What the door's answers change.
#include <algorithm>

#include "kiosk/app/updater.h"

namespace keqian::kiosk {
namespace {

Counted counted(const DoorAnswer& answer, RequestKind kind) {
  return {.sequence = answer.sequence,
          .category = answer.category,
          .persons = answer.persons,
          .without_code = kind == RequestKind::kTap,
          .number_today = answer.persons_today,
          .session_title = answer.session_title,
          .leaving = kind == RequestKind::kLeave};
}

Counted corrected(const Counted& before, const DoorAnswer& answer) {
  Counted after = before;
  after.sequence = answer.sequence;
  after.category = answer.category;
  after.persons = answer.persons;
  after.corrected = true;
  after.number_today = answer.persons_today;
  return after;
}

Prompt prompt_for(wire::PassProblem problem) {
  switch (problem) {
    case wire::PassProblem::kNotOurs:
      return Prompt::kNotOurs;
    case wire::PassProblem::kDamaged:
      return Prompt::kDamaged;
    case wire::PassProblem::kOtherCampaign:
      return Prompt::kOtherCampaign;
    case wire::PassProblem::kUnknownKey:
      return Prompt::kUnknownKey;
    case wire::PassProblem::kNotYetValid:
      return Prompt::kNotYetValid;
    case wire::PassProblem::kExpired:
      return Prompt::kExpired;
    case wire::PassProblem::kRevoked:
      return Prompt::kRevoked;
  }
  return Prompt::kDamaged;
}

}  // namespace

std::optional<Request> Updater::take_request(RequestId id) {
  const auto at = std::ranges::find(model_.requests, id, &Request::id);
  if (at == model_.requests.end()) return std::nullopt;
  Request request = std::move(*at);
  model_.requests.erase(at);
  return request;
}

void Updater::on(const DoorAnswered& news) {
  const auto request = take_request(news.request);
  if (!request) return;
  const DoorAnswer& answer = news.answer;
  model_.storage.reset();
  if (answer.outcome == Outcome::kAccepted) {
    model_.today.persons = answer.persons_today;
    // Whoever comes when nothing is open opens the daily opening, and every screen says so at once.
    if (request->kind != RequestKind::kAmend) model_.place.session_title = answer.session_title;
  }
  if (request->kind == RequestKind::kAmend) {
    answer_amend(*request, answer);
  } else {
    answer_code(*request, answer);
  }
}

void Updater::answer_code(const Request& request, const DoorAnswer& answer) {
  if (request.kind == RequestKind::kGroup && answer.outcome != Outcome::kNeedsConfirmation) {
    const auto group = std::ranges::find(model_.groups, request.code, &Group::code);
    if (group == model_.groups.begin() && group != model_.groups.end()) end_first_group();
  }
  switch (answer.outcome) {
    case Outcome::kAccepted: {
      show(counted(answer, request.kind), kAmendableMs);
      play(Sound::kAccepted);
      speak(request.kind == RequestKind::kLeave ? Prompt::kGoodbye : Prompt::kCounted);
      break;
    }
    case Outcome::kAlreadyCheckedIn:
      show(AlreadyCounted{answer.category, answer.persons}, kAlreadyCountedShownMs);
      play(Sound::kAlready);
      speak(Prompt::kAlreadyCounted);
      break;
    case Outcome::kRefused: {
      const auto problem = answer.problem.value_or(wire::PassProblem::kDamaged);
      show(Refused{problem}, kRefusalShownMs);
      play(Sound::kRefused);
      speak(prompt_for(problem));
      break;
    }
    case Outcome::kNeedsConfirmation:
      await_group(request, answer);
      break;
  }
}

void Updater::await_group(const Request& request, const DoorAnswer& answer) {
  if (model_.groups.size() >= kGroupsMax) {
    show(GroupDropped{answer.persons, false, false}, kNoticeShownMs);
    play(Sound::kRefused);
    speak(Prompt::kGroupDropped);
    return;
  }
  Group group;
  group.code = request.code;
  group.method = request.method;
  group.category = answer.category;
  group.persons_on_pass = answer.persons;
  group.persons = answer.persons;
  group.until_ms = model_.now_ms + kGroupConfirmMs;
  // The visitor before is done; results from now on belong to those who go on beside the group.
  if (model_.groups.empty()) model_.result.reset();
  model_.sync_details_open = false;
  model_.groups.push_back(std::move(group));
  play(Sound::kTap);
  speak(Prompt::kConfirmGroup);
}

void Updater::ask_amend(wire::Sequence sequence, Category category, int persons, bool for_group) {
  auto& request = add_request(RequestKind::kAmend);
  request.sequence = sequence;
  request.category = request.asked = category;
  request.persons = request.asked_persons = persons;
  request.for_group = for_group;
  effects_.emplace_back(AmendRow{request.id, sequence, category, persons});
}

void Updater::answer_amend(const Request& request, const DoorAnswer& answer) {
  Counted* const shown = shown_counted();
  Counted* const on_screen = shown && shown->sequence == request.sequence ? shown : nullptr;
  const auto group = std::ranges::find(model_.groups, request.sequence, &Group::amends);
  if (answer.outcome != Outcome::kAccepted) {
    // The row stands as it was.
    if (request.for_group && group != model_.groups.end()) group->submitted = false;
    play(Sound::kRefused);
    return;
  }
  const bool changed_meanwhile = request.category != request.asked ||  //
                                 request.persons != request.asked_persons;
  if (request.asked_persons > 0 && changed_meanwhile) {
    if (on_screen) *on_screen = corrected(*on_screen, answer);
    if (group != model_.groups.end()) group->amends = answer.sequence;
    ask_amend(answer.sequence, request.category, request.persons, request.for_group);
    return;
  }
  if (request.for_group) {
    if (group != model_.groups.end()) end_first_group();
    auto shown_now = counted(answer, RequestKind::kTap);
    shown_now.corrected = true;
    show(shown_now, kAmendableMs);
    play(Sound::kAccepted);
    speak(Prompt::kCounted);
    return;
  }
  if (group != model_.groups.end()) group->amends = answer.sequence;
  if (!on_screen) return;
  if (request.asked_persons == 0) {
    show(TakenBack{on_screen->persons}, kNoticeShownMs);
    speak(Prompt::kTakenBack);
  } else {
    show(corrected(*on_screen, answer), kAmendableMs);
  }
}

void Updater::on(const StorageFailed& news) {
  if (const auto request = take_request(news.request)) {
    for (auto& group : model_.groups) {
      const bool asked = request->kind == RequestKind::kGroup ? group.code == request->code
                                                              : group.amends == request->sequence;
      if (!group.submitted || !asked) continue;
      group.submitted = false;
      group.until_ms = model_.now_ms + kGroupConfirmMs;
    }
  }
  const bool is_new = !model_.storage;
  model_.storage = StorageTrouble{news.cause, false};
  if (is_new) play(Sound::kRefused);
}

}  // namespace keqian::kiosk
