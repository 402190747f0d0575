// A tar archive (POSIX ustar) of small text files, made in memory. Pure.
#pragma once

#include <string>
#include <string_view>

#include "server-sync/base/date.h"

namespace keqian::kiosk {

class TarArchive {
 public:
  // All files bear that time; not before 1970.
  explicit TarArchive(UtcMs utc_ms) : utc_ms_(utc_ms) {}
  // `name` has 1–100 bytes; a path with '/' makes folders.
  void add(std::string_view name, std::string_view bytes);
  // The whole archive, ended.
  std::string bytes() const;

 private:
  UtcMs utc_ms_;
  std::string entries_;
};

}  // namespace keqian::kiosk
