// Times the decoder (processor time) on 720p camera frames drawn by code, against the budget of
// 16 ms a frame, and compares its hit rate with its peers' on drawn frames and on a corpus where
// one is given: bench_decode [DIR], or KEQIAN_QR_CORPUS=DIR.
#include <cstdlib>
#include <iomanip>
#include <iostream>
#include <string>
#include <vector>

#include "server-sync/base/randomness.h"
#include "server-sync/qr/decode.h"
#include "tests/benchmark/decode_corpus.h"
#include "tests/benchmark/decode_drawn.h"
#include "tests/benchmark/decode_peers.h"
#include "tests/benchmark/decode_score.h"
#include "tests/support/drawn_frame.h"

namespace {

using keqian::benchmark::percentile;
using keqian::benchmark::processor_ms;
using keqian::testing::DrawnFrame;

constexpr double kBudgetMs = 16;
constexpr int kScenes = 60;
constexpr int kFramesPerScene = 6;

DrawnFrame scene(int number, bool with_code) {
  keqian::SeededRandomness randomness(static_cast<std::uint64_t>(number) + 1);
  const auto between = [&randomness](double from, double to) {
    return from + (to - from) * static_cast<double>(randomness.next() % 1000) / 999;
  };
  DrawnFrame frame;
  frame.seed = static_cast<std::uint64_t>(number) + 1;
  frame.noise = between(1, 8);
  frame.blur_pixels = static_cast<int>(between(0, 2.2));
  frame.motion_pixels = number % 4 == 0 ? static_cast<int>(between(2, 8)) : 0;
  frame.glare = number % 5 == 0 ? between(0.3, 0.9) : 0;
  frame.dark = static_cast<int>(between(10, 70));
  frame.light = static_cast<int>(between(150, 250));
  if (with_code) {
    frame.codes.push_back({.text = keqian::benchmark::pass_text(randomness),
                           .centre_x = between(400, 880),
                           .centre_y = between(260, 460),
                           .pixels_per_module = between(3.5, 8),
                           .degrees = between(0, 360),
                           .lean = between(0, 0.3),
                           .inverted = number % 6 == 0});
  }
  return frame;
}

void measure_frames(bool with_code) {
  std::vector<double> ms;
  int read_at_once = 0;
  int read = 0;
  for (int number = 0; number < kScenes; ++number) {
    keqian::qr::FrameDecoder decoder;
    DrawnFrame frame = scene(number, with_code);
    bool scene_read = false;
    for (int i = 0; i < kFramesPerScene; ++i) {
      frame.seed += 1000;  // other noise and another room: never resting on an unchanged scene
      const auto picture = draw(frame);
      const double start = processor_ms();
      const auto result = decoder.decode(picture.view());
      ms.push_back(processor_ms() - start);
      const bool right =
          with_code && !result.codes.empty() && result.codes[0].text == frame.codes[0].text;
      if (right && i == 0) ++read_at_once;
      scene_read = scene_read || right;
    }
    if (scene_read) ++read;
  }
  const double median = percentile(ms, 0.5);
  const double p99 = percentile(ms, 0.99);
  std::cout << "decode 1280×720, " << (with_code ? "with a code:    " : "without a code: ")
            << std::fixed << std::setprecision(2) << "median " << median << " ms (ratio to "
            << kBudgetMs << " ms: " << median / kBudgetMs << "), p99 " << p99 << " ms";
  if (with_code) {
    std::cout << "; read on the first frame " << read_at_once << " of " << kScenes << ", within "
              << kFramesPerScene << " frames " << read;
  }
  std::cout << '\n';
}

// Two phones held side by side, both all the time: a clear one near the middle and one that is
// farther away, smaller, turned down, half covered or inverted.
DrawnFrame two_phones(int number) {
  keqian::SeededRandomness randomness(static_cast<std::uint64_t>(number) + 5000);
  const auto between = [&randomness](double from, double to) {
    return from + (to - from) * static_cast<double>(randomness.next() % 1000) / 999;
  };
  DrawnFrame frame = scene(number, false);
  frame.motion_pixels = 0;
  const double side = number % 2 == 0 ? 1 : -1;
  const double first_pixels = between(4, 6.5);
  frame.codes.push_back({.text = keqian::benchmark::pass_text(randomness),
                         .centre_x = 640 - side * between(60, 120),
                         .centre_y = between(300, 420),
                         .pixels_per_module = first_pixels,
                         .degrees = between(-15, 15)});
  const double second_pixels = between(2.6, 4.5);
  const double gap = between(0, 120);
  frame.codes.push_back(
      {.text = keqian::benchmark::pass_text(randomness),
       .centre_x = frame.codes[0].centre_x + side * (20.5 * (first_pixels + second_pixels) + gap),
       .centre_y = between(250, 470),
       .pixels_per_module = second_pixels,
       .degrees = between(-30, 30),
       .lean = between(0, 0.3),
       .inverted = number % 5 == 1,
       .thumb = number % 5 == 2 ? between(0.1, 0.25) : 0,
       .contrast = number % 5 == 3 ? between(0.12, 0.3) : 1});
  return frame;
}

void measure_two_phones() {
  std::vector<double> ms;
  std::vector<int> seen_by(kFramesPerScene + 1);  // frames that the second one took
  int wrong = 0;
  for (int number = 0; number < kScenes; ++number) {
    keqian::qr::FrameDecoder decoder;
    DrawnFrame frame = two_phones(number);
    int first_seen = 0;
    for (int i = 1; i <= kFramesPerScene; ++i) {
      frame.seed += 1000;
      const auto picture = draw(frame);
      const double start = processor_ms();
      const auto result = decoder.decode(picture.view());
      ms.push_back(processor_ms() - start);
      for (const auto& code : result.codes) {
        if (code.text == frame.codes[1].text && first_seen == 0) first_seen = i;
        if (code.text != frame.codes[0].text && code.text != frame.codes[1].text) ++wrong;
      }
    }
    ++seen_by[static_cast<std::size_t>(first_seen)];
  }
  std::cout << "decode 1280×720, two phones:     median " << percentile(ms, 0.5) << " ms (ratio to "
            << kBudgetMs << " ms: " << percentile(ms, 0.5) / kBudgetMs << "), p99 "
            << percentile(ms, 0.99) << " ms; the second one, beside the first, read on frame";
  for (int i = 1; i <= kFramesPerScene; ++i) {
    std::cout << ' ' << i << ": " << seen_by[static_cast<std::size_t>(i)] << ',';
  }
  std::cout << " never: " << seen_by[0] << " of " << kScenes << "; wrong texts: " << wrong << '\n';
}

}  // namespace

int main(int argc, char** argv) {
  measure_frames(true);
  measure_frames(false);
  measure_two_phones();
  const std::string missing = keqian::benchmark::missing_peers();
  if (!missing.empty())
    std::cout << "not found or not able to decode, and left out below: " << missing << '\n';
  constexpr std::uint64_t kSeed = 2026;
  keqian::benchmark::measure_drawn(kSeed);
  const char* corpus = argc > 1 ? argv[1] : std::getenv("KEQIAN_QR_CORPUS");
  if (corpus == nullptr) {
    std::cout << "no corpus of pictures: name one in KEQIAN_QR_CORPUS\n";
    return 0;
  }
  return keqian::benchmark::measure_corpus(corpus) ? 0 : 1;
}
