// Staff: the ledger's rows, taking one back, counting by hand. And the figures, which only show.
#include <algorithm>

#include "kiosk/app/updater.h"

namespace keqian::kiosk {

// ---- The forms ---------------------------------------------------------------------------------

bool stands(const LedgerLine& line) {
  return !line.reverses && !line.reversed;
}

CorrectionAct act_of(const LineChoice& choice) {
  return choice.way == CorrectionWay::kVoid ? CorrectionAct::kVoid : CorrectionAct::kChange;
}

CorrectionAct act_of(const HandCount& count) {
  return count.takes_away ? CorrectionAct::kSubtract : CorrectionAct::kAdd;
}

bool changes_something(const LineChoice& choice) {
  if (choice.way == CorrectionWay::kVoid) return true;
  return choice.persons.value > 0 && (choice.persons.value != choice.line.persons ||  //
                                      choice.category != choice.line.category);
}

bool is_ready(const LineChoice& choice) {
  return changes_something(choice) && choice.reason;
}

bool is_ready(const HandCount& count) {
  return !count.choosing_session && count.session && count.persons.value > 0 && count.reason;
}

bool frees_pass(const LedgerLine& line, UtcMs now_utc_ms) {
  const bool by_pass = line.method == Method::kCamera || line.method == Method::kScanner;
  return by_pass && line.business_date == BusinessDate::of(now_utc_ms);
}

// ---- The list ----------------------------------------------------------------------------------

void Updater::show_newest_lines(CorrectionsPage& corrections) {
  corrections.newer.clear();
  corrections.before = 0;
  corrections.state.reading = 0;  // an answer on its way is of another list
  read_page();
}

void Updater::on(const OlderLinesTapped&) {
  auto* corrections = page<CorrectionsPage>();
  if (!corrections || !corrections->lines || !corrections->lines->more) return;
  if (corrections->state.reading != 0 || !may_ask_staff()) return;
  if (corrections->newer.size() >= kLinePagesMax) return;
  corrections->newer.push_back(corrections->before);
  const auto& oldest = corrections->lines->lines.back();
  const bool is_raw = corrections->filter.view == LineView::kAllRows;
  corrections->before = is_raw ? oldest.sequence : check_in_number(oldest);
  read_page();
}

void Updater::on(const NewerLinesTapped&) {
  auto* corrections = page<CorrectionsPage>();
  if (!corrections || corrections->newer.empty()) return;
  if (corrections->state.reading != 0 || !may_ask_staff()) return;
  corrections->before = corrections->newer.back();
  corrections->newer.pop_back();
  read_page();
}

void Updater::on(const FilterToggled&) {
  auto* corrections = page<CorrectionsPage>();
  if (corrections) corrections->filter_open = !corrections->filter_open;
}

void Updater::on(const FilterChosen& touch) {
  auto* corrections = page<CorrectionsPage>();
  if (!corrections || !may_ask_staff()) return;
  corrections->filter = touch.filter;
  show_newest_lines(*corrections);
}

void Updater::on(const LinesRead& news) {
  forget(news.request);
  auto* corrections = page<CorrectionsPage>();
  if (!corrections || !answers(news.request, corrections->state.reading)) return;
  corrections->lines = news.page;
  if (!std::exchange(corrections->undoing_last, false)) return;
  const auto last = std::ranges::find_if(news.page.lines, stands);
  if (last != news.page.lines.end()) {
    choose_line(*corrections, *last, CorrectionWay::kVoid);
  } else {
    corrections->state.trouble = StaffTrouble{StaffProblem::kNotFound, "there is no such row"};
    play(Sound::kRefused);
  }
}

// ---- Correcting a check-in ---------------------------------------------------------------------

CorrectionsPage* Updater::idle_corrections_page() {
  auto* corrections = page<CorrectionsPage>();
  if (!corrections || corrections->chosen || corrections->by_hand) return nullptr;
  return corrections->state.doing == 0 ? corrections : nullptr;
}

void Updater::choose_line(CorrectionsPage& corrections, const LedgerLine& line, CorrectionWay way) {
  corrections.chosen = LineChoice{line, way, line.category, {line.persons, false}, std::nullopt};
}

void Updater::on(const UndoLastTapped&) {
  auto* corrections = idle_corrections_page();
  if (!corrections || !may_ask_staff()) return;
  // The list in view may be older than the last visitor, or filtered.
  corrections->filter = {};
  corrections->filter_open = false;
  corrections->undoing_last = true;
  show_newest_lines(*corrections);
}

void Updater::on(const LinePicked& touch) {
  auto* corrections = idle_corrections_page();
  if (!corrections || !corrections->lines) return;
  const auto& lines = corrections->lines->lines;
  const auto at = std::ranges::find(lines, touch.sequence, &LedgerLine::sequence);
  if (at != lines.end() && stands(*at)) choose_line(*corrections, *at, CorrectionWay::kChange);
}

void Updater::on(const LineWayChosen& touch) {
  auto* corrections = page<CorrectionsPage>();
  if (!corrections || !corrections->chosen) return;
  auto& chosen = *corrections->chosen;
  chosen.way = touch.way;
  if (chosen.reason && !fits(act_of(chosen), *chosen.reason)) chosen.reason.reset();
}

void Updater::on(const LineCategoryChosen& touch) {
  auto* corrections = page<CorrectionsPage>();
  if (!corrections || !corrections->chosen || corrections->chosen->line.leaving) return;
  corrections->chosen->category = touch.category;
}

void Updater::on(const ReasonChosen& touch) {
  auto* corrections = page<CorrectionsPage>();
  if (!corrections) return;
  const auto choose = [&](auto& form) {
    if (form && fits(act_of(*form), touch.reason)) form->reason = touch.reason;
  };
  choose(corrections->chosen);
  choose(corrections->by_hand);
}

// ---- Counting by hand --------------------------------------------------------------------------

void Updater::on(const HandCountTapped&) {
  auto* corrections = idle_corrections_page();
  if (!corrections) return;
  HandCount by_hand;
  if (ask(by_hand.reading, LoadProgramme{})) corrections->by_hand = std::move(by_hand);
}

HandCount* Updater::open_hand_count() {
  auto* corrections = page<CorrectionsPage>();
  return corrections && corrections->by_hand ? &*corrections->by_hand : nullptr;
}

void Updater::on(const HandCountSessionsToggled&) {
  auto* by_hand = open_hand_count();
  if (by_hand && by_hand->programme) by_hand->choosing_session = !by_hand->choosing_session;
}

void Updater::on(const HandCountSessionChosen& touch) {
  auto* by_hand = open_hand_count();
  if (!by_hand || !by_hand->programme) return;
  const auto& held = by_hand->programme->held;
  if (std::ranges::find(held, touch.id, &HeldSession::id) != held.end()) {
    by_hand->session = touch.id;
    by_hand->choosing_session = false;
  }
}

void Updater::on(const HandCountCategoryChosen& touch) {
  if (auto* by_hand = open_hand_count()) by_hand->category = touch.category;
}

void Updater::on(const HandCountDirectionChosen& touch) {
  auto* by_hand = open_hand_count();
  if (!by_hand) return;
  by_hand->takes_away = touch.takes_away;
  if (by_hand->reason && !fits(act_of(*by_hand), *by_hand->reason)) by_hand->reason.reset();
}

void Updater::confirm(CorrectionsPage& corrections) {
  auto& doing = corrections.state.doing;
  if (const auto& chosen = corrections.chosen; chosen && is_ready(*chosen)) {
    if (chosen->way == CorrectionWay::kVoid) {
      ask_for(doing, ReverseLine{0, chosen->line.sequence, *chosen->reason});
    } else {
      ask_for(doing, AmendLine{0, chosen->line.sequence, chosen->category,
                               static_cast<int>(chosen->persons.value), *chosen->reason});
    }
    return;
  }
  if (const auto& by_hand = corrections.by_hand; by_hand && is_ready(*by_hand)) {
    const int persons = static_cast<int>(by_hand->persons.value);
    ask_for(doing, CountByHand{0, *by_hand->session, by_hand->category,
                               by_hand->takes_away ? -persons : persons, *by_hand->reason});
  }
}

void Updater::on(const RowCorrected& news) {
  forget(news.request);
  model_.today.persons = news.answer.persons_today;
  auto* corrections = page<CorrectionsPage>();
  if (!corrections || !answers(news.request, corrections->state.doing)) return;
  corrections->done.reset();
  if (const auto& chosen = corrections->chosen) {
    const auto& line = chosen->line;
    corrections->done = {act_of(*chosen),
                         check_in_number(line),
                         {line.category, line.persons},
                         {chosen->category, static_cast<int>(chosen->persons.value)},
                         frees_pass(line, model_.utc_ms)};
  } else if (const auto& by_hand = corrections->by_hand) {
    corrections->done = {act_of(*by_hand),
                         0,
                         {},
                         {by_hand->category, static_cast<int>(by_hand->persons.value)},
                         false};
  }
  corrections->chosen.reset();
  corrections->by_hand.reset();
  play(Sound::kAccepted);
  show_newest_lines(*corrections);
}

// ---- Figures -----------------------------------------------------------------------------------

void Updater::on(const FiguresSpanChosen& touch) {
  auto* figures = page<FiguresPage>();
  if (!figures) return;
  figures->span = touch.span;
}

void Updater::on(const FiguresViewChosen& touch) {
  auto* figures = page<FiguresPage>();
  if (!figures) return;
  figures->view = touch.view;
}

void Updater::on(const FiguresRead& news) {
  forget(news.request);
  auto* figures = page<FiguresPage>();
  if (figures && answers(news.request, figures->state.reading)) figures->figures = news.figures;
}

void Updater::read_stale_figures() {
  const auto* figures = page<FiguresPage>();
  if (figures && figures->stale && model_.now_ms - figures->read_ms >= kFiguresLiveMs) read_page();
}

}  // namespace keqian::kiosk
