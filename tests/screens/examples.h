// One model for every state a screen can show, for the gallery and the checks over it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "kiosk/app/model.h"

namespace keqian::kiosk {

struct Example {
  std::string name;
  Model model;
};

// A kiosk in the middle of its day, nobody before it.
Model example_model(Language language);
std::vector<Example> examples(Language language);
// The states behind the visitors' screens; examples() has them too.
void add_staff_examples(std::vector<Example>& all, const Model& model);
void add_carry_examples(std::vector<Example>& all, const Model& model);

}  // namespace keqian::kiosk
