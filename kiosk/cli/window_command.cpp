#include "kiosk/cli/window_command.h"

#include <unistd.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>

#include "kiosk/cli/commands.h"
#include "kiosk/cli/ending.h"
#include "kiosk/cli/uploads.h"
#include "kiosk/ledger/ledger.h"
#include "kiosk/paper/day_papers.h"
#include "kiosk/platform/device_watch.h"
#include "kiosk/platform/glfw_window.h"
#include "kiosk/platform/gstreamer_camera.h"
#include "kiosk/platform/openal_speaker.h"
#include "kiosk/platform/qr_decoder.h"
#include "kiosk/platform/serial_scanner.h"
#include "kiosk/platform/supervisor.h"
#include "kiosk/platform/usb_stick.h"
#include "kiosk/runtime/camera_switch.h"
#include "kiosk/runtime/decode_worker.h"
#include "kiosk/runtime/ledger_store.h"
#include "kiosk/runtime/station.h"
#include "kiosk/runtime/store_worker.h"
#include "kiosk/runtime/sync_words.h"
#include "kiosk/runtime/window_loop.h"
#include "kiosk/screens/screens.h"
#include "kiosk/ui/ui.h"
#include "server-sync/base/log.h"

namespace keqian::kiosk {
namespace {

class ScreenPainter final : public Painter {
 public:
  ScreenPainter(Ui& ui, const Window& window, Clock& clock, double scale)
      : ui_(ui), window_(window), clock_(clock), scale_(static_cast<float>(scale)) {}

  std::vector<Touch> draw(const Model& model, const ShownPicture& picture) override {
    const auto size = window_.size();
    Frame frame;
    frame.width_pixels = size.width;
    frame.height_pixels = size.height;
    frame.time_ms = clock_.monotonic_ms();
    frame.scale_override = scale_;
    if (picture.width > 0 && picture.height > 0) {
      frame.camera_texture = picture.texture;
      frame.camera_aspect = static_cast<float>(picture.width) / static_cast<float>(picture.height);
    }
    ui_.begin_frame(frame);
    auto touches = kiosk::draw(model, ui_);
    ui_.end_frame();
    return touches;
  }

  bool lacks_glyphs() const override { return ui_.fonts_stale(); }
  void rebuild_fonts() override { ui_.rebuild_fonts(); }
  bool moving() const override { return ui_.moving(); }

 private:
  Ui& ui_;
  const Window& window_;
  Clock& clock_;
  float scale_;
};

class Effects final : public EffectTarget {
 public:
  struct Parts {
    StoreWorker& store;
    Uploads& uploads;
    CameraSwitch& camera;
    Ending& ending;
  };
  explicit Effects(const Parts& parts) : parts_(parts) {}

  void submit(const Effect& effect) override { parts_.store.submit(effect); }
  void sync_now() override { parts_.uploads.attempt_now(); }
  void choose_camera(const std::string& source) override { parts_.camera.choose(source); }
  void set_torch(bool on) override { parts_.camera.set_torch(on); }
  void exit_program() override { parts_.ending.ask(); }

 private:
  Parts parts_;
};

std::unique_ptr<Camera> camera_of(const std::string& text) {
  const auto source = parse_camera_source(text);
  if (source) return make_camera(*source, program_clock());
  log_warning("camera: " + source.error().text());
  return nullptr;
}

// `started_with`: the source as the program was started.
std::vector<CameraChoice> camera_choices(const std::string& started_with) {
  std::vector<CameraChoice> choices = {{"auto", ""}};
  const DeviceWatch devices([] {});
  for (auto& camera : devices.cameras()) {
    choices.push_back({std::move(camera.device), std::move(camera.name)});
  }
  choices.push_back({"none", ""});
  if (std::ranges::find(choices, started_with, &CameraChoice::source) == choices.end()) {
    choices.push_back({started_with, ""});  // a file, or a device that is not there now
  }
  for (auto& choice : choices) choice.as_started = choice.source == started_with;
  return choices;
}

Result<std::vector<std::filesystem::path>> export_in_words(StaffDesk& desk, BusinessDate date,
                                                           Language language,
                                                           const std::filesystem::path& folder) {
  const auto& words = language == Language::kChinese ? Catalogue::chinese() : Catalogue::english();
  return export_day(desk, date, words, folder);
}

using FindStick = std::function<std::optional<std::filesystem::path>()>;

// A folder that was named is there or not, like a stick.
FindStick stick_finder(const std::filesystem::path& named, bool writable) {
  if (named.empty()) return writable ? usb_stick : locked_usb_stick;
  return [named, writable]() -> std::optional<std::filesystem::path> {
    const bool can_write = ::access(named.c_str(), W_OK) == 0;
    std::error_code error;
    if (!std::filesystem::is_directory(named, error) || can_write != writable) return std::nullopt;
    return named;
  };
}

// Gives out a store that is open already, and opens another one when that is asked for.
OpenStore after_first(Result<std::unique_ptr<StationStore>> first, OpenStore open) {
  auto kept =
      std::make_shared<std::optional<Result<std::unique_ptr<StationStore>>>>(std::move(first));
  return [kept, open = std::move(open)]() -> Result<std::unique_ptr<StationStore>> {
    if (!kept->has_value()) return open();
    auto result = std::move(**kept);
    kept->reset();
    return result;
  };
}

wire::SecretKey make_view_key() {
  wire::SecretKey key;
  program_randomness().fill(key);
  return key;
}

WindowOptions window_options(const WindowArguments& arguments) {
  WindowOptions options;
  if (arguments.width > 0) options.size = {arguments.width, arguments.height};
  options.fullscreen = arguments.fullscreen;
  options.title = "Keqian 科签";
  return options;
}

// The window draws many times a second, its supervisor listens once a minute.
class Heart {
 public:
  Heart(const Lifeline& lifeline, Clock& clock) : lifeline_(lifeline), clock_(clock) {}

  void beat() {
    constexpr MonotonicMs kBetweenMs = 1000;
    const MonotonicMs now_ms = clock_.monotonic_ms();
    if (last_ms_ && now_ms - *last_ms_ < kBetweenMs) return;
    last_ms_ = now_ms;
    lifeline_.beat();
  }

 private:
  const Lifeline& lifeline_;
  Clock& clock_;
  std::optional<MonotonicMs> last_ms_;
};

// One life of the station, from its start until it is closed.
int live(const WindowArguments& arguments, const ScannerSource& scanner_source,
         const Lifeline& lifeline) {
  // What stands higher ends later: nobody is told of anything that has ended.
  Ending ending;
  auto& clock = program_clock();
  auto& randomness = program_randomness();
  std::unique_ptr<Window> window;
  CameraSwitch camera(arguments.camera, camera_of);
  const auto open_store = ledger_store_opener({arguments.data, system_boot_id(), KEQIAN_VERSION},
                                              camera, clock, randomness);
  // Trouble with the disk is a screen of the kiosk; a folder that is not ours to write is not.
  auto first = open_store();
  if (!first && first.error().kind == ErrorKind::kConflict) return state_failure(first.error());
  open_log_file(arguments.data);
  if (!lifeline.last_end().empty()) log_warning("started again: " + lifeline.last_end());

  auto opened = open_window(window_options(arguments), clock);
  if (!opened) return state_failure(opened.error());
  window = std::move(*opened);
  auto ui = Ui::open();
  if (!ui) return state_failure(ui.error());
  const auto speaker = make_speaker(clock, arguments.data / "voice");
  QrDecoder decoder;
  transfer::CurlHttpClient enrolment_client;

  Mailbox mailbox([&window] { window->wake(); });
  StoreWorker* refreshed = nullptr;  // uploads begin after the store does
  Uploads uploads(clock, randomness,
                  [&, logged = std::string()](const uploader::SyncState& state) mutable {
                    if (state.detail != logged && !state.detail.empty())
                      log_warning("uploads: " + state.detail);
                    logged = state.detail;
                    Sync sync = sync_of(state);
                    sync.damaged_ledger = !ledgers_set_aside(arguments.data).empty();
                    mailbox.post(SyncChanged{sync});
                    if (state.configuration_changed) refreshed->refresh();
                  });
  StoreWorker store({after_first(std::move(first), open_store),
                     enrolment_client,
                     clock,
                     randomness,
                     mailbox,
                     KEQIAN_VERSION,
                     [&](uploader::Outbox& outbox) { uploads.start(outbox); },
                     [&] { uploads.wake(); },
                     {arguments.data / "exports", stick_finder(arguments.stick, true),
                      [&] { return camera_choices(arguments.camera); }, export_in_words},
                     {stick_finder(arguments.stick, true), stick_finder(arguments.stick, false)}});
  refreshed = &store;
  DecodeWorker decode_worker(camera, decoder, clock, mailbox);

  Effects effects({store, uploads, camera, ending});
  const auto language = arguments.english ? Language::kEnglish : Language::kChinese;
  Station station(initial_model(language, make_view_key()), clock, *speaker, effects);
  ScreenPainter painter(**ui, *window, clock, arguments.scale);
  WindowLoop loop(*window, painter, camera, mailbox, station);

  const SerialScanner scanner(scanner_source, clock,
                              [&mailbox](std::string text) {
                                mailbox.post(CodeRead{std::move(text), Method::kScanner});
                              },
                              {});
  ending.watch([&window] { window->wake(); });
  camera.on_change([&window] { window->wake(); });
  camera.start();
  store.start();
  decode_worker.start();
  Heart heart(lifeline, clock);
  loop.run(ending.asked(), [&heart] { heart.beat(); });

  mailbox.close();
  enrolment_client.interrupt();
  uploads.stop();
  return kExitSuccess;
}

int wrong_device(const Error& error) {
  state_failure(error);
  return kExitUsage;
}

}  // namespace

int run_window(const WindowArguments& arguments) {
  const auto camera = parse_camera_source(arguments.camera);
  if (!camera) return wrong_device(camera.error());
  const auto scanner = parse_scanner_source(arguments.scanner);
  if (!scanner) return wrong_device(scanner.error());
  return supervise(program_clock(),
                   [&](const Lifeline& lifeline) { return live(arguments, *scanner, lifeline); });
}

}  // namespace keqian::kiosk
