// What `update` wants done in the world. Plain values that the runtime carries out; everything
// with a request id is answered by DoorAnswered or StorageFailed with the same id; the staff's by
// their own news (staff_effect.h).
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "kiosk/app/model.h"
#include "kiosk/app/one_of.h"
#include "kiosk/app/staff_effect.h"
#include "kiosk/ports/speaker.h"

namespace keqian::kiosk {

struct RecordScan {  // Door::scan
  RequestId request = 0;
  std::string code;
  Method method = Method::kCamera;
  std::optional<int> confirmed_persons;
  bool operator==(const RecordScan&) const = default;
};
struct RecordTap {  // Door::tap
  RequestId request = 0;
  Category category = Category::kPublic;
  int persons = 1;
  bool operator==(const RecordTap&) const = default;
};
struct RecordLeaving {  // Door::leave
  RequestId request = 0;
  int persons = 1;
  bool operator==(const RecordLeaving&) const = default;
};
struct AmendRow {  // Door::amend
  RequestId request = 0;
  wire::Sequence sequence = 0;
  Category category = Category::kPublic;
  int persons = 1;  // 0 takes it back
  bool operator==(const AmendRow&) const = default;
};
struct RetryStorage {  // answered by StorageRecovered or StorageFailed{0}
  bool operator==(const RetryStorage&) const = default;
};
struct Enrol {            // answered by PlaceChanged or EnrolmentFailed
  std::string enrolment;  // the whole text of the bureau's code, already parsed once
  bool operator==(const Enrol&) const = default;
};
struct SyncNow {  // wakes the uploader before its time
  bool operator==(const SyncNow&) const = default;
};
struct PlaySound {
  Sound sound = Sound::kAccepted;
  bool operator==(const PlaySound&) const = default;
};

struct Speak {  // after the sound of the same step
  Prompt prompt = Prompt::kCounted;
  SpokenLanguage language = SpokenLanguage::kChinese;
  bool operator==(const Speak&) const = default;
};

using EffectKinds =
    std::variant<RecordScan, RecordTap, RecordLeaving, AmendRow, RetryStorage, Enrol, SyncNow,
                 PlaySound, Speak, ReadPinState, CheckPin, SetPin, ReadPinReset, CheckResetCode,
                 ResetPin, LoadProgramme, OpenSession, CountInto, CloseSession, SetHeadCounts,
                 LoadLines, AmendLine, ReverseLine, CountByHand, LoadFigures, LoadReport,
                 CheckLedger, SetDate, PreviewClosing, CloseDay, ExportDay, WriteSupportBundle,
                 VisitStick, PackRelay, TakeRelayed, ListCameras, StoreSettings, ChooseCamera,
                 SetTorch, SetSoundLevel, ExitProgram>;
using Effect = OneOf<EffectKinds>;

}  // namespace keqian::kiosk
