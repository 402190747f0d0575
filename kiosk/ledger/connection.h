// One SQLite connection with its prepared statements: the only place that knows SQLiteCpp, and
// internal to this folder. Everything here throws SQLite::Exception; `to_error` turns it into a
// value at the folder's edge (see core.h). One thread at a time.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "kiosk/ledger/storage_fault.h"
#include "server-sync/base/result.h"

namespace keqian::kiosk {

// Bytes, where a plain text would be stored as text.
struct Blob {
  std::string_view bytes;
};

// One execution of a prepared statement; gives the statement back, reset, when it ends.
class Query {
 public:
  explicit Query(SQLite::Statement& statement);
  ~Query();
  Query(Query&& other) noexcept;
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  Query& operator=(Query&&) = delete;

  // Binds all parameters, in order.
  template <typename... Values>
  Query& bind(const Values&... values) {
    (bind_next(values), ...);
    return *this;
  }
  bool step();  // true: there is a row
  void run();   // to its end

  std::int64_t integer(int column) const;
  std::string text(int column) const;  // of texts and blobs
  bool is_null(int column) const;

 private:
  void bind_next(std::int64_t value);
  void bind_next(int value) { bind_next(static_cast<std::int64_t>(value)); }
  void bind_next(std::string_view value);
  void bind_next(const char* value) { bind_next(std::string_view(value)); }
  void bind_next(const std::string& value) { bind_next(std::string_view(value)); }
  void bind_next(Blob value);
  void bind_next(std::nullopt_t);
  template <typename Value>
  void bind_next(const std::optional<Value>& value) {
    if (value) {
      bind_next(*value);
    } else {
      bind_next(std::nullopt);
    }
  }

  SQLite::Statement* statement_;
  int bound_ = 0;
};

enum class ConnectionMode {
  kReadWrite,  // makes the file where it is missing
  kReadOnly,
  kImmutable,  // read-only, on a medium that nobody can write: no lock, no log file
};

class Connection {
 public:
  Connection(const std::filesystem::path& file, ConnectionMode mode, const std::string& vfs);

  // `sql` is a named constant: its statement is prepared once and kept by address.
  Query query(const char* sql);
  void execute(const char* sql);
  int rows_changed() { return database_.getChanges(); }  // by the last statement

 private:
  SQLite::Database database_;
  std::map<const char*, std::unique_ptr<SQLite::Statement>> statements_;
};

// BEGIN … COMMIT with kept statements; without commit() it ends in a ROLLBACK.
class Transaction {
 public:
  enum class Kind { kReading, kWriting };  // kWriting takes the write lock at once
  Transaction(Connection& connection, Kind kind);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  void commit();

 private:
  Connection& connection_;
  bool committed_ = false;
};

// `what` completes "cannot …".
Error to_error(const SQLite::Exception& exception, const std::string& what);

}  // namespace keqian::kiosk
