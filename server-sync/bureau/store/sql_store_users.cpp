#include "server-sync/bureau/store/sql_store.h"

namespace keqian::bureau {
namespace {

constexpr std::string_view kTokenSetting = "first_administrator_token";
constexpr std::string_view kTokenExpirySetting = "first_administrator_token_expires_utc_ms";

constexpr const char* kCountUsers = "SELECT COUNT(*) FROM bureau_user";
constexpr const char* kAddUser =
    R"(INSERT INTO bureau_user(name, display_name, role, unit_id, password_hash, disabled)
       VALUES (:name, :display_name, :role, :unit, :hash, :disabled)
       ON CONFLICT(name) DO NOTHING)";
constexpr const char* kReadUser =
    R"(SELECT name, display_name, role, unit_id, password_hash, disabled FROM bureau_user
       WHERE name = :name)";
constexpr const char* kListUsers =
    R"(SELECT name, display_name, role, unit_id, password_hash, disabled FROM bureau_user
       ORDER BY name LIMIT :rows_max)";
constexpr const char* kSetPassword =
    "UPDATE bureau_user SET password_hash = :hash WHERE name = :name";
constexpr const char* kSetDisabled =
    "UPDATE bureau_user SET disabled = :disabled WHERE name = :name";
constexpr const char* kForgetSignInsOf = "DELETE FROM sign_in WHERE user_name = :name";
constexpr const char* kReadSetting = "SELECT value FROM setting WHERE name = :name";
constexpr const char* kWriteSetting =
    R"(INSERT INTO setting(name, value) VALUES (:name, :value)
       ON CONFLICT(name) DO UPDATE SET value = excluded.value)";
constexpr const char* kForgetSetting = "DELETE FROM setting WHERE name = :name";

constexpr const char* kAddSignIn =
    R"(INSERT INTO sign_in(token_digest, user_name, csrf_token, started_utc_ms, last_used_utc_ms,
                           expires_utc_ms)
       VALUES (:digest, :user, :csrf, :started, :last_used, :expires))";
constexpr const char* kReadSignIn =
    R"(SELECT token_digest, user_name, csrf_token, started_utc_ms, last_used_utc_ms, expires_utc_ms
       FROM sign_in JOIN bureau_user ON bureau_user.name = sign_in.user_name
       WHERE token_digest = :digest AND expires_utc_ms > :now AND bureau_user.disabled = 0)";
constexpr const char* kTouchSignIn =
    R"(UPDATE sign_in SET last_used_utc_ms = :last_used, expires_utc_ms = :expires
       WHERE token_digest = :digest)";
constexpr const char* kForgetSignIn = "DELETE FROM sign_in WHERE token_digest = :digest";
constexpr const char* kForgetExpiredSignIns = "DELETE FROM sign_in WHERE expires_utc_ms <= :now";

constexpr const char* kReadThrottle =
    R"(SELECT failures, last_failure_utc_ms, locked_until_utc_ms FROM throttle WHERE key = :key)";
constexpr const char* kWriteThrottle =
    R"(INSERT INTO throttle(key, failures, last_failure_utc_ms, locked_until_utc_ms)
       VALUES (:key, :failures, :last_failure, :locked_until)
       ON CONFLICT(key) DO UPDATE SET failures = excluded.failures,
         last_failure_utc_ms = excluded.last_failure_utc_ms,
         locked_until_utc_ms = excluded.locked_until_utc_ms)";
constexpr const char* kForgetThrottle = "DELETE FROM throttle WHERE key = :key";

template <typename... Parameters>
std::vector<UserRecord> read_users(Database& database, const char* sql,
                                   const Parameters&... parameters) {
  std::vector<UserRecord> records;
  database.each<std::string, std::string, std::int64_t, std::string, std::string, std::int64_t>(
      sql,
      [&records](const std::string& name, const std::string& display_name, std::int64_t role,
                 const std::string& unit, const std::string& hash, std::int64_t disabled) {
        records.push_back(
            {name, display_name, static_cast<Role>(role), {unit}, hash, disabled != 0});
      },
      parameters...);
  return records;
}

void insert_user(Database& database, const UserRecord& user, const Act& act) {
  const auto added =
      database.run(kAddUser, user.name, user.display_name, static_cast<int>(user.role),
                   user.unit.value, user.password_hash, user.disabled);
  if (added == 0)
    refuse(ErrorKind::kConflict, "there is a user '" + user.name + "' already",
           "choose another name");
  audit(database, act, "user.add", user.name, name(user.role));
}

void require_user(std::int64_t changed_rows, std::string_view name) {
  if (changed_rows == 0)
    refuse(ErrorKind::kNotFound, "there is no user '" + std::string(name) + "'");
}

std::string read_setting(Database& database, std::string_view name) {
  const auto row = database.one<std::string>(kReadSetting, name);
  return row ? std::get<0>(*row) : std::string{};
}

}  // namespace

Result<std::int64_t> SqlStore::user_count() {
  return read([](Database& database) { return database.integer(kCountUsers); });
}

Status SqlStore::add_user(const UserRecord& user, const Act& act) {
  return write(Visible::kNo, [&](Database& database) {
    insert_user(database, user, act);
    return Done{};
  });
}

Result<UserRecord> SqlStore::user(std::string_view name) {
  return read([&](Database& database) {
    auto records = read_users(database, kReadUser, name);
    if (records.empty()) require_user(0, name);
    return std::move(records.front());
  });
}

Result<std::vector<UserRecord>> SqlStore::users() {
  return read([](Database& database) { return read_users(database, kListUsers, kListRowsMax); });
}

Status SqlStore::set_password_hash(std::string_view name, std::string_view hash, const Act& act) {
  return write(Visible::kNo, [&](Database& database) {
    require_user(database.run(kSetPassword, hash, name), name);
    database.run(kForgetSignInsOf, name);
    audit(database, act, "user.password", name, "");
    return Done{};
  });
}

Status SqlStore::set_user_disabled(std::string_view name, bool disabled, const Act& act) {
  return write(Visible::kNo, [&](Database& database) {
    require_user(database.run(kSetDisabled, disabled, name), name);
    database.run(kForgetSignInsOf, name);
    audit(database, act, disabled ? "user.disable" : "user.enable", name, "");
    return Done{};
  });
}

Status SqlStore::set_first_administrator_token(std::string_view token_digest,
                                               UtcMs expires_utc_ms) {
  return write(Visible::kNo, [&](Database& database) {
    if (database.integer(kCountUsers) > 0)
      refuse(ErrorKind::kConflict, "there is an administrator already", "sign in");
    database.run(kWriteSetting, kTokenSetting, token_digest);
    database.run(kWriteSetting, kTokenExpirySetting, std::to_string(expires_utc_ms));
    return Done{};
  });
}

Result<UtcMs> SqlStore::first_administrator_token_expiry() {
  return read([](Database& database) {
    const auto expiry = read_setting(database, kTokenExpirySetting);
    return expiry.empty() ? UtcMs{0} : UtcMs{std::stoll(expiry)};
  });
}

Status SqlStore::add_first_administrator(std::string_view token_digest, const UserRecord& user,
                                         const Act& act) {
  return write(Visible::kNo, [&](Database& database) {
    if (database.integer(kCountUsers) > 0)
      refuse(ErrorKind::kConflict, "there is an administrator already", "sign in");
    const auto expected = read_setting(database, kTokenSetting);
    const auto expiry = read_setting(database, kTokenExpirySetting);
    if (expected.empty() || expiry.empty() ||
        !wire::equal_in_constant_time(expected, token_digest) || std::stoll(expiry) <= act.utc_ms)
      refuse(ErrorKind::kDenied, "the link is not valid any more",
             "restart the server for a new one");
    insert_user(database, user, act);
    database.run(kForgetSetting, kTokenSetting);
    database.run(kForgetSetting, kTokenExpirySetting);
    return Done{};
  });
}

Status SqlStore::add_sign_in(const SignInRecord& record) {
  return write(Visible::kNo, [&](Database& database) {
    database.run(kAddSignIn, record.token_digest, record.user, record.csrf_token,
                 record.started_utc_ms, record.last_used_utc_ms, record.expires_utc_ms);
    return Done{};
  });
}

Result<SignInRecord> SqlStore::sign_in(std::string_view token_digest, UtcMs now) {
  return read([&](Database& database) {
    const auto row = database.one<std::string, std::string, std::string, std::int64_t, std::int64_t,
                                  std::int64_t>(kReadSignIn, token_digest, now);
    if (!row) refuse(ErrorKind::kNotFound, "not signed in", "sign in again");
    return std::apply([](const auto&... columns) { return SignInRecord{columns...}; }, *row);
  });
}

Status SqlStore::touch_sign_in(std::string_view token_digest, UtcMs last_used_utc_ms,
                               UtcMs expires_utc_ms) {
  return write(Visible::kNo, [&](Database& database) {
    database.run(kTouchSignIn, last_used_utc_ms, expires_utc_ms, token_digest);
    return Done{};
  });
}

Status SqlStore::remove_sign_in(std::string_view token_digest) {
  return write(Visible::kNo, [&](Database& database) {
    database.run(kForgetSignIn, token_digest);
    return Done{};
  });
}

Status SqlStore::remove_expired_sign_ins(UtcMs now) {
  return write(Visible::kNo, [&](Database& database) {
    database.run(kForgetExpiredSignIns, now);
    return Done{};
  });
}

Result<ThrottleRecord> SqlStore::throttle(std::string_view key) {
  return read([&](Database& database) {
    ThrottleRecord record;
    record.key = key;
    if (const auto row =
            database.one<std::int64_t, std::int64_t, std::int64_t>(kReadThrottle, key)) {
      record.failures = static_cast<int>(std::get<0>(*row));
      record.last_failure_utc_ms = std::get<1>(*row);
      record.locked_until_utc_ms = std::get<2>(*row);
    }
    return record;
  });
}

Status SqlStore::save_throttle(const ThrottleRecord& record) {
  return write(Visible::kNo, [&](Database& database) {
    if (record.failures == 0)
      database.run(kForgetThrottle, record.key);
    else
      database.run(kWriteThrottle, record.key, record.failures, record.last_failure_utc_ms,
                   record.locked_until_utc_ms);
    return Done{};
  });
}

}  // namespace keqian::bureau
