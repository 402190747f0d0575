#include "server-sync/bureau/store/database.h"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <filesystem>

#include "server-sync/base/assert.h"
#include "server-sync/base/text.h"

namespace keqian::bureau {
namespace {

constexpr int kBusyTimeoutS = 10;
constexpr const char* kBeginImmediate = "BEGIN IMMEDIATE";
constexpr const char* kBeginSnapshot = "BEGIN";
constexpr const char* kCommit = "COMMIT";
constexpr const char* kPragmas[] = {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL",
                                    "PRAGMA foreign_keys = ON"};

Error error_of_sqlite(int code, const std::string& message) {
  switch (code & 0xFF) {  // the primary code of an extended one
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorKind::kUnavailable, "the database is busy",
              "another program has been writing for long; try again"};
    case SQLITE_FULL:
      return {ErrorKind::kStorage, "the disk is full", "free some space on it; nothing is lost"};
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return {ErrorKind::kStorage, "the data folder cannot be written",
              "check who owns the folder and its files"};
    case SQLITE_CANTOPEN:
      return {ErrorKind::kStorage, "the database cannot be opened",
              "check that the data folder exists and may be written"};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {ErrorKind::kStorage, "the database is damaged",
              "keep the file and restore the last backup; kiosks send again what is missing"};
    case SQLITE_IOERR:
      return {ErrorKind::kStorage, "the disk reports an error", "check the disk and its cable"};
    case SQLITE_CONSTRAINT:
      return {ErrorKind::kConflict, "it contradicts what is stored already", {}};
    default:
      return {ErrorKind::kInternal, "database: " + one_line(message), {}};
  }
}

// Runs `work` and gives SOCI's exceptions our own shape.
template <typename Work>
auto guarded(Work&& work) {
  try {
    return work();
  } catch (const soci::sqlite3_soci_error& error) {
    throw StorageFault{error_of_sqlite(error.result(), error.what())};
  } catch (const soci::soci_error& error) {
    throw StorageFault{{ErrorKind::kInternal, "database: " + one_line(error.what()), {}}};
  }
}

struct Slot {
  ValueKind kind = ValueKind::kInteger;
  long long integer = 0;
  std::string text;
};

std::vector<Slot> make_slots(const std::vector<ValueKind>& kinds) {
  std::vector<Slot> slots(kinds.size());
  for (std::size_t i = 0; i < kinds.size(); ++i) slots[i].kind = kinds[i];
  return slots;
}

class SociStatement final : public Statement {
 public:
  // SOCI keeps the addresses of the slots, so their vectors never change size.
  SociStatement(soci::session& session, const char* sql, const std::vector<ValueKind>& parameters,
                const std::vector<ValueKind>& columns)
      : parameters_(make_slots(parameters)), columns_(make_slots(columns)), statement_(session) {
    guarded([&] {
      for (auto& slot : parameters_) {
        if (slot.kind == ValueKind::kInteger)
          statement_.exchange(soci::use(slot.integer));
        else
          statement_.exchange(soci::use(slot.text));
      }
      for (auto& slot : columns_) {
        if (slot.kind == ValueKind::kInteger)
          statement_.exchange(soci::into(slot.integer));
        else
          statement_.exchange(soci::into(slot.text));
      }
      statement_.alloc();
      statement_.prepare(sql);
      statement_.define_and_bind();
    });
  }

  void set(std::size_t parameter, std::int64_t value) override {
    KEQIAN_ASSERT(parameters_[parameter].kind == ValueKind::kInteger);
    parameters_[parameter].integer = value;
  }
  void set(std::size_t parameter, std::string_view value) override {
    KEQIAN_ASSERT(parameters_[parameter].kind == ValueKind::kText);
    parameters_[parameter].text = value;
  }
  bool execute() override {
    return guarded([this] { return statement_.execute(true); });
  }
  bool next() override {
    return guarded([this] { return statement_.fetch(); });
  }
  std::int64_t affected_rows() override {
    return guarded([this] { return statement_.get_affected_rows(); });
  }
  std::int64_t integer(std::size_t column) const override {
    KEQIAN_ASSERT(columns_[column].kind == ValueKind::kInteger);
    return columns_[column].integer;
  }
  const std::string& text(std::size_t column) const override {
    KEQIAN_ASSERT(columns_[column].kind == ValueKind::kText);
    return columns_[column].text;
  }

 private:
  std::vector<Slot> parameters_;
  std::vector<Slot> columns_;
  soci::statement statement_;
};

// SQLite's name for a file that is only read. A reader of a WAL file makes files beside it, unless
// a running program has made them; where it cannot, the file is taken as one that nobody changes.
std::string uri_to_read(const std::string& path) {
  std::string uri = "file:";
  for (const char c : path) {
    if (c == '%' || c == '?' || c == '#' || c == '"')
      uri += c == '%' ? "%25" : c == '?' ? "%3f" : c == '#' ? "%23" : "%22";
    else
      uri += c;
  }
  std::error_code error;
  const auto log_bytes = std::filesystem::file_size(path + "-wal", error);
  const bool has_log = !error && log_bytes > 0;
  const bool is_in_use = std::filesystem::exists(path + "-shm", error);
  return uri + (has_log || is_in_use ? "?mode=ro" : "?immutable=1");
}

class SqliteDatabase final : public Database {
 public:
  explicit SqliteDatabase(const std::string& name) {
    guarded([&] {
      session_.open(soci::sqlite3,
                    "dbname=\"" + name + "\" timeout=" + std::to_string(kBusyTimeoutS));
    });
  }
  void prepare_to_write() {
    for (const auto* pragma : kPragmas) run_once(pragma);
  }
  ~SqliteDatabase() override { forget_statements(); }

  void begin_immediate() override { run(kBeginImmediate); }
  void begin_snapshot() override { run(kBeginSnapshot); }
  void commit() override { run(kCommit); }
  void roll_back() noexcept override {
    // SQLite has rolled back by itself after some faults; then this one fails, and that is fine.
    try {
      session_ << "ROLLBACK";
    } catch (const soci::soci_error&) {
    }
  }
  void run_once(const std::string& sql) override {
    guarded([&] { session_ << sql; });
  }
  std::int64_t pragma(const std::string& name) override {
    long long value = 0;
    guarded([&] { session_ << "PRAGMA " + name, soci::into(value); });
    return value;
  }

 protected:
  std::unique_ptr<Statement> prepare(const char* sql, std::vector<ValueKind> parameters,
                                     std::vector<ValueKind> columns) override {
    return std::make_unique<SociStatement>(session_, sql, parameters, columns);
  }

 private:
  soci::session session_;
};

}  // namespace

std::unique_ptr<Database> open_sqlite_database(const std::string& path) {
  auto database = std::make_unique<SqliteDatabase>(path);
  database->prepare_to_write();
  return database;
}

std::unique_ptr<Database> open_sqlite_database_to_read(const std::string& path) {
  return std::make_unique<SqliteDatabase>(uri_to_read(path));
}

}  // namespace keqian::bureau
