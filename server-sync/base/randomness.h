// Random bytes of the kernel; an argument everywhere else, so that tests and simulations can
// replay them.
#pragma once

#include <cstdint>
#include <span>

namespace keqian {

class Randomness {
 public:
  virtual ~Randomness() = default;
  virtual void fill(std::span<std::uint8_t> bytes) = 0;

  std::uint64_t next() {
    std::uint8_t bytes[8];
    fill(bytes);
    std::uint64_t value = 0;
    for (const auto byte : bytes) value = value << 8 | byte;
    return value;
  }
};

class SystemRandomness final : public Randomness {
 public:
  void fill(std::span<std::uint8_t> bytes) override;
};

// Repeats the same bytes for the same seed (splitmix64). For tests and examples, never for keys.
class SeededRandomness final : public Randomness {
 public:
  explicit SeededRandomness(std::uint64_t seed) : state_(seed) {}
  void fill(std::span<std::uint8_t> bytes) override;

 private:
  std::uint64_t state_;
};

}  // namespace keqian
