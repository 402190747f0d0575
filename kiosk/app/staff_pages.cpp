// The staff area: its way in and out, its pages, and what they have in common.
#include <algorithm>

#include "kiosk/app/updater.h"

namespace keqian::kiosk {

void Updater::on(const StaffTouch& touch) {
  if (!std::holds_alternative<SoundTried>(touch)) play(Sound::kTap);
  if (auto* corrections = page<CorrectionsPage>()) corrections->done.reset();
  if (auto* sessions = page<SessionsPage>()) sessions->done.reset();
  if (auto* closing = page<ClosingPage>()) closing->staff_reported = false;
  std::visit([&](const auto& event) { on(event); }, touch);
}

PageState* Updater::page_state() {
  if (!model_.staff) return nullptr;
  return std::visit([](auto& page) { return &page.state; }, model_.staff->page);
}

void Updater::enter_staff_area(UtcMs pin_set_utc_ms) {
  model_.pin_pad.reset();
  model_.sync_details_open = false;
  model_.accessibility_open = false;
  model_.staff = StaffArea{};
  model_.staff->pin_set_utc_ms = pin_set_utc_ms;
}

void Updater::leave_staff_area() {
  model_.staff.reset();
  model_.language = model_.settings.language;
  model_.comfort = model_.settings.comfort;
}

void Updater::on(const StaffLeft&) {
  if (model_.staff) leave_staff_area();
}

void Updater::on(const GroupShownFirst&) {
  if (model_.staff && !model_.groups.empty()) model_.staff->group_first = true;
}

void Updater::on(const StaffPageOpened& touch) {
  if (!model_.staff) return;
  switch (touch.page) {
    case StaffPageName::kHome:
      model_.staff->page = HomePage{};
      return;
    case StaffPageName::kSessions:
      model_.staff->page = SessionsPage{};
      break;
    case StaffPageName::kFigures:
      model_.staff->page = FiguresPage{};
      break;
    case StaffPageName::kCorrections:
      model_.staff->page = CorrectionsPage{};
      break;
    case StaffPageName::kStation:
      model_.staff->page = StationPage{};
      break;
    case StaffPageName::kClosing:
      model_.staff->page = ClosingPage{};
      break;
  }
  read_page();
}

// Asks for what the page shows.
void Updater::read_page() {
  PageState* state = page_state();
  if (!state || state->reading != 0) return;
  if (page<SessionsPage>()) {
    ask_for(state->reading, LoadProgramme{});
  } else if (auto* figures = page<FiguresPage>()) {
    if (!ask_for(state->reading, LoadFigures{})) return;
    figures->read_ms = model_.now_ms;
    figures->stale = false;
  } else if (const auto* corrections = page<CorrectionsPage>()) {
    ask_for(state->reading, LoadLines{0, corrections->filter, corrections->before});
  } else if (page<StationPage>()) {
    ask_for(state->reading, LoadReport{});
  } else if (page<ClosingPage>()) {
    ask_for(state->reading, PreviewClosing{});
  }
}

void Updater::on(const PageReloaded&) {
  read_page();
}

// A form or question of the page in view ends; false when there is none.
bool Updater::close_form() {
  const auto end = [](auto& form) {
    const bool was_open = static_cast<bool>(form);
    form = {};
    return was_open;
  };
  if (auto* sessions = page<SessionsPage>()) return end(sessions->form) || end(sessions->closing);
  if (auto* corrections = page<CorrectionsPage>()) {
    corrections->undoing_last = false;
    if (auto* by_hand = open_hand_count(); by_hand && by_hand->choosing_session) {
      return end(by_hand->choosing_session);
    }
    return end(corrections->chosen) || end(corrections->by_hand) || end(corrections->filter_open);
  }
  if (auto* station = page<StationPage>())
    return end(station->date) || end(station->leaving) || end(station->stick) ||
           end(station->relay);
  if (auto* closing = page<ClosingPage>()) return end(closing->confirming);
  return false;
}

void Updater::return_to_day_end() {
  model_.staff->page = ClosingPage{};
  read_page();
}

void Updater::on(const StaffBackTapped&) {
  if (!model_.staff) return;
  const auto* sessions = page<SessionsPage>();
  const bool straight = sessions && sessions->form && sessions->straight_to_form;
  if (!straight && close_form()) return;
  if (sessions && sessions->for_day_end) {
    return_to_day_end();
  } else if (page<HomePage>()) {
    leave_staff_area();
  } else {
    model_.staff->page = HomePage{};
  }
}

void Updater::on(const StaffConfirmed&) {
  PageState* state = page_state();
  if (!state || state->doing != 0) return;
  if (auto* sessions = page<SessionsPage>()) confirm(*sessions);
  if (auto* corrections = page<CorrectionsPage>()) confirm(*corrections);
  if (auto* station = page<StationPage>()) confirm(*station);
  if (auto* closing = page<ClosingPage>()) confirm(*closing);
}

// ---- Numbers -----------------------------------------------------------------------------------

Updater::OpenNumber Updater::open_number() {
  if (auto* sessions = page<SessionsPage>(); sessions && sessions->form) {
    return {&sessions->form->staff.at(sessions->form->field), kHeadCountMax};
  }
  if (auto* corrections = page<CorrectionsPage>()) {
    if (corrections->by_hand) return {&corrections->by_hand->persons, kPartySizeMax};
    if (auto& chosen = corrections->chosen; chosen && chosen->way == CorrectionWay::kChange) {
      return {&chosen->persons, kPartySizeMax};
    }
  }
  return {};
}

void Updater::on(const NumberDigitTyped& touch) {
  const auto [number, max] = open_number();
  if (!number || touch.digit < 0 || touch.digit > 9) return;
  const auto value = (number->typing ? number->value * 10 : 0) + touch.digit;
  if (value > max) return;
  *number = {value, true};
}

void Updater::on(const NumberDigitErased&) {
  const auto [number, max] = open_number();
  if (number) *number = {number->value / 10, true};
}

void Updater::on(const NumberStepped& touch) {
  const auto [number, max] = open_number();
  if (number) *number = {std::clamp<std::int64_t>(number->value + touch.by, 0, max), false};
}

// ---- Answers -----------------------------------------------------------------------------------

void Updater::on(const StaffNews& news) {
  std::visit([&](const auto& event) { on(event); }, news);
}

void Updater::forget(RequestId request) {
  std::erase(model_.staff_requests, request);
}

bool Updater::answers(RequestId request, RequestId& slot) {
  if (request == 0 || slot != request) return false;
  slot = 0;
  return true;
}

void Updater::on(const StaffDone& news) {
  forget(news.request);
  if (model_.pin_pad && answers(news.request, model_.pin_pad->checking)) {
    pin_stored();
    return;
  }
  PageState* state = page_state();
  if (!state || !answers(news.request, state->doing)) return;
  play(Sound::kAccepted);
  if (auto* sessions = page<SessionsPage>()) {
    sessions->done = done_of(*sessions);
    sessions->tab = SessionsTab::kHeld;
    sessions->straight_to_form = false;
  }
  close_form();
  read_page();
}

void Updater::on(const StaffFailed& news) {
  forget(news.request);
  if (model_.pin_pad && answers(news.request, model_.pin_pad->checking)) {
    pin_failed();
    return;
  }
  if (model_.wizard && answers(news.request, model_.wizard->listing_cameras)) return;
  if (auto* stick = stick_page(); stick && answers(news.request, stick->visiting)) {
    stick->visit = StickVisit{.problem = StickProblem::kFailed};
    play(Sound::kRefused);
    return;
  }
  if (auto* relay = relay_page()) {
    if (answers(news.request, relay->taking)) {
      relay->receipt = {};
      relay->taken = RelayReceipt{.problem = RelayProblem::kFailed};
      play(Sound::kRefused);
      return;
    }
    if (answers(news.request, relay->packing)) {
      play(Sound::kRefused);
      return;
    }
  }
  PageState* state = page_state();
  if (!state) return;
  bool ours = answers(news.request, state->reading) || answers(news.request, state->doing);
  if (auto* corrections = page<CorrectionsPage>()) {
    if (ours) corrections->undoing_last = false;
    ours = ours || (corrections->by_hand && answers(news.request, corrections->by_hand->reading));
  }
  if (auto* station = page<StationPage>()) {
    ours = ours || answers(news.request, station->checking) ||
           answers(news.request, station->listing_cameras);
  }
  if (auto* closing = page<ClosingPage>()) {
    ours = ours || answers(news.request, closing->exporting);
  }
  if (!ours) return;
  state->trouble = news.trouble;
  play(Sound::kRefused);
}

}  // namespace keqian::kiosk
