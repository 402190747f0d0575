// GStreamer's own start, once for the program.
#pragma once

#include "server-sync/base/result.h"

namespace keqian::kiosk {

// Any thread; the first call reads the plugin registry, which may take a second.
Status initialise_gstreamer();

}  // namespace keqian::kiosk
