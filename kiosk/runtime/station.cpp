#include "kiosk/runtime/station.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace keqian::kiosk {

Station::Station(Model model, Clock& clock, Speaker& speaker, EffectTarget& target)
    : model_(std::move(model)), clock_(clock), speaker_(speaker), target_(target) {}

void Station::apply(Touch touch) {
  apply(Action{clock_.monotonic_ms(), touch});
}

void Station::apply(News news) {
  apply(Action{clock_.monotonic_ms(), std::move(news)});
}

void Station::tick() {
  apply(News{Tick{clock_.utc_ms()}});
}

int Station::wait_ms(int max_ms) const {
  const MonotonicMs left = next_deadline_ms(model_) - clock_.monotonic_ms();
  return static_cast<int>(std::clamp<MonotonicMs>(left, 0, max_ms));
}

void Station::apply(const Action& action) {
  Step step = update(std::move(model_), action);
  model_ = std::move(step.model);
  for (const auto& effect : step.effects) {
    if (const auto* sound = std::get_if<PlaySound>(&effect)) {
      speaker_.play(sound->sound);
    } else if (const auto* words = std::get_if<Speak>(&effect)) {
      speaker_.say(words->prompt, words->language);
    } else if (const auto* level = std::get_if<SetSoundLevel>(&effect)) {
      speaker_.set_level(level->percent);
    } else if (std::holds_alternative<SyncNow>(effect)) {
      target_.sync_now();
    } else if (const auto* camera = std::get_if<ChooseCamera>(&effect)) {
      target_.choose_camera(camera->source);
    } else if (const auto* torch = std::get_if<SetTorch>(&effect)) {
      target_.set_torch(torch->on);
    } else if (std::holds_alternative<ExitProgram>(effect)) {
      target_.exit_program();
    } else {
      target_.submit(effect);
    }
  }
}

}  // namespace keqian::kiosk
