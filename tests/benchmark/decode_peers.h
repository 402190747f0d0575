// Other readers of QR codes, as they come, for comparison. Those that the configuring machine does
// not have, or has in a state that reads nothing, are missing from the list.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "server-sync/qr/image.h"

namespace keqian::benchmark {

struct CodeReader {
  std::string name;
  std::function<std::vector<std::string>(const qr::GrayImage&)> read;
};

// Ours first.
std::vector<CodeReader> code_readers();

// Names of the peers that were not found, comma separated; empty when all were. Debian's OpenCV is
// built without the part that decodes, which counts as not found.
std::string missing_peers();

}  // namespace keqian::benchmark
