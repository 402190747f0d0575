#include "kiosk/platform/openal_speaker.h"

#include <AL/al.h>
#include <AL/alc.h>
#include <AL/alext.h>

#include <array>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

#include "kiosk/platform/tones.h"
#include "server-sync/base/clock.h"
#include "server-sync/base/log.h"

namespace keqian::kiosk {
namespace {

constexpr std::size_t kSoundCount = 4;
constexpr std::size_t kQueueMax = 4;
constexpr MonotonicMs kReopenAfterMs = 30 * kMsPerSecond;
// Longer than the longest sound.
constexpr std::chrono::milliseconds kSleepAfter{1000};

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

  void play(Sound sound) {
    if (resume_ != nullptr) resume_(device_);
    alSourcePlay(sources_[index(sound)]);
  }

  // A running mixer costs power all day for silence.
  void sleep() {
    if (pause_ != nullptr) pause_(device_);
  }

 private:
  SoundDevice(ALCdevice* device, ALCcontext* context) : device_(device), context_(context) {
    alGenSources(kSoundCount, sources_.data());
    alGenBuffers(kSoundCount, buffers_.data());
    for (const Sound sound : {Sound::kAccepted, Sound::kAlready, Sound::kRefused, Sound::kTap}) {
      const auto samples = samples_of(sound);
      alBufferData(buffers_[index(sound)], AL_FORMAT_MONO16, samples.data(),
                   static_cast<ALsizei>(samples.size() * sizeof samples[0]), kSamplesPerSecond);
      alSourcei(sources_[index(sound)], AL_BUFFER, static_cast<ALint>(buffers_[index(sound)]));
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
  LPALCDEVICEPAUSESOFT pause_ = nullptr;
  LPALCDEVICERESUMESOFT resume_ = nullptr;
};

class OpenAlSpeaker final : public Speaker {
 public:
  explicit OpenAlSpeaker(Clock& clock) : clock_(clock), thread_([this] { run(); }) {}

  ~OpenAlSpeaker() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_one();
    thread_.join();
  }

  void play(Sound sound) override {
    {
      const std::lock_guard lock(mutex_);
      // A sound long after its cause would mislead: the oldest give way.
      if (queue_.size() == kQueueMax) queue_.pop_front();
      queue_.push_back(sound);
    }
    changed_.notify_one();
  }

 private:
  void run() {
    open_where_due();
    while (const auto sound = next()) {
      if (device_ && !device_->is_connected()) device_.reset();
      open_where_due();
      if (device_) device_->play(*sound);
    }
    device_.reset();
  }

  void open_where_due() {
    const MonotonicMs now_ms = clock_.monotonic_ms();
    if (device_ || (last_open_ms_ && now_ms - *last_open_ms_ < kReopenAfterMs)) return;
    const bool first = !last_open_ms_;
    last_open_ms_ = now_ms;
    device_ = SoundDevice::open();
    if (!device_ && first) log_info("no sound device: the kiosk stays silent");
  }

  // Waits for the next sound; nothing when the speaker ends.
  std::optional<Sound> next() {
    std::unique_lock lock(mutex_);
    const auto due = [this] { return stopping_ || !queue_.empty(); };
    if (!changed_.wait_for(lock, kSleepAfter, due)) {
      if (device_) device_->sleep();
      changed_.wait(lock, due);
    }
    if (stopping_) return std::nullopt;
    const Sound sound = queue_.front();
    queue_.pop_front();
    return sound;
  }

  // Of the thread alone.
  Clock& clock_;
  std::unique_ptr<SoundDevice> device_;
  std::optional<MonotonicMs> last_open_ms_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Sound> queue_;
  bool stopping_ = false;

  std::thread thread_;
};

}  // namespace

std::unique_ptr<Speaker> make_speaker(Clock& clock) {
  return std::make_unique<OpenAlSpeaker>(clock);
}

}  // namespace keqian::kiosk
