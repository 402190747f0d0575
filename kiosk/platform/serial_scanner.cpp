#include "kiosk/platform/serial_scanner.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "kiosk/platform/serial_reader.h"
#include "server-sync/base/log.h"

namespace keqian::kiosk {
namespace {

namespace fs = std::filesystem;
using Kind = ScannerSource::Kind;

struct Speed {
  int bits_per_second;
  speed_t code;
};
constexpr Speed kSpeeds[] = {
    {9600, B9600}, {19200, B19200}, {38400, B38400}, {57600, B57600}, {115200, B115200}};

const Speed* find_speed(int bits_per_second) {
  return std::ranges::find(kSpeeds, bits_per_second, &Speed::bits_per_second);
}

class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  Descriptor(Descriptor&& other) noexcept : value_(std::exchange(other.value_, -1)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int value() const { return value_; }

 private:
  int value_;
};

Error port_error(const std::string& path, const char* what) {
  const int reason = errno;
  return {ErrorKind::kUnavailable,
          "the scanner at " + path + " cannot be " + what + ": " + std::strerror(reason),
          reason == EACCES ? "add this user to the group dialout" : ""};
}

// The port with every byte as it is sent: no echo, no signals, no translation of line ends.
Result<Descriptor> open_port(const std::string& path, int bits_per_second) {
  Descriptor port(::open(path.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
  if (port.value() < 0) return port_error(path, "opened");
  termios settings{};
  if (::tcgetattr(port.value(), &settings) != 0) return port_error(path, "used");
  ::cfmakeraw(&settings);
  settings.c_cflag &= ~static_cast<tcflag_t>(PARENB | CSTOPB | CRTSCTS);
  settings.c_cflag |= CLOCAL | CREAD;
  const speed_t speed = find_speed(bits_per_second)->code;
  ::cfsetispeed(&settings, speed);
  ::cfsetospeed(&settings, speed);
  if (::tcsetattr(port.value(), TCSANOW, &settings) != 0) return port_error(path, "set up");
  // Another program on the same port would take every other code.
  ::ioctl(port.value(), TIOCEXCL);
  ::tcflush(port.value(), TCIFLUSH);
  return port;
}

bool is_scanner_name(const std::string& name) {
  return name.starts_with("ttyACM") || name.starts_with("ttyUSB");
}

std::vector<std::string> ports_in(const fs::path& devices) {
  std::vector<std::string> ports;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(devices, error)) {
    if (is_scanner_name(entry.path().filename())) ports.push_back(entry.path().string());
  }
  std::ranges::sort(ports);
  return ports;
}

}  // namespace

Result<ScannerSource> parse_scanner_source(std::string_view text) {
  if (text == "none") return ScannerSource{};
  if (text == "auto") return ScannerSource{Kind::kAuto, {}};
  ScannerSource source{Kind::kDevice, {}};
  const std::size_t colon = text.find(':');
  source.path = text.substr(0, colon);
  bool known = source.path.starts_with("/dev/");
  if (colon != std::string_view::npos) {
    const std::string_view speed = text.substr(colon + 1);
    const auto* const end = speed.data() + speed.size();
    const auto parsed = std::from_chars(speed.data(), end, source.bits_per_second);
    known = known && parsed.ec == std::errc{} && parsed.ptr == end &&
            find_speed(source.bits_per_second) != std::end(kSpeeds);
  }
  if (known) return source;
  return invalid(
      "\"" + std::string(text) + "\" names no scanner",
      "use none, auto, /dev/ttyACM0 or /dev/ttyUSB0:115200; 9600 to 115200 bits a second");
}

class SerialScanner::Thread {
 public:
  Thread(ScannerSource source, Clock& clock, std::function<void(std::string)> heard,
         Options options)
      : source_(std::move(source)),
        clock_(clock),
        heard_(std::move(heard)),
        options_(std::move(options)),
        stop_(::eventfd(0, EFD_CLOEXEC)),
        thread_([this] { run(); }) {}

  ~Thread() {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(stop_.value(), &one, sizeof one);
    thread_.join();
  }
  Thread(const Thread&) = delete;
  Thread& operator=(const Thread&) = delete;

 private:
  void run() {
    do {
      if (const auto port = open_first()) {
        if (!read(port->value())) return;
        log_warning("scanner: it went away");
      }
    } while (!stopped_within(options_.look_ms));
  }

  std::optional<Descriptor> open_first() {
    std::error_code error;
    std::string trouble;
    for (const auto& path : candidates()) {
      if (!fs::exists(path, error)) continue;
      auto port = open_port(path, source_.bits_per_second);
      if (port.ok()) {
        log_info("scanner: listening at " + path);
        trouble_.clear();
        return std::move(port).value();
      }
      trouble = port.error().text();
    }
    // Said once, not at every look.
    if (!trouble.empty() && trouble != trouble_) log_warning("scanner: " + trouble);
    trouble_ = std::move(trouble);
    return std::nullopt;
  }

  std::vector<std::string> candidates() const {
    return source_.kind == Kind::kAuto ? ports_in(options_.devices)
                                       : std::vector<std::string>{source_.path};
  }

  // Until the port goes away (true) or the scanner ends (false).
  bool read(int port) {
    SerialReader reader;
    std::array<char, 4096> buffer{};
    for (;;) {
      pollfd waited[] = {{port, POLLIN, 0}, {stop_.value(), POLLIN, 0}};
      const auto wait = reader.wait_ms(clock_.monotonic_ms());
      const int count = ::poll(waited, std::size(waited), wait ? static_cast<int>(*wait) : -1);
      if (waited[1].revents != 0) return false;
      if (count > 0) {
        const auto length = ::read(port, buffer.data(), buffer.size());
        const bool later = length < 0 && (errno == EAGAIN || errno == EINTR);
        if (length <= 0 && !later) return true;
        if (length > 0) {
          reader.bytes({buffer.data(), static_cast<std::size_t>(length)}, clock_.monotonic_ms());
        }
      } else if (count == 0) {
        reader.idle(clock_.monotonic_ms());
      }
      for (auto& text : reader.take()) heard_(std::move(text));
    }
  }

  bool stopped_within(MonotonicMs duration_ms) const {
    pollfd waited{stop_.value(), POLLIN, 0};
    return ::poll(&waited, 1, static_cast<int>(duration_ms)) > 0;
  }

  const ScannerSource source_;
  Clock& clock_;
  const std::function<void(std::string)> heard_;
  const Options options_;
  const Descriptor stop_;
  std::string trouble_;  // the last that was logged
  std::thread thread_;
};

SerialScanner::SerialScanner(ScannerSource source, Clock& clock,
                             std::function<void(std::string)> heard, Options options) {
  if (source.kind == Kind::kNone) return;
  thread_ =
      std::make_unique<Thread>(std::move(source), clock, std::move(heard), std::move(options));
}

SerialScanner::~SerialScanner() = default;

}  // namespace keqian::kiosk
