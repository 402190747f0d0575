#include "tests/support/raw_database.h"

#include <sqlite3.h>

namespace keqian::test {
namespace {

int collect_row(void* rows, int columns, char** values, char**) {
  std::string row;
  for (int i = 0; i < columns; ++i) {
    if (i > 0) row += '|';
    row += values[i] == nullptr ? "NULL" : values[i];
  }
  static_cast<std::vector<std::string>*>(rows)->push_back(std::move(row));
  return 0;
}

}  // namespace

SqlOutcome run_sql(const std::filesystem::path& file, const std::string& sql) {
  SqlOutcome outcome;
  sqlite3* database = nullptr;
  char* error = nullptr;
  if (sqlite3_open(file.c_str(), &database) != SQLITE_OK ||
      sqlite3_exec(database, sql.c_str(), collect_row, &outcome.rows, &error) != SQLITE_OK) {
    outcome.error = error != nullptr ? error : sqlite3_errmsg(database);
  }
  sqlite3_free(error);
  sqlite3_close(database);
  return outcome;
}

}  // namespace keqian::test
