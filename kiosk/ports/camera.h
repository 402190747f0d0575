// The camera as the runtime sees it. Frames live in memory only: no implementation stores or logs
// one.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace keqian::kiosk {

enum class CameraState {
  kStarting,  // opened, no frame yet
  kOk,        // frames arrive
  kNone,      // no camera is connected
  kOff,       // none is wanted
  kBroken     // there is one and it fails; it is tried again by itself
};

struct CameraStatus {
  CameraState state = CameraState::kNone;
  std::string cause;   // English, one line, for the staff screen and the log; empty with kOk
  bool torch = false;  // its driver offers a light
  bool operator==(const CameraStatus&) const = default;
};

// A full-size luminance frame for decoding. Copies share the pixels, which nobody changes.
struct GrayFrame {
  const std::uint8_t* pixels = nullptr;
  int width = 0;
  int height = 0;
  int stride = 0;            // bytes from one row to the next
  std::uint64_t number = 0;  // grows with every frame of this camera
  std::shared_ptr<const void> storage;
};

// A small colour picture for the screen: RGBA, rows without gaps, the aspect of the camera.
struct ColourPicture {
  const std::uint8_t* pixels = nullptr;
  int width = 0;
  int height = 0;
  std::uint64_t number = 0;
  std::shared_ptr<const void> storage;
};

enum class CameraPace {
  kAwake,   // 15 frames a second
  kResting  // 3 frames a second: nobody is in view
};

// All calls from any thread; only next_frame waits.
class Camera {
 public:
  virtual ~Camera() = default;

  virtual CameraStatus status() const = 0;

  // The newest frame not handed out before; waits for one up to `timeout_ms`. Frames in between
  // are dropped: a slow reader sees fewer frames, never old ones. One reader.
  virtual std::optional<GrayFrame> next_frame(int timeout_ms) = 0;

  // The newest picture, if its number is above `after`. Does not wait.
  virtual std::optional<ColourPicture> picture(std::uint64_t after) const = 0;

  virtual void set_pace(CameraPace pace) = 0;

  // The camera's light, where its driver offers one: burns while the camera is open. May take as
  // long as a driver does.
  virtual void set_torch(bool on) = 0;

  // Called on a thread of the camera after each new picture and each change of status; it must
  // only wake somebody. Set once, before start().
  virtual void on_change(std::function<void()> listener) = 0;
  virtual void start() = 0;
};

}  // namespace keqian::kiosk
