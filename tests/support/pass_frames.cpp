// keqian-pass-frames FOLDER: reads pass texts, one a line, and leaves in FOLDER what a camera at a
// door would have seen of them: numbered pictures of hands holding codes, with empty views between.
// The kiosk plays such a folder with `--camera file:FOLDER`. For the demo and the tests.
#include <stb/stb_image_write.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "tests/support/drawn_frame.h"

namespace keqian::testing {
namespace {

constexpr int kFramesHeld = 9;  // a code is held for 0.6 s at 15 frames a second
constexpr int kFramesBetween = 6;
constexpr int kJpegQuality = 82;
constexpr double kPi = 3.14159265358979;

DrawnFrame empty_view(std::uint64_t seed) {
  DrawnFrame frame;
  frame.room = 126;
  frame.noise = 3;
  frame.seed = seed;
  return frame;
}

// A hand comes up, stays nearly still, and goes: each frame a little elsewhere than the last.
DrawnFrame held_view(const std::string& pass, int visitor, int step) {
  const double share = static_cast<double>(step) / (kFramesHeld - 1);
  const double away = 1.0 - std::sin(share * kPi);  // 1 when it comes and goes, 0 between
  DrawnFrame frame = empty_view(1);
  DrawnCode code;
  code.text = pass;
  code.centre_x = 640 + 36 * std::sin(visitor * 1.7) + 5 * std::sin(step * 0.9);
  code.centre_y = 360 + 18 * std::cos(visitor * 2.3) + 110 * away;
  code.pixels_per_module = 7.5 + 1.5 * std::cos(visitor * 0.8) - 1.2 * away;
  code.degrees = 7 * std::sin(visitor * 1.1) + 2 * away;
  code.lean = 0.05 + 0.04 * std::sin(visitor * 0.6);
  frame.codes.push_back(code);
  frame.motion_pixels = away > 0.7 ? 5 : 0;
  return frame;
}

bool write_jpeg(const std::filesystem::path& path, const qr::GrayPicture& picture) {
  return stbi_write_jpg(path.c_str(), picture.width, picture.height, 1, picture.pixels.data(),
                        kJpegQuality) != 0;
}

int write_frames(const std::filesystem::path& folder, const std::vector<std::string>& passes) {
  int number = 0;
  const auto write = [&](const DrawnFrame& frame) {
    char name[32];
    std::snprintf(name, sizeof name, "frame-%05d.jpg", number++);
    return write_jpeg(folder / name, draw(frame));
  };
  for (int visitor = 0; visitor < static_cast<int>(passes.size()); ++visitor) {
    for (int step = 0; step < kFramesBetween; ++step) {
      if (!write(empty_view(1))) return -1;
    }
    for (int step = 0; step < kFramesHeld; ++step) {
      if (!write(held_view(passes[static_cast<std::size_t>(visitor)], visitor, step))) return -1;
    }
  }
  return number;
}

}  // namespace
}  // namespace keqian::testing

int main(int argument_count, char** arguments) {
  if (argument_count != 2) {
    std::cerr << "usage: keqian-pass-frames FOLDER < PASSES\n";
    return 2;
  }
  std::vector<std::string> passes;
  for (std::string line; std::getline(std::cin, line);) {
    if (!line.empty()) passes.push_back(line);
  }
  const std::filesystem::path folder = arguments[1];
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  const int frames = keqian::testing::write_frames(folder, passes);
  if (error || passes.empty() || frames < 0) {
    std::cerr << "keqian-pass-frames: nothing written to " << folder
              << " (is it writable, and is there a pass on standard input?)\n";
    return 1;
  }
  std::cout << frames << " frames of " << passes.size() << " passes\n";
  return 0;
}
