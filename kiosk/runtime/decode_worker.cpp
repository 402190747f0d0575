#include "kiosk/runtime/decode_worker.h"

#include <utility>

namespace keqian::kiosk {
namespace {

constexpr int kFrameTimeoutMs = 250;  // also how long stopping may take

}  // namespace

CameraPace PaceKeeper::after(const SeenCodes& seen, MonotonicMs now_ms) {
  if (!started_ || seen.scene_changed || !seen.codes.empty()) {
    started_ = true;
    last_movement_ms_ = now_ms;
  }
  return now_ms - last_movement_ms_ >= kRestAfterMs ? CameraPace::kResting : CameraPace::kAwake;
}

DecodeWorker::DecodeWorker(Camera& camera, Decoder& decoder, Clock& clock, Mailbox& mailbox)
    : camera_(camera), decoder_(decoder), clock_(clock), mailbox_(mailbox) {}

DecodeWorker::~DecodeWorker() {
  stopping_ = true;
  if (thread_.joinable()) thread_.join();
}

void DecodeWorker::start() {
  thread_ = std::thread([this] {
    while (!stopping_) step(kFrameTimeoutMs);
  });
}

void DecodeWorker::step(int timeout_ms) {
  const auto frame = camera_.next_frame(timeout_ms);
  if (!frame) return;
  SeenCodes seen = decoder_.decode(*frame);
  const CameraPace pace = pace_keeper_.after(seen, clock_.monotonic_ms());
  if (pace != std::exchange(pace_, pace)) {
    camera_.set_pace(pace);
    if (!mailbox_.post(ViewChanged{pace == CameraPace::kAwake})) return;
  }
  for (auto& code : seen.codes) {
    if (!mailbox_.post(CodeRead{std::move(code.text), Method::kCamera})) return;
  }
}

}  // namespace keqian::kiosk
