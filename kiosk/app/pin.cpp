// The PIN pad. Its digits come by touch alone: what a camera or a scanner reads is a visitor's code
// and goes to the door, whatever is on the screen.
#include "kiosk/app/updater.h"

namespace keqian::kiosk {

void Updater::on(const StaffTapped&) {
  if (model_.setup == Setup::kStarting || model_.pin_pad || model_.staff) return;
  PinPad pad;
  if (ask(pad.checking, ReadPinState{})) model_.pin_pad = std::move(pad);
}

PinPad* Updater::usable_pin_pad() {
  if (!model_.pin_pad || model_.pin_pad->checking != 0) return nullptr;
  return model_.now_ms < model_.pin_pad->locked_until_ms ? nullptr : &*model_.pin_pad;
}

void Updater::on(const PinBegun&) {
  PinPad* pad = usable_pin_pad();
  if (pad && pad->purpose == PinPurpose::kFirst) pad->purpose = PinPurpose::kChoose;
}

void Updater::on(const PinDigitTyped& touch) {
  PinPad* pad = usable_pin_pad();
  if (!pad || touch.digit < 0 || touch.digit > 9) return;
  if (pad->digits.size() >= digits_wanted(*pad)) return;
  pad->digits += static_cast<char>('0' + touch.digit);
  if (pad->digits.size() == 1) pad->problem = PinProblem::kNone;
  if (pad->digits.size() == digits_wanted(*pad)) finish_pin(*pad);
}

// A pad that is locked shows the number too: the bureau may be asked meanwhile.
void Updater::on(const PinForgotten&) {
  if (!model_.pin_pad || model_.pin_pad->checking != 0) return;
  PinPad& pad = *model_.pin_pad;
  if (pad.purpose == PinPurpose::kEnter) ask(pad.checking, ReadPinReset{});
}

bool Updater::ask_to_store(PinPad& pad) {
  if (pad.reset_code.empty()) return ask(pad.checking, SetPin{0, pad.digits});
  return ask(pad.checking, ResetPin{0, pad.reset_code, pad.digits});
}

void Updater::finish_pin(PinPad& pad) {
  switch (pad.purpose) {
    case PinPurpose::kFirst:
    case PinPurpose::kNoReset:
      return;
    case PinPurpose::kEnter:
      if (!ask(pad.checking, CheckPin{0, pad.digits})) pad.digits.clear();
      return;
    case PinPurpose::kReset:
      if (!ask(pad.checking, CheckResetCode{0, pad.digits})) pad.digits.clear();
      return;
    case PinPurpose::kChoose:
      if (!is_acceptable_pin(pad.digits)) {
        choose_pin_anew(pad, PinProblem::kTooSimple);
        return;
      }
      pad.chosen = std::exchange(pad.digits, {});
      pad.purpose = PinPurpose::kRepeat;
      return;
    case PinPurpose::kRepeat:
      if (pad.digits != pad.chosen) {
        choose_pin_anew(pad, PinProblem::kDiffers);
      } else if (!ask_to_store(pad)) {
        pad.digits.clear();
      }
      return;
  }
}

void Updater::choose_pin_anew(PinPad& pad, PinProblem problem) {
  pad.purpose = PinPurpose::kChoose;
  pad.digits.clear();
  pad.chosen.clear();
  pad.problem = problem;
  play(Sound::kRefused);
}

void Updater::on(const PinDigitErased&) {
  PinPad* pad = usable_pin_pad();
  if (pad && !pad->digits.empty()) pad->digits.pop_back();
}

void Updater::on(const PinCancelled&) {
  if (model_.pin_pad) close_pin_pad();
}

// Without what it was opened for: the setting-up needs its PIN, and goes a step back.
void Updater::close_pin_pad() {
  const bool in_setup = model_.pin_pad->leads_to == PinLeadsTo::kSetup;
  model_.pin_pad.reset();
  if (in_setup) reach(SetupStep::kSound);
}

void Updater::on(const PinStateRead& news) {
  forget(news.request);
  if (!model_.pin_pad || !answers(news.request, model_.pin_pad->checking)) return;
  PinPad& pad = *model_.pin_pad;
  if (pad.leads_to == PinLeadsTo::kSetup) {
    // Set before the program was restarted, or by whoever entered the staff's area for this.
    if (news.state.verdict != PinVerdict::kNotSet) pin_is_set_up();
    return;
  }
  if (news.state.verdict == PinVerdict::kNotSet) pad.purpose = PinPurpose::kFirst;
  if (news.state.verdict == PinVerdict::kLocked) lock_pin_pad(pad, news.state.locked_ms);
}

void Updater::on(const PinResetRead& news) {
  forget(news.request);
  if (!model_.pin_pad || !answers(news.request, model_.pin_pad->checking)) return;
  PinPad& pad = *model_.pin_pad;
  pad.purpose = news.reset.number.empty() ? PinPurpose::kNoReset : PinPurpose::kReset;
  pad.reset = news.reset;
  pad.digits.clear();
  if (pad.problem != PinProblem::kLocked) pad.problem = PinProblem::kNone;
}

void Updater::on(const PinAnswered& news) {
  forget(news.request);
  if (!model_.pin_pad || !answers(news.request, model_.pin_pad->checking)) return;
  PinPad& pad = *model_.pin_pad;
  const auto typed = std::exchange(pad.digits, {});
  switch (news.answer.verdict) {
    case PinVerdict::kRight:
      if (pad.purpose == PinPurpose::kReset) {
        pad.reset_code = typed;
        pad.purpose = PinPurpose::kChoose;
        pad.problem = PinProblem::kNone;
        play(Sound::kAccepted);
        return;
      }
      enter_staff_area(news.answer.set_utc_ms);
      return;
    case PinVerdict::kWrong:
      pad.problem = PinProblem::kWrong;
      pad.tries_left = news.answer.tries_left;
      break;
    case PinVerdict::kLocked:
      lock_pin_pad(pad, news.answer.locked_ms);
      break;
    case PinVerdict::kNotSet:
      pad.purpose = PinPurpose::kFirst;
      return;
  }
  play(Sound::kRefused);
}

void Updater::lock_pin_pad(PinPad& pad, MonotonicMs locked_ms) {
  pad.problem = PinProblem::kLocked;
  pad.locked_until_ms = model_.now_ms + locked_ms;
}

void Updater::pin_stored() {
  const PinLeadsTo leads_to = model_.pin_pad->leads_to;
  model_.pin_pad.reset();
  play(Sound::kAccepted);
  switch (leads_to) {
    case PinLeadsTo::kStaffArea:
      enter_staff_area(model_.utc_ms);
      page<HomePage>()->pin_set = true;
      return;
    case PinLeadsTo::kStationPage:
      if (auto* station = page<StationPage>()) station->pin_changed = true;
      if (model_.staff) model_.staff->pin_set_utc_ms = model_.utc_ms;
      return;
    case PinLeadsTo::kSetup:
      pin_is_set_up();
      return;
  }
}

void Updater::pin_is_set_up() {
  model_.pin_pad.reset();
  reach(SetupStep::kDone);
}

void Updater::pin_failed() {
  PinPad& pad = *model_.pin_pad;
  pad.digits.clear();
  pad.problem = PinProblem::kFailed;
  play(Sound::kRefused);
}

}  // namespace keqian::kiosk
