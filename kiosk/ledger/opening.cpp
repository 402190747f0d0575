#include "kiosk/ledger/opening.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <system_error>

#include "kiosk/ledger/schema.h"
#include "server-sync/base/log.h"
#include "server-sync/base/text.h"

namespace keqian::kiosk {
namespace {

namespace fs = std::filesystem;

constexpr int kNamesTriedMax = 1000;
constexpr const char* kFileSuffixes[] = {"", "-wal", "-shm"};

constexpr char kCountTables[] = "SELECT COUNT(*) FROM sqlite_schema";
constexpr char kQuickCheck[] = "PRAGMA quick_check(1)";
constexpr char kReadIdentity[] =
    "SELECT kiosk_id, venue_id, kiosk_name, bureau_url, bureau_key, certificate_sha256, "
    "public_key FROM identity WHERE id = 1";
constexpr char kCopyIdentity[] =
    "INSERT OR REPLACE INTO identity (id, kiosk_id, venue_id, kiosk_name, bureau_url, bureau_key, "
    "certificate_sha256, public_key) VALUES (1, ?, ?, ?, ?, ?, ?, ?)";
constexpr char kReadConfiguration[] =
    "SELECT bytes, etag, stored_utc_ms FROM configuration WHERE id = 1";
constexpr char kCopyConfiguration[] =
    "INSERT OR REPLACE INTO configuration (id, bytes, etag, stored_utc_ms) VALUES (1, ?, ?, ?)";

std::string damaged_prefix(const fs::path& file) {
  return file.stem().string() + ".damaged-";
}

bool is_damage(const SQLite::Exception& exception) {
  return exception.getErrorCode() == SQLITE_CORRUPT || exception.getErrorCode() == SQLITE_NOTADB;
}

// The check words a page that could not be read like damage: "Page 20: unable to get the page.
// error code=266". True for the errors of the disk among them.
bool says_unreadable(std::string_view verdict) {
  constexpr std::string_view kCode = "error code=";
  constexpr int kPrimaryCode = 0xFF;
  const auto at = verdict.find(kCode);
  if (at == std::string_view::npos) return false;
  int code = 0;
  std::from_chars(verdict.data() + at + kCode.size(), verdict.data() + verdict.size(), code);
  return (code & kPrimaryCode) == SQLITE_IOERR;
}

Result<FileJudgement> judge_open_file(const fs::path& file, Connection& connection) {
  const auto version = file_version(connection);
  const auto tables = [&] {
    auto query = connection.query(kCountTables);
    query.step();
    return query.integer(0);
  }();
  if (version == 0 && tables == 0) return FileJudgement{FileJudgement::Kind::kSound, {}};
  if (file_application_id(connection) != kLedgerApplicationId) {
    return Error{ErrorKind::kConflict, file.string() + " is not a ledger of keqian-kiosk",
                 "choose another data folder; the file was not touched"};
  }
  const auto newest = static_cast<std::int64_t>(ledger_migrations().size());
  if (version > newest) {
    return Error{ErrorKind::kConflict,
                 file.string() + " was written by a newer keqian-kiosk (ledger version " +
                     std::to_string(version) + ", this program knows " + std::to_string(newest) +
                     ")",
                 "install the newer program again; the file was not touched"};
  }
  auto query = connection.query(kQuickCheck);
  query.step();
  const auto verdict = one_line(query.text(0));
  if (verdict == "ok") return FileJudgement{FileJudgement::Kind::kSound, {}};
  if (says_unreadable(verdict)) {
    return storage_error(StorageFault::kDeviceError, "read " + file.string(), verdict);
  }
  return FileJudgement{FileJudgement::Kind::kDamaged, verdict};
}

// The check walks backwards through the file, page by page, and on a cold disk waits for each of
// them. Asked for in the file's order they come in one sweep. Where that cannot be, it only takes
// longer.
void ask_for_all_pages(const fs::path& file) {
  // The system cuts a larger request off at what it reads ahead.
  constexpr off_t kRequestBytes = 128 * 1024;
  std::error_code error;
  const auto bytes = static_cast<off_t>(fs::file_size(file, error));
  const int descriptor = error ? -1 : ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return;
  for (off_t at = 0; at < bytes; at += kRequestBytes) {
    ::posix_fadvise(descriptor, at, kRequestBytes, POSIX_FADV_WILLNEED);
  }
  ::close(descriptor);
}

std::string time_for_name(UtcMs utc_ms) {
  std::string text = iso_time(utc_ms).substr(0, 19);
  std::erase_if(text, [](char letter) { return letter == '-' || letter == ':'; });
  return text;
}

Result<FileJudgement> look_at(const fs::path& file, const std::string& vfs) {
  try {
    Connection connection(file, ConnectionMode::kReadOnly, vfs);
    return judge_open_file(file, connection);
  } catch (const SQLite::Exception& exception) {
    if (is_damage(exception)) return FileJudgement{FileJudgement::Kind::kDamaged, exception.what()};
    return to_error(exception, "read " + file.string());
  }
}

}  // namespace

Result<FileJudgement> judge_file(const fs::path& file, const std::string& vfs) {
  std::error_code error;
  if (!fs::exists(file, error)) {
    if (error) {
      return storage_error(StorageFault::kReadOnly, "look at " + file.string(), error.message());
    }
    return FileJudgement{};
  }
  ask_for_all_pages(file);
  // A reading error that passes can look like damage; what is damaged is so at every look.
  KEQIAN_TRY(const auto judgement, look_at(file, vfs));
  if (judgement.kind != FileJudgement::Kind::kDamaged) return judgement;
  return look_at(file, vfs);
}

Result<fs::path> set_file_aside(const fs::path& file, UtcMs utc_ms) {
  const auto stem = (file.parent_path() / (damaged_prefix(file) + time_for_name(utc_ms))).string();
  std::error_code error;
  for (int attempt = 1; attempt <= kNamesTriedMax; ++attempt) {
    const fs::path target = stem + (attempt == 1 ? "" : "-" + std::to_string(attempt)) + ".db";
    const bool taken = std::any_of(
        std::begin(kFileSuffixes), std::end(kFileSuffixes),
        [&](const char* suffix) { return fs::exists(target.string() + suffix, error); });
    if (taken) continue;
    for (const char* suffix : kFileSuffixes) {
      const fs::path source = file.string() + suffix;
      if (!fs::exists(source, error)) continue;
      fs::rename(source, target.string() + suffix, error);
      if (error) {
        return storage_error(StorageFault::kReadOnly, "set " + source.string() + " aside",
                             error.message());
      }
    }
    return target;
  }
  return storage_error(StorageFault::kOther, "set " + file.string() + " aside",
                       "every name for it is taken");
}

std::vector<fs::path> files_set_aside(const fs::path& file) {
  constexpr std::size_t kFilesMax = 100;
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator entry(file.parent_path(), error), end; !error && entry != end;
       entry.increment(error)) {
    const auto& path = entry->path();
    const bool is_one = path.filename().string().starts_with(damaged_prefix(file)) &&
                        path.extension() == file.extension();
    if (is_one && found.size() < kFilesMax) found.push_back(path);
  }
  std::sort(found.begin(), found.end());  // the names hold the time
  return found;
}

bool carry_enrolment_over(const fs::path& damaged, Connection& fresh) {
  bool carried = false;
  try {
    Connection old(damaged, ConnectionMode::kReadOnly, {});
    Transaction transaction(fresh, Transaction::Kind::kWriting);
    auto identity = old.query(kReadIdentity);
    if (!identity.step()) return false;
    fresh.query(kCopyIdentity)
        .bind(identity.text(0), identity.text(1), identity.text(2), identity.text(3),
              Blob{identity.text(4)}, Blob{identity.text(5)}, Blob{identity.text(6)})
        .run();
    transaction.commit();
    carried = true;
    auto configuration = old.query(kReadConfiguration);
    if (configuration.step()) {
      const auto bytes = configuration.text(0);
      fresh.query(kCopyConfiguration)
          .bind(Blob{bytes}, configuration.text(1), configuration.integer(2))
          .run();
    }
  } catch (const SQLite::Exception& exception) {
    log_warning(to_error(exception, "read everything of the damaged ledger").text());
  }
  return carried;
}

}  // namespace keqian::kiosk
