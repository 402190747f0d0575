// KEQIAN_ASSERT: a programming error ends the program with its place, in release builds too.
// Counting survives it: everything announced was committed before, and the supervisor restarts.
#pragma once

namespace keqian {
[[noreturn]] void assertion_failed(const char* condition, const char* file, int line);
}

#define KEQIAN_ASSERT(condition) \
  ((condition) ? static_cast<void>(0) : ::keqian::assertion_failed(#condition, __FILE__, __LINE__))
