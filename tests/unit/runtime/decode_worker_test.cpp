#include "kiosk/runtime/decode_worker.h"

#include <gtest/gtest.h>

#include <deque>
#include <string>

#include "kiosk/app/update.h"
#include "kiosk/platform/qr_decoder.h"
#include "server-sync/wire/crypto.h"
#include "tests/support/drawn_frame.h"

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
  CameraStatus status() const override { return {CameraState::kOk, {}, false}; }
  std::optional<GrayFrame> next_frame(int) override {
    if (frames == 0) return std::nullopt;
    --frames;
    return GrayFrame{picture_.pixels.data(), picture_.width, picture_.height,
                     picture_.width,         ++number_,      nullptr};
  }
  std::optional<ColourPicture> picture(std::uint64_t) const override { return std::nullopt; }
  void set_pace(CameraPace pace) override { paces.push_back(pace); }
  void set_torch(bool) override {}
  void on_change(std::function<void()>) override {}
  void start() override {}

  void show(qr::GrayPicture picture) {
    picture_ = std::move(picture);
    frames = 1;
  }

  int frames = 0;
  std::vector<CameraPace> paces;

 private:
  qr::GrayPicture picture_;
  std::uint64_t number_ = 0;
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
  EXPECT_EQ(mailbox_.take(), std::vector<News>{ViewChanged{false}});
  decoder_.answers = {{{}, true}};
  frame();
  EXPECT_EQ(camera_.paces, (std::vector{CameraPace::kResting, CameraPace::kAwake}));
  EXPECT_EQ(mailbox_.take(), std::vector<News>{ViewChanged{true}}) << "the screen wakes too";
}

TEST_F(DecodeWorkerTest, StaysAwakeWhileACodeIsHeldStill) {
  for (int i = 0; i < 10; ++i) {
    decoder_.answers.push_back({{{"held", {}}}, false});
    clock_.now_ms += PaceKeeper::kRestAfterMs / 2;
    frame();
  }
  EXPECT_TRUE(camera_.paces.empty());
}

// A kiosk whose door counts everybody at once, and what the door was asked.
class CountingKiosk {
 public:
  CountingKiosk() : model_(initial_model(Language::kChinese, {})) {
    wire::initialise_crypto();
    apply(PlaceChanged{});
  }
  void hear(std::vector<News> all, MonotonicMs now_ms) {
    now_ms_ = now_ms;
    apply(Tick{});
    for (News& news : all) apply(std::move(news));
  }
  const std::vector<std::string>& asked() const { return asked_; }

 private:
  void apply(News news) {
    Step step = update(std::move(model_), Action{now_ms_, std::move(news)});
    model_ = std::move(step.model);
    for (const Effect& effect : step.effects) {
      const auto* scan = std::get_if<RecordScan>(&effect);
      if (scan == nullptr) continue;
      asked_.push_back(scan->code);
      DoorAnswer answer;
      answer.outcome = Outcome::kAccepted;
      answer.sequence = static_cast<wire::Sequence>(asked_.size());
      apply(DoorAnswered{scan->request, answer});
    }
  }

  Model model_;
  MonotonicMs now_ms_ = 1000;
  std::vector<std::string> asked_;
};

// From the camera's frames to the questions that the door is asked.
TEST(DecodeWorkerLive, AsksOncePerVisitorWhileTwoPhonesStayInView) {
  const std::string first = "KQ1M3XQ8Z0T7VBN5C1R9DKWEYG2H4J6PA0SFTZ8QKXN";
  const std::string second = "KQ1ZV5B8M2N4C6X0A9S7D1F3G5H2J4K6Q8W0E7R3T5Y";
  constexpr int kFrames = 60;  // four seconds: longer than a code may be out of view
  constexpr int kSecondComes = 10;
  constexpr MonotonicMs kFrameMs = 67;
  FakeCamera camera;
  FakeClock clock;
  QrDecoder decoder;
  Mailbox mailbox([] {});
  DecodeWorker worker(camera, decoder, clock, mailbox);
  CountingKiosk kiosk;
  testing::DrawnFrame frame;
  frame.clutter = 0.3;
  frame.codes = {testing::DrawnCode{.text = first, .centre_x = 600}};
  constexpr int kPictures = 3;
  std::vector<qr::GrayPicture> pictures;
  const auto draw_anew = [&frame, &pictures] {
    pictures.clear();
    for (int i = 0; i < kPictures; ++i) {
      frame.seed = static_cast<std::uint64_t>(i) + 1;
      frame.codes[0].degrees = i;
      pictures.push_back(draw(frame));
    }
  };
  draw_anew();
  for (int i = 0; i < kFrames; ++i) {
    if (i == kSecondComes) {
      frame.codes.push_back({.text = second,
                             .centre_x = 900,
                             .pixels_per_module = 3.6,
                             .degrees = 10,
                             .contrast = 0.25});
      draw_anew();
    }
    camera.show(pictures[static_cast<std::size_t>(i % kPictures)]);
    worker.step(0);
    clock.now_ms += kFrameMs;
    kiosk.hear(mailbox.take(), clock.now_ms);
    EXPECT_TRUE(i < kSecondComes + 6 || kiosk.asked().size() == 2) << "frame " << i;
  }
  EXPECT_EQ(kiosk.asked(), (std::vector{first, second}));
}

}  // namespace
}  // namespace keqian::kiosk
