// keqian-pass-frames FOLDER: reads pass texts, one a line, and leaves in FOLDER what a camera at a
// door would have seen of them: numbered pictures of hands holding codes, with empty views between.
// The kiosk plays such a folder with `--camera file:FOLDER`. For the demo and the tests.
#include <stb/stb_image_write.h>

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/hall_view.h"

namespace keqian::testing {
namespace {

constexpr int kFramesHeld = 9;  // a code is held for 0.6 s at 15 frames a second
constexpr int kFramesBetween = 6;
constexpr int kTop = 140;  // the hall is higher than a 720p frame
constexpr int kHeight = 720;
constexpr int kJpegQuality = 85;
constexpr float kPi = 3.14159265F;

// A hand comes up, stays nearly still, and goes: each frame a little elsewhere than the last.
HeldPhone held(const std::string& pass, int visitor, int step) {
  const auto person = static_cast<float>(visitor);
  const auto moment = static_cast<float>(step);
  const float away = 1 - std::sin(moment / (kFramesHeld - 1) * kPi);  // 1 when it comes and goes
  HeldPhone phone;
  phone.code = pass;
  phone.centre_x = 640 + 30 * std::sin(person * 1.7F) + 4 * std::sin(moment * 0.9F);
  phone.centre_y = 500 + 14 * std::cos(person * 2.3F) + 150 * away;
  phone.radians = 0.12F * std::sin(person * 1.1F) + 0.02F * away;
  return phone;
}

bool write_jpeg(const std::filesystem::path& path, const ColourView& view) {
  const auto* first = view.rgba.data() + static_cast<std::ptrdiff_t>(kTop) * view.width * 4;
  return stbi_write_jpg(path.c_str(), view.width, kHeight, 4, first, kJpegQuality) != 0;
}

std::filesystem::path frame_path(const std::filesystem::path& folder, int number) {
  char name[32];
  std::snprintf(name, sizeof name, "frame-%05d.jpg", number);
  return folder / name;
}

// The views of nobody are drawn once, before the first visitor, and come again before each.
bool write_again(const std::filesystem::path& folder, int first, int number) {
  std::error_code error;
  return std::filesystem::copy_file(frame_path(folder, first), frame_path(folder, number),
                                    std::filesystem::copy_options::overwrite_existing, error);
}

int write_frames(const std::filesystem::path& folder, const std::vector<std::string>& passes) {
  int number = 0;
  const Hall hall;
  const auto write = [&](const std::optional<HeldPhone>& phone) {
    const int seed = number + 1;
    return write_jpeg(frame_path(folder, number++),
                      hall.view(phone, static_cast<std::uint64_t>(seed)));
  };
  for (int visitor = 0; visitor < static_cast<int>(passes.size()); ++visitor) {
    for (int step = 0; step < kFramesBetween; ++step) {
      if (visitor == 0 ? !write(std::nullopt) : !write_again(folder, step, number++)) return -1;
    }
    for (int step = 0; step < kFramesHeld; ++step) {
      if (!write(held(passes[static_cast<std::size_t>(visitor)], visitor, step))) return -1;
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
