// The default command: the window at the door.
#pragma once

#include "kiosk/cli/arguments.h"

namespace keqian::kiosk {

int run_window(const WindowArguments& arguments);

}  // namespace keqian::kiosk
