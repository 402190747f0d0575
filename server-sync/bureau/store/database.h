// The one place that knows SOCI: a connection with cached prepared statements, bound and read as
// 64-bit integers and texts only (SOCI truncates narrower integers silently and re-executes bound
// vectors wrongly). A fault is thrown as StorageFault, which never leaves this folder: SqlStore
// turns it into an error. Not thread-safe; its owner locks.
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "server-sync/base/result.h"

namespace keqian::bureau {

struct StorageFault {
  Error error;
};

enum class ValueKind { kInteger, kText };

// A prepared statement with its slots for parameters and columns.
class Statement {
 public:
  virtual ~Statement() = default;
  virtual void set(std::size_t parameter, std::int64_t value) = 0;
  virtual void set(std::size_t parameter, std::string_view value) = 0;
  virtual bool execute() = 0;  // true when it gave a row
  virtual bool next() = 0;
  virtual std::int64_t affected_rows() = 0;
  virtual std::int64_t integer(std::size_t column) const = 0;
  virtual const std::string& text(std::size_t column) const = 0;
};

class Database {
 public:
  virtual ~Database() = default;

  virtual void begin_immediate() = 0;  // to write
  virtual void begin_snapshot() = 0;   // to read several things of one moment
  virtual void commit() = 0;
  virtual void roll_back() noexcept = 0;
  // One statement that is run once: a pragma, a migration.
  virtual void run_once(const std::string& sql) = 0;
  virtual std::int64_t pragma(const std::string& name) = 0;

  // In all of these `sql` is a named constant (statements are cached by its address), every
  // parameter has a name of its own, and columns are std::int64_t or std::string.
  //
  // Runs a change; the number of rows it touched.
  template <typename... Parameters>
  std::int64_t run(const char* sql, const Parameters&... parameters) {
    auto& statement = bound<>(sql, parameters...);
    statement.execute();
    return statement.affected_rows();
  }
  // Calls `row(columns…)` for every row.
  template <typename... Columns, typename Row, typename... Parameters>
  void each(const char* sql, Row&& row, const Parameters&... parameters) {
    auto& statement = bound<Columns...>(sql, parameters...);
    for (bool more = statement.execute(); more; more = statement.next())
      call<Columns...>(statement, row, std::index_sequence_for<Columns...>{});
  }
  // The first row, if any.
  template <typename... Columns, typename... Parameters>
  std::optional<std::tuple<Columns...>> one(const char* sql, const Parameters&... parameters) {
    std::optional<std::tuple<Columns...>> first;
    each<Columns...>(
        sql,
        [&first](const Columns&... columns) {
          if (!first) first.emplace(columns...);
        },
        parameters...);
    return first;
  }
  template <typename... Parameters>
  std::int64_t integer(const char* sql, const Parameters&... parameters) {
    const auto row = one<std::int64_t>(sql, parameters...);
    return row ? std::get<0>(*row) : 0;
  }

 protected:
  virtual std::unique_ptr<Statement> prepare(const char* sql, std::vector<ValueKind> parameters,
                                             std::vector<ValueKind> columns) = 0;
  // A statement must go before its connection.
  void forget_statements() { statements_.clear(); }

 private:
  template <typename T>
  static constexpr ValueKind kind_of() {
    static_assert(std::integral<T> || std::convertible_to<T, std::string_view>);
    return std::integral<T> ? ValueKind::kInteger : ValueKind::kText;
  }
  template <typename T>
  static void set(Statement& statement, std::size_t parameter, const T& value) {
    if constexpr (std::integral<T>)
      statement.set(parameter, static_cast<std::int64_t>(value));
    else
      statement.set(parameter, std::string_view(value));
  }
  template <typename... Columns, typename... Parameters>
  Statement& bound(const char* sql, const Parameters&... parameters) {
    auto& statement = statements_[sql];
    if (!statement) statement = prepare(sql, {kind_of<Parameters>()...}, {kind_of<Columns>()...});
    std::size_t parameter = 0;
    (set(*statement, parameter++, parameters), ...);
    return *statement;
  }
  template <typename T>
  static decltype(auto) column(const Statement& statement, std::size_t i) {
    if constexpr (std::same_as<T, std::string>)
      return statement.text(i);
    else
      return statement.integer(i);
  }
  template <typename... Columns, typename Row, std::size_t... I>
  static void call(const Statement& statement, Row& row, std::index_sequence<I...>) {
    row(column<Columns>(statement, I)...);
  }

  std::unordered_map<const char*, std::unique_ptr<Statement>> statements_;
};

// Opens an SQLite file with WAL, synchronous=FULL and a busy time-out. Throws StorageFault.
std::unique_ptr<Database> open_sqlite_database(const std::string& path);
// Opens one that nothing is written to, not even beside it. Throws StorageFault.
std::unique_ptr<Database> open_sqlite_database_to_read(const std::string& path);

}  // namespace keqian::bureau
