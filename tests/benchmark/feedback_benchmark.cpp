// keqian-feedback-benchmark: times the way from the first frame of the camera in which a visitor's
// code can be read to the return of the end_frame that first shows the visitor what became of it
// (limit 100 ms, 99th percentile): the real decoder, threads, ledger, screens and window, on a
// display with software OpenGL, first with an empty ledger, then with 300,000 check-ins in it.
// Where the time goes stands below it. Drawing a frame has a limit of its own, 16 ms of this
// thread's processor time.
#include <stdlib.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/ledger/ledger_outbox.h"
#include "kiosk/platform/glfw_window.h"
#include "kiosk/platform/openal_speaker.h"
#include "kiosk/platform/qr_decoder.h"
#include "kiosk/runtime/decode_worker.h"
#include "kiosk/runtime/ledger_store.h"
#include "kiosk/runtime/station.h"
#include "kiosk/runtime/store_worker.h"
#include "kiosk/runtime/window_loop.h"
#include "kiosk/screens/screens.h"
#include "kiosk/ui/ui.h"
#include "server-sync/base/assert.h"
#include "server-sync/transfer/http_client.h"
#include "tests/benchmark/large_ledger.h"
#include "tests/benchmark/visitor_camera.h"

namespace {

using namespace keqian;         // NOLINT: a program of one file
using namespace keqian::kiosk;  // NOLINT

constexpr double kFeedbackMsMax = 100;
constexpr double kDrawingMsMax = 16;
constexpr int kVisitors = 100;
constexpr int kWaitMs = 50;

double percentile(std::vector<double> values, double share) {
  KEQIAN_ASSERT(!values.empty());
  std::sort(values.begin(), values.end());
  const auto last = static_cast<double>(values.size() - 1);
  return values[static_cast<std::size_t>(std::lround(share * last))];
}

double thread_cpu_ms() {
  timespec now{};
  KEQIAN_ASSERT(::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) == 0);
  return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
}

// The decoder, with an eye on when it first read which code.
class WatchedDecoder final : public Decoder {
 public:
  SeenCodes decode(const GrayFrame& frame) override {
    auto seen = decoder_.decode(frame);
    const auto now = std::chrono::steady_clock::now();
    const std::lock_guard lock(mutex_);
    for (const auto& code : seen.codes) read_.emplace(code.text, now);
    return seen;
  }
  std::optional<test::Instant> read(const std::string& code) const {
    const std::lock_guard lock(mutex_);
    const auto found = read_.find(code);
    return found != read_.end() ? std::optional(found->second) : std::nullopt;
  }

 private:
  QrDecoder decoder_;
  mutable std::mutex mutex_;
  std::map<std::string, test::Instant> read_;
};

// The window, with an eye on when which counted visitor first was on it.
class WatchedWindow final : public Window {
 public:
  explicit WatchedWindow(Window& window) : window_(window) {}

  WindowEvents wait_events(int timeout_ms) override { return window_.wait_events(timeout_ms); }
  void wake() override { window_.wake(); }
  WindowSize size() const override { return window_.size(); }
  void begin_frame() override {
    began_ms_ = thread_cpu_ms();
    window_.begin_frame();
  }
  void end_frame() override {
    window_.end_frame();
    drawing_ms_.push_back(thread_cpu_ms() - began_ms_);
    if (drawn_ && (shown_.empty() || shown_.back().first.sequence != drawn_->sequence)) {
      shown_.emplace_back(*drawn_, std::chrono::steady_clock::now());
    }
  }
  void drop_frame() override { window_.drop_frame(); }
  void reload_fonts() override { window_.reload_fonts(); }
  void show_picture(const ColourPicture& picture) override { window_.show_picture(picture); }
  std::uintptr_t picture_texture() const override { return window_.picture_texture(); }
  WindowCapture capture() override { return window_.capture(); }

  void drawn(const Model& model) {
    const Counted* counted = model.result ? std::get_if<Counted>(&model.result->kind) : nullptr;
    drawn_ = counted != nullptr ? std::optional(*counted) : std::nullopt;
  }
  const std::vector<std::pair<Counted, test::Instant>>& shown() const { return shown_; }
  const std::vector<double>& drawing_ms() const { return drawing_ms_; }

 private:
  Window& window_;
  double began_ms_ = 0;
  std::optional<Counted> drawn_;
  std::vector<std::pair<Counted, test::Instant>> shown_;
  std::vector<double> drawing_ms_;
};

class WatchedPainter final : public Painter {
 public:
  WatchedPainter(Ui& ui, WatchedWindow& window, Clock& clock)
      : ui_(ui), window_(window), clock_(clock) {}

  std::vector<Touch> draw(const Model& model, const ShownPicture& picture) override {
    Frame frame;
    frame.width_pixels = window_.size().width;
    frame.height_pixels = window_.size().height;
    frame.time_ms = clock_.monotonic_ms();
    frame.camera_texture = picture.width > 0 ? picture.texture : 0;
    ui_.begin_frame(frame);
    auto touches = kiosk::draw(model, ui_);
    ui_.end_frame();
    window_.drawn(model);
    return touches;
  }
  bool lacks_glyphs() const override { return ui_.fonts_stale(); }
  void rebuild_fonts() override { ui_.rebuild_fonts(); }
  bool moving() const override { return ui_.moving(); }

 private:
  Ui& ui_;
  WatchedWindow& window_;
  Clock& clock_;
};

class StoreOnly final : public EffectTarget {
 public:
  explicit StoreOnly(StoreWorker& store) : store_(store) {}
  void submit(const Effect& effect) override { store_.submit(effect); }
  void sync_now() override {}
  void choose_camera(const std::string&) override {}
  void set_torch(bool) override {}
  void exit_program() override {}

 private:
  StoreWorker& store_;
};

// Who comes: every one of them to be counted, and no two neighbours of one size.
int persons_of(std::size_t visitor) {
  return 1 + static_cast<int>(visitor % 9);
}

std::vector<std::string> passes(Clock& clock, Randomness& randomness) {
  const auto today = BusinessDate::of(clock.utc_ms());
  std::vector<std::string> result;
  for (std::size_t i = 0; i < kVisitors; ++i) {
    result.push_back(test::bench_pass(Category::kPublic, persons_of(i), today, randomness));
  }
  return result;
}

// The bench's ledger as of now, with a configuration of today.
void bring_up_to_date(const std::filesystem::path& folder, Clock& clock, Randomness& randomness) {
  auto ledger = Ledger::open_for_counting({folder, system_boot_id(), {}}, clock, randomness);
  KEQIAN_ASSERT(ledger.ok());
  LedgerOutbox outbox(**ledger, "benchmark");
  auto configuration = test::bench_configuration(BusinessDate::of(clock.utc_ms()));
  configuration.version = 2;
  const auto identity = outbox.identity();
  KEQIAN_ASSERT(identity.ok());
  if (!*identity) KEQIAN_ASSERT(outbox.store_identity(test::bench_identity()).ok());
  KEQIAN_ASSERT(
      outbox.store_configuration(configuration, wire::encode(configuration), "\"2\"").ok());
}

struct Figures {
  std::vector<double> feedback_ms;  // and its two parts:
  std::vector<double> reading_ms;
  std::vector<double> answering_ms;
  int readable = 0;
  int missed = 0;
  std::vector<double> drawing_ms;
};

// Everything there is to know about one measurement; the vectors are as long as `passes`.
struct Watched {
  const std::vector<std::string>& passes;
  const test::VisitorCamera& camera;
  const WatchedDecoder& decoder;
  const WatchedWindow& window;
};

double ms_between(test::Instant from, test::Instant to) {
  return std::chrono::duration<double, std::milli>(to - from).count();
}

// Visitors are counted and shown one after another; one that was missed is told by its size.
Figures figures_of(const Watched& watched) {
  Figures figures;
  figures.drawing_ms = watched.window.drawing_ms();
  const auto& shown = watched.window.shown();
  const auto first_readable = watched.camera.first_readable();
  std::size_t next = 0;
  for (std::size_t i = 0; i < watched.passes.size(); ++i) {
    const bool is_shown = next < shown.size() && shown[next].first.persons == persons_of(i);
    figures.readable += first_readable[i] ? 1 : 0;
    figures.missed += first_readable[i] && !is_shown ? 1 : 0;
    if (!is_shown) continue;
    const auto read = watched.decoder.read(watched.passes[i]);
    if (first_readable[i] && read) {
      figures.feedback_ms.push_back(ms_between(*first_readable[i], shown[next].second));
      figures.reading_ms.push_back(ms_between(*first_readable[i], *read));
      figures.answering_ms.push_back(ms_between(*read, shown[next].second));
    }
    ++next;
  }
  return figures;
}

Figures measure(const std::filesystem::path& folder, Window& real_window, Ui& ui, Clock& clock,
                Randomness& randomness) {
  bring_up_to_date(folder, clock, randomness);
  const auto codes = passes(clock, randomness);
  WatchedWindow window(real_window);
  test::VisitorCamera camera(codes, clock);
  const auto speaker = make_speaker(clock, {});
  WatchedDecoder decoder;
  transfer::CurlHttpClient enrolment_client;
  Mailbox mailbox([&window] { window.wake(); });
  {
    StoreWorker store(
        {ledger_store_opener({folder, system_boot_id(), "benchmark"}, camera, clock, randomness),
         enrolment_client,
         clock,
         randomness,
         mailbox,
         "benchmark",
         [](uploader::Outbox&) {},
         [] {},
         {folder, [] { return std::nullopt; }, [] { return std::vector<CameraChoice>(); }}});
    DecodeWorker decode_worker(camera, decoder, clock, mailbox);
    StoreOnly effects(store);
    Station station(initial_model(Language::kChinese, wire::SecretKey{1}), clock, *speaker,
                    effects);
    WatchedPainter painter(ui, window, clock);
    WindowLoop loop(window, painter, camera, mailbox, station);
    camera.on_change([&window] { window.wake(); });
    store.start();
    while (screen_of(station.model()) == Screen::kStarting) KEQIAN_ASSERT(loop.step(kWaitMs));
    decode_worker.start();
    camera.start();
    while (!camera.is_over()) KEQIAN_ASSERT(loop.step(kWaitMs));
    mailbox.close();
  }
  return figures_of({codes, camera, decoder, window});
}

void report_part(const char* part, const std::vector<double>& ms) {
  std::printf("  of it %-38s %6.1f ms median, %.1f ms p99\n", part, percentile(ms, 0.5),
              percentile(ms, 0.99));
}

bool report(const char* ledger, const Figures& figures) {
  const double p99 = percentile(figures.feedback_ms, 0.99);
  std::printf(
      "frame to feedback, %-25s %6.1f ms median, %.1f ms p99 (limit %.0f, ratio %.2f; %d of %d "
      "visitors readable, %d not shown)\n",
      ledger, percentile(figures.feedback_ms, 0.5), p99, kFeedbackMsMax, p99 / kFeedbackMsMax,
      figures.readable, kVisitors, figures.missed);
  report_part("reading the code", figures.reading_ms);
  report_part("committing and showing it", figures.answering_ms);
  const double drawing = percentile(figures.drawing_ms, 0.99);
  std::printf(
      "drawing a frame, %-27s %6.2f ms median, %.2f ms p99 (limit %.0f, ratio %.2f; the first or "
      "slowest %.1f ms)\n",
      ledger, percentile(figures.drawing_ms, 0.5), drawing, kDrawingMsMax, drawing / kDrawingMsMax,
      percentile(figures.drawing_ms, 1));
  return p99 <= kFeedbackMsMax && figures.missed == 0;
}

}  // namespace

int main() {
  wire::initialise_crypto();
  std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
  ::setenv("TMPDIR", KEQIAN_BENCHMARK_FOLDER, 1);
  ::setenv("LIBGL_ALWAYS_SOFTWARE", "1", 1);
  SystemClock clock;
  SeededRandomness randomness(7);
  auto window = open_window({.size = {1280, 800}, .fullscreen = false, .title = "Keqian"}, clock);
  if (!window) {
    std::fprintf(stderr, "keqian-feedback-benchmark: %s\n", window.error().text().c_str());
    return 1;
  }
  auto ui = Ui::open();
  if (!ui) {
    std::fprintf(stderr, "keqian-feedback-benchmark: %s\n", ui.error().text().c_str());
    return 1;
  }
  const test::TemporaryFolder empty;
  const bool quick =
      report("an empty ledger:", measure(empty.path(), **window, **ui, clock, randomness));
  test::KioskBench large;
  test::fill_large(large);
  const bool quick_when_large =
      report("300,000 check-ins:", measure(large.folder.path(), **window, **ui, clock, randomness));
  return quick && quick_when_large ? 0 : 1;
}
