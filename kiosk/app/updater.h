// The work behind `update`, private to this folder: one value that holds the new model and gathers
// the effects while one action is applied.
#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "kiosk/app/update.h"

namespace keqian::kiosk {

class Updater {
 public:
  explicit Updater(Model model) : model_(std::move(model)) {}

  void advance_to(MonotonicMs now_ms);  // time-outs that fell due
  void apply(const Touch& touch);
  void apply(const News& news);
  Step finish() && { return {std::move(model_), std::move(effects_)}; }

 private:
  // touches.cpp
  void on(const Touched&) {}
  void on(const LanguageChosen& touch);
  void on(const OneTapped&);
  void on(const PersonsStepped& touch);
  void on(const CategoryChosen& touch);
  void on(const TakeBackTapped&);
  void on(const LargeGroupTapped&);
  void on(const ResultDismissed&);
  void on(const GroupStepped& touch);
  void on(const GroupDigitTyped& touch);
  void on(const GroupDigitErased&);
  void on(const GroupConfirmed&);
  void on(const GroupCancelled&);
  void on(const SyncDetailsToggled&);
  void on(const SyncNowTapped&);
  void on(const StorageRetryTapped&);
  void on(const AccessibilityToggled&);
  void on(const ComfortChosen& touch);
  void on(const LeavingTapped&);
  void on(const StaffTouch&) {}
  void on(const SetupTouch&) {}
  Counted* shown_counted();
  Group* editable_group();
  // Moves a counted row towards another category and head count; 0 persons take it back.
  void want(const Counted& counted, Category category, int persons);

  // update.cpp
  void on(const Tick& news);
  void on(const CodeRead& news);
  void on(const StorageRecovered&);
  void on(const NotEnrolledFound&);
  void on(const EnrolmentFailed& news);
  void on(const PlaceChanged& news);
  void on(const TodayChanged& news);
  void on(const CameraChanged& news);
  void on(const SyncChanged& news);
  void on(const StaffNews&) {}
  bool is_held_in_view(std::string_view code);  // and remembers that it was seen now
  void read_enrolment(const CodeRead& news);

  // answers.cpp
  void on(const DoorAnswered& news);
  void on(const StorageFailed& news);
  std::optional<Request> take_request(RequestId id);
  void answer_code(const Request& request, const DoorAnswer& answer);
  void answer_amend(const Request& request, const DoorAnswer& answer);
  void await_group(const Request& request, const DoorAnswer& answer);
  void ask_amend(wire::Sequence sequence, Category category, int persons, bool for_group);

  bool may_ask() const { return model_.requests.size() < kRequestsMax; }
  Request& add_request(RequestKind kind);
  void show(const ResultKind& kind, MonotonicMs duration_ms);
  void end_first_group();
  void play(Sound sound) { effects_.emplace_back(PlaySound{sound}); }

  Model model_;
  std::vector<Effect> effects_;
};

}  // namespace keqian::kiosk
