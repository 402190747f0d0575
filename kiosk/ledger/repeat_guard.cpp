#include "kiosk/ledger/repeat_guard.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "server-sync/wire/crypto.h"

namespace keqian::kiosk {
namespace {

constexpr std::size_t kDigestBytes = 16;

constexpr char kReadKey[] = "SELECT scope, secret FROM repeat_key WHERE id = 1";
constexpr char kInsertKey[] = "INSERT INTO repeat_key (id, scope, secret) VALUES (1, ?, ?)";
constexpr char kSetScope[] = "UPDATE repeat_key SET scope = ? WHERE id = 1";
constexpr char kMovedHere[] =
    "SELECT from_session_id FROM moved_session WHERE to_session_id = ? "
    "ORDER BY from_session_id LIMIT 100";
constexpr char kDeleteKey[] = "DELETE FROM repeat_key";
constexpr char kDeleteDigests[] = "DELETE FROM repeat_guard";
constexpr char kFindDigest[] = "SELECT 1 FROM repeat_guard WHERE pass_digest = ?";
constexpr char kInsertDigest[] =
    "INSERT INTO repeat_guard (pass_digest) VALUES (?) ON CONFLICT DO NOTHING";
constexpr char kDeleteDigest[] = "DELETE FROM repeat_guard WHERE pass_digest = ?";

std::string scope_of_boot(const Moment& moment) {
  return "boot:" + moment.boot_id;
}

std::string scope_of(const Moment& moment) {
  if (moment.clock_state == ClockState::kUnset) return scope_of_boot(moment);
  return "day:" + moment.business_date.iso();
}

std::string digest_of(const wire::SecretKey& key, const SessionId& session,
                      const wire::Pass& pass) {
  const auto message = session.value + "\n" + std::to_string(pass.campaign_number) + "\n" +
                       std::to_string(pass.number);
  return std::string(wire::view(wire::keyed_digest(key, message)).substr(0, kDigestBytes));
}

std::optional<wire::SecretKey> read_key(Connection& connection, const Moment& moment) {
  auto query = connection.query(kReadKey);
  if (!query.step() || query.text(0) != scope_of(moment)) return std::nullopt;
  return wire::to_array<32>(query.text(1));
}

}  // namespace

bool destroy_stale_repeat_key(Connection& connection, const Moment& moment) {
  std::string scope;
  {
    auto query = connection.query(kReadKey);
    if (!query.step()) return false;
    scope = query.text(0);
  }
  if (scope == scope_of(moment)) return false;
  if (scope == scope_of_boot(moment)) {
    connection.query(kSetScope).bind(scope_of(moment)).run();
    return false;
  }
  destroy_repeat_key(connection);
  return true;
}

void destroy_repeat_key(Connection& connection) {
  connection.query(kDeleteKey).run();
  connection.query(kDeleteDigests).run();
}

std::string repeat_digest(Connection& connection, const Moment& moment, Randomness& randomness,
                          const SessionId& session, const wire::Pass& pass) {
  auto key = read_key(connection, moment);
  if (!key) {
    destroy_stale_repeat_key(connection, moment);
    key.emplace();
    randomness.fill(*key);
    connection.query(kInsertKey).bind(scope_of(moment), Blob{wire::view(*key)}).run();
  }
  return digest_of(*key, session, pass);
}

std::optional<std::string> known_repeat_digest(Connection& connection, const Moment& moment,
                                               const SessionId& session, const wire::Pass& pass) {
  const auto key = read_key(connection, moment);
  if (!key) return std::nullopt;
  return digest_of(*key, session, pass);
}

bool is_counted(Connection& connection, const std::string& digest) {
  auto query = connection.query(kFindDigest);
  return query.bind(Blob{digest}).step();
}

bool is_counted_before_moving(Connection& connection, const Moment& moment,
                              const SessionId& session, const wire::Pass& pass) {
  std::vector<SessionId> moved;
  {
    auto query = connection.query(kMovedHere);
    query.bind(session.value);
    while (query.step()) moved.push_back({query.text(0)});
  }
  return std::any_of(moved.begin(), moved.end(), [&](const SessionId& from) {
    const auto digest = known_repeat_digest(connection, moment, from, pass);
    return digest && is_counted(connection, *digest);
  });
}

bool remember_counted(Connection& connection, const std::string& digest) {
  connection.query(kInsertDigest).bind(Blob{digest}).run();
  return connection.rows_changed() > 0;
}

void forget_counted(Connection& connection, const std::string& digest) {
  connection.query(kDeleteDigest).bind(Blob{digest}).run();
}

}  // namespace keqian::kiosk
