// What happened in a simulation, for the person who replays a failing seed, and what went wrong.
#pragma once

#include <deque>
#include <string>

namespace keqian::simulation {

class Journal {
 public:
  void note(const std::string& line) {
    lines_.push_back(std::to_string(step) + " " + line);
    if (lines_.size() > kLinesKept) lines_.pop_front();
  }
  // The first one stands: what follows may be its consequence.
  void fail(const std::string& what) {
    if (failure_.empty()) failure_ = "step " + std::to_string(step) + ": " + what;
  }
  const std::string& failure() const { return failure_; }
  std::string text() const {
    std::string all;
    for (const auto& line : lines_) all += line + "\n";
    return all;
  }

  int step = 0;

 private:
  static constexpr std::size_t kLinesKept = 60;

  std::deque<std::string> lines_;
  std::string failure_;
};

}  // namespace keqian::simulation
