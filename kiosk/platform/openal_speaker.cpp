#include "kiosk/platform/openal_speaker.h"

#include <AL/al.h>
#include <AL/alc.h>
#include <AL/alext.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "kiosk/platform/tones.h"
#include "kiosk/platform/voice.h"
#include "server-sync/base/clock.h"
#include "server-sync/base/log.h"

namespace keqian::kiosk {
namespace {

constexpr std::size_t kSoundCount = 4;
constexpr std::size_t kQueueMax = 4;
constexpr MonotonicMs kReopenAfterMs = 30 * kMsPerSecond;
constexpr std::chrono::milliseconds kSleepAfter{1000};
// Between a sound and the words after it.
constexpr MonotonicMs kBreathMs = 80;

std::size_t index(Sound sound) {
  return static_cast<std::size_t>(sound);
}

// An open device with the sounds loaded. One thread.
class SoundDevice {
 public:
  // Nothing when there is no device.
  static std::unique_ptr<SoundDevice> open() {
    ALCdevice* const device = alcOpenDevice(nullptr);
    if (device == nullptr) return nullptr;
    ALCcontext* const context = alcCreateContext(device, nullptr);
    if (context == nullptr || alcMakeContextCurrent(context) == ALC_FALSE) {
      if (context != nullptr) alcDestroyContext(context);
      alcCloseDevice(device);
      return nullptr;
    }
    return std::unique_ptr<SoundDevice>(new SoundDevice(device, context));
  }

  ~SoundDevice() {
    stop_words();
    alDeleteSources(1, &words_source_);
    alDeleteBuffers(1, &words_buffer_);
    alDeleteSources(kSoundCount, sources_.data());
    alDeleteBuffers(kSoundCount, buffers_.data());
    alcMakeContextCurrent(nullptr);
    alcDestroyContext(context_);
    alcCloseDevice(device_);
  }
  SoundDevice(const SoundDevice&) = delete;
  SoundDevice& operator=(const SoundDevice&) = delete;

  bool is_connected() const {
    if (alcIsExtensionPresent(device_, "ALC_EXT_disconnect") == ALC_FALSE) return true;
    ALCint connected = ALC_TRUE;
    alcGetIntegerv(device_, ALC_CONNECTED, 1, &connected);
    return connected == ALC_TRUE;
  }

  void set_level(int percent) {
    // Ears hear ratios: half of the amplitude is far from half as loud.
    const float level = static_cast<float>(percent) / 100;
    alListenerf(AL_GAIN, level * level);
  }

  void play(Sound sound, MonotonicMs now_ms) {
    wake();
    if (sound != Sound::kTap) stop_words();
    alSourcePlay(sources_[index(sound)]);
    sound_ends_ms_ = std::max(sound_ends_ms_, now_ms + lengths_ms_[index(sound)]);
  }

  // The words begin with silence as long as the sound still plays: the mixer keeps time better than
  // a thread.
  void say(const Recording& recording, MonotonicMs now_ms) {
    wake();
    stop_words();
    const MonotonicMs silence_ms = std::max<MonotonicMs>(0, sound_ends_ms_ + kBreathMs - now_ms);
    std::vector<std::int16_t> samples(
        static_cast<std::size_t>(silence_ms * recording.samples_per_second / 1000));
    samples.insert(samples.end(), recording.samples.begin(), recording.samples.end());
    alBufferData(words_buffer_, AL_FORMAT_MONO16, samples.data(),
                 static_cast<ALsizei>(samples.size() * sizeof samples[0]),
                 recording.samples_per_second);
    alSourcei(words_source_, AL_BUFFER, static_cast<ALint>(words_buffer_));
    alSourcePlay(words_source_);
  }

  bool is_silent() const {
    return !plays(words_source_) && std::none_of(sources_.begin(), sources_.end(), plays);
  }

  // A running mixer costs power all day for silence.
  void sleep() {
    if (pause_ != nullptr) pause_(device_);
  }

 private:
  static bool plays(ALuint source) {
    ALint state = AL_STOPPED;
    alGetSourcei(source, AL_SOURCE_STATE, &state);
    return state == AL_PLAYING;
  }

  void wake() {
    if (resume_ != nullptr) resume_(device_);
  }

  void stop_words() {
    alSourceStop(words_source_);
    alSourcei(words_source_, AL_BUFFER, 0);
  }

  SoundDevice(ALCdevice* device, ALCcontext* context) : device_(device), context_(context) {
    alGenSources(1, &words_source_);
    alGenBuffers(1, &words_buffer_);
    alGenSources(kSoundCount, sources_.data());
    alGenBuffers(kSoundCount, buffers_.data());
    for (const Sound sound : {Sound::kAccepted, Sound::kAlready, Sound::kRefused, Sound::kTap}) {
      const auto samples = samples_of(sound);
      alBufferData(buffers_[index(sound)], AL_FORMAT_MONO16, samples.data(),
                   static_cast<ALsizei>(samples.size() * sizeof samples[0]), kSamplesPerSecond);
      alSourcei(sources_[index(sound)], AL_BUFFER, static_cast<ALint>(buffers_[index(sound)]));
      lengths_ms_[index(sound)] =
          static_cast<MonotonicMs>(samples.size()) * 1000 / kSamplesPerSecond;
    }
    if (alcIsExtensionPresent(device, "ALC_SOFT_pause_device") == ALC_TRUE) {
      pause_ =
          reinterpret_cast<LPALCDEVICEPAUSESOFT>(alcGetProcAddress(device, "alcDevicePauseSOFT"));
      resume_ =
          reinterpret_cast<LPALCDEVICERESUMESOFT>(alcGetProcAddress(device, "alcDeviceResumeSOFT"));
    }
  }

  ALCdevice* device_;
  ALCcontext* context_;
  std::array<ALuint, kSoundCount> sources_{};
  std::array<ALuint, kSoundCount> buffers_{};
  std::array<MonotonicMs, kSoundCount> lengths_ms_{};
  MonotonicMs sound_ends_ms_ = 0;
  ALuint words_source_ = 0;
  ALuint words_buffer_ = 0;
  LPALCDEVICEPAUSESOFT pause_ = nullptr;
  LPALCDEVICERESUMESOFT resume_ = nullptr;
};

struct Spoken {
  Prompt prompt;
  SpokenLanguage language;
};
using Utterance = std::variant<Sound, Spoken>;

class OpenAlSpeaker final : public Speaker {
 public:
  OpenAlSpeaker(Clock& clock, std::filesystem::path recordings)
      : clock_(clock), recordings_(std::move(recordings)), thread_([this] { run(); }) {}

  ~OpenAlSpeaker() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_one();
    thread_.join();
  }

  void play(Sound sound) override { enqueue(sound); }
  void say(Prompt prompt, SpokenLanguage language) override { enqueue(Spoken{prompt, language}); }
  void set_level(int percent) override { level_percent_ = std::clamp(percent, 0, 100); }

 private:
  void enqueue(Utterance utterance) {
    {
      const std::lock_guard lock(mutex_);
      // A sound long after its cause would mislead: the oldest give way.
      if (queue_.size() == kQueueMax) queue_.pop_front();
      queue_.push_back(utterance);
    }
    changed_.notify_one();
  }

  void run() {
    open_where_due();
    while (const auto utterance = next()) {
      if (device_ && !device_->is_connected()) device_.reset();
      open_where_due();
      if (device_) utter(*utterance);
    }
    device_.reset();
  }

  void utter(const Utterance& utterance) {
    device_->set_level(level_percent_);
    if (const auto* sound = std::get_if<Sound>(&utterance)) {
      device_->play(*sound, clock_.monotonic_ms());
      return;
    }
    const auto& spoken = std::get<Spoken>(utterance);
    const auto recording = recording_of(spoken.prompt, spoken.language, recordings_);
    if (recording) device_->say(*recording, clock_.monotonic_ms());
  }

  void open_where_due() {
    const MonotonicMs now_ms = clock_.monotonic_ms();
    if (device_ || (last_open_ms_ && now_ms - *last_open_ms_ < kReopenAfterMs)) return;
    const bool first = !last_open_ms_;
    last_open_ms_ = now_ms;
    device_ = SoundDevice::open();
    if (!device_ && first) log_info("no sound device: the kiosk stays silent");
  }

  // Waits for the next utterance; nothing when the speaker ends.
  std::optional<Utterance> next() {
    std::unique_lock lock(mutex_);
    const auto due = [this] { return stopping_ || !queue_.empty(); };
    while (!changed_.wait_for(lock, kSleepAfter, due)) {
      if (device_ && !device_->is_silent()) continue;
      if (device_) device_->sleep();
      changed_.wait(lock, due);
    }
    if (stopping_) return std::nullopt;
    const Utterance utterance = queue_.front();
    queue_.pop_front();
    return utterance;
  }

  // Of the thread alone.
  Clock& clock_;
  const std::filesystem::path recordings_;
  std::unique_ptr<SoundDevice> device_;
  std::optional<MonotonicMs> last_open_ms_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Utterance> queue_;
  bool stopping_ = false;
  std::atomic<int> level_percent_{100};

  std::thread thread_;
};

}  // namespace

std::unique_ptr<Speaker> make_speaker(Clock& clock, std::filesystem::path recordings) {
  return std::make_unique<OpenAlSpeaker>(clock, std::move(recordings));
}

}  // namespace keqian::kiosk
