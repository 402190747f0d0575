// The setting-up of a new kiosk, step by step, as plain values. Screen::kNotEnrolled draws its
// enrolment step, Screen::kSetup the others; the PIN step is Screen::kPinPad. A step is stored when
// it is reached, so that a restart goes on there.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/app/carry_model.h"
#include "kiosk/app/question.h"
#include "kiosk/app/settings.h"
#include "kiosk/app/staff_model.h"

namespace keqian::kiosk {

inline constexpr std::size_t kTypedAddressMax = 200;  // bytes
inline constexpr std::size_t kTypedCodeMax = 12;      // letters and digits, hyphens left out

// The bureau's address and the one-time code, typed on the screen instead of shown to the camera.
struct TypedEnrolment {
  enum class Field { kAddress, kCode };
  std::string address;  // "https://" is put before it where no scheme was typed
  std::string code;     // capitals and digits, without hyphens
  Field field = Field::kAddress;
  bool operator==(const TypedEnrolment&) const = default;
};

// Whether both are complete, so that EnrolmentTyped asks the bureau.
bool is_complete(const TypedEnrolment& typed);

struct Wizard {
  SetupStep step = SetupStep::kLanguage;  // kDone: all is set, until SetupFinished
  std::optional<TypedEnrolment> typed;    // the keypad is open
  std::optional<StickPage> stick;         // the enrolment goes by USB stick
  std::string enrolment;                  // the last code of a bureau that was shown, whole
  RequestId listing_cameras = 0;
  std::vector<CameraChoice> cameras;
  bool operator==(const Wizard&) const = default;
};

}  // namespace keqian::kiosk
