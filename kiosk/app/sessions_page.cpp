// Staff: opening, correcting and closing sessions.
#include <algorithm>
#include <iterator>

#include "kiosk/app/updater.h"

namespace keqian::kiosk {
namespace {

void fill(SessionForm& form, const StaffHeadCounts& staff) {
  for (std::size_t i = 0; i < staff.size(); ++i) form.staff[i] = {staff[i], false};
}

// Of a session that is to be opened.
SessionForm opening_form(decltype(SessionForm::what) what, const Programme& programme) {
  SessionForm form;
  form.what = std::move(what);
  form.proposed = programme.proposed;
  if (form.proposed) fill(form, form.proposed->staff);
  return form;
}

StaffHeadCounts head_counts(const SessionForm& form) {
  StaffHeadCounts staff{};
  for (std::size_t i = 0; i < staff.size(); ++i) staff[i] = form.staff[i].value;
  return staff;
}

}  // namespace

bool is_over(const PlannedHolding& planned, UtcMs now_utc_ms) {
  return planned.ends_minute <= business_hour(now_utc_ms) * 60 + business_minute(now_utc_ms);
}

std::vector<HeldSession> without_staff(const Programme& programme) {
  std::vector<HeldSession> missing;
  std::ranges::copy_if(programme.held, std::back_inserter(missing),
                       [](const HeldSession& held) { return !held.staff_reported; });
  return missing;
}

// Asked while the form or question that it came from is still open.
SessionDone Updater::done_of(const SessionsPage& sessions) {
  if (sessions.closing) return {SessionAct::kClosed, sessions.closing->id};
  if (!sessions.form) return {SessionAct::kCountedInto, std::nullopt};
  const auto* held = std::get_if<HeldSession>(&sessions.form->what);
  if (held) return {SessionAct::kHeadCounts, held->id};
  return {SessionAct::kOpened, std::nullopt};
}

SessionsPage* Updater::idle_sessions_page() {
  auto* sessions = page<SessionsPage>();
  if (!sessions || !sessions->programme || sessions->form || sessions->closing) return nullptr;
  return sessions->state.doing == 0 ? sessions : nullptr;
}

void Updater::on(const SessionsTabChosen& touch) {
  auto* sessions = page<SessionsPage>();
  if (!sessions) return;
  sessions->tab = touch.tab;
}

void Updater::on(const HoldingPicked& touch) {
  auto* sessions = idle_sessions_page();
  if (!sessions) return;
  const auto& planned = sessions->programme->planned;
  const auto at = std::ranges::find(planned, touch.id, &PlannedHolding::id);
  if (at == planned.end()) return;
  sessions->form = opening_form(*at, *sessions->programme);
}

void Updater::on(const ActivityPicked& touch) {
  auto* sessions = idle_sessions_page();
  if (!sessions) return;
  const auto& activities = sessions->programme->activities;
  const auto at = std::ranges::find(activities, touch.id, &ActivityChoice::id);
  if (at == activities.end()) return;
  sessions->form = opening_form(*at, *sessions->programme);
}

void Updater::on(const AdHocPicked&) {
  auto* sessions = idle_sessions_page();
  if (!sessions) return;
  sessions->form = opening_form(AdHocSession{}, *sessions->programme);
}

void Updater::on(const HeadCountsPicked& touch) {
  auto* sessions = idle_sessions_page();
  if (!sessions) return;
  const auto& held = sessions->programme->held;
  const auto at = std::ranges::find(held, touch.id, &HeldSession::id);
  if (at != held.end()) open_head_counts(*sessions, *at);
}

void Updater::open_head_counts(SessionsPage& sessions, const HeldSession& held) {
  sessions.form = SessionForm{};
  sessions.form->what = held;
  fill(*sessions.form, held.staff);
}

void Updater::on(const CountIntoTapped& touch) {
  auto* sessions = idle_sessions_page();
  if (!sessions || sessions->programme->counting == touch.id) return;
  const auto& held = sessions->programme->held;
  const auto at = std::ranges::find(held, touch.id, &HeldSession::id);
  if (at == held.end() || at->closed_utc_ms != 0) return;
  ask_for(sessions->state.doing, CountInto{0, touch.id});
}

void Updater::on(const ClosePicked& touch) {
  auto* sessions = idle_sessions_page();
  if (!sessions) return;
  const auto& held = sessions->programme->held;
  const auto at = std::ranges::find(held, touch.id, &HeldSession::id);
  if (at != held.end() && at->closed_utc_ms == 0) sessions->closing = *at;
}

void Updater::on(const AudienceChosen& touch) {
  auto* sessions = page<SessionsPage>();
  if (!sessions || !sessions->form) return;
  if (auto* ad_hoc = std::get_if<AdHocSession>(&sessions->form->what)) {
    ad_hoc->audience = touch.audience;
  }
}

void Updater::on(const StaffZeroed&) {
  auto* sessions = page<SessionsPage>();
  if (!sessions || !sessions->form) return;
  fill(*sessions->form, {});
  sessions->form->proposed.reset();
}

void Updater::on(const StaffFieldChosen& touch) {
  auto* sessions = page<SessionsPage>();
  if (!sessions || !sessions->form || touch.field >= kStaffRoles.size()) return;
  sessions->form->staff.at(sessions->form->field).typing = false;
  sessions->form->field = touch.field;
}

void Updater::confirm(SessionsPage& sessions) {
  auto& doing = sessions.state.doing;
  if (sessions.closing) {
    ask_for(doing, CloseSession{0, sessions.closing->id});
    return;
  }
  if (!sessions.form) return;
  const auto& form = *sessions.form;
  const auto staff = head_counts(form);
  if (const auto* held = std::get_if<HeldSession>(&form.what)) {
    ask_for(doing, SetHeadCounts{0, held->id, staff});
  } else if (const auto* planned = std::get_if<PlannedHolding>(&form.what)) {
    ask_for(doing, OpenSession{0, {planned->id, staff}});
  } else if (const auto* activity = std::get_if<ActivityChoice>(&form.what)) {
    ask_for(doing, OpenSession{0, {activity->id, staff}});
  } else if (const auto* ad_hoc = std::get_if<AdHocSession>(&form.what)) {
    AdHocSession opened = *ad_hoc;
    opened.minute_of_day = business_hour(model_.utc_ms) * 60 + business_minute(model_.utc_ms);
    ask_for(doing, OpenSession{0, {opened, staff}});
  }
}

void Updater::on(const ProgrammeRead& news) {
  forget(news.request);
  if (auto* sessions = page<SessionsPage>()) {
    if (answers(news.request, sessions->state.reading)) {
      const bool first = !sessions->programme;
      sessions->programme = news.programme;
      if (sessions->for_day_end) go_on_to_missing_staff(*sessions, first);
    }
  }
  auto* corrections = page<CorrectionsPage>();
  if (!corrections || !corrections->by_hand) return;
  auto& by_hand = *corrections->by_hand;
  if (!answers(news.request, by_hand.reading)) return;
  by_hand.programme = news.programme;
  by_hand.session = news.programme.counting;
  const auto& held = news.programme.held;
  if (!by_hand.session && !held.empty()) by_hand.session = held.front().id;
}

void Updater::go_on_to_missing_staff(SessionsPage& sessions, bool first) {
  const auto missing = without_staff(*sessions.programme);
  if (missing.empty()) {
    const bool reported = sessions.done && sessions.done->act == SessionAct::kHeadCounts;
    return_to_day_end();
    page<ClosingPage>()->staff_reported = reported;
  } else if (first && missing.size() == 1) {
    open_head_counts(sessions, missing.front());
    sessions.straight_to_form = true;
  }
}

}  // namespace keqian::kiosk
