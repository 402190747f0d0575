#include "kiosk/ledger/connection.h"

#include <sqlite3.h>

#include <utility>

namespace keqian::kiosk {
namespace {

constexpr int kBusyTimeoutMs = 5000;

constexpr char kBeginReading[] = "BEGIN DEFERRED";
constexpr char kBeginWriting[] = "BEGIN IMMEDIATE";
constexpr char kCommit[] = "COMMIT";
constexpr char kRollback[] = "ROLLBACK";

std::string uri_of(const std::filesystem::path& file) {
  std::string uri = "file:";
  for (const char letter : std::filesystem::absolute(file).string()) {
    if (letter == '%' || letter == '?' || letter == '#') {
      constexpr std::string_view kHexDigits = "0123456789ABCDEF";
      const auto value = static_cast<unsigned char>(letter);
      uri += '%';
      uri += kHexDigits[value >> 4];
      uri += kHexDigits[value & 15];
    } else {
      uri += letter;
    }
  }
  return uri + "?immutable=1";
}

std::string name_of(const std::filesystem::path& file, ConnectionMode mode) {
  return mode == ConnectionMode::kImmutable ? uri_of(file) : file.string();
}

// Each connection is used by one thread at a time (core.h), so SQLite need not lock it once more.
int flags_of(ConnectionMode mode) {
  switch (mode) {
    case ConnectionMode::kReadWrite:
      return SQLite::OPEN_NOMUTEX | SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE;
    case ConnectionMode::kReadOnly:
      return SQLite::OPEN_NOMUTEX | SQLite::OPEN_READONLY;
    case ConnectionMode::kImmutable:
      return SQLite::OPEN_NOMUTEX | SQLite::OPEN_READONLY | SQLite::OPEN_URI;
  }
  return SQLite::OPEN_READONLY;
}

}  // namespace

Query::Query(SQLite::Statement& statement) : statement_(&statement) {}

Query::Query(Query&& other) noexcept
    : statement_(std::exchange(other.statement_, nullptr)), bound_(other.bound_) {}

Query::~Query() {
  if (statement_ != nullptr) statement_->tryReset();
}

bool Query::step() {
  return statement_->executeStep();
}

void Query::run() {
  while (statement_->executeStep()) {
  }
}

std::int64_t Query::integer(int column) const {
  return statement_->getColumn(column).getInt64();
}

std::string Query::text(int column) const {
  const auto value = statement_->getColumn(column);
  const auto* bytes = static_cast<const char*>(value.getBlob());
  return bytes == nullptr ? std::string()
                          : std::string(bytes, static_cast<std::size_t>(value.getBytes()));
}

bool Query::is_null(int column) const {
  return statement_->isColumnNull(column);
}

void Query::bind_next(std::int64_t value) {
  statement_->bind(++bound_, value);
}

void Query::bind_next(std::string_view value) {
  statement_->bind(++bound_, std::string(value));
}

void Query::bind_next(Blob value) {
  // SQLite stores a null pointer as NULL; an empty blob is not that.
  const void* bytes = value.bytes.empty() ? "" : value.bytes.data();
  statement_->bind(++bound_, bytes, static_cast<int>(value.bytes.size()));
}

void Query::bind_next(std::nullopt_t) {
  statement_->bind(++bound_);
}

Connection::Connection(const std::filesystem::path& file, ConnectionMode mode,
                       const std::string& vfs)
    : database_(name_of(file, mode), flags_of(mode), kBusyTimeoutMs, vfs) {}

Query Connection::query(const char* sql) {
  auto& statement = statements_[sql];
  if (!statement) statement = std::make_unique<SQLite::Statement>(database_, sql);
  return Query(*statement);
}

void Connection::execute(const char* sql) {
  database_.exec(sql);
}

Transaction::Transaction(Connection& connection, Kind kind) : connection_(connection) {
  connection_.query(kind == Kind::kWriting ? kBeginWriting : kBeginReading).run();
}

Transaction::~Transaction() {
  if (committed_) return;
  try {
    connection_.query(kRollback).run();
  } catch (const SQLite::Exception&) {
    // After some failures SQLite has rolled back by itself; then there is nothing to end.
  }
}

void Transaction::commit() {
  connection_.query(kCommit).run();
  committed_ = true;
}

Error to_error(const SQLite::Exception& exception, const std::string& what) {
  const auto fault = [&] {
    // The log's index beside the file could not be made longer: that is a full disk, too.
    if (exception.getExtendedErrorCode() == SQLITE_IOERR_SHMSIZE) return StorageFault::kDiskFull;
    switch (exception.getErrorCode()) {
      case SQLITE_FULL:
        return StorageFault::kDiskFull;
      case SQLITE_READONLY:
      case SQLITE_CANTOPEN:
      case SQLITE_PERM:
        return StorageFault::kReadOnly;
      case SQLITE_CORRUPT:
      case SQLITE_NOTADB:
        return StorageFault::kDamaged;
      case SQLITE_IOERR:
        return StorageFault::kDeviceError;
      case SQLITE_BUSY:
      case SQLITE_LOCKED:
        return StorageFault::kBusy;
      default:
        return StorageFault::kOther;
    }
  }();
  return storage_error(fault, what, exception.what());
}

}  // namespace keqian::kiosk
