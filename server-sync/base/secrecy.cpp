#include "server-sync/base/secrecy.h"

#include <sys/prctl.h>
#include <sys/resource.h>

namespace keqian {

void forbid_core_dumps() {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
#ifndef __SANITIZE_ADDRESS__  // the leak check traces its own process
  ::prctl(PR_SET_DUMPABLE, 0);
#endif
}

}  // namespace keqian
