// What happened in a simulation, for the person who replays a failing seed, and what went wrong.
#pragma once

#include <string>

namespace keqian::simulation {

class Journal {
 public:
  void note(const std::string& line) { text_ += std::to_string(step) + " " + line + "\n"; }
  // The first one stands: what follows may be its consequence.
  void fail(const std::string& what) {
    if (failure_.empty()) failure_ = "step " + std::to_string(step) + ": " + what;
  }
  const std::string& failure() const { return failure_; }
  const std::string& text() const { return text_; }

  int step = 0;

 private:
  std::string text_;
  std::string failure_;
};

}  // namespace keqian::simulation
