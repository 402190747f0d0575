// The running kiosk without its window: the model, `update`, and where each effect goes. Main
// thread only; the workers reach it through the mailbox.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "kiosk/app/update.h"
#include "kiosk/ports/speaker.h"
#include "server-sync/base/clock.h"

namespace keqian::kiosk {

// Where effects go. None of these waits.
class EffectTarget {
 public:
  virtual ~EffectTarget() = default;
  // To the storage: all but sounds, words and those below.
  virtual void submit(const Effect& effect) = 0;
  virtual void sync_now() = 0;
  virtual void choose_camera(const std::string& source) = 0;  // empty: as the program was started
  virtual void set_torch(bool on) = 0;
  virtual void exit_program() = 0;
};

class Station {
 public:
  Station(Model model, Clock& clock, Speaker& speaker, EffectTarget& target);

  const Model& model() const { return model_; }
  void apply(Touch touch);
  void apply(News news);
  // Lets time pass: result screens end, the clock moves on.
  void tick();
  // Milliseconds until the next tick has something to do, 0–`max_ms`.
  int wait_ms(int max_ms) const;

 private:
  void apply(const Action& action);

  Model model_;
  Clock& clock_;
  Speaker& speaker_;
  EffectTarget& target_;
};

}  // namespace keqian::kiosk
