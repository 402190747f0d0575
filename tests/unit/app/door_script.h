// A kiosk's day as a script: actions one after another, and what came of the last.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kiosk/app/update.h"
#include "server-sync/wire/crypto.h"

namespace keqian::kiosk {

// Feeds actions one after another and keeps what came of the last.
class DoorScript {
 public:
  DoorScript() : model_(initial_model(Language::kChinese, wire::SecretKey{1})) {
    wire::initialise_crypto();
    Place place;
    place.venue_name = "馆";
    now(PlaceChanged{place});
  }
  // Before the storage has said anything.
  static DoorScript starting() { return DoorScript(initial_model(Language::kChinese, {})); }

  DoorScript& at(MonotonicMs ms) {
    at_ms_ = ms;
    return *this;
  }
  DoorScript& later(MonotonicMs ms) { return at(at_ms_ + ms); }
  template <typename Event>
  DoorScript& now(Event event) {
    Step step = update(model_, Action{at_ms_, wrap(std::move(event))});
    model_ = std::move(step.model);
    effects_ = std::move(step.effects);
    // Settings are stored at once here, so that tests need not say so each time.
    for (const auto& effect : effects_) {
      const auto* stored = std::get_if<StoreSettings>(&effect);
      if (stored) model_ = update(model_, {at_ms_, News{StaffDone{stored->request}}}).model;
    }
    return *this;
  }
  DoorScript& tick() { return now(Tick{1}); }
  DoorScript& with_voice() {
    model_.settings.voice = true;
    return *this;
  }
  DoorScript& read(std::string code) { return now(CodeRead{std::move(code), Method::kCamera}); }
  // Answers the question asked last.
  DoorScript& answered(Outcome outcome, int persons = 1, wire::Sequence sequence = 1,
                       Category category = Category::kPublic) {
    DoorAnswer answer;
    answer.outcome = outcome;
    answer.persons = persons;
    answer.sequence = sequence;
    answer.category = category;
    answer.persons_today = 100 + sequence;
    answer.session_title = "专场";
    return now(DoorAnswered{model_.last_request, answer});
  }
  DoorScript& refused(wire::PassProblem problem) {
    DoorAnswer answer;
    answer.problem = problem;
    return now(DoorAnswered{model_.last_request, answer});
  }
  DoorScript& counted(std::string code, int persons, wire::Sequence sequence = 1) {
    return read(std::move(code)).answered(Outcome::kAccepted, persons, sequence);
  }

  // ---- The staff's side ----
  // Types digits on the PIN pad.
  DoorScript& type_pin(std::string_view digits) {
    for (const char digit : digits) now(PinDigitTyped{digit - '0'});
    return *this;
  }
  // Opens the staff area with the right PIN.
  DoorScript& enter_staff_area() {
    now(StaffTapped{}).now(PinStateRead{model_.last_request, {PinVerdict::kWrong, 5, 0}});
    type_pin("314159");
    return now(PinAnswered{model_.last_request, {PinVerdict::kRight, 0, 0}});
  }
  DoorScript& open(StaffPageName page) { return now(StaffPageOpened{page}); }
  // Answers the question asked last.
  DoorScript& done() { return now(StaffDone{model_.last_request}); }
  DoorScript& failed(StaffProblem problem) {
    return now(StaffFailed{model_.last_request, {problem, "why"}});
  }
  template <typename Page>
  const Page* page() const {
    return model_.staff ? std::get_if<Page>(&model_.staff->page) : nullptr;
  }

  const Model& model() const { return model_; }
  const std::vector<Effect>& effects() const { return effects_; }
  void clear_effects() { effects_.clear(); }
  Screen screen() const { return screen_of(model_); }
  template <typename E>
  std::vector<E> all() const {
    std::vector<E> found;
    for (const auto& effect : effects_) {
      if (const auto* one = std::get_if<E>(&effect)) found.push_back(*one);
    }
    return found;
  }
  // The only effect of this kind.
  template <typename E>
  E one() const {
    const auto found = all<E>();
    EXPECT_EQ(found.size(), 1U);
    return found.empty() ? E{} : found.front();
  }
  bool ends_with_words() const {
    return !effects_.empty() && std::holds_alternative<Speak>(effects_.back());
  }
  template <typename K>
  const K* shown() const {
    return model_.result ? std::get_if<K>(&model_.result->kind) : nullptr;
  }

 private:
  explicit DoorScript(Model model) : model_(std::move(model)) { wire::initialise_crypto(); }

  template <typename Event>
  static std::variant<Touch, News> wrap(Event event) {
    if constexpr (std::is_constructible_v<Touch, Event>) {
      return Touch(std::move(event));
    } else {
      return News(std::move(event));
    }
  }

  Model model_;
  std::vector<Effect> effects_;
  MonotonicMs at_ms_ = 1'000'000;
};

}  // namespace keqian::kiosk
