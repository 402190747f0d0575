// Pseudo-terminals stand in for the scanner: what is written to one end is what a port delivers.
#include "kiosk/platform/serial_scanner.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <vector>

#include "kiosk/platform/scanned_text.h"
#include "kiosk/platform/serial_reader.h"

namespace keqian::kiosk {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Kind = ScannerSource::Kind;

const std::string kPass = "KQ1M3XQ8Z0T7VBN5C1R9DKWEYG2H4J6PA0SFTZ8QKXN";

TEST(ScannerSource, ReadsItsSpellings) {
  EXPECT_EQ(parse_scanner_source("none")->kind, Kind::kNone);
  EXPECT_EQ(parse_scanner_source("auto")->kind, Kind::kAuto);
  const auto plain = parse_scanner_source("/dev/ttyACM1");
  EXPECT_EQ(plain->kind, Kind::kDevice);
  EXPECT_EQ(plain->path, "/dev/ttyACM1");
  EXPECT_EQ(plain->bits_per_second, 9600);
  const auto quick = parse_scanner_source("/dev/ttyUSB0:115200");
  EXPECT_EQ(quick->path, "/dev/ttyUSB0");
  EXPECT_EQ(quick->bits_per_second, 115200);
}

TEST(ScannerSource, RefusesAnythingElseWithAHint) {
  for (const auto* text : {"", "ttyACM0", "/etc/passwd", "/dev/ttyUSB0:", "/dev/ttyUSB0:300",
                           "/dev/ttyUSB0:9600x", "AUTO", "auto:9600"}) {
    const auto source = parse_scanner_source(text);
    ASSERT_FALSE(source.ok()) << text;
    EXPECT_FALSE(source.error().hint.empty());
  }
}

TEST(SerialReader, EveryEndCharacterEndsAText) {
  SerialReader reader;
  reader.bytes("]Q1FIRST\r\nSECOND\t\x02THIRD\x03REST", 1000);
  EXPECT_THAT(reader.take(), ElementsAre("FIRST", "SECOND", "THIRD"));
  EXPECT_THAT(reader.take(), IsEmpty());
}

TEST(SerialReader, SilenceEndsATextWithoutAnEndCharacter) {
  SerialReader reader;
  EXPECT_EQ(reader.wait_ms(1000), std::nullopt);
  reader.bytes(kPass.substr(0, 20), 1000);
  reader.idle(1000 + SerialReader::kGapMs - 1);
  reader.bytes(kPass.substr(20), 1000 + SerialReader::kGapMs - 1);
  EXPECT_EQ(reader.wait_ms(1000 + SerialReader::kGapMs - 1), SerialReader::kGapMs);
  EXPECT_THAT(reader.take(), IsEmpty());
  reader.idle(1000 + 2 * SerialReader::kGapMs);
  EXPECT_THAT(reader.take(), ElementsAre(kPass));
  EXPECT_EQ(reader.wait_ms(5000), std::nullopt);
}

TEST(SerialReader, OtherScriptsComeThroughAndBadBytesAreMarked) {
  SerialReader reader;
  reader.bytes("科签欢迎\r\xC4\xE3\xBA\xC3 GBK\r", 0);
  const auto texts = reader.take();
  ASSERT_THAT(texts, SizeIs(2));
  EXPECT_EQ(texts[0], "科签欢迎");
  EXPECT_TRUE(texts[1].starts_with("\uFFFD"));
  EXPECT_TRUE(texts[1].ends_with(" GBK"));
}

TEST(SerialReader, AnEndlessTextIsSwallowedUpToItsEnd) {
  SerialReader reader;
  for (int i = 0; i < 10; ++i) reader.bytes(std::string(kScannedCharactersMax, 'A'), i);
  reader.bytes("\r" + kPass + "\r", 10);
  EXPECT_THAT(reader.take(), ElementsAre(kPass));
}

// A pseudo-terminal under a name that a scanner's port would have.
class Port {
 public:
  explicit Port(fs::path name)
      : name_(std::move(name)), scanner_(::posix_openpt(O_RDWR | O_NOCTTY)) {
    ::grantpt(scanner_);
    ::unlockpt(scanner_);
    fs::create_symlink(::ptsname(scanner_), name_);
  }
  ~Port() {
    fs::remove(name_);
    ::close(scanner_);  // the other end reads the end of the line, as when a plug is pulled
  }
  Port(const Port&) = delete;
  Port& operator=(const Port&) = delete;

  void send(const std::string& bytes) const {
    ASSERT_EQ(::write(scanner_, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  }
  termios settings() const {
    termios result{};
    ::tcgetattr(scanner_, &result);
    return result;
  }

 private:
  const fs::path name_;
  const int scanner_;
};

class RealPort : public ::testing::Test {
 protected:
  RealPort() {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~RealPort() override {
    scanner_.reset();
    fs::remove_all(folder_);
  }

  void listen(const ScannerSource& source) {
    scanner_ = std::make_unique<SerialScanner>(
        source, clock_,
        [this](std::string text) {
          const std::lock_guard lock(mutex_);
          heard_.push_back(std::move(text));
          changed_.notify_all();
        },
        SerialScanner::Options{.devices = folder_, .look_ms = 10});
  }

  // Sends until something is heard: a port that nobody has opened yet is emptied when it is.
  std::vector<std::string> hear(const Port& port, const std::string& bytes) {
    constexpr int kTriesMax = 100;
    for (int i = 0; i < kTriesMax; ++i) {
      port.send(bytes);
      std::unique_lock lock(mutex_);
      if (changed_.wait_for(lock, std::chrono::milliseconds(300),
                            [this] { return !heard_.empty(); })) {
        return std::exchange(heard_, {});
      }
    }
    return {};
  }

  fs::path folder_ = fs::temp_directory_path() / ("keqian-serial-" + std::to_string(::getpid()));
  SystemClock clock_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> heard_;
  std::unique_ptr<SerialScanner> scanner_;
};

TEST_F(RealPort, ANamedScannerIsHeard) {
  const Port port(folder_ / "ttyACM7");
  listen({Kind::kDevice, (folder_ / "ttyACM7").string()});
  EXPECT_THAT(hear(port, "]Q1" + kPass + "\r\n"), ElementsAre(kPass));
  EXPECT_THAT(hear(port, "WITHOUT-AN-END"), ElementsAre("WITHOUT-AN-END"));
}

TEST_F(RealPort, IsRawAndHasTheSpeedThatWasAsked) {
  const Port port(folder_ / "ttyUSB0");
  listen({Kind::kDevice, (folder_ / "ttyUSB0").string(), 115200});
  ASSERT_THAT(hear(port, kPass + "\n"), ElementsAre(kPass));
  const termios settings = port.settings();
  EXPECT_EQ(settings.c_lflag & (ICANON | ECHO | ISIG), 0U);
  EXPECT_EQ(::cfgetispeed(&settings), static_cast<speed_t>(B115200));
}

TEST_F(RealPort, AutoFindsAScannerThatComesGoesAndComesBackElsewhere) {
  listen({Kind::kAuto, {}});
  {
    const Port port(folder_ / "ttyACM0");
    EXPECT_THAT(hear(port, kPass + "\r"), ElementsAre(kPass));
  }
  const Port port(folder_ / "ttyUSB3");
  EXPECT_THAT(hear(port, "ELSEWHERE\r"), ElementsAre("ELSEWHERE"));
}

TEST_F(RealPort, WhatIsNoPortIsPassedOver) {
  std::ofstream(folder_ / "ttyACM0") << "no port";
  const Port port(folder_ / "ttyACM1");
  listen({Kind::kAuto, {}});
  EXPECT_THAT(hear(port, kPass + "\r"), ElementsAre(kPass));
}

TEST_F(RealPort, EndsWhileWaitingAndWhileReading) {
  listen({Kind::kAuto, {}});
  scanner_.reset();
  const Port port(folder_ / "ttyACM0");
  listen({Kind::kAuto, {}});
  EXPECT_THAT(hear(port, kPass + "\r"), ElementsAre(kPass));
  scanner_.reset();
  listen({});
}

}  // namespace
}  // namespace keqian::kiosk
