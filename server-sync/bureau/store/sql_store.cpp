#include "server-sync/bureau/store/sql_store.h"

#include "server-sync/bureau/store/audit_chain.h"

#include <filesystem>

#include "server-sync/base/files.h"
#include "server-sync/base/text.h"
#include "server-sync/bureau/store/data_directory.h"
#include "server-sync/bureau/store/schema.h"
#include "server-sync/wire/crypto.h"

namespace keqian::bureau {
namespace {

constexpr const char* kCountChange = "UPDATE change_counter SET number = number + 1";
constexpr const char* kCountConfigurationChange =
    "UPDATE change_counter SET configuration = configuration + 1";
constexpr const char* kReadChangeNumber = "SELECT number FROM change_counter";
constexpr const char* kReadConfigurationVersion = "SELECT configuration FROM change_counter";
constexpr const char* kReadSetting = "SELECT value FROM setting WHERE name = :name";
constexpr const char* kWriteSetting =
    R"(INSERT INTO setting(name, value) VALUES (:name, :value)
       ON CONFLICT(name) DO UPDATE SET value = excluded.value)";
constexpr const char* kReadLastAudit =
    "SELECT sequence, chain FROM audit ORDER BY sequence DESC LIMIT 1";
constexpr const char* kAppendAudit =
    R"(INSERT INTO audit(sequence, utc_ms, who, action, subject, detail, chain)
       VALUES (:sequence, :utc_ms, :who, :action, :subject, :detail, :chain))";
constexpr const char* kReadAudit =
    R"(SELECT sequence, utc_ms, who, action, subject, detail, chain FROM audit
       WHERE sequence > :after ORDER BY sequence LIMIT :rows_max)";

}  // namespace

void refuse(ErrorKind kind, std::string message, std::string hint) {
  throw StorageFault{{kind, std::move(message), std::move(hint)}};
}

void audit(Database& database, const Act& act, std::string_view action, std::string_view subject,
           std::string_view detail) {
  AuditEntry entry{
      1, act.utc_ms, act.who, std::string(action), std::string(subject), std::string(detail), {}};
  std::string previous;
  if (const auto last = database.one<std::int64_t, std::string>(kReadLastAudit)) {
    entry.sequence = std::get<0>(*last) + 1;
    previous = std::get<1>(*last);
  }
  entry.chain = audit_chain(previous, entry);
  database.run(kAppendAudit, entry.sequence, entry.utc_ms, entry.who, entry.action, entry.subject,
               entry.detail, entry.chain);
}

void SqlStore::count_change(Database& database) {
  database.run(kCountChange);
}

void count_configuration_change(Database& database) {
  database.run(kCountConfigurationChange);
}

std::int64_t configuration_version(Database& database) {
  return database.integer(kReadConfigurationVersion);
}

Result<std::int64_t> SqlStore::change_number() {
  return read([](Database& database) { return database.integer(kReadChangeNumber); });
}

Status SqlStore::append_audit(const Act& act, std::string_view action, std::string_view subject,
                              std::string_view detail) {
  return write(Visible::kNo, [&](Database& database) {
    audit(database, act, action, subject, detail);
    return Done{};
  });
}

Result<std::vector<AuditEntry>> SqlStore::audit_entries(std::int64_t after_sequence) {
  return read([&](Database& database) {
    std::vector<AuditEntry> entries;
    database.each<std::int64_t, std::int64_t, std::string, std::string, std::string, std::string,
                  std::string>(
        kReadAudit,
        [&entries](std::int64_t sequence, std::int64_t utc_ms, const std::string& who,
                   const std::string& action, const std::string& subject, const std::string& detail,
                   const std::string& chain) {
          entries.push_back({sequence, utc_ms, who, action, subject, detail, chain});
        },
        after_sequence, kListRowsMax);
    return entries;
  });
}

Result<std::string> SqlStore::setting(std::string_view name) {
  return read([&](Database& database) {
    const auto row = database.one<std::string>(kReadSetting, name);
    return row ? std::get<0>(*row) : std::string{};
  });
}

Status SqlStore::set_setting(std::string_view name, std::string_view value) {
  return write(Visible::kNo, [&](Database& database) {
    database.run(kWriteSetting, name, value);
    return Done{};
  });
}

std::string one_time_digest(std::string_view secret) {
  return hex(wire::view(wire::digest("keqian one-time secret\n" + std::string(secret))));
}

namespace {

// `open` makes the connections; what goes wrong names the file.
template <typename Open>
Result<std::unique_ptr<Store>> opened(const std::filesystem::path& file, Open&& open) {
  try {
    return open(file.string());
  } catch (const StorageFault& fault) {
    auto error = fault.error;
    error.message = file.string() + ": " + error.message;
    return error;
  }
}

}  // namespace

Result<std::unique_ptr<Store>> open_sqlite_store(const std::string& data_directory,
                                                 Randomness& randomness) {
  KEQIAN_CHECK_OK(make_private_directory(data_directory));
  return opened(database_file(data_directory), [&](const std::string& path) {
    auto writer = open_sqlite_database(path);
    migrate(*writer);
    auto reader = open_sqlite_database(path);
    return std::unique_ptr<Store>(
        std::make_unique<SqlStore>(std::move(writer), std::move(reader), randomness));
  });
}

Result<std::unique_ptr<Store>> open_sqlite_store_to_read(const std::string& data_directory,
                                                         Randomness& randomness) {
  return opened(database_file(data_directory), [&](const std::string& path) {
    auto refuses = open_sqlite_database_to_read(path);
    check_is_current(*refuses);
    auto reader = open_sqlite_database_to_read(path);
    return std::unique_ptr<Store>(
        std::make_unique<SqlStore>(std::move(refuses), std::move(reader), randomness));
  });
}

}  // namespace keqian::bureau
