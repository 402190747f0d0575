// All screens of the kiosk: what the model says, drawn; what the visitor touches, returned. They
// decide nothing and remember nothing. Between Ui::begin_frame and Ui::end_frame; main thread.
#pragma once

#include <vector>

#include "kiosk/app/action.h"
#include "kiosk/app/model.h"
#include "kiosk/ui/ui.h"

namespace keqian::kiosk {

std::vector<Touch> draw(const Model& model, Ui& ui);

}  // namespace keqian::kiosk
