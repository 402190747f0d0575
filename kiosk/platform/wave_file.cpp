#include "kiosk/platform/wave_file.h"

#include <algorithm>
#include <optional>

namespace keqian::kiosk {
namespace {

constexpr std::uint32_t kPcm = 1;
constexpr std::uint32_t kExtensible = 0xFFFE;  // PCM with a longer header
constexpr std::uint32_t kRateMin = 8'000;
constexpr std::uint32_t kRateMax = 48'000;

Error not_usable(const char* what) {
  return invalid(std::string("not a usable recording: ") + what,
                 "save it as WAV, PCM 16 bit, one channel, 22,050 or 44,100 Hz");
}

// `count` bytes, least significant first; the caller has checked that they are there.
std::uint32_t number_at(std::string_view bytes, std::size_t position, int count) {
  std::uint32_t number = 0;
  for (int i = count - 1; i >= 0; --i) {
    number =
        number << 8 | static_cast<unsigned char>(bytes[position + static_cast<std::size_t>(i)]);
  }
  return number;
}

struct Format {
  std::uint32_t channels = 0;
  std::uint32_t samples_per_second = 0;
};

Result<Format> parse_format(std::string_view chunk) {
  constexpr std::size_t kBytesMin = 16;
  if (chunk.size() < kBytesMin) return not_usable("its format is cut short");
  const std::uint32_t coding = number_at(chunk, 0, 2);
  const Format format{number_at(chunk, 2, 2), number_at(chunk, 4, 4)};
  if (coding != kPcm && coding != kExtensible) return not_usable("it is compressed");
  if (number_at(chunk, 14, 2) != 16) return not_usable("its samples have not 16 bits");
  if (format.channels < 1 || format.channels > 2) return not_usable("it has too many channels");
  if (format.samples_per_second < kRateMin || format.samples_per_second > kRateMax) {
    return not_usable("its sample rate is out of range");
  }
  return format;
}

Recording mixed_down(std::string_view data, const Format& format) {
  Recording recording;
  recording.samples_per_second = static_cast<int>(format.samples_per_second);
  const std::size_t frame_bytes = 2 * format.channels;
  const std::size_t frames = std::min<std::size_t>(
      data.size() / frame_bytes, format.samples_per_second * std::size_t{kRecordingSecondsMax});
  recording.samples.reserve(frames);
  for (std::size_t frame = 0; frame < frames; ++frame) {
    int sum = 0;
    for (std::size_t channel = 0; channel < format.channels; ++channel) {
      sum += static_cast<std::int16_t>(number_at(data, frame * frame_bytes + 2 * channel, 2));
    }
    recording.samples.push_back(static_cast<std::int16_t>(sum / static_cast<int>(format.channels)));
  }
  return recording;
}

}  // namespace

Result<Recording> parse_wave(std::string_view bytes) {
  constexpr std::size_t kFileHeader = 12;
  constexpr std::size_t kChunkHeader = 8;
  if (!bytes.starts_with("RIFF") || bytes.size() < kFileHeader || bytes.substr(8, 4) != "WAVE") {
    return not_usable("it is no WAV file");
  }
  std::optional<Format> format;
  std::string_view rest = bytes.substr(kFileHeader);
  while (rest.size() >= kChunkHeader) {
    const std::string_view name = rest.substr(0, 4);
    const std::size_t length = number_at(rest, 4, 4);
    const std::string_view chunk = rest.substr(kChunkHeader, length);
    if (name == "fmt ") {
      KEQIAN_TRY(format, parse_format(chunk));
    } else if (name == "data") {
      // A file that a program did not finish says that it is longer than it is: what is there
      // counts.
      if (!format) return not_usable("its samples come before their format");
      Recording recording = mixed_down(chunk, *format);
      if (recording.samples.empty()) return not_usable("it is empty");
      return recording;
    }
    // Chunks begin at even places.
    rest.remove_prefix(std::min(rest.size(), kChunkHeader + length + length % 2));
  }
  return not_usable("it has no samples");
}

}  // namespace keqian::kiosk
