// The whole real pipeline, fed by files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <functional>
#include <set>
#include <thread>

#include "kiosk/platform/gstreamer_camera.h"
#include "kiosk/platform/qr_decoder.h"
#include "server-sync/base/files.h"
#include "server-sync/qr/encode.h"

namespace keqian::kiosk {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::HasSubstr;

constexpr MonotonicMs kDeadlineMs = 30'000;
constexpr int kFrameTimeoutMs = 200;
constexpr int kPixelsPerModule = 12;

class FileCamera : public ::testing::Test {
 protected:
  FileCamera() {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~FileCamera() override {
    camera_.reset();
    fs::remove_all(folder_);
  }

  void write_code(const std::string& name, const std::string& text) {
    ASSERT_TRUE(
        write_file(folder_ / name, qr::qr_png(*qr::encode_qr(text), kPixelsPerModule)).ok());
  }

  void open(const fs::path& path) {
    camera_ = make_camera({CameraSource::Kind::kFile, path.string()}, clock_,
                          {.first_frame_ms_max = 1500,
                           .stall_ms_max = 1500,
                           .retry_ms_min = 50,
                           .retry_ms_max = 200});
    camera_->on_change([this] { ++changes_; });
    camera_->start();
  }

  // Reads frames until `done` says so; false when the deadline came first.
  bool until(const std::function<bool()>& done) {
    const MonotonicMs end_ms = clock_.monotonic_ms() + kDeadlineMs;
    while (clock_.monotonic_ms() < end_ms) {
      if (auto frame = camera_->next_frame(kFrameTimeoutMs)) {
        last_ = *frame;
        for (const auto& code : decoder_.decode(*frame).codes) texts_.insert(code.text);
      }
      if (done()) return true;
    }
    return false;
  }

  bool until_state(CameraState state) {
    return until([&] { return camera_->status().state == state; });
  }

  fs::path folder_ = fs::temp_directory_path() / ("keqian-camera-" + std::to_string(::getpid()));
  SystemClock clock_;
  std::unique_ptr<Camera> camera_;
  QrDecoder decoder_;
  std::set<std::string> texts_;
  GrayFrame last_;
  std::atomic<int> changes_{0};
};

TEST_F(FileCamera, FolderOfPicturesIsPlayedAndLoops) {
  write_code("0001.png", "ONE");
  write_code("0002.png", "TWO");
  write_code("0003.png", "SIX");
  open(folder_);
  EXPECT_TRUE(until([&] { return texts_.size() == 3; }));
  texts_.clear();
  EXPECT_TRUE(until([&] { return texts_.contains("ONE"); })) << "did not begin again";
  EXPECT_EQ(camera_->status().state, CameraState::kOk);
  EXPECT_EQ(camera_->status().cause, "");
}

TEST_F(FileCamera, OnePictureIsShownForEver) {
  write_code("code.png", "ALONE");
  open(folder_ / "code.png");
  std::set<std::uint64_t> numbers;
  EXPECT_TRUE(until([&] {
    if (last_.number != 0) numbers.insert(last_.number);
    return numbers.size() >= 20;
  }));
  EXPECT_THAT(texts_, Contains("ALONE"));
}

TEST_F(FileCamera, GrayFramesHaveFullSizeAndThePictureItsAspect) {
  write_code("code.png", "SIZES");
  open(folder_ / "code.png");
  std::optional<ColourPicture> picture;
  ASSERT_TRUE(until([&] {
    picture = camera_->picture(0);
    return picture.has_value() && last_.number != 0;
  }));
  const int side = (21 + 2 * qr::kQuietZoneModules) * kPixelsPerModule;
  EXPECT_EQ(last_.width, side);
  EXPECT_EQ(last_.height, side);
  EXPECT_GE(last_.stride, side);
  EXPECT_EQ(picture->width, picture->height);
  EXPECT_LE(picture->height, 360);
  EXPECT_GE(picture->height, 340);
  EXPECT_EQ(picture->pixels[3], 255) << "opaque";
  EXPECT_GT(picture->pixels[0], 240) << "the quiet zone is white";
  EXPECT_GT(changes_, 0);
  EXPECT_FALSE(camera_->picture(picture->number + 1000).has_value());
}

TEST_F(FileCamera, FramesOutliveTheCamera) {
  write_code("code.png", "KEPT");
  open(folder_ / "code.png");
  ASSERT_TRUE(until([&] { return last_.number != 0; }));
  camera_.reset();
  QrDecoder decoder;
  ASSERT_EQ(decoder.decode(last_).codes.size(), 1U);
}

TEST_F(FileCamera, BrokenFileIsAStateWithACauseAndHealsByItself) {
  ASSERT_TRUE(write_file(folder_ / "code.png", "this is not a picture").ok());
  open(folder_ / "code.png");
  ASSERT_TRUE(until_state(CameraState::kBroken));
  EXPECT_NE(camera_->status().cause, "");
  EXPECT_FALSE(camera_->picture(0).has_value());
  write_code("code.png", "REPAIRED");
  ASSERT_TRUE(until_state(CameraState::kOk));
  EXPECT_TRUE(until([&] { return texts_.contains("REPAIRED"); }));
}

TEST_F(FileCamera, FileThatVanishesBreaksAndComesBack) {
  write_code("code.png", "BEFORE");
  open(folder_ / "code.png");
  ASSERT_TRUE(until([&] { return texts_.contains("BEFORE"); }));
  fs::remove(folder_ / "code.png");
  ASSERT_TRUE(until_state(CameraState::kBroken));
  EXPECT_FALSE(camera_->picture(0).has_value()) << "an old picture would look alive";
  write_code("code.png", "AFTER");
  EXPECT_TRUE(until([&] { return texts_.contains("AFTER"); }));
}

TEST_F(FileCamera, MissingFileSaysWhich) {
  open(folder_ / "nothing.png");
  ASSERT_TRUE(until_state(CameraState::kBroken));
  EXPECT_THAT(camera_->status().cause, HasSubstr("nothing.png"));
}

TEST_F(FileCamera, RestingSlowsTheFramesAndWakingQuickensThem) {
  write_code("code.png", "PACE");
  open(folder_ / "code.png");
  ASSERT_TRUE(until_state(CameraState::kOk));
  const auto ms_of_frames = [&](int count) {
    const MonotonicMs start_ms = clock_.monotonic_ms();
    const std::uint64_t last = last_.number + static_cast<std::uint64_t>(count);
    EXPECT_TRUE(until([&] { return last_.number >= last; }));
    return clock_.monotonic_ms() - start_ms;
  };
  camera_->set_pace(CameraPace::kResting);
  ms_of_frames(3);  // what was under way
  const auto resting_ms = ms_of_frames(6);
  camera_->set_pace(CameraPace::kAwake);
  ms_of_frames(3);
  const auto awake_ms = ms_of_frames(6);
  EXPECT_GT(resting_ms, 2 * awake_ms);
}

TEST_F(FileCamera, ManyLivesEndCleanly) {
  write_code("code.png", "LIVES");
  for (int life = 0; life < 10; ++life) {
    open(folder_ / "code.png");
    if (life % 2 == 0) {
      ASSERT_TRUE(until_state(CameraState::kOk));
    }
    camera_.reset();
  }
}

TEST(NoCamera, IsAStateOfItsOwn) {
  SystemClock clock;
  const auto camera = make_camera({CameraSource::Kind::kNone, {}}, clock);
  camera->start();
  EXPECT_EQ(camera->status().state, CameraState::kOff);
  EXPECT_FALSE(camera->next_frame(1).has_value());
  EXPECT_FALSE(camera->picture(0).has_value());
}

TEST(NoCamera, ANamedDeviceThatIsAbsentIsNone) {
  SystemClock clock;
  const auto camera = make_camera({CameraSource::Kind::kDevice, "/dev/video-absent"}, clock);
  camera->start();
  const MonotonicMs end_ms = clock.monotonic_ms() + kDeadlineMs;
  while (camera->status().state != CameraState::kNone && clock.monotonic_ms() < end_ms) {
    camera->next_frame(10);
  }
  EXPECT_EQ(camera->status().state, CameraState::kNone);
  EXPECT_THAT(camera->status().cause, HasSubstr("/dev/video-absent"));
}

TEST(NoCamera, AutoWithoutOneIsNone) {
  if (fs::exists("/dev/video0")) GTEST_SKIP() << "this machine has a camera";
  SystemClock clock;
  const auto camera = make_camera({CameraSource::Kind::kAuto, {}}, clock);
  camera->start();
  const MonotonicMs end_ms = clock.monotonic_ms() + kDeadlineMs;
  while (camera->status().state != CameraState::kNone && clock.monotonic_ms() < end_ms) {
    camera->next_frame(10);
  }
  EXPECT_EQ(camera->status().state, CameraState::kNone);
}

}  // namespace
}  // namespace keqian::kiosk
