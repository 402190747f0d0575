// The thread that looks for codes: the newest frame, one step of the decoder, its codes as news.
// It slows the camera down while nobody is in view.
#pragma once

#include <atomic>
#include <thread>

#include "kiosk/ports/camera.h"
#include "kiosk/ports/decoder.h"
#include "kiosk/runtime/mailbox.h"
#include "server-sync/base/clock.h"

namespace keqian::kiosk {

// When the camera may rest: nothing has moved and no code was seen for a while. Pure.
class PaceKeeper {
 public:
  static constexpr MonotonicMs kRestAfterMs = 4000;

  CameraPace after(const SeenCodes& seen, MonotonicMs now_ms);

 private:
  MonotonicMs last_movement_ms_ = 0;
  bool started_ = false;
};

class DecodeWorker {
 public:
  // All four outlive the worker.
  DecodeWorker(Camera& camera, Decoder& decoder, Clock& clock, Mailbox& mailbox);
  ~DecodeWorker();  // stops
  DecodeWorker(const DecodeWorker&) = delete;
  DecodeWorker& operator=(const DecodeWorker&) = delete;

  void start();
  // Waits for at most one frame and handles it; for tests, and the thread's whole work.
  void step(int timeout_ms);

 private:
  Camera& camera_;
  Decoder& decoder_;
  Clock& clock_;
  Mailbox& mailbox_;
  PaceKeeper pace_keeper_;
  CameraPace pace_ = CameraPace::kAwake;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace keqian::kiosk
