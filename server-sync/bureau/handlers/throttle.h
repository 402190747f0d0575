// Slows guessing down: after some failures in a row a name or an address waits, longer each time.
// Kept in the store, so a restart forgives nothing and several server processes agree.
#pragma once

#include <cstdint>
#include <string>

#include "server-sync/base/date.h"
#include "server-sync/base/result.h"
#include "server-sync/bureau/store/store.h"

namespace keqian::bureau {

class Throttle {
 public:
  // `free_failures` cost nothing; each further one locks for twice as long, from one minute to
  // fifteen. A day without a failure begins anew.
  Throttle(Store& store, std::string prefix, int free_failures)
      : store_(store), prefix_(std::move(prefix)), free_failures_(free_failures) {}

  // Seconds to wait; 0: go on.
  Result<std::int64_t> wait_s(const std::string& subject, UtcMs now);
  Status failed(const std::string& subject, UtcMs now);
  Status succeeded(const std::string& subject);

 private:
  std::string key(const std::string& subject) const { return prefix_ + ":" + subject; }

  Store& store_;
  const std::string prefix_;
  const int free_failures_;
};

}  // namespace keqian::bureau
