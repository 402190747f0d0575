#include "server-sync/base/secrecy.h"

#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace keqian {
namespace {

// In a process of its own: it cannot be undone.
TEST(Secrecy, AllowsNoCoreDump) {
  const auto is_forbidden = [] {
    forbid_core_dumps();
    rlimit limit{};
    const bool is_none = ::getrlimit(RLIMIT_CORE, &limit) == 0 && limit.rlim_max == 0;
#ifdef __SANITIZE_ADDRESS__
    return is_none;
#else
    return is_none && ::prctl(PR_GET_DUMPABLE) == 0;
#endif
  };
  EXPECT_EXIT(::_exit(is_forbidden() ? 0 : 1), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace keqian
