// What the staff's screens and the setting-up want done. Part of effect.h. Everything with a
// request id is answered once, by the news named beside it or by StaffFailed with the same id.
#pragma once

#include <string>
#include <vector>

#include "kiosk/app/question.h"
#include "kiosk/app/settings.h"
#include "kiosk/ports/staff.h"

namespace keqian::kiosk {

struct ReadPinState {  // StaffDesk::pin_state → PinStateRead
  RequestId request = 0;
  bool operator==(const ReadPinState&) const = default;
};
struct CheckPin {  // StaffDesk::check_pin → PinAnswered
  RequestId request = 0;
  std::string pin;
  bool operator==(const CheckPin&) const = default;
};
struct SetPin {  // StaffDesk::set_pin → StaffDone
  RequestId request = 0;
  std::string pin;
  bool operator==(const SetPin&) const = default;
};
struct ReadPinReset {  // StaffDesk::pin_reset → PinResetRead
  RequestId request = 0;
  bool operator==(const ReadPinReset&) const = default;
};
struct CheckResetCode {  // StaffDesk::check_reset_code → PinAnswered
  RequestId request = 0;
  std::string code;
  bool operator==(const CheckResetCode&) const = default;
};
struct ResetPin {  // StaffDesk::reset_pin → StaffDone
  RequestId request = 0;
  std::string code;
  std::string pin;
  bool operator==(const ResetPin&) const = default;
};
struct LoadProgramme {  // → ProgrammeRead
  RequestId request = 0;
  bool operator==(const LoadProgramme&) const = default;
};
struct OpenSession {  // → StaffDone
  RequestId request = 0;
  SessionOpening opening;
  bool operator==(const OpenSession&) const = default;
};
struct CountInto {  // → StaffDone
  RequestId request = 0;
  SessionId id;
  bool operator==(const CountInto&) const = default;
};
struct CloseSession {  // → StaffDone
  RequestId request = 0;
  SessionId id;
  bool operator==(const CloseSession&) const = default;
};
struct SetHeadCounts {  // → StaffDone
  RequestId request = 0;
  SessionId id;
  StaffHeadCounts staff{};
  bool operator==(const SetHeadCounts&) const = default;
};
struct LoadLines {  // → LinesRead
  RequestId request = 0;
  LineFilter filter;
  wire::Sequence before = 0;  // 0: from the newest
  bool operator==(const LoadLines&) const = default;
};
struct AmendLine {  // StaffDesk::amend → RowCorrected
  RequestId request = 0;
  wire::Sequence sequence = 0;
  Category category = Category::kPublic;
  int persons = 1;
  CorrectionReason reason = CorrectionReason::kOther;
  bool operator==(const AmendLine&) const = default;
};
struct ReverseLine {  // → RowCorrected
  RequestId request = 0;
  wire::Sequence sequence = 0;
  CorrectionReason reason = CorrectionReason::kOther;
  bool operator==(const ReverseLine&) const = default;
};
struct CountByHand {  // → RowCorrected
  RequestId request = 0;
  SessionId session;
  Category category = Category::kPublic;
  int persons = 0;  // negative: taken back
  CorrectionReason reason = CorrectionReason::kOther;
  bool operator==(const CountByHand&) const = default;
};
struct LoadFigures {  // → FiguresRead
  RequestId request = 0;
  bool operator==(const LoadFigures&) const = default;
};
struct LoadReport {  // → ReportRead
  RequestId request = 0;
  bool operator==(const LoadReport&) const = default;
};
struct CheckLedger {  // → LedgerChecked, after seconds
  RequestId request = 0;
  bool operator==(const CheckLedger&) const = default;
};
struct SetDate {  // → StaffDone
  RequestId request = 0;
  BusinessDate date;
  int minute_of_day = 0;
  bool operator==(const SetDate&) const = default;
};
struct PreviewClosing {  // → ClosingRead
  RequestId request = 0;
  bool operator==(const PreviewClosing&) const = default;
};
struct CloseDay {  // → ClosingRead
  RequestId request = 0;
  bool operator==(const CloseDay&) const = default;
};
// Both write to the USB stick, where one is plugged in, else into the data folder → FilesWritten.
struct ExportDay {  // a sheet to print and the tables, in the language of the screen
  RequestId request = 0;
  BusinessDate date;
  Language language = Language::kChinese;
  bool operator==(const ExportDay&) const = default;
};
struct WriteSupportBundle {
  RequestId request = 0;
  bool operator==(const WriteSupportBundle&) const = default;
};
// Takes the bureau's answers that lie on the USB stick, then writes what is pending → StickVisited.
struct VisitStick {
  RequestId request = 0;
  std::string enrolment;  // while the kiosk is not enrolled: the code that is carried to its bureau
  bool operator==(const VisitStick&) const = default;
};
// What is pending, as codes for a phone → RelayPacked.
struct PackRelay {
  RequestId request = 0;
  bool operator==(const PackRelay&) const = default;
};
// The bureau's answers, as the phone showed them → RelayTaken.
struct TakeRelayed {
  RequestId request = 0;
  std::string bytes;  // the parcel
  bool operator==(const TakeRelayed&) const = default;
};
struct StoreSettings {  // in this order → StaffDone
  RequestId request = 0;
  std::vector<StoredSetting> settings;
  bool operator==(const StoreSettings&) const = default;
};
struct ListCameras {  // → CamerasListed
  RequestId request = 0;
  bool operator==(const ListCameras&) const = default;
};

// ---- Without an answer -------------------------------------------------------------------------

struct ChooseCamera {
  std::string source;  // as `--camera` names it; empty: as the program was started
  bool operator==(const ChooseCamera&) const = default;
};
struct SetTorch {  // the camera's light
  bool on = false;
  bool operator==(const SetTorch&) const = default;
};
struct SetSoundLevel {
  int percent = 0;     // 0–100
  bool voice = false;  // spoken prompts
  bool operator==(const SetSoundLevel&) const = default;
};
struct ExitProgram {
  bool operator==(const ExitProgram&) const = default;
};

}  // namespace keqian::kiosk
