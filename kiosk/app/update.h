// The kiosk's whole behaviour as one pure function. The runtime feeds it actions one at a time and
// carries out the effects; tests compare both as values.
#pragma once

#include <vector>

#include "kiosk/app/action.h"
#include "kiosk/app/effect.h"
#include "kiosk/app/model.h"

namespace keqian::kiosk {

struct Step {
  Model model;
  std::vector<Effect> effects;
};

// `view_key` is random for each run: it keys the memory of codes in view.
Model initial_model(Language home_language, const wire::SecretKey& view_key);

Step update(Model model, const Action& action);

}  // namespace keqian::kiosk
