// The `scan` command's loop over a door: one code a line in, one JSON object a line out, each
// written only after its commit.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

#include "kiosk/ports/door.h"
#include "server-sync/base/result.h"

namespace keqian::kiosk {

inline constexpr std::size_t kScanLineBytesMax = 64 * 1024;  // the rest of a longer one is skipped

// The answer to one line, without its line feed. Errors are failures of the storage.
Result<std::string> answer_line(Door& door, std::string_view line);

// Until the input ends or the storage fails.
Status scan_lines(Door& door, std::istream& input, std::ostream& output);

}  // namespace keqian::kiosk
