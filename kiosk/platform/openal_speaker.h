// The speaker over OpenAL.
#pragma once

#include <filesystem>
#include <memory>

#include "kiosk/ports/speaker.h"
#include "server-sync/base/clock.h"

namespace keqian::kiosk {

// Opens the sound device on a thread of its own, and again later where there was none or it went
// away. The device sleeps while nothing sounds. `recordings` is the folder of the venue's own
// prompts, as recording_of looks for them. The clock outlives the speaker.
std::unique_ptr<Speaker> make_speaker(Clock& clock, std::filesystem::path recordings);

}  // namespace keqian::kiosk
