// Pipelines of cameras and videos, with GStreamer's test picture in the place of a camera.
#include "kiosk/platform/video_pipeline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <functional>
#include <string>

#include "server-sync/base/clock.h"

namespace keqian::kiosk {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

constexpr MonotonicMs kDeadlineMs = 20'000;
constexpr int kWatchMs = 20;

class Pipeline : public ::testing::Test {
 protected:
  ~Pipeline() override { pipeline_.reset(); }

  void start(const PipelinePlan& plan) {
    auto started = VideoPipeline::start(plan, {[this](const GrayFrame& frame) {
                                                 gray_width_ = frame.width;
                                                 gray_height_ = frame.height;
                                                 ++gray_;
                                               },
                                               [this](const ColourPicture& picture) {
                                                 colour_width_ = picture.width;
                                                 colour_height_ = picture.height;
                                                 ++colour_;
                                               }});
    ASSERT_TRUE(started.ok()) << started.error().text();
    pipeline_ = *std::move(started);
  }

  // Watches until `done`; the failure that came first, or an error of its own at the deadline.
  Status until(const std::function<bool()>& done) {
    const MonotonicMs end_ms = clock_.monotonic_ms() + kDeadlineMs;
    while (clock_.monotonic_ms() < end_ms) {
      KEQIAN_CHECK_OK(pipeline_->watch(kWatchMs));
      if (done()) return ok();
    }
    return Error{ErrorKind::kInternal, "the test's deadline passed", {}};
  }

  SystemClock clock_;
  std::atomic<int> gray_{0};
  std::atomic<int> colour_{0};
  std::atomic<int> gray_width_{0};
  std::atomic<int> gray_height_{0};
  std::atomic<int> colour_width_{0};
  std::atomic<int> colour_height_{0};
  std::unique_ptr<VideoPipeline> pipeline_;
};

// What follows the device in a camera's pipeline, behind a stand-in with these formats.
PipelinePlan plan_with(const std::string& formats) {
  const std::string device = "v4l2src name=source";
  PipelinePlan plan = plan_for_device("/dev/video0");
  plan.description.replace(plan.description.find(device), device.size(),
                           "videotestsrc name=source is-live=true ! video/x-raw," + formats);
  plan.device.clear();
  return plan;
}

struct CameraFormat {
  std::string formats;
  int width, height;
  int picture_width, picture_height;
};

TEST_F(Pipeline, TakesRawAndCompressedCamerasInTheirOwnShape) {
  for (const auto& format :
       {CameraFormat{"format=YUY2,width=1280,height=720,framerate=30/1", 1280, 720, 640, 360},
        CameraFormat{"format=I420,width=1280,height=720,framerate=30/1 ! jpegenc", 1280, 720, 640,
                     360},
        CameraFormat{"format=YUY2,width=640,height=480,framerate=10/1", 640, 480, 480, 360}}) {
    gray_ = 0;
    colour_ = 0;
    start(plan_with(format.formats));
    const Status status = until([&] { return gray_ >= 3 && colour_ >= 3; });
    ASSERT_TRUE(status.ok()) << format.formats << ": " << status.error().text();
    EXPECT_EQ(gray_width_, format.width);
    EXPECT_EQ(gray_height_, format.height);
    EXPECT_EQ(colour_width_, format.picture_width);
    EXPECT_EQ(colour_height_, format.picture_height);
    pipeline_.reset();
  }
}

TEST_F(Pipeline, VideoBeginsAgainAtItsEnd) {
  constexpr int kVideoFrames = 20;
  const auto path = fs::temp_directory_path() / ("keqian-" + std::to_string(::getpid()) + ".avi");
  PipelinePlan recording;
  recording.description =
      "videotestsrc name=source num-buffers=" + std::to_string(kVideoFrames) +
      " ! video/x-raw,width=320,height=240,framerate=15/1 ! videorate name=pace ! tee name=t"
      " t. ! queue ! jpegenc ! avimux ! filesink location=" +
      path.string() +
      " t. ! queue ! videoconvert ! video/x-raw,format=GRAY8 ! appsink name=gray sync=false"
      " t. ! queue ! videoconvert ! video/x-raw,format=RGBA ! appsink name=colour sync=false";
  start(recording);
  EXPECT_THAT(until([] { return false; }).error().message, HasSubstr("ended"));
  pipeline_.reset();
  gray_ = 0;
  const auto plan = plan_for_file(path.string());
  ASSERT_TRUE(plan.ok());
  start(*plan);
  const Status status = until([&] { return gray_ > 2 * kVideoFrames; });
  EXPECT_TRUE(status.ok()) << status.error().text();
  fs::remove(path);
}

TEST_F(Pipeline, ADeviceThatIsNoCameraIsAFailureWithItsName) {
  start(plan_for_device("/dev/null"));
  const Status status = until([] { return false; });
  ASSERT_FALSE(status.ok());
  EXPECT_THAT(status.error().message, HasSubstr("/dev/null"));
  EXPECT_NE(status.error().hint, "");
}

TEST_F(Pipeline, AMissingPluginIsAnErrorWithAHint) {
  PipelinePlan plan;
  plan.description = "thereisnosuchelement name=source";
  const auto started = VideoPipeline::start(plan, {});
  ASSERT_FALSE(started.ok());
  EXPECT_THAT(started.error().message, HasSubstr("thereisnosuchelement"));
  EXPECT_THAT(started.error().hint, HasSubstr("gstreamer1.0-plugins-good"));
}

TEST_F(Pipeline, InterruptEndsAWait) {
  constexpr int kLongMs = 60'000;
  start(plan_with("format=YUY2,width=320,height=240,framerate=5/1"));
  const MonotonicMs start_ms = clock_.monotonic_ms();
  pipeline_->interrupt();
  EXPECT_TRUE(pipeline_->watch(kLongMs).ok());
  EXPECT_LT(clock_.monotonic_ms() - start_ms, kLongMs);
}

}  // namespace
}  // namespace keqian::kiosk
