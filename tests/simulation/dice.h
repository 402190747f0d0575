// All chance of a simulation, from one seed.
#pragma once

#include <cstdint>

#include "server-sync/base/randomness.h"

namespace keqian::simulation {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : randomness_(seed) {}

  // Both ends included.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(randomness_.next() %
                                           static_cast<std::uint64_t>(high - low + 1));
  }
  bool percent(int of_a_hundred) { return between(1, 100) <= of_a_hundred; }
  std::size_t index(std::size_t size) {
    return static_cast<std::size_t>(randomness_.next() % size);
  }
  std::uint64_t number() { return randomness_.next(); }
  Randomness& randomness() { return randomness_; }

 private:
  SeededRandomness randomness_;
};

}  // namespace keqian::simulation
