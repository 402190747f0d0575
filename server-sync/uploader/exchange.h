// One signed exchange with the bureau: signs the request, believes the answer only when the
// bureau's key signed it over our nonce, and names the cause otherwise. Private to uploader.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "server-sync/base/clock.h"
#include "server-sync/base/randomness.h"
#include "server-sync/transfer/http_client.h"
#include "server-sync/uploader/uploader.h"
#include "server-sync/wire/messages.h"

namespace keqian::uploader {

struct ExchangeRequest {
  std::string method;
  std::string path;   // "/v1/…"
  std::string kiosk;  // id, or "-"
  std::string body;
  std::string etag;  // for If-None-Match; may be empty
  std::size_t answer_bytes_max = 256 * 1024;
};

// Whom we talk to, and as whom.
struct ExchangePartners {
  std::string bureau_url;
  std::string certificate_sha256;
  // Empty: take the key that a successful answer itself names (enrolment typed by hand).
  std::optional<wire::PublicKey> bureau_key;
  wire::KeyPair keys;
};

struct ExchangeFailure {
  SyncFailure failure = SyncFailure::kNone;
  std::string detail;
  std::string code;  // the bureau's, when it stated one (signed)
  std::optional<std::int64_t> retry_after_s;
  std::optional<wire::LedgerPoint> ledger;  // with wire::kHistoryDiffers (signed)
  std::vector<wire::LedgerOpening> openings;
};

// A verified answer, 200 or 304.
struct ExchangeAnswer {
  int status = 200;
  std::string body;
  std::string etag;
  UtcMs sent_utc_ms = 0;  // our clock
  MonotonicMs sent_monotonic_ms = 0;
  MonotonicMs round_trip_ms = 0;

  // Bureau minus kiosk, taking the bureau's reading to be half-way. Our wall clock is read once
  // and carried on by the monotonic one: it may be set while we wait.
  std::int64_t clock_offset_ms(UtcMs server_utc_ms) const {
    return server_utc_ms - (sent_utc_ms + round_trip_ms / 2);
  }
};

using ExchangeResult = std::variant<ExchangeAnswer, ExchangeFailure>;

// A failure that is no refusal of the bureau's.
ExchangeFailure failed(SyncFailure failure, std::string detail);
// What a refusal that our bureau has signed amounts to; `body` is an ErrorAnswer.
ExchangeFailure judge_refusal(std::string_view body);

// Who the kiosk is once `enrolment` was granted to `keys`.
KioskIdentity granted_identity(const wire::EnrolmentString& enrolment,
                               const wire::EnrolmentAnswer& granted, const wire::KeyPair& keys);
// Stores what a verified answer of 200 holds; empty when that went well.
std::optional<ExchangeFailure> take_configuration(Outbox& outbox, const KioskId& kiosk,
                                                  const std::string& body, const std::string& etag);

ExchangeResult exchange(const ExchangePartners& partners, const ExchangeRequest& request,
                        transfer::HttpClient& client, Clock& clock, Randomness& randomness);

}  // namespace keqian::uploader
