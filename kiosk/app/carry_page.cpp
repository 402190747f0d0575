// What a venue without a network carries by hand: the USB stick, for the staff and in the
// setting-up; codes on the screen and a receipt before the camera.
#include <algorithm>

#include "kiosk/app/updater.h"

namespace keqian::kiosk {

StickPage* Updater::stick_page() {
  if (auto* station = page<StationPage>(); station && station->stick) return &*station->stick;
  if (model_.wizard && model_.wizard->stick) return &*model_.wizard->stick;
  return nullptr;
}

void Updater::on(const StickOpened&) {
  if (auto* station = page<StationPage>()) {
    station->stick = StickPage{};
  } else if (model_.wizard && model_.wizard->step == SetupStep::kEnrolment &&
             model_.setup != Setup::kEnrolling) {
    model_.wizard->stick = StickPage{};
  }
}

void Updater::on(const StickVisitTapped&) {
  auto* stick = stick_page();
  if (!stick || stick->visiting != 0) return;
  const bool is_enrolling = model_.wizard && model_.wizard->stick;
  const VisitStick wanted{0, is_enrolling ? model_.wizard->enrolment : std::string()};
  if (ask(stick->visiting, wanted)) stick->visit.reset();
}

void Updater::on(const StickVisited& news) {
  forget(news.request);
  const auto& visit = news.visit;
  if (visit.answers_taken > 0) note_taken(visit.pending);
  // What follows is as after an enrolment over the network: the place comes with its settings.
  if (visit.enrolled) model_.setup = Setup::kEnrolling;
  auto* stick = stick_page();
  if (!stick || !answers(news.request, stick->visiting)) return;
  stick->visit = visit;
  play(visit.problem == StickProblem::kNone && !visit.refused ? Sound::kAccepted : Sound::kRefused);
}

// The uploader learns of it by itself, but only at its next attempt.
void Updater::note_taken(std::int64_t pending) {
  model_.sync.pending = pending;
  effects_.emplace_back(SyncNow{});
}

// ---- By phone ----------------------------------------------------------------------------------

RelayPage* Updater::relay_page() {
  auto* station = page<StationPage>();
  return station && station->relay ? &*station->relay : nullptr;
}

void Updater::on(const RelayOpened&) {
  auto* station = page<StationPage>();
  if (!station || station->relay) return;
  station->relay = RelayPage{};
  ask_for(station->relay->packing, PackRelay{});
}

void Updater::on(const RelayPacked& news) {
  forget(news.request);
  auto* relay = relay_page();
  if (!relay || !answers(news.request, relay->packing)) return;
  relay->codes = news.codes;
  relay->shown = 0;
  relay->shown_ms = model_.now_ms;
}

void Updater::show_next_relay_code() {
  auto* relay = relay_page();
  if (!relay || !relay->codes || relay->codes->codes.empty() || relay->held) return;
  const auto due = (model_.now_ms - relay->shown_ms) / kRelayCodeShownMs;
  relay->shown = (relay->shown + static_cast<std::size_t>(due)) % relay->codes->codes.size();
  relay->shown_ms += due * kRelayCodeShownMs;
}

void Updater::on(const RelayStepped& touch) {
  auto* relay = relay_page();
  if (!relay || !relay->codes || relay->codes->codes.empty()) return;
  const auto count = static_cast<int>(relay->codes->codes.size());
  const int next = (static_cast<int>(relay->shown) + touch.by % count + count) % count;
  relay->shown = static_cast<std::size_t>(next);
  relay->held = true;
}

void Updater::on(const RelayHoldToggled&) {
  auto* relay = relay_page();
  if (!relay) return;
  relay->held = !relay->held;
  relay->shown_ms = model_.now_ms;
}

// A receipt is for nobody but this page; at the door it is a code like any other.
bool Updater::read_receipt(const CodeRead& news) {
  auto* relay = relay_page();
  if (!relay || !wire::looks_like_part(news.text)) return false;
  const auto part = wire::parse_part(news.text);
  if (!part || relay->taking != 0) return true;
  using Gathered = wire::PartCollector::Outcome;
  const auto outcome = relay->receipt.add(*part);
  if (outcome != Gathered::kNew && outcome != Gathered::kBegan) return true;
  // Whoever holds the phone need not touch the screen.
  model_.last_touch_ms = model_.now_ms;
  relay->taken.reset();
  play(Sound::kTap);
  const auto whole = relay->receipt.whole();
  if (!whole) return true;
  if (!whole->ok()) {
    relay->receipt = {};
    relay->taken = RelayReceipt{.problem = RelayProblem::kDamaged};
    play(Sound::kRefused);
  } else if (!ask_for(relay->taking, TakeRelayed{0, **whole})) {
    relay->receipt = {};
  }
  return true;
}

void Updater::on(const RelayTaken& news) {
  forget(news.request);
  const auto& receipt = news.receipt;
  const bool is_well = receipt.problem == RelayProblem::kNone && !receipt.refused;
  if (receipt.problem == RelayProblem::kNone) note_taken(receipt.pending);
  auto* relay = relay_page();
  if (!relay || !answers(news.request, relay->taking)) return;
  // The phone goes on showing what was taken: its parts stay known, and are not taken again.
  if (receipt.problem != RelayProblem::kNone) relay->receipt = {};
  relay->taken = receipt;
  relay->held = is_well;  // its codes have done their work
  play(is_well ? Sound::kAccepted : Sound::kRefused);
}

}  // namespace keqian::kiosk
