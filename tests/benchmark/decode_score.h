// Right and wrong texts and the time per picture of one reader over a set of pictures.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/benchmark/decode_peers.h"

namespace keqian::benchmark {

// Printable ASCII without white space: readers differ in their guesses of character sets.
std::string comparable(std::string_view text);

// Spent by this program, which has one thread: other programs on the machine do not count.
double processor_ms();

// 0 for no values; `share` 0–1.
double percentile(std::vector<double> values, double share);

class Scores {
 public:
  explicit Scores(std::vector<CodeReader> readers);

  // Lets every reader read the picture; `expected` are comparable texts.
  void measure(const qr::GrayImage& picture, const std::string& group,
               const std::vector<std::string>& expected);

  // A line for each reader, then a table of right codes by group.
  void print() const;

 private:
  struct Score {
    int right = 0;
    int wrong = 0;
    std::vector<double> ms;
    std::map<std::string, int> right_by_group;
  };

  static void judge(const std::vector<std::string>& texts, const std::string& group,
                    const std::vector<std::string>& expected, Score& score);

  std::vector<CodeReader> readers_;
  std::vector<Score> scores_;
  int codes_ = 0;
  std::map<std::string, int> codes_by_group_;
};

}  // namespace keqian::benchmark
