#include "kiosk/ledger/staff_pin.h"

#include <limits>
#include <optional>

#include "kiosk/ledger/identity.h"
#include "kiosk/ledger/pin_lock.h"
#include "kiosk/ledger/rows.h"
#include "server-sync/base/log.h"
#include "server-sync/wire/crypto.h"
#include "server-sync/wire/pin_reset.h"

namespace keqian::kiosk {
namespace {

// A lock that runs is written down again after so long, so that a restart repeats no more of it.
constexpr std::int64_t kLockNotedMs = 10 * kMsPerSecond;

constexpr char kReadPin[] =
    "SELECT hash, wrong_tries, locked_ms, boot_id, monotonic_ms, reset_number FROM staff_pin "
    "WHERE id = 1";
constexpr char kWriteLock[] =
    "UPDATE staff_pin SET wrong_tries = ?, locked_ms = ?, boot_id = ?, monotonic_ms = ? "
    "WHERE id = 1";
constexpr char kWritePin[] =
    "INSERT OR REPLACE INTO staff_pin (id, hash, wrong_tries, locked_ms, boot_id, monotonic_ms) "
    "VALUES (1, ?, 0, 0, ?, ?)";
constexpr char kLastSet[] =
    "SELECT utc_ms FROM event_log WHERE kind IN ('staff_pin_set', 'staff_pin_reset') "
    "ORDER BY sequence DESC LIMIT 1";
constexpr char kWriteResetNumber[] = "UPDATE staff_pin SET reset_number = ? WHERE id = 1";
constexpr char kRemovePin[] = "DELETE FROM staff_pin WHERE id = 1";

struct StoredPin {
  std::string hash;
  PinLock lock;
  std::string reset_number;  // empty: nobody has asked for one
};

std::optional<StoredPin> read_pin(Connection& connection) {
  auto query = connection.query(kReadPin);
  if (!query.step()) return std::nullopt;
  return StoredPin{
      query.text(0),
      {static_cast<int>(query.integer(1)), query.integer(2), query.text(3), query.integer(4)},
      query.text(5)};
}

void write_lock(Connection& connection, int wrong_tries, std::int64_t locked_ms,
                const Moment& moment) {
  connection.query(kWriteLock)
      .bind(wrong_tries, locked_ms, moment.boot_id, moment.monotonic_ms)
      .run();
}

// The answer while a lock runs or no PIN is set; empty when a try may be taken.
std::optional<PinAnswer> standing_answer(const std::optional<StoredPin>& stored,
                                         const Moment& moment) {
  if (!stored) return PinAnswer{PinVerdict::kNotSet, 0, 0};
  const auto left_ms = locked_ms_at(stored->lock, moment.boot_id, moment.monotonic_ms);
  if (left_ms > 0) return PinAnswer{PinVerdict::kLocked, 0, left_ms};
  return std::nullopt;
}

struct Taken {
  std::optional<PinAnswer> answer;  // no try was taken
  StoredPin stored;                 // as it is after the try was
};

Result<Taken> take_try(Core& core, const Moment& moment) {
  return core.write("note a try of the PIN", [&](Connection& connection) -> Result<Taken> {
    auto stored = read_pin(connection);
    if (auto answer = standing_answer(stored, moment)) return Taken{answer, {}};
    auto& lock = stored->lock;
    if (lock.wrong_tries < std::numeric_limits<int>::max()) ++lock.wrong_tries;
    lock.locked_ms = lock_length_ms(lock.wrong_tries);
    write_lock(connection, lock.wrong_tries, lock.locked_ms, moment);
    return Taken{std::nullopt, *stored};
  });
}

// The answer to a try that was wrong.
PinAnswer wrong_answer(const PinLock& lock) {
  if (lock.locked_ms > 0) return {PinVerdict::kLocked, 0, lock.locked_ms};
  return {PinVerdict::kWrong, tries_left_after(lock.wrong_tries), 0};
}

// The identity, where it is whole: without its key no code can be checked.
std::optional<uploader::KioskIdentity> usable_identity(Core& core) {
  auto identity = read_identity(core);
  if (identity.ok()) return std::move(*identity);
  log_warning("no code for a forgotten PIN can be checked: " + identity.error().text());
  return std::nullopt;
}

bool is_code_of(const std::optional<uploader::KioskIdentity>& identity, const std::string& number,
                std::string_view code) {
  if (!identity || number.empty()) return false;
  const auto right =
      wire::pin_reset_code(identity->keys, identity->bureau_key, identity->kiosk, number);
  return right && wire::equal_in_constant_time(*right, code);
}

Error no_such_pin() {
  return invalid("a PIN has 6 digits, not all the same and not a run",
                 "choose another one, 271828 for example is fine");
}

void store_pin(Connection& connection, const std::string& hash, const Moment& moment) {
  connection.query(kWritePin).bind(hash, moment.boot_id, moment.monotonic_ms).run();
}

}  // namespace

Result<PinAnswer> check_pin(Core& core, std::string_view pin) {
  const auto moment = core.now();
  KEQIAN_TRY(const auto taken, take_try(core, moment));
  if (taken.answer) return *taken.answer;
  if (!wire::verify_password(taken.stored.hash, pin)) return wrong_answer(taken.stored.lock);
  return core.write("note the right PIN", [&](Connection& connection) -> Result<PinAnswer> {
    write_lock(connection, 0, 0, moment);
    // Somebody knows the PIN: a code that was asked for is of no use any more.
    connection.query(kWriteResetNumber).bind("").run();
    auto query = connection.query(kLastSet);
    return PinAnswer{PinVerdict::kRight, 0, 0, query.step() ? query.integer(0) : 0};
  });
}

Result<PinReset> pin_reset(Core& core) {
  const auto identity = usable_identity(core);
  return core.write("make a number for a forgotten PIN",
                    [&](Connection& connection) -> Result<PinReset> {
                      const auto stored = read_pin(connection);
                      if (!stored) return Error{ErrorKind::kConflict, "no PIN is set", {}};
                      if (!identity) return PinReset{};
                      auto number = stored->reset_number;
                      if (number.empty()) {
                        number = wire::make_reset_number(*core.randomness);
                        connection.query(kWriteResetNumber).bind(number).run();
                      }
                      return PinReset{number, identity->kiosk, identity->kiosk_name};
                    });
}

Result<PinAnswer> check_reset_code(Core& core, std::string_view code) {
  const auto identity = usable_identity(core);
  const auto moment = core.now();
  KEQIAN_TRY(const auto taken, take_try(core, moment));
  if (taken.answer) return *taken.answer;
  if (!is_code_of(identity, taken.stored.reset_number, code))
    return wrong_answer(taken.stored.lock);
  return core.write("note the right code", [&](Connection& connection) -> Result<PinAnswer> {
    write_lock(connection, 0, 0, moment);
    return PinAnswer{PinVerdict::kRight, 0, 0};
  });
}

Status reset_pin(Core& core, std::string_view code, std::string_view pin) {
  if (!is_acceptable_pin(pin)) return no_such_pin();
  KEQIAN_TRY(const auto answer, check_reset_code(core, code));
  if (answer.verdict != PinVerdict::kRight) {
    return Error{ErrorKind::kDenied, "the code is not the bureau's for this kiosk's number", {}};
  }
  const auto hash = wire::hash_password(pin);
  const auto moment = core.now();
  return core.write("reset the PIN", [&](Connection& connection) -> Status {
    const auto stored = read_pin(connection);
    const auto number = stored ? stored->reset_number : std::string();
    store_pin(connection, hash, moment);
    log_event(connection, moment.utc_ms, "staff_pin_reset", number);
    return ok();
  });
}

Result<PinAnswer> pin_state(Core& core) {
  const auto moment = core.now();
  KEQIAN_TRY(const auto stored, core.read("read the PIN's state", [](Connection& connection) {
    return Result<std::optional<StoredPin>>(read_pin(connection));
  }));
  const auto standing = standing_answer(stored, moment);
  if (!standing) {
    return PinAnswer{PinVerdict::kWrong, tries_left_after(stored->lock.wrong_tries), 0};
  }
  const auto& answer = *standing;
  if (answer.verdict != PinVerdict::kLocked) return answer;
  const auto& lock = stored->lock;
  if (lock.boot_id == moment.boot_id && lock.locked_ms - answer.locked_ms < kLockNotedMs) {
    return answer;
  }
  return core.write("note the lock", [&](Connection& connection) -> Result<PinAnswer> {
    write_lock(connection, lock.wrong_tries, answer.locked_ms, moment);
    return answer;
  });
}

Status set_pin(Core& core, std::string_view pin) {
  if (!is_acceptable_pin(pin)) return no_such_pin();
  const auto hash = wire::hash_password(pin);
  const auto moment = core.now();
  return core.write("set the PIN", [&](Connection& connection) -> Status {
    store_pin(connection, hash, moment);
    log_event(connection, moment.utc_ms, "staff_pin_set", "");
    return ok();
  });
}

Status forget_pin(Core& core) {
  const auto moment = core.now();
  return core.write("forget the PIN", [&](Connection& connection) -> Status {
    connection.query(kRemovePin).run();
    log_event(connection, moment.utc_ms, "staff_pin_forgotten", "");
    return ok();
  });
}

}  // namespace keqian::kiosk
