// The command line as plain values: which command, and its options. The only header of this
// program's argument parser that others see; CLI11 stays in arguments.cpp.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace keqian::kiosk {

inline constexpr int kExitSuccess = 0;
inline constexpr int kExitFailure = 1;  // a stated failure
inline constexpr int kExitUsage = 2;    // wrong usage

inline constexpr double kScaleMin = 0.5;
inline constexpr double kScaleMax = 4;

struct WindowArguments {
  std::filesystem::path data;
  std::string camera = "auto";   // as parse_camera_source reads it
  std::string scanner = "none";  // as parse_scanner_source reads it
  int width = 0;                 // 0: the program's own choice
  int height = 0;
  bool fullscreen = false;
  std::filesystem::path stick;  // a folder taken for the USB stick; empty: the one plugged in
  double scale = 0;  // pixels per unit of the design, kScaleMin–kScaleMax; 0: as large as fits
  bool english = false;
};
struct DecodeArguments {
  std::vector<std::filesystem::path> pictures;
};
struct EnrolArguments {
  std::filesystem::path data;
  std::string bureau;
  std::string code;
  std::string enrolment;
};
struct LocalArguments {
  std::filesystem::path data;
  std::filesystem::path configuration;
};
struct CloseDayArguments {
  std::filesystem::path data;
  std::filesystem::path exported;  // a folder; empty: nothing is exported
  bool english = false;            // of what is exported
};
struct ForgetPinArguments {
  std::filesystem::path data;
};
struct ScanArguments {
  std::filesystem::path data;
  std::string session;
};
struct CountsArguments {
  std::filesystem::path data;
  bool json = false;
  bool today = false;
};
struct UploadArguments {
  std::filesystem::path data;
};
struct CarryArguments {
  std::filesystem::path data;
  std::filesystem::path folder;  // where the file goes
  std::string enrolment;         // empty: what is pending
};
struct ReceiveArguments {
  std::filesystem::path data;
  std::filesystem::path file;
};
struct CheckArguments {
  std::filesystem::path data;
};

using Arguments =
    std::variant<WindowArguments, DecodeArguments, EnrolArguments, ScanArguments, CountsArguments,
                 UploadArguments, CheckArguments, LocalArguments, CloseDayArguments,
                 ForgetPinArguments, CarryArguments, ReceiveArguments>;

// The arguments, or the exit status when there is nothing to do: help was printed on standard
// output, or wrong usage on standard error.
std::variant<Arguments, int> parse_arguments(int count, const char* const* values);

}  // namespace keqian::kiosk
