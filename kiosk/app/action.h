// What can happen to the kiosk: touches from the screens, news from the runtime. Plain values;
// `Action` adds the time.
#pragma once

#include <string>
#include <variant>

#include "kiosk/app/model.h"
#include "kiosk/app/one_of.h"
#include "kiosk/app/staff_action.h"

namespace keqian::kiosk {

// ---- Touches -----------------------------------------------------------------------------------

struct Touched {  // anywhere, on nothing in particular
  bool operator==(const Touched&) const = default;
};
struct LanguageChosen {
  Language language = Language::kChinese;
  bool operator==(const LanguageChosen&) const = default;
};
struct OneTapped {  // "no code": one person of the public
  bool operator==(const OneTapped&) const = default;
};
struct PersonsStepped {  // of the counted result
  int by = 1;            // +1 or −1
  bool operator==(const PersonsStepped&) const = default;
};
struct CategoryChosen {  // of the counted result
  Category category = Category::kPublic;
  bool operator==(const CategoryChosen&) const = default;
};
struct TakeBackTapped {
  bool operator==(const TakeBackTapped&) const = default;
};
struct LargeGroupTapped {  // the head count of the counted result with the keypad
  bool operator==(const LargeGroupTapped&) const = default;
};
struct ResultDismissed {
  bool operator==(const ResultDismissed&) const = default;
};
struct GroupStepped {
  int by = 1;  // −1, 1 or 10
  bool operator==(const GroupStepped&) const = default;
};
struct GroupDigitTyped {
  int digit = 0;  // 0–9
  bool operator==(const GroupDigitTyped&) const = default;
};
struct GroupDigitErased {
  bool operator==(const GroupDigitErased&) const = default;
};
struct GroupConfirmed {
  bool operator==(const GroupConfirmed&) const = default;
};
struct GroupCancelled {
  bool operator==(const GroupCancelled&) const = default;
};
struct SyncDetailsToggled {
  bool operator==(const SyncDetailsToggled&) const = default;
};
struct SyncNowTapped {
  bool operator==(const SyncNowTapped&) const = default;
};
struct StorageRetryTapped {
  bool operator==(const StorageRetryTapped&) const = default;
};

struct AccessibilityToggled {  // id `accessibility`
  bool operator==(const AccessibilityToggled&) const = default;
};
struct ComfortChosen {  // for whoever stands here now
  Comfort comfort;
  bool operator==(const ComfortChosen&) const = default;
};
struct LeavingTapped {  // id `leaving`, where exits are counted: one person left
  bool operator==(const LeavingTapped&) const = default;
};

using TouchKinds =
    std::variant<Touched, LanguageChosen, OneTapped, PersonsStepped, CategoryChosen, TakeBackTapped,
                 LargeGroupTapped, ResultDismissed, GroupStepped, GroupDigitTyped, GroupDigitErased,
                 GroupConfirmed, GroupCancelled, SyncDetailsToggled, SyncNowTapped,
                 StorageRetryTapped, AccessibilityToggled, ComfortChosen, LeavingTapped, StaffTouch,
                 SetupTouch>;
using Touch = OneOf<TouchKinds>;

// ---- News --------------------------------------------------------------------------------------

// Nothing but time: send one at least at every next_deadline_ms.
struct Tick {
  UtcMs utc_ms = 0;
  bool operator==(const Tick&) const = default;
};
// The camera read it in this frame (send it for every frame: a code held in view counts once), or
// a scanner typed it.
struct CodeRead {
  std::string text;
  Method method = Method::kCamera;  // or kScanner
  bool operator==(const CodeRead&) const = default;
};
// The door's answer to RecordScan, RecordTap, RecordLeaving or AmendRow.
struct DoorAnswered {
  RequestId request = 0;
  DoorAnswer answer;
  bool operator==(const DoorAnswered&) const = default;
};
// Nothing was counted. `request` 0: trouble that nobody asked for (at the start, or in reading).
struct StorageFailed {
  RequestId request = 0;
  StorageCause cause = StorageCause::kOther;
  bool operator==(const StorageFailed&) const = default;
};
struct StorageRecovered {
  bool operator==(const StorageRecovered&) const = default;
};
struct NotEnrolledFound {  // the ledger has no identity at a bureau, and counts for nobody
  bool operator==(const NotEnrolledFound&) const = default;
};
struct EnrolmentFailed {
  EnrolmentProblem problem = EnrolmentProblem::kOther;
  std::string detail;
  bool operator==(const EnrolmentFailed&) const = default;
};
struct PlaceChanged {  // enrolled, and what is known of the place now
  Place place;
  bool operator==(const PlaceChanged&) const = default;
};
struct TodayChanged {
  Today today;
  bool operator==(const TodayChanged&) const = default;
};
// Somebody, or something, moves before the camera, or nobody does any more.
struct ViewChanged {
  bool somebody = false;
  bool operator==(const ViewChanged&) const = default;
};
struct CameraChanged {
  CameraState state = CameraState::kNone;
  std::string cause;
  bool torch = false;  // it offers a light
  bool operator==(const CameraChanged&) const = default;
};
struct SyncChanged {
  Sync sync;
  bool operator==(const SyncChanged&) const = default;
};

using NewsKinds = std::variant<Tick, CodeRead, DoorAnswered, StorageFailed, StorageRecovered,
                               NotEnrolledFound, EnrolmentFailed, PlaceChanged, TodayChanged,
                               ViewChanged, CameraChanged, SyncChanged, StaffNews>;
using News = OneOf<NewsKinds>;

struct Action {
  MonotonicMs at_ms = 0;  // never runs backwards
  std::variant<Touch, News> event;
  bool operator==(const Action&) const = default;
};

}  // namespace keqian::kiosk
