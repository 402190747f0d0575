#include "tests/benchmark/decode_drawn.h"

#include <iostream>

#include "tests/benchmark/decode_score.h"
#include "tests/support/drawn_frame.h"

namespace keqian::benchmark {
namespace {

using testing::DrawnCode;
using testing::DrawnFrame;

constexpr int kFramesEach = 16;

struct Condition {
  const char* name;
  void (*apply)(DrawnFrame& frame, double severity);  // severity 0–1
};

constexpr Condition kConditions[] = {
    {"nominal", [](DrawnFrame&, double) {}},
    {"turned", [](DrawnFrame& frame, double s) { frame.codes[0].degrees = 360 * s; }},
    {"inverted",
     [](DrawnFrame& frame, double s) {
       frame.codes[0].inverted = true;
       frame.dark = static_cast<int>(20 + 60 * s);
     }},
    {"perspective", [](DrawnFrame& frame, double s) { frame.codes[0].lean = 0.2 + 0.3 * s; }},
    {"small", [](DrawnFrame& frame, double s) { frame.codes[0].pixels_per_module = 4 - 2.2 * s; }},
    {"defocus",
     [](DrawnFrame& frame, double s) { frame.blur_pixels = static_cast<int>(1 + 4 * s); }},
    {"motion",
     [](DrawnFrame& frame, double s) { frame.motion_pixels = static_cast<int>(4 + 12 * s); }},
    {"noise", [](DrawnFrame& frame, double s) { frame.noise = 10 + 40 * s; }},
    {"low contrast",
     [](DrawnFrame& frame, double s) {
       frame.dark = 120;
       frame.light = static_cast<int>(165 - 35 * s);
     }},
    {"dim",
     [](DrawnFrame& frame, double s) {
       frame.dark = 4;
       frame.light = static_cast<int>(40 - 30 * s);
       frame.room = 8;
       frame.clutter = 0.2;
     }},
    {"glare", [](DrawnFrame& frame, double s) { frame.glare = 0.4 + 0.6 * s; }},
    {"bloom", [](DrawnFrame& frame, double s) { frame.exposure = 1.5 + 6 * s; }},
    {"occlusion", [](DrawnFrame& frame, double s) { frame.codes[0].thumb = 0.15 + 0.25 * s; }},
    {"two codes",
     [](DrawnFrame& frame, double s) {
       frame.codes.push_back(frame.codes[0]);
       frame.codes[0].centre_x = 380;
       frame.codes[1].centre_x = 900;
       frame.codes[1].text[10] = 'Z';
       frame.codes[1].degrees = 40 * s;
     }},
    {"empty",
     [](DrawnFrame& frame, double s) {
       frame.codes.clear();
       frame.noise = 20 * s;
     }},
};

}  // namespace

std::string pass_text(SeededRandomness& randomness) {
  constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  std::string text = "KQ1";
  while (text.size() < 43) text += kAlphabet[randomness.next() % kAlphabet.size()];
  return text;
}

void measure_drawn(std::uint64_t seed) {
  SeededRandomness randomness(seed);
  const auto between = [&randomness](double from, double to) {
    return from + (to - from) * static_cast<double>(randomness.next() % 1000) / 999;
  };
  Scores scores(code_readers());
  for (const Condition& condition : kConditions) {
    for (int i = 0; i < kFramesEach; ++i) {
      DrawnFrame frame;
      frame.seed = randomness.next();
      frame.noise = between(1, 4);
      frame.codes = {DrawnCode{.text = pass_text(randomness),
                               .centre_x = between(450, 830),
                               .centre_y = between(280, 440),
                               .pixels_per_module = between(5.5, 9),
                               .degrees = between(-10, 10),
                               .lean = between(0, 0.15)}};
      condition.apply(frame, (i + 0.5) / kFramesEach);
      std::vector<std::string> texts;
      for (const DrawnCode& code : frame.codes) texts.push_back(code.text);
      scores.measure(draw(frame).view(), condition.name, texts);
    }
  }
  std::cout << "frames drawn with seed " << seed << ", from mild to severe:\n";
  scores.print();
}

}  // namespace keqian::benchmark
