// The setting-up of a new kiosk: from its first start to its first visitor.
#include "kiosk/app/updater.h"
#include "server-sync/wire/crypto.h"
#include "server-sync/wire/messages.h"

namespace keqian::kiosk {
namespace {

std::string bureau_url(const TypedEnrolment& typed) {
  if (typed.address.find("://") != std::string::npos) return typed.address;
  return "https://" + typed.address;
}

bool is_of_an_address(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == ':' || c == '/' ||
         c == '-' || c == '_';
}
bool is_of_a_code(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}
char lowered(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
char raised(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

}  // namespace

bool is_complete(const TypedEnrolment& typed) {
  return !typed.address.empty() && wire::is_acceptable_bureau_url(bureau_url(typed)) &&
         wire::normalise_one_time_code(typed.code).has_value();
}

void Updater::on(const SetupTouch& touch) {
  if (!model_.wizard) return;
  play(Sound::kTap);
  std::visit([&](const auto& event) { on(event); }, touch);
}

// Begins the setting-up, or goes on with it after a restart.
void Updater::begin_setup() {
  if (model_.wizard) return;
  const bool enrolled = model_.setup == Setup::kReady;
  // Enrolled by command, nobody is asked for anything.
  if (enrolled && model_.setup_reached.value_or(SetupStep::kDone) == SetupStep::kDone) return;
  SetupStep step = model_.setup_reached.value_or(SetupStep::kLanguage);
  if (enrolled && step <= SetupStep::kEnrolment) step = SetupStep::kCamera;
  if (!enrolled && step > SetupStep::kEnrolment) step = SetupStep::kEnrolment;
  model_.wizard = Wizard{};
  reach(step);
}

void Updater::reach(SetupStep step) {
  if (!model_.wizard) return;
  Wizard& wizard = *model_.wizard;
  wizard.step = step;
  wizard.typed.reset();
  wizard.stick.reset();
  if (model_.setup_reached != step) {
    model_.setup_reached = step;
    RequestId stored = 0;
    ask(stored, StoreSettings{0, {stored_step(step)}});
  }
  if (step == SetupStep::kCamera) ask(wizard.listing_cameras, ListCameras{});
  if (step == SetupStep::kPin) {
    PinPad pad;
    pad.purpose = PinPurpose::kChoose;
    pad.leads_to = PinLeadsTo::kSetup;
    ask(pad.checking, ReadPinState{});  // there may be one already
    model_.pin_pad = std::move(pad);
  }
}

void Updater::on(const SetupNextTapped&) {
  const bool enrolled = model_.setup == Setup::kReady;
  switch (model_.wizard->step) {
    case SetupStep::kLanguage:
      reach(enrolled ? SetupStep::kCamera : SetupStep::kEnrolment);
      return;
    case SetupStep::kEnrolment:
      if (enrolled) reach(SetupStep::kCamera);
      return;
    case SetupStep::kCamera:
      reach(SetupStep::kSound);
      return;
    case SetupStep::kSound:
      reach(SetupStep::kPin);
      return;
    case SetupStep::kPin:
      reach(SetupStep::kDone);
      return;
    case SetupStep::kDone:
      return;
  }
}

void Updater::on(const SetupBackTapped&) {
  const bool enrolled = model_.setup == Setup::kReady;
  switch (model_.wizard->step) {
    case SetupStep::kLanguage:
      return;
    case SetupStep::kEnrolment:
      if (model_.wizard->typed) {
        model_.wizard->typed.reset();
      } else if (model_.wizard->stick) {
        model_.wizard->stick.reset();
      } else if (enrolled) {
        // It counts without a bureau, and goes on so.
        reach(SetupStep::kDone);
        model_.wizard.reset();
      } else if (model_.setup != Setup::kEnrolling) {
        reach(SetupStep::kLanguage);
      }
      return;
    case SetupStep::kCamera:
      reach(enrolled ? SetupStep::kLanguage : SetupStep::kEnrolment);
      return;
    case SetupStep::kSound:
      reach(SetupStep::kCamera);
      return;
    case SetupStep::kPin:
    case SetupStep::kDone:
      reach(SetupStep::kSound);
      return;
  }
}

void Updater::on(const SetupFinished&) {
  if (model_.wizard->step == SetupStep::kDone) model_.wizard.reset();
}

// ---- Typing the enrolment ----------------------------------------------------------------------

void Updater::on(const EnrolmentTypingToggled&) {
  Wizard& wizard = *model_.wizard;
  if (wizard.step != SetupStep::kEnrolment || model_.setup == Setup::kEnrolling) return;
  if (wizard.typed) {
    wizard.typed.reset();
  } else {
    wizard.typed = TypedEnrolment{};
  }
}

void Updater::on(const EnrolmentFieldChosen& touch) {
  if (model_.wizard->typed) model_.wizard->typed->field = touch.field;
}

void Updater::on(const EnrolmentCharacterTyped& touch) {
  auto& typed = model_.wizard->typed;
  if (!typed) return;
  if (typed->field == TypedEnrolment::Field::kAddress) {
    const char c = lowered(touch.character);
    if (is_of_an_address(c) && typed->address.size() < kTypedAddressMax) typed->address += c;
  } else {
    const char c = raised(touch.character);
    if (is_of_a_code(c) && typed->code.size() < kTypedCodeMax) typed->code += c;
  }
}

void Updater::on(const EnrolmentCharacterErased&) {
  auto& typed = model_.wizard->typed;
  if (!typed) return;
  auto& text = typed->field == TypedEnrolment::Field::kAddress ? typed->address : typed->code;
  if (!text.empty()) text.pop_back();
}

void Updater::on(const EnrolmentTyped&) {
  const auto& typed = model_.wizard->typed;
  if (!typed || !is_complete(*typed)) return;
  wire::EnrolmentString enrolment;
  enrolment.bureau_url = bureau_url(*typed);
  enrolment.code = *wire::normalise_one_time_code(typed->code);
  take_enrolment(wire::encode_enrolment_string(enrolment));
  if (model_.wizard->stick) model_.wizard->typed.reset();
}

}  // namespace keqian::kiosk
