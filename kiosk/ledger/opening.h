// What to do with the file that lies in the data folder: judge it before anything is written, and
// put a damaged one out of the way. Internal to this folder.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/ledger/connection.h"
#include "server-sync/base/date.h"
#include "server-sync/base/result.h"

namespace keqian::kiosk {

struct FileJudgement {
  enum class Kind { kMissing, kSound, kDamaged };
  Kind kind = Kind::kMissing;
  std::string damage;
};

// Reads only. Errors: a newer or foreign file, or one that cannot be read at all (which says
// nothing about what is in it).
Result<FileJudgement> judge_file(const std::filesystem::path& file, const std::string& vfs);

// Renames the file with its log to "ledger.damaged-TIME.db" and gives the new name.
Result<std::filesystem::path> set_file_aside(const std::filesystem::path& file, UtcMs utc_ms);
// What was renamed so before and still lies there, oldest first, at most 100.
std::vector<std::filesystem::path> files_set_aside(const std::filesystem::path& file);

// Copies the enrolment and the configuration of a damaged ledger, as far as they can be read, into
// a new one. True when the enrolment could.
bool carry_enrolment_over(const std::filesystem::path& damaged, Connection& fresh);

}  // namespace keqian::kiosk
