// Sounds at the door.
#pragma once

namespace keqian::kiosk {

enum class Sound {
  kAccepted,  // rising, bright
  kAlready,   // two even tones
  kRefused,   // falling, soft
  kTap        // a short click
};

// Any thread; never waits, never fails: without a sound device nothing is heard.
class Speaker {
 public:
  virtual ~Speaker() = default;
  virtual void play(Sound sound) = 0;
};

}  // namespace keqian::kiosk
