// What is pending → one signed exchange → what the bureau really has. `step` is synchronous and
// can be called without any thread (`keqian-kiosk upload --once`, tests); UploaderLoop is the
// thread around it. Not thread-safe: one caller at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server-sync/base/clock.h"
#include "server-sync/base/randomness.h"
#include "server-sync/transfer/http_client.h"
#include "server-sync/uploader/outbox.h"
#include "server-sync/uploader/retry_policy.h"

namespace keqian::uploader {

// The real cause of the last failure; screens word it in the user's language.
enum class SyncFailure {
  kNone,
  kNotEnrolled,       // nobody to report to yet
  kBadAddress,        // the bureau's address is not https (or http to this machine)
  kNameNotFound,      // no network, or a wrong address
  kRefused,           // the bureau's program is not running
  kUnreachable,       // no way there
  kTimedOut,          // no answer in time
  kConnectionLost,    // connected, then cut off
  kCertificate,       // the connection is not private
  kCaptivePortal,     // something else answered: the network wants a sign-in, or a wrong server
  kBadSignature,      // an answer of the right form, but not by our bureau, or to another request
  kBadAnswer,         // signed, but not understood
  kServerBusy,        // 429 or 503: asked to come later
  kServerTrouble,     // another 5xx
  kUnknownKiosk,      // the bureau does not know this kiosk (signed)
  kRevoked,           // the bureau has withdrawn this kiosk (signed); counts stay here
  kRefusedRequest,    // another error the bureau states (signed)
  kVersionTooOld,     // the bureau no longer speaks our protocol version
  kEnrolmentRefused,  // the one-time code is unknown, used or expired
  kStorage,           // our own ledger failed
  kInterrupted,       // we are stopping
};
std::string_view name(SyncFailure failure);  // "none", "not_enrolled", …

struct SyncState {
  SyncFailure failure = SyncFailure::kNone;
  std::string detail;                           // for the log and one tap away on the screen
  UtcMs last_success_utc_ms = 0;                // 0: never since the start
  MonotonicMs last_success_monotonic_ms = -1;   // for its age; −1: never since the start
  std::int64_t pending = 0;                     // as OutboxCounts
  std::int64_t quarantined = 0;                 // likewise
  std::int64_t pending_check_ins = 0;           // likewise
  std::int64_t differing = 0;                   // likewise
  int failures = 0;                             // in a row
  std::int64_t attempts = 0;                    // that have ended, since the start
  MonotonicMs next_attempt_monotonic_ms = 0;    // 0: at once
  std::optional<std::int64_t> clock_offset_ms;  // bureau minus kiosk, as last measured
  std::int64_t configuration_version = 0;       // as last heard of
  bool configuration_changed = false;           // a new one was stored in the last step
  bool operator==(const SyncState&) const = default;
};

struct ExchangeAnswer;
struct ExchangeFailure;

class Uploader {
 public:
  // All four outlive the uploader.
  Uploader(Outbox& outbox, transfer::HttpClient& client, Clock& clock, Randomness& randomness,
           RetryPolicy policy = {});

  // One contact: the next batch (or the sign of life), and the configuration when it is new.
  // Always contacts, whatever the plan says; plans the next attempt.
  SyncState step();
  // Something was counted or changed: plans an upload soon, without shortening a failure's pause,
  // and looks what is pending now.
  void note_change();
  // Forgets the pause and attempts at once (the person at the kiosk asks, or the network is back).
  void attempt_now();

  const SyncState& state() const { return state_; }
  // Whether the last step succeeded and is to be followed by another at once: rows are left, or the
  // bureau, put back from a backup, asks for earlier ones again.
  bool has_more_to_send() const { return state_.failure == SyncFailure::kNone && more_pending_; }

 private:
  // Each gives the failure that ends the step, or nothing.
  std::optional<ExchangeFailure> contact();
  std::optional<ExchangeFailure> upload(const KioskIdentity& identity);
  std::optional<ExchangeFailure> accept(const wire::Upload& sent, const ExchangeAnswer& answer);
  std::optional<ExchangeFailure> narrow(const wire::Upload& sent, ExchangeFailure refusal);
  std::optional<ExchangeFailure> settle_history(ExchangeFailure refusal);
  std::optional<ExchangeFailure> fetch_configuration(const KioskIdentity& identity);
  void refresh_counts();

  Outbox& outbox_;
  transfer::HttpClient& client_;
  Clock& clock_;
  Randomness& randomness_;
  RetryPolicy policy_;
  SyncState state_;
  std::size_t items_max_ = wire::kUploadItemsMax;
  bool more_pending_ = false;
  bool history_was_settled_ = false;  // by the last contact
  bool configuration_due_ = true;     // once at the start: an ETag makes it cheap
};

}  // namespace keqian::uploader
