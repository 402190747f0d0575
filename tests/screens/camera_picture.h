// A made-up camera picture: a hand's phone with a pass before a hall with lights. Nobody is in it.
#pragma once

#include "tests/screens/rasteriser.h"

namespace keqian::kiosk {

const Picture& camera_picture();

}  // namespace keqian::kiosk
