#include "kiosk/platform/voice.h"

#include <algorithm>
#include <string>
#include <system_error>

#include "assets/voice/voice.h"
#include "server-sync/base/files.h"
#include "server-sync/base/log.h"

namespace keqian::kiosk {
namespace {

constexpr std::size_t kFileBytesMax = 8 * 1024 * 1024;

std::optional<Recording> venues_own(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return std::nullopt;
  const auto recording = [&]() -> Result<Recording> {
    KEQIAN_TRY(const auto bytes, read_file(path, kFileBytesMax));
    return parse_wave(bytes);
  }();
  if (recording.ok()) return *recording;
  log_warning("speaker: " + path.string() + ": " + recording.error().text());
  return std::nullopt;
}

}  // namespace

std::optional<Recording> recording_of(Prompt prompt, SpokenLanguage language,
                                      const std::filesystem::path& folder) {
  auto own = venues_own(folder / name(language) / (std::string(name(prompt)) + ".wav"));
  if (own) return own;
  const auto recordings = voice_recordings();
  const auto found = std::ranges::find_if(recordings, [&](const VoiceRecording& recording) {
    return recording.language == name(language) && recording.prompt == name(prompt);
  });
  if (found == recordings.end()) return std::nullopt;
  return Recording{kVoiceSamplesPerSecond, {found->samples.begin(), found->samples.end()}};
}

}  // namespace keqian::kiosk
