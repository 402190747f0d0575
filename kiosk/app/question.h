// What every question to the runtime has in common: its number, and how a large answer is held.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>

namespace keqian::kiosk {

// Names one question to the runtime, so that its answer finds its way back; 0 is no question.
using RequestId = std::uint64_t;

// An answer that may be large, kept as it came. Copies share it, so that a model with it stays
// cheap to copy; two are equal when what they hold is equal. Empty until the answer is there.
template <typename T>
class Loaded {
 public:
  Loaded() = default;
  Loaded(T value)  // NOLINT(google-explicit-constructor): an answer is assigned as it came
      : value_(std::make_shared<const T>(std::move(value))) {}

  explicit operator bool() const { return value_ != nullptr; }
  const T& operator*() const { return *value_; }
  const T* operator->() const { return value_.get(); }

  friend bool operator==(const Loaded& a, const Loaded& b) {
    if (a.value_ == b.value_) return true;
    return a.value_ && b.value_ && *a.value_ == *b.value_;
  }

 private:
  std::shared_ptr<const T> value_;
};

}  // namespace keqian::kiosk
