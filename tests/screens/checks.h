// What holds for every picture of every screen, as findings in words: for the tests and the
// gallery.
#pragma once

#include <string>
#include <vector>

#include "tests/screens/stage.h"

namespace keqian::kiosk {

struct CheckOptions {
  bool may_shorten = false;  // the model has texts that are too long on purpose
};
// Draws the model and looks: touch targets are large, apart and low; texts are whole, large enough,
// within their place and beside each other; every glyph is there; each text stands out from the
// picture behind it as much as the dress promises (WCAG 2.1: large texts need less).
std::vector<std::string> findings_of(Stage& stage, const Model& model, const CheckOptions& options);

}  // namespace keqian::kiosk
