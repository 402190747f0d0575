// A code scanner on a serial port of its own, USB (CDC-ACM or a converter) or RS-232: a thread that
// opens it when it is there, reads it, and waits for it to come back when it was pulled out.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "server-sync/base/clock.h"
#include "server-sync/base/result.h"

namespace keqian::kiosk {

struct ScannerSource {
  enum class Kind {
    kNone,   // "none"
    kAuto,   // "auto": the first /dev/ttyACM* or /dev/ttyUSB* there is, whenever it is
    kDevice  // "/dev/ttyACM0", or with its speed "/dev/ttyUSB0:115200"
  };
  Kind kind = Kind::kNone;
  std::string path;            // with kDevice
  int bits_per_second = 9600;  // 8 bits, no parity, 1 stop bit; USB scanners ignore it
};

// 9600, 19200, 38400, 57600 or 115200 bits a second.
Result<ScannerSource> parse_scanner_source(std::string_view text);

class SerialScanner {
 public:
  struct Options {
    std::filesystem::path devices = "/dev";  // where kAuto looks
    MonotonicMs look_ms = 1000;              // how often a scanner that is away is looked for
  };

  // `heard` is called on the scanner's thread with each text, as `scanned_text` has it. The clock
  // outlives the scanner.
  SerialScanner(ScannerSource source, Clock& clock, std::function<void(std::string)> heard,
                Options options);
  ~SerialScanner();  // `heard` is not called any more when it returns
  SerialScanner(const SerialScanner&) = delete;
  SerialScanner& operator=(const SerialScanner&) = delete;

 private:
  class Thread;
  std::unique_ptr<Thread> thread_;  // none with kNone
};

}  // namespace keqian::kiosk
