#include "server-sync/base/assert.h"

#include <cstdio>
#include <cstdlib>

namespace keqian {

void assertion_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "keqian: programming error: %s (%s:%d)\n", condition, file, line);
  std::abort();
}

}  // namespace keqian
