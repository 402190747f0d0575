#include "kiosk/runtime/camera_switch.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

namespace keqian::kiosk {
namespace {

// Gives the frames 1, 2, 3 … of a source, whenever it is asked.
class FakeCamera final : public Camera {
 public:
  explicit FakeCamera(std::string source) : source_(std::move(source)) {}

  CameraStatus status() const override { return {CameraState::kOk, source_, torch_}; }
  std::optional<GrayFrame> next_frame(int) override {
    GrayFrame frame;
    frame.number = ++number_;
    return frame;
  }
  std::optional<ColourPicture> picture(std::uint64_t after) const override {
    if (number_ <= after) return std::nullopt;
    ColourPicture picture;
    picture.number = number_;
    return picture;
  }
  void set_pace(CameraPace pace) override { pace_ = pace; }
  void set_torch(bool on) override { torch_ = on; }
  void on_change(std::function<void()> listener) override { listener_ = std::move(listener); }
  void start() override {
    if (listener_) listener_();
  }

 private:
  std::string source_;
  std::atomic<std::uint64_t> number_{0};
  CameraPace pace_ = CameraPace::kAwake;
  std::atomic<bool> torch_{false};  // its status says whether it burns
  std::function<void()> listener_;
};

class CameraSwitchTest : public ::testing::Test {
 protected:
  CameraSwitchTest() {
    camera_.on_change([this] { ++changes_; });
    camera_.start();
  }
  static std::unique_ptr<Camera> make(const std::string& source) {
    if (source == "impossible") return nullptr;
    return std::make_unique<FakeCamera>(source);
  }
  // Exchanges happen on a thread of their own.
  bool becomes(const std::string& source) const {
    return comes([&](const CameraStatus& status) { return status.cause == source; });
  }
  template <typename Wanted>
  bool comes(const Wanted& wanted) const {
    for (int i = 0; i < 2000; ++i) {
      if (wanted(camera_.status())) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return false;
  }

  std::atomic<int> changes_{0};
  CameraSwitch camera_{"auto", make};
};

TEST_F(CameraSwitchTest, ExchangesTheCameraAndGoesBackToTheFirst) {
  EXPECT_EQ(camera_.status().cause, "auto");
  const int before = changes_;
  camera_.choose("/dev/video2");
  EXPECT_TRUE(becomes("/dev/video2"));
  camera_.choose("");
  EXPECT_TRUE(becomes("auto"));
  EXPECT_GT(changes_, before) << "whoever draws is told";
}

TEST_F(CameraSwitchTest, AnImpossibleSourceChangesNothing) {
  camera_.choose("impossible");
  camera_.choose("/dev/video2");
  EXPECT_TRUE(becomes("/dev/video2"));
}

TEST_F(CameraSwitchTest, TheLightIsAskedOfTheNextCameraToo) {
  camera_.set_torch(true);
  EXPECT_TRUE(comes([](const CameraStatus& status) { return status.torch; }));
  camera_.choose("/dev/video2");
  EXPECT_TRUE(comes(
      [](const CameraStatus& status) { return status.cause == "/dev/video2" && status.torch; }));
  camera_.set_torch(false);
  EXPECT_TRUE(comes([](const CameraStatus& status) { return !status.torch; }));
}

TEST_F(CameraSwitchTest, NumbersGoOnSoThatNoPictureIsMissed) {
  std::uint64_t last = 0;
  for (int i = 0; i < 40; ++i) last = camera_.next_frame(0)->number;
  EXPECT_EQ(last, 40U);
  camera_.choose("/dev/video2");
  ASSERT_TRUE(becomes("/dev/video2"));
  EXPECT_EQ(camera_.next_frame(0)->number, 41U);
  const auto picture = camera_.picture(40);
  ASSERT_TRUE(picture);
  EXPECT_EQ(picture->number, 41U);
  EXPECT_FALSE(camera_.picture(41));
}

}  // namespace
}  // namespace keqian::kiosk
