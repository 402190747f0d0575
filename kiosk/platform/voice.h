// What a prompt sounds like: the venue's own recording, else the one that the build synthesised.
#pragma once

#include <filesystem>
#include <optional>

#include "kiosk/platform/wave_file.h"
#include "kiosk/ports/speaker.h"

namespace keqian::kiosk {

// Looks for FOLDER/zh/counted.wav and so on, at each call anew: a recording put there is heard at
// once. A file that cannot be used is logged and passed over. Nothing where there is neither.
std::optional<Recording> recording_of(Prompt prompt, SpokenLanguage language,
                                      const std::filesystem::path& folder);

}  // namespace keqian::kiosk
