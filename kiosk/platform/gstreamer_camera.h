// The camera over GStreamer: builds the pipeline for its source, watches it, and builds it again
// after a failure or when a camera is plugged in.
#pragma once

#include <memory>

#include "kiosk/platform/camera_source.h"
#include "kiosk/ports/camera.h"
#include "server-sync/base/clock.h"

namespace keqian::kiosk {

struct CameraPatience {
  MonotonicMs first_frame_ms_max = 8000;  // USB cameras need seconds to wake up
  MonotonicMs stall_ms_max = 4000;        // without a frame after the first
  MonotonicMs retry_ms_min = 500;         // doubled with each failure in a row …
  MonotonicMs retry_ms_max = 10000;       // … up to this
};

// The clock outlives the camera.
std::unique_ptr<Camera> make_camera(CameraSource source, Clock& clock,
                                    const CameraPatience& patience = {});

}  // namespace keqian::kiosk
