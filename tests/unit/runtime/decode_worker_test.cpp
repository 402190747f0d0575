#include "kiosk/runtime/decode_worker.h"

#include <gtest/gtest.h>

#include <deque>

namespace keqian::kiosk {
namespace {

class FakeClock final : public Clock {
 public:
  UtcMs utc_ms() override { return 0; }
  MonotonicMs monotonic_ms() override { return now_ms; }
  MonotonicMs now_ms = 1000;
};

class FakeCamera final : public Camera {
 public:
  CameraStatus status() const override { return {CameraState::kOk, {}}; }
  std::optional<GrayFrame> next_frame(int) override {
    if (frames == 0) return std::nullopt;
    --frames;
    return GrayFrame{};
  }
  std::optional<ColourPicture> picture(std::uint64_t) const override { return std::nullopt; }
  void set_pace(CameraPace pace) override { paces.push_back(pace); }
  void on_change(std::function<void()>) override {}
  void start() override {}

  int frames = 0;
  std::vector<CameraPace> paces;
};

class FakeDecoder final : public Decoder {
 public:
  SeenCodes decode(const GrayFrame&) override {
    if (answers.empty()) return {{}, false};
    SeenCodes answer = answers.front();
    answers.pop_front();
    return answer;
  }
  std::deque<SeenCodes> answers;
};

class DecodeWorkerTest : public ::testing::Test {
 protected:
  void frame() {
    camera_.frames = 1;
    worker_.step(0);
  }

  FakeCamera camera_;
  FakeDecoder decoder_;
  FakeClock clock_;
  Mailbox mailbox_{[] {}};
  DecodeWorker worker_{camera_, decoder_, clock_, mailbox_};
};

TEST_F(DecodeWorkerTest, ReportsEveryCodeOfAFrameNearestTheCentreFirst) {
  decoder_.answers = {{{{"first", {}}, {"second", {}}}, true}};
  frame();
  EXPECT_EQ(mailbox_.take(), (std::vector<News>{CodeRead{"first", Method::kCamera},
                                                CodeRead{"second", Method::kCamera}}));
}

TEST_F(DecodeWorkerTest, DoesNothingWithoutAFrame) {
  decoder_.answers = {{{{"unread", {}}}, true}};
  worker_.step(0);
  EXPECT_TRUE(mailbox_.take().empty());
}

TEST_F(DecodeWorkerTest, SlowsTheCameraOnceNothingHasMovedForAWhileAndWakesItAtMovement) {
  frame();
  clock_.now_ms += PaceKeeper::kRestAfterMs - 1;
  frame();
  EXPECT_TRUE(camera_.paces.empty());
  clock_.now_ms += 1;
  frame();
  EXPECT_EQ(camera_.paces, std::vector{CameraPace::kResting});
  decoder_.answers = {{{}, true}};
  frame();
  EXPECT_EQ(camera_.paces, (std::vector{CameraPace::kResting, CameraPace::kAwake}));
}

TEST_F(DecodeWorkerTest, StaysAwakeWhileACodeIsHeldStill) {
  for (int i = 0; i < 10; ++i) {
    decoder_.answers.push_back({{{"held", {}}}, false});
    clock_.now_ms += PaceKeeper::kRestAfterMs / 2;
    frame();
  }
  EXPECT_TRUE(camera_.paces.empty());
}

}  // namespace
}  // namespace keqian::kiosk
