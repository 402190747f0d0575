#include "kiosk/platform/glfw_window.h"

#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <deque>
#include <optional>
#include <utility>

#include "kiosk/platform/display_loss.h"
#include "kiosk/platform/frame_difference.h"
#include "kiosk/platform/partial_show.h"
#include "kiosk/platform/wedge_reader.h"
#include "kiosk/platform/window_icon.h"
#include "server-sync/base/log.h"

namespace keqian::kiosk {
namespace {

constexpr const char* kShaderVersion = "#version 130";
constexpr int kIconSide = 64;

std::string last_glfw_error() {
  const char* description = nullptr;
  glfwGetError(&description);
  return description != nullptr ? description : "unknown failure";
}

Error cannot_open(const std::string& reason) {
  return {ErrorKind::kUnavailable, "the window cannot be opened: " + reason,
          "start it inside an X11 session, or with xvfb-run"};
}

// Enter and Tab; some scanners type their line feed, carriage return and tab as control letters.
bool ends_a_scan(int key, int modifiers) {
  if ((modifiers & GLFW_MOD_CONTROL) != 0) {
    return key == GLFW_KEY_J || key == GLFW_KEY_M || key == GLFW_KEY_I;
  }
  return key == GLFW_KEY_ENTER || key == GLFW_KEY_KP_ENTER || key == GLFW_KEY_TAB;
}

// An input method would turn what a scanner types into words of its own. Before GLFW starts.
void forbid_input_methods() {
  ::setenv("XMODIFIERS", "@im=none", 1);
}

// GLFW's own life, ended after everything that lives in it.
class GlfwLibrary {
 public:
  GlfwLibrary() {
    forbid_input_methods();
    end_when_display_goes();
    started_ = glfwInit() == GLFW_TRUE;
  }
  ~GlfwLibrary() {
    if (started_) glfwTerminate();
  }
  GlfwLibrary(const GlfwLibrary&) = delete;
  GlfwLibrary& operator=(const GlfwLibrary&) = delete;
  bool is_started() const { return started_; }

 private:
  bool started_ = false;
};

// Dear ImGui before 1.87 looks where the pointer is when a frame begins, and whether it was pressed
// since the last: of two touches between two frames it loses one, and gives the other the wrong
// place.
constexpr bool kImGuiLooksOncePerFrame = IMGUI_VERSION_NUM < 18700;

// Presses and releases as they came, at most one a frame.
class Touches {
 public:
  void move(double x, double y) { at_ = {static_cast<float>(x), static_cast<float>(y)}; }
  void press(bool down) { waiting_.push_back({at_, down}); }
  bool is_waiting() const { return !waiting_.empty(); }
  // After ImGui's backend has looked for itself.
  void give_next(ImGuiIO& io) {
    if (waiting_.empty()) {
      if (is_down_) io.MousePos = at_;
    } else {
      is_down_ = waiting_.front().down;
      io.MousePos = waiting_.front().at;
      waiting_.pop_front();
    }
    io.MouseDown[ImGuiMouseButton_Left] = is_down_;
  }

 private:
  struct Change {
    ImVec2 at;
    bool down = false;
  };
  ImVec2 at_;
  bool is_down_ = false;
  std::deque<Change> waiting_;
};

class GlfwWindow final : public Window {
 public:
  explicit GlfwWindow(Clock& clock) : clock_(clock) {}
  ~GlfwWindow() override;
  GlfwWindow(const GlfwWindow&) = delete;
  GlfwWindow& operator=(const GlfwWindow&) = delete;

  Status open(const WindowOptions& options);

  WindowEvents wait_events(int timeout_ms) override;
  void wake() override;
  WindowSize size() const override;
  void begin_frame() override;
  void end_frame() override;
  void drop_frame() override;
  void reload_fonts() override;
  void show_picture(const ColourPicture& picture) override;
  std::uintptr_t picture_texture() const override { return picture_texture_; }
  WindowCapture capture() override;

 private:
  Status create(const WindowOptions& options);
  void install_callbacks();
  void make_picture_texture();
  void render();
  void render_inside(const std::vector<PaintRect>& changed);
  void show_all();
  void wait_for_input(int timeout_ms);
  void cover_monitor();

  static GlfwWindow& of(GLFWwindow* window) {
    return *static_cast<GlfwWindow*>(glfwGetWindowUserPointer(window));
  }

  Clock& clock_;
  GlfwLibrary library_;
  GLFWwindow* window_ = nullptr;
  bool fullscreen_ = false;
  MonotonicMs covered_ms_ = 0;  // when that was last made sure of
  bool imgui_is_open_ = false;
  bool fonts_are_stale_ = false;
  GLuint picture_texture_ = 0;
  WindowSize picture_size_;
  bool picture_is_new_ = false;
  std::optional<PartialShow> partial_show_;
  WindowSize shown_size_;
  FrameDifference difference_;
  bool exposed_ = false;  // the window system lost what it showed
  WedgeReader wedge_;
  bool typed_ = false;  // since the last wait began
  WindowEvents events_;
  Touches touches_;
  std::atomic<bool> woken_{false};
};

Status GlfwWindow::open(const WindowOptions& options) {
  if (!library_.is_started()) return cannot_open(last_glfw_error());
  KEQIAN_CHECK_OK(create(options));
  IMGUI_CHECKVERSION();
  ImGui::CreateContext();
  // Nothing is remembered between runs, and a touch screen has no cursor to change.
  ImGui::GetIO().IniFilename = nullptr;
  ImGui::GetIO().LogFilename = nullptr;
  ImGui::GetIO().ConfigFlags |= ImGuiConfigFlags_NoMouseCursorChange;
  double x = 0;
  double y = 0;
  glfwGetCursorPos(window_, &x, &y);
  touches_.move(x, y);
  // Ours first: ImGui's then pass events on to them.
  install_callbacks();
  ImGui_ImplGlfw_InitForOpenGL(window_, true);
  ImGui_ImplOpenGL3_Init(kShaderVersion);
  imgui_is_open_ = true;
  make_picture_texture();
  partial_show_.emplace();
  log_info("window: OpenGL by " +
           std::string(reinterpret_cast<const char*>(glGetString(GL_RENDERER))));
  return ok();
}

Status GlfwWindow::create(const WindowOptions& options) {
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 0);
  glfwWindowHint(GLFW_AUTO_ICONIFY, GLFW_FALSE);
  fullscreen_ = options.fullscreen;
  GLFWmonitor* const monitor = fullscreen_ ? glfwGetPrimaryMonitor() : nullptr;
  WindowSize size = options.size;
  if (monitor != nullptr) {
    const GLFWvidmode* const mode = glfwGetVideoMode(monitor);
    size = {mode->width, mode->height};
  }
  window_ = glfwCreateWindow(size.width, size.height, options.title.c_str(), monitor, nullptr);
  if (window_ == nullptr) return cannot_open(last_glfw_error());
  glfwSetWindowUserPointer(window_, this);
  glfwSetInputMode(window_, GLFW_CURSOR, GLFW_CURSOR_HIDDEN);
  auto pixels = draw_icon(kIconSide);
  const GLFWimage icon{kIconSide, kIconSide, pixels.data()};
  glfwSetWindowIcon(window_, 1, &icon);
  glfwMakeContextCurrent(window_);
  glfwSwapInterval(1);
  return ok();
}

void GlfwWindow::install_callbacks() {
  glfwSetCharCallback(window_, [](GLFWwindow* window, unsigned character) {
    GlfwWindow& self = of(window);
    self.wedge_.character(character, self.clock_.monotonic_ms());
    self.typed_ = true;
  });
  glfwSetKeyCallback(window_, [](GLFWwindow* window, int key, int, int action, int modifiers) {
    GlfwWindow& self = of(window);
    if (action == GLFW_PRESS && ends_a_scan(key, modifiers)) {
      self.wedge_.end_key(self.clock_.monotonic_ms());
    }
    self.typed_ = true;
  });
  glfwSetMouseButtonCallback(window_, [](GLFWwindow* window, int button, int action, int) {
    GlfwWindow& self = of(window);
    self.events_.any = true;
    self.events_.touched = true;
    if (kImGuiLooksOncePerFrame && button == GLFW_MOUSE_BUTTON_LEFT) {
      self.touches_.press(action == GLFW_PRESS);
    }
  });
  glfwSetCursorPosCallback(window_, [](GLFWwindow* window, double x, double y) {
    of(window).events_.any = true;
    of(window).touches_.move(x, y);
  });
  glfwSetScrollCallback(window_,
                        [](GLFWwindow* window, double, double) { of(window).events_.any = true; });
  glfwSetFramebufferSizeCallback(
      window_, [](GLFWwindow* window, int, int) { of(window).events_.any = true; });
  glfwSetWindowRefreshCallback(window_, [](GLFWwindow* window) {
    of(window).events_.any = true;
    of(window).exposed_ = true;
  });
}

void GlfwWindow::make_picture_texture() {
  glGenTextures(1, &picture_texture_);
  glBindTexture(GL_TEXTURE_2D, picture_texture_);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  constexpr std::uint8_t kBlack[4] = {0, 0, 0, 255};
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, 1, 1, 0, GL_RGBA, GL_UNSIGNED_BYTE, kBlack);
}

GlfwWindow::~GlfwWindow() {
  if (imgui_is_open_) {
    glDeleteTextures(1, &picture_texture_);
    ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplGlfw_Shutdown();
    ImGui::DestroyContext();
  }
  if (window_ != nullptr) glfwDestroyWindow(window_);
}

WindowEvents GlfwWindow::wait_events(int timeout_ms) {
  typed_ = false;
  wait_for_input(timeout_ms);
  if (!typed_) wedge_.idle(clock_.monotonic_ms());
  WindowEvents events = std::exchange(events_, {});
  events.any = events.any || touches_.is_waiting();
  if (fullscreen_) {
    cover_monitor();
  } else {
    events.close = glfwWindowShouldClose(window_) == GLFW_TRUE;
  }
  events.scans = wedge_.take();
  return events;
}

void GlfwWindow::wait_for_input(int timeout_ms) {
  MonotonicMs wait_ms = timeout_ms;
  // A burst without an end key is over by time; nobody else would wake us then.
  if (const auto burst_ms = wedge_.wait_ms(clock_.monotonic_ms())) {
    wait_ms = std::min(wait_ms, *burst_ms);
  }
  if (woken_.exchange(false) || wait_ms <= 0 || touches_.is_waiting()) {
    glfwPollEvents();
  } else {
    glfwWaitEventsTimeout(static_cast<double>(wait_ms) / 1000);
    woken_ = false;
  }
}

// A display that is turned, changes its size or is exchanged leaves the window as it was, or
// without a monitor; GLFW has no event for the first two.
void GlfwWindow::cover_monitor() {
  constexpr MonotonicMs kLookMs = 1000;
  const MonotonicMs now_ms = clock_.monotonic_ms();
  if (now_ms - covered_ms_ < kLookMs) return;
  covered_ms_ = now_ms;
  GLFWmonitor* const monitor = glfwGetPrimaryMonitor();
  const GLFWvidmode* const mode = monitor != nullptr ? glfwGetVideoMode(monitor) : nullptr;
  if (mode == nullptr) return;  // no display is plugged in just now
  const bool covered =
      glfwGetWindowMonitor(window_) == monitor && size() == WindowSize{mode->width, mode->height};
  if (covered) return;
  log_info("window: covers a display of " + std::to_string(mode->width) + "x" +
           std::to_string(mode->height));
  glfwSetWindowMonitor(window_, monitor, 0, 0, mode->width, mode->height, mode->refreshRate);
}

void GlfwWindow::wake() {
  woken_ = true;
  glfwPostEmptyEvent();
}

WindowSize GlfwWindow::size() const {
  WindowSize size;
  glfwGetFramebufferSize(window_, &size.width, &size.height);
  return size;
}

void GlfwWindow::begin_frame() {
  if (std::exchange(fonts_are_stale_, false)) {
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    ImGui_ImplOpenGL3_CreateFontsTexture();
    difference_.forget();
  }
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplGlfw_NewFrame();
  if (kImGuiLooksOncePerFrame) touches_.give_next(ImGui::GetIO());
  ImGui::NewFrame();
}

void GlfwWindow::end_frame() {
  ImGui::Render();
  const std::uintptr_t new_texture = std::exchange(picture_is_new_, false) ? picture_texture_ : 0;
  const auto changed = difference_.take(*ImGui::GetDrawData(), new_texture);
  const bool exposed = std::exchange(exposed_, false);
  if (changed && changed->empty() && !exposed) return;
  if (changed && !exposed && partial_show_->is_possible()) {
    render_inside(*changed);
  } else {
    render();
    show_all();
  }
}

void GlfwWindow::drop_frame() {
  ImGui::EndFrame();
}

void GlfwWindow::render() {
  const WindowSize now = size();
  glViewport(0, 0, now.width, now.height);
  glClearColor(1, 1, 1, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

void GlfwWindow::render_inside(const std::vector<PaintRect>& changed) {
  const int height = size().height;
  glEnable(GL_SCISSOR_TEST);
  glClearColor(1, 1, 1, 1);
  for (const auto& rect : changed) {
    glScissor(rect.left, height - rect.bottom, rect.right - rect.left, rect.bottom - rect.top);
    glClear(GL_COLOR_BUFFER_BIT);
  }
  glDisable(GL_SCISSOR_TEST);
  ImDrawData& frame = *ImGui::GetDrawData();
  paint_inside(frame, changed, [&] { ImGui_ImplOpenGL3_RenderDrawData(&frame); });
  for (const auto& rect : changed) {
    partial_show_->show(rect.left, height - rect.bottom, rect.right - rect.left,
                        rect.bottom - rect.top);
  }
}

void GlfwWindow::show_all() {
  if (!partial_show_->is_possible()) return glfwSwapBuffers(window_);
  const WindowSize now = size();
  if (now != shown_size_) {
    // Mesa learns of a new size only by a swap; a copy before would read beyond its old picture.
    shown_size_ = now;
    glfwSwapBuffers(window_);
    render();
  }
  partial_show_->show(0, 0, now.width, now.height);
}

void GlfwWindow::reload_fonts() {
  fonts_are_stale_ = true;
}

void GlfwWindow::show_picture(const ColourPicture& picture) {
  picture_is_new_ = true;
  glBindTexture(GL_TEXTURE_2D, picture_texture_);
  const WindowSize size{picture.width, picture.height};
  if (size == picture_size_) {
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, size.width, size.height, GL_RGBA, GL_UNSIGNED_BYTE,
                    picture.pixels);
    return;
  }
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, size.width, size.height, 0, GL_RGBA, GL_UNSIGNED_BYTE,
               picture.pixels);
  picture_size_ = size;
}

WindowCapture GlfwWindow::capture() {
  constexpr std::size_t kRgbaBytes = 4;
  WindowCapture result;
  result.size = size();
  if (ImGui::GetDrawData() == nullptr) return result;
  // What was swapped out is undefined afterwards, so the same frame is drawn once more and read
  // before anybody sees it.
  render();
  const auto row_bytes = static_cast<std::size_t>(result.size.width) * kRgbaBytes;
  std::vector<std::uint8_t> bottom_up(row_bytes * static_cast<std::size_t>(result.size.height));
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, result.size.width, result.size.height, GL_RGBA, GL_UNSIGNED_BYTE,
               bottom_up.data());
  result.rgba.reserve(bottom_up.size());
  for (auto row = bottom_up.end(); row != bottom_up.begin();) {
    row -= static_cast<std::ptrdiff_t>(row_bytes);
    result.rgba.insert(result.rgba.end(), row, row + static_cast<std::ptrdiff_t>(row_bytes));
  }
  for (std::size_t i = kRgbaBytes - 1; i < result.rgba.size(); i += kRgbaBytes)
    result.rgba[i] = 255;
  return result;
}

}  // namespace

Result<std::unique_ptr<Window>> open_window(const WindowOptions& options, Clock& clock) {
  auto window = std::make_unique<GlfwWindow>(clock);
  KEQIAN_CHECK_OK(window->open(options));
  return std::unique_ptr<Window>(std::move(window));
}

}  // namespace keqian::kiosk
