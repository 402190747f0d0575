#include "server-sync/bureau/store/backup.h"

#include <functional>
#include <system_error>

#include "server-sync/base/files.h"
#include "server-sync/bureau/store/data_directory.h"
#include "server-sync/bureau/store/schema.h"
#include "server-sync/bureau/store/sql_store.h"

namespace keqian::bureau {
namespace {

namespace fs = std::filesystem;

constexpr const char* kCheckPages = "PRAGMA quick_check(1)";
constexpr const char* kForgetSignIns = "DELETE FROM sign_in";
constexpr const char* kForgetEnrolmentCodes = "DELETE FROM enrolment_code";

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? "''" : std::string(1, c);
  return out + "'";
}

// One moment of the database, whatever others write meanwhile.
void copy_database(const fs::path& from, const fs::path& to) {
  const auto source = open_sqlite_database_to_read(from.string());
  const auto found = source->one<std::string>(kCheckPages);
  if (!found || std::get<0>(*found) != "ok")
    throw StorageFault{{ErrorKind::kStorage, "the database is damaged",
                        "keep it as it is; an older backup may be whole"}};
  source->run_once("VACUUM INTO " + quoted(to.string()));
}

Status check_is_free(const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(folder, error)) return ok();
  if (fs::is_directory(folder, error) && fs::is_empty(folder, error) && !error) return ok();
  return Error{ErrorKind::kConflict, "something stands in " + folder.string() + " already",
               "name a new folder; nothing is ever overwritten"};
}

// The data folder `from` once more, in `to`. `change` is done to the copy before anybody can take
// it for one.
Status copy_data_directory(const fs::path& from, const fs::path& to,
                           const std::function<void(const fs::path& database)>& change) {
  std::error_code error;
  if (!fs::exists(database_file(from), error))
    return not_found("there is no bureau in " + from.string(), "check the folder's name");
  KEQIAN_CHECK_OK(check_is_free(to));
  KEQIAN_TRY(const auto key, load_bureau_key(from));
  KEQIAN_CHECK_OK(make_private_directory(to));
  KEQIAN_CHECK_OK(write_bureau_key(to, key));
  const fs::path unfinished = database_file(to).string() + ".new";
  try {
    copy_database(database_file(from), unfinished);
    fs::permissions(unfinished, fs::perms::owner_read | fs::perms::owner_write, error);
    change(unfinished);
  } catch (const StorageFault& fault) {
    fs::remove(unfinished, error);
    auto refusal = fault.error;
    refusal.message =
        to.string() + " could not be made from " + from.string() + ": " + refusal.message;
    return refusal;
  }
  return replace_file(unfinished, database_file(to));
}

}  // namespace

Status back_up(const fs::path& data, const fs::path& folder) {
  return copy_data_directory(data, folder, [](const fs::path&) {});
}

Status restore(const fs::path& folder, const fs::path& data, const Act& act) {
  return copy_data_directory(folder, data, [&](const fs::path& file) {
    const auto database = open_sqlite_database(file.string());
    migrate(*database);
    database->begin_immediate();
    database->run(kForgetSignIns);
    database->run(kForgetEnrolmentCodes);
    audit(*database, act, "backup.restore", folder.string(), "");
    database->commit();
  });
}

}  // namespace keqian::bureau
