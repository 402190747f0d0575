// One life of a GStreamer pipeline: from its start to its first failure. The only file beside
// device_watch that includes GStreamer.
#pragma once

#include <functional>
#include <memory>

#include "kiosk/platform/camera_source.h"
#include "kiosk/ports/camera.h"
#include "server-sync/base/result.h"

namespace keqian::kiosk {

// Takes what the pipeline delivers, on its threads; `number` is still 0.
struct FrameTaker {
  std::function<void(GrayFrame)> gray;
  std::function<void(ColourPicture)> colour;
};

class VideoPipeline {
 public:
  // Opens devices and files, which may take seconds. The taker outlives the pipeline.
  static Result<std::unique_ptr<VideoPipeline>> start(const PipelinePlan& plan, FrameTaker taker);
  ~VideoPipeline();  // no frame is delivered any more when it returns
  VideoPipeline(const VideoPipeline&) = delete;
  VideoPipeline& operator=(const VideoPipeline&) = delete;

  // Waits up to `timeout_ms` for a failure.
  Status watch(int timeout_ms);
  // Any thread: ends a wait in watch.
  void interrupt();
  void set_pace(CameraPace pace);

 private:
  struct State;
  explicit VideoPipeline(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace keqian::kiosk
