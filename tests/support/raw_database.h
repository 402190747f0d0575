// SQL straight at a database file, as somebody with a database tool would do it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace keqian::test {

struct SqlOutcome {
  std::string error;              // empty: it worked
  std::vector<std::string> rows;  // columns joined by '|'
};

SqlOutcome run_sql(const std::filesystem::path& file, const std::string& sql);

}  // namespace keqian::test
