// The speaker over OpenAL.
#pragma once

#include <memory>

#include "kiosk/ports/speaker.h"
#include "server-sync/base/clock.h"

namespace keqian::kiosk {

// Opens the sound device on a thread of its own, and again later where there was none or it went
// away. The device sleeps while nothing sounds. The clock outlives the speaker.
std::unique_ptr<Speaker> make_speaker(Clock& clock);

}  // namespace keqian::kiosk
