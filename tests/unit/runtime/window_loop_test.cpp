#include "kiosk/runtime/window_loop.h"

#include <gtest/gtest.h>

#include <memory>

#include "server-sync/wire/crypto.h"

namespace keqian::kiosk {
namespace {

class FakeClock final : public Clock {
 public:
  UtcMs utc_ms() override { return 1; }
  MonotonicMs monotonic_ms() override { return now_ms; }

  MonotonicMs now_ms = 1000;
};

// Has no picture at first.
class FakeCamera final : public Camera {
 public:
  CameraStatus status() const override { return {}; }
  std::optional<GrayFrame> next_frame(int) override { return std::nullopt; }
  std::optional<ColourPicture> picture(std::uint64_t after) const override {
    if (number <= after) return std::nullopt;
    ColourPicture picture;
    picture.number = number;
    return picture;
  }
  void set_pace(CameraPace) override {}
  void set_torch(bool) override {}
  void on_change(std::function<void()>) override {}
  void start() override {}

  std::uint64_t number = 0;  // of the newest picture
};

class SilentSpeaker final : public Speaker {
 public:
  void play(Sound) override {}
  void say(Prompt, SpokenLanguage) override {}
  void set_level(int) override {}
};

class NoTarget final : public EffectTarget {
 public:
  void submit(const Effect&) override {}
  void sync_now() override {}
  void choose_camera(const std::string&) override {}
  void set_torch(bool) override {}
  void exit_program() override {}
};

// Draws with an atlas that lacks glyphs for the first `blank_drawings` times.
class FakePainter final : public Painter {
 public:
  std::vector<Touch> draw(const Model&, const ShownPicture&) override {
    ++drawings;
    return std::exchange(touches, {});
  }
  bool lacks_glyphs() const override { return drawings <= blank_drawings; }
  void rebuild_fonts() override { ++rebuilds; }
  bool moving() const override { return moves-- > 0; }

  int blank_drawings = 0;
  mutable int moves = 0;  // so many times it says that something moves
  int drawings = 0;
  int rebuilds = 0;
  std::vector<Touch> touches;
};

class FakeWindow final : public Window {
 public:
  WindowEvents wait_events(int) override { return {}; }
  void wake() override {}
  WindowSize size() const override { return {480, 800}; }
  void begin_frame() override {}
  void end_frame() override { ++shown; }
  void drop_frame() override { ++dropped; }
  void reload_fonts() override { ++reloads; }
  void show_picture(const ColourPicture&) override {}
  std::uintptr_t picture_texture() const override { return 0; }
  WindowCapture capture() override { return {}; }

  int shown = 0;
  int dropped = 0;
  int reloads = 0;
};

class WindowLoopTest : public ::testing::Test {
 protected:
  // How many frames are drawn while so many pictures come.
  int drawings_of(int pictures) {
    const int before = painter_.drawings;
    for (int i = 0; i < pictures; ++i) {
      ++camera_.number;
      EXPECT_TRUE(loop_.step(0));
    }
    return painter_.drawings - before;
  }
  void settle() {
    for (int i = 0; i < 10; ++i) EXPECT_TRUE(loop_.step(0));
  }

  FakeClock clock_;
  FakeCamera camera_;
  SilentSpeaker speaker_;
  NoTarget target_;
  FakePainter painter_;
  FakeWindow window_;
  Mailbox mailbox_{[] {}};
  Station station_{initial_model(Language::kChinese, wire::SecretKey{1}), clock_, speaker_,
                   target_};
  WindowLoop loop_{window_, painter_, camera_, mailbox_, station_};
};

TEST_F(WindowLoopTest, NeverShowsAFrameThatLacksGlyphs) {
  painter_.blank_drawings = 2;
  EXPECT_TRUE(loop_.step(0));
  EXPECT_EQ(window_.shown, 1);
  EXPECT_EQ(window_.dropped, 2);
  EXPECT_EQ(painter_.rebuilds, 2);
  EXPECT_EQ(window_.reloads, 2);
}

TEST_F(WindowLoopTest, ShowsWhatThereIsWhereGlyphsNeverCome) {
  painter_.blank_drawings = 1000;
  EXPECT_TRUE(loop_.step(0));
  EXPECT_EQ(window_.shown, 1);
  EXPECT_LE(painter_.drawings, 10);
}

TEST_F(WindowLoopTest, DrawsOnWhileSomethingMovesByItself) {
  painter_.moves = 5;
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(loop_.step(0));
  EXPECT_GE(painter_.drawings, 5);
  EXPECT_LT(painter_.drawings, 12) << "and rests when it has come to rest";
}

TEST_F(WindowLoopTest, PicturesAreNotDrawnWhereTheRestingScreenShowsTheProgramme) {
  Place place;
  place.programme = {{"Talk", 600, 660}};
  station_.apply(News{PlaceChanged{place}});
  settle();
  EXPECT_EQ(drawings_of(10), 10) << "somebody may be there";
  clock_.now_ms += kRestsAfterMs;
  station_.tick();
  ASSERT_TRUE(shows_programme_at_rest(station_.model()));
  settle();
  EXPECT_EQ(drawings_of(10), 0) << "nobody sees the camera's picture";
  station_.apply(News{ViewChanged{true}});
  settle();
  EXPECT_EQ(drawings_of(10), 10);
}

TEST_F(WindowLoopTest, KeepsTheTouchOfADroppedFrame) {
  painter_.blank_drawings = 1;
  painter_.touches = {Touch{LanguageChosen{Language::kEnglish}}};
  EXPECT_TRUE(loop_.step(0));
  EXPECT_EQ(station_.model().language, Language::kEnglish);
}

}  // namespace
}  // namespace keqian::kiosk
