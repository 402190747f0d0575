// Errors are values with a hint: what happened, and what the person in front of it can do.
// Exceptions of third-party libraries stop at our wrappers; programming errors are KEQIAN_ASSERTs.
#pragma once

#include <string>
#include <utility>
#include <variant>

#include "server-sync/base/assert.h"

namespace keqian {

// What kind of failure it was, for callers that act differently on it. Texts are in `Error`.
enum class ErrorKind {
  kInvalid,      // input that breaks a rule: wrong usage, malformed file, bad message
  kNotFound,     // the thing named does not exist
  kConflict,     // it exists already, or somebody else changed it meanwhile
  kDenied,       // not signed in, wrong signature, revoked
  kUnavailable,  // a network, device or peer is away; trying again later may help
  kStorage,      // disk full, I/O error, damaged or read-only database
  kInternal,     // a fault of ours
};

struct Error {
  ErrorKind kind = ErrorKind::kInternal;
  std::string message;  // what happened, one line, no trailing full stop
  std::string hint;     // what to do about it, one line; may be empty

  // "message (hint)", for a terminal or a log.
  std::string text() const { return hint.empty() ? message : message + " (" + hint + ")"; }
};

inline Error invalid(std::string message, std::string hint = {}) {
  return {ErrorKind::kInvalid, std::move(message), std::move(hint)};
}
inline Error not_found(std::string message, std::string hint = {}) {
  return {ErrorKind::kNotFound, std::move(message), std::move(hint)};
}

// A value or an error. `*result` and `result->` assert that there is a value.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: implicit
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & {
    KEQIAN_ASSERT(ok());
    return std::get<0>(state_);
  }
  const T& value() const& {
    KEQIAN_ASSERT(ok());
    return std::get<0>(state_);
  }
  T&& value() && {
    KEQIAN_ASSERT(ok());
    return std::get<0>(std::move(state_));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Error& error() const {
    KEQIAN_ASSERT(!ok());
    return std::get<1>(state_);
  }

 private:
  std::variant<T, Error> state_;
};

struct Done {};
using Status = Result<Done>;
inline Status ok() {
  return Done{};
}

}  // namespace keqian

#define KEQIAN_CONCAT_INNER(a, b) a##b
#define KEQIAN_CONCAT(a, b) KEQIAN_CONCAT_INNER(a, b)

// KEQIAN_TRY(auto x, f()): x is the value of f(), or this function returns f()'s error.
#define KEQIAN_TRY(declaration, expression) \
  KEQIAN_TRY_INNER(KEQIAN_CONCAT(keqian_result_, __LINE__), declaration, expression)
#define KEQIAN_TRY_INNER(result, declaration, expression) \
  auto result = (expression);                             \
  if (!result.ok()) return result.error();                \
  declaration = std::move(result).value()

// KEQIAN_CHECK_OK(f()): returns f()'s error from this function, if it is one.
#define KEQIAN_CHECK_OK(expression)                                                           \
  do {                                                                                        \
    if (auto keqian_status = (expression); !keqian_status.ok()) return keqian_status.error(); \
  } while (false)
