// The real window under a virtual display, with software OpenGL.
#include "kiosk/platform/glfw_window.h"

#include <GLFW/glfw3.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <imgui.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <thread>

#include "tests/unit/platform/virtual_display.h"

namespace keqian::kiosk {
namespace {

using ::testing::ElementsAre;

constexpr WindowSize kSize{640, 400};
constexpr MonotonicMs kDeadlineMs = 20'000;
constexpr int kWaitMs = 50;

class RealWindow : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { display_ = new testing::VirtualDisplay(800, 600); }
  static void TearDownTestSuite() {
    delete display_;
    display_ = nullptr;
  }

  void SetUp() override {
    ASSERT_TRUE(display_->is_running()) << "is xvfb installed?";
    auto opened = open_window({.size = kSize, .title = "科签"}, clock_);
    ASSERT_TRUE(opened.ok()) << opened.error().text();
    window_ = *std::move(opened);
    draw([] {});
    window_->wait_events(kWaitMs);
  }

  void draw(const std::function<void()>& content) {
    window_->begin_frame();
    content();
    window_->end_frame();
  }

  // Collects events until `done` says so.
  bool until(const std::function<bool(const WindowEvents&)>& done) {
    const MonotonicMs end_ms = clock_.monotonic_ms() + kDeadlineMs;
    while (clock_.monotonic_ms() < end_ms) {
      if (done(window_->wait_events(kWaitMs))) return true;
    }
    return false;
  }

  static std::array<int, 3> pixel(const WindowCapture& capture, int x, int y) {
    const auto at = (static_cast<std::size_t>(y) * static_cast<std::size_t>(capture.size.width) +
                     static_cast<std::size_t>(x)) *
                    4;
    return {capture.rgba[at], capture.rgba[at + 1], capture.rgba[at + 2]};
  }

  static testing::VirtualDisplay* display_;
  SystemClock clock_;
  std::unique_ptr<Window> window_;
};

testing::VirtualDisplay* RealWindow::display_ = nullptr;

TEST_F(RealWindow, ShowsWhatIsDrawnTheRightWayUp) {
  draw([] {
    ImGui::GetBackgroundDrawList()->AddRectFilled({0, 0}, {320, 200}, IM_COL32(255, 0, 0, 255));
  });
  const auto capture = window_->capture();
  ASSERT_EQ(capture.size, kSize);
  ASSERT_EQ(window_->size(), kSize);
  EXPECT_THAT(pixel(capture, 10, 10), ElementsAre(255, 0, 0));
  EXPECT_THAT(pixel(capture, 630, 390), ElementsAre(255, 255, 255));
}

TEST_F(RealWindow, ShowsThePictureOfTheCameraInTheSameTextureAlways) {
  const auto texture = window_->picture_texture();
  const auto shown = [&](std::uint8_t green, int side) {
    std::vector<std::uint8_t> rgba;
    for (int i = 0; i < side * side; ++i) {
      for (const int tone : {0, static_cast<int>(green), 0, 255}) {
        rgba.push_back(static_cast<std::uint8_t>(tone));
      }
    }
    window_->show_picture({rgba.data(), side, side, 1, nullptr});
    draw([&] {
      ImGui::GetBackgroundDrawList()->AddImage(reinterpret_cast<ImTextureID>(texture), {0, 0},
                                               {100, 100});
    });
    return pixel(window_->capture(), 50, 50);
  };
  EXPECT_THAT(shown(200, 16), ElementsAre(0, 200, 0));
  EXPECT_THAT(shown(90, 16), ElementsAre(0, 90, 0));
  EXPECT_THAT(shown(150, 33), ElementsAre(0, 150, 0));
  EXPECT_EQ(window_->picture_texture(), texture);
}

// What the display really shows, with `import` of ImageMagick: red, green and blue of one pixel.
std::array<int, 3> displayed(int x, int y) {
  const std::string command = "import -window root -crop 1x1+" + std::to_string(x) + "+" +
                              std::to_string(y) + " -depth 8 rgb:-";
  std::FILE* const output = ::popen(command.c_str(), "r");
  std::array<int, 3> result{-1, -1, -1};
  if (output == nullptr) return result;
  for (auto& channel : result) channel = std::fgetc(output);
  ::pclose(output);
  return result;
}

TEST_F(RealWindow, ShowsAFrameThatDiffersInPartsLikeAnyOther) {
  const auto draw_boxes = [&](float left, ImU32 colour) {
    draw([&] {
      auto* const list = ImGui::GetBackgroundDrawList();
      list->AddRectFilled({0, 0}, {640, 400}, IM_COL32(0, 0, 90, 255));
      list->AddRectFilled({left, 50}, {left + 20, 70}, IM_COL32(255, 0, 0, 255));
      list->AddRectFilled({500, 300}, {560, 340}, colour);
    });
  };
  draw_boxes(100, IM_COL32(0, 200, 0, 255));
  draw_boxes(200, IM_COL32(200, 200, 0, 255));
  EXPECT_THAT(displayed(110, 60), ElementsAre(0, 0, 90)) << "it has moved away";
  EXPECT_THAT(displayed(210, 60), ElementsAre(255, 0, 0));
  EXPECT_THAT(displayed(530, 320), ElementsAre(200, 200, 0));
  EXPECT_THAT(displayed(400, 200), ElementsAre(0, 0, 90));
  draw_boxes(200, IM_COL32(200, 200, 0, 255));
  EXPECT_THAT(displayed(210, 60), ElementsAre(255, 0, 0)) << "nothing has changed";
  EXPECT_THAT(pixel(window_->capture(), 210, 60), ElementsAre(255, 0, 0));
}

TEST_F(RealWindow, FontsRebuiltLaterAreDrawn) {
  ImGui::GetIO().Fonts->Clear();
  ImFontConfig config;
  config.SizePixels = 26;
  ImGui::GetIO().Fonts->AddFontDefault(&config);
  ImGui::GetIO().Fonts->Build();
  window_->reload_fonts();
  draw([] { ImGui::GetBackgroundDrawList()->AddText({10, 10}, IM_COL32_BLACK, "MMMM"); });
  const auto capture = window_->capture();
  int dark = 0;
  for (int y = 10; y < 36; ++y) {
    for (int x = 10; x < 70; ++x) dark += pixel(capture, x, y)[0] < 128 ? 1 : 0;
  }
  EXPECT_GT(dark, 50);
}

TEST_F(RealWindow, WakeEndsAWaitFromAnotherThread) {
  constexpr int kLongMs = 60'000;
  std::thread waker([this] { window_->wake(); });
  const MonotonicMs start_ms = clock_.monotonic_ms();
  window_->wait_events(kLongMs);
  waker.join();
  EXPECT_LT(clock_.monotonic_ms() - start_ms, kLongMs);
}

TEST_F(RealWindow, WakeBeforeTheWaitIsNotLost) {
  constexpr int kLongMs = 60'000;
  window_->wake();
  const MonotonicMs start_ms = clock_.monotonic_ms();
  window_->wait_events(kLongMs);
  EXPECT_LT(clock_.monotonic_ms() - start_ms, kLongMs);
}

TEST_F(RealWindow, ATouchIsAnEventAndReachesImGui) {
  bool clicked = false;
  const auto draw_button = [&] {
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize({640, 400});
    ImGui::Begin("all", nullptr, ImGuiWindowFlags_NoDecoration);
    ImGui::SetCursorPos({0, 0});
    clicked = ImGui::InvisibleButton("button", {300, 300}) || clicked;
    ImGui::End();
  };
  // ImGui hovers only what an earlier frame showed.
  draw(draw_button);
  draw(draw_button);
  std::thread finger([] { ASSERT_EQ(std::system("xdotool mousemove 100 100 click 1"), 0); });
  bool touched = false;
  until([&](const WindowEvents& events) {
    touched = touched || events.touched;
    draw(draw_button);
    return clicked;
  });
  finger.join();
  EXPECT_TRUE(touched);
  EXPECT_TRUE(clicked);
}

// A slow kiosk, a quick finger: what was touched between two frames counts, each where it was.
TEST_F(RealWindow, TouchesBetweenTwoFramesAreEachInTheirPlace) {
  std::string clicked;
  const auto draw_buttons = [&] {
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize({640, 400});
    ImGui::Begin("all", nullptr, ImGuiWindowFlags_NoDecoration);
    for (int i = 0; i < 3; ++i) {
      ImGui::SetCursorPos({static_cast<float>(i) * 200, 0});
      const std::string name(1, static_cast<char>('1' + i));
      if (ImGui::InvisibleButton(name.c_str(), {190, 300})) clicked += name;
    }
    ImGui::End();
  };
  draw(draw_buttons);
  draw(draw_buttons);
  ASSERT_EQ(std::system("xdotool mousemove 100 100 click 1 mousemove 300 100 click 1 click 1 "
                        "mousemove 500 100 click 1 mousemove 50 350"),
            0);
  until([&](const WindowEvents& events) {
    if (events.any) draw(draw_buttons);
    return clicked.size() >= 4;
  });
  EXPECT_EQ(clicked, "1223");
}

TEST_F(RealWindow, AScannerIsHeardAndPeopleAreNot) {
  const std::string pass = "KQ1M3XQ8Z0T7VBN5C1R9DKWEYG2H4J6PA0SFTZ8QKXN";
  std::vector<std::string> scans;
  std::thread hands([&] {
    ASSERT_EQ(std::system("xdotool type --delay 200 HELLO"), 0);
    ASSERT_EQ(std::system("xdotool key Return"), 0);
    ASSERT_EQ(std::system(("xdotool type --delay 2 " + pass + " && xdotool key Return").c_str()),
              0);
  });
  until([&](const WindowEvents& events) {
    scans.insert(scans.end(), events.scans.begin(), events.scans.end());
    return !scans.empty();
  });
  hands.join();
  EXPECT_THAT(scans, ElementsAre(pass));
}

TEST_F(RealWindow, AScannerIsHeardWithEveryEndKeyAndWithNone) {
  const std::string pass = "KQ1M3XQ8Z0T7VBN5C1R9DKWEYG2H4J6PA0SFTZ8QKXN";
  for (const std::string end : {"Return", "KP_Enter", "Tab", "ctrl+j", "ctrl+m", ""}) {
    std::vector<std::string> scans;
    std::thread hands([&] {
      std::string command = "xdotool type --delay 2 ]Q1" + pass;
      if (!end.empty()) command += " && xdotool key " + end;
      ASSERT_EQ(std::system(command.c_str()), 0);
    });
    until([&](const WindowEvents& events) {
      scans.insert(scans.end(), events.scans.begin(), events.scans.end());
      return !scans.empty();
    });
    hands.join();
    EXPECT_THAT(scans, ElementsAre(pass)) << end;
  }
}

TEST_F(RealWindow, CapsLockTurnsLettersRoundAndNothingIsLost) {
  std::vector<std::string> scans;
  std::thread hands([] {
    ASSERT_EQ(std::system("xdotool key Caps_Lock && xdotool type --delay 2 'KQ1m3XQ8Z0T7' && "
                          "xdotool key Return Caps_Lock"),
              0);
  });
  until([&](const WindowEvents& events) {
    scans.insert(scans.end(), events.scans.begin(), events.scans.end());
    return !scans.empty();
  });
  hands.join();
  EXPECT_THAT(scans, ElementsAre("kq1M3xq8z0t7"));
}

// What GLFW makes of the window manager's request; there is no window manager here.
void ask_to_close() {
  glfwSetWindowShouldClose(glfwGetCurrentContext(), GLFW_TRUE);
}

TEST_F(RealWindow, CanBeClosed) {
  ask_to_close();
  EXPECT_TRUE(until([](const WindowEvents& events) { return events.close; }));
}

TEST_F(RealWindow, FollowsItsSize) {
  glfwSetWindowSize(glfwGetCurrentContext(), 400, 640);
  EXPECT_TRUE(until([&](const WindowEvents& events) {
    return events.any && window_->size() == WindowSize{400, 640};
  }));
  draw([] {
    ImGui::GetBackgroundDrawList()->AddRectFilled({0, 600}, {400, 640}, IM_COL32(0, 0, 255, 255));
  });
  const auto capture = window_->capture();
  EXPECT_EQ(capture.size, (WindowSize{400, 640}));
  EXPECT_THAT(pixel(capture, 200, 630), ElementsAre(0, 0, 255));
}

TEST_F(RealWindow, FullScreenHasNoWayOutAndStaysFull) {
  window_.reset();
  auto opened = open_window({.fullscreen = true, .title = "科签"}, clock_);
  ASSERT_TRUE(opened.ok()) << opened.error().text();
  window_ = *std::move(opened);
  constexpr WindowSize kScreen{800, 600};
  EXPECT_EQ(window_->size(), kScreen);
  ask_to_close();
  std::thread hands([] { ASSERT_EQ(std::system("xdotool key Escape alt+F4 ctrl+q"), 0); });
  hands.join();
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(window_->wait_events(kWaitMs).close);
  // As GLFW leaves it when its display was unplugged.
  glfwSetWindowMonitor(glfwGetCurrentContext(), nullptr, 0, 0, 300, 200, 0);
  EXPECT_TRUE(until([&](const WindowEvents&) { return window_->size() == WindowSize{300, 200}; }));
  EXPECT_TRUE(until([&](const WindowEvents&) { return window_->size() == kScreen; }));
}

TEST_F(RealWindow, OpensAgainAfterItWasClosed) {
  window_.reset();
  auto again = open_window({.size = {320, 200}, .title = "again"}, clock_);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ((*again)->size(), (WindowSize{320, 200}));
  window_ = *std::move(again);
}

TEST(NoDisplay, IsAnErrorWithAHint) {
  ::setenv("DISPLAY", ":63999", 1);
  SystemClock clock;
  const auto window = open_window({.size = kSize, .title = "none"}, clock);
  ASSERT_FALSE(window.ok());
  EXPECT_EQ(window.error().kind, ErrorKind::kUnavailable);
  EXPECT_NE(window.error().hint, "");
}

}  // namespace
}  // namespace keqian::kiosk
