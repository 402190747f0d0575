#include "server-sync/uploader/exchange.h"

#include <charconv>

namespace keqian::uploader {
namespace {

SyncFailure failure_of(transfer::TransferFailure failure) {
  using transfer::TransferFailure;
  switch (failure) {
    case TransferFailure::kBadUrl:
      return SyncFailure::kBadAddress;
    case TransferFailure::kNameNotFound:
      return SyncFailure::kNameNotFound;
    case TransferFailure::kRefused:
      return SyncFailure::kRefused;
    case TransferFailure::kUnreachable:
      return SyncFailure::kUnreachable;
    case TransferFailure::kTimedOut:
      return SyncFailure::kTimedOut;
    case TransferFailure::kCertificate:
      return SyncFailure::kCertificate;
    case TransferFailure::kTooLarge:
      return SyncFailure::kCaptivePortal;
    case TransferFailure::kInterrupted:
      return SyncFailure::kInterrupted;
    case TransferFailure::kBrokenAnswer:
    case TransferFailure::kOther:
      return SyncFailure::kConnectionLost;
  }
  return SyncFailure::kConnectionLost;
}

SyncFailure failure_of_code(const std::string& code) {
  if (code == "unknown_kiosk") return SyncFailure::kUnknownKiosk;
  if (code == "revoked_kiosk") return SyncFailure::kRevoked;
  if (code == "unsupported_version") return SyncFailure::kVersionTooOld;
  if (code == "too_many_requests" || code == "unavailable") return SyncFailure::kServerBusy;
  if (code == "internal") return SyncFailure::kServerTrouble;
  if (code == "code_unknown_or_used" || code == "code_expired") {
    return SyncFailure::kEnrolmentRefused;
  }
  return SyncFailure::kRefusedRequest;
}

// The seconds of a Retry-After header; its other form, a date, needs a clock that we may not have.
std::optional<std::int64_t> retry_after_s(const transfer::HttpAnswer& answer) {
  const std::string_view text = answer.header("Retry-After");
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size() || seconds < 0) {
    return std::nullopt;
  }
  return seconds;
}

// An answer that our bureau did not sign: the network's own page, or a proxy that speaks for a
// server that is away. Nothing is concluded from it but when to try again.
ExchangeFailure judge_unsigned(const transfer::HttpAnswer& answer) {
  const std::string status = "status " + std::to_string(answer.status);
  const auto wait_s = retry_after_s(answer);
  if (answer.status == 429 || answer.status == 503) {
    return {SyncFailure::kServerBusy, status, {}, wait_s, {}, {}};
  }
  if (answer.status >= 500) return {SyncFailure::kServerTrouble, status, {}, wait_s, {}, {}};
  return {SyncFailure::kCaptivePortal, status + " without the bureau's signature", {}, {}, {}, {}};
}

ExchangeFailure judge_signed_error(const transfer::HttpAnswer& answer) {
  auto failure = judge_refusal(answer.body);
  if (const auto header_s = retry_after_s(answer)) failure.retry_after_s = header_s;
  return failure;
}

// The key that must have signed: the one we know, else the one a first answer introduces.
std::optional<wire::PublicKey> key_to_believe(const ExchangePartners& partners,
                                              const transfer::HttpAnswer& answer) {
  if (partners.bureau_key) return partners.bureau_key;
  const auto introduced = wire::decode_enrolment_answer(answer.body);
  if (!introduced) return std::nullopt;
  return introduced->bureau_key;
}

transfer::HttpRequest http_request(const ExchangePartners& partners, const ExchangeRequest& request,
                                   const wire::SignedRequest& signed_request) {
  transfer::HttpRequest http;
  http.method = request.method;
  http.url = partners.bureau_url + request.path;
  http.certificate_sha256 = partners.certificate_sha256;
  http.answer_bytes_max = request.answer_bytes_max;
  http.body = request.body;
  const auto signature = wire::sign(partners.keys, wire::signing_input(signed_request));
  http.headers = {{std::string(wire::kKioskHeader), signed_request.kiosk},
                  {std::string(wire::kTimeHeader), std::to_string(signed_request.time_utc_ms)},
                  {std::string(wire::kNonceHeader), signed_request.nonce},
                  {std::string(wire::kSignatureHeader), wire::encode_signature(signature)}};
  if (!request.body.empty()) http.headers.push_back({"Content-Type", "application/json"});
  if (!request.etag.empty()) http.headers.push_back({"If-None-Match", request.etag});
  return http;
}

}  // namespace

ExchangeFailure failed(SyncFailure failure, std::string detail) {
  return {failure, std::move(detail), {}, {}, {}, {}};
}

KioskIdentity granted_identity(const wire::EnrolmentString& enrolment,
                               const wire::EnrolmentAnswer& granted, const wire::KeyPair& keys) {
  return {granted.kiosk,
          granted.venue,
          granted.kiosk_name,
          enrolment.bureau_url,
          granted.bureau_key,
          enrolment.certificate_sha256,
          keys};
}

ExchangeFailure judge_refusal(std::string_view body) {
  const auto error = wire::decode_error_answer(body);
  if (!error) return failed(SyncFailure::kBadAnswer, error.error().message);
  ExchangeFailure failure{failure_of_code(error->code),
                          error->code + ": " + error->message,
                          error->code,
                          {},
                          error->ledger,
                          error->openings};
  if (error->retry_after_s > 0) failure.retry_after_s = error->retry_after_s;
  return failure;
}

std::optional<ExchangeFailure> take_configuration(Outbox& outbox, const KioskId& kiosk,
                                                  const std::string& body,
                                                  const std::string& etag) {
  const auto configuration = wire::decode_configuration(body);
  if (!configuration) return failed(SyncFailure::kBadAnswer, configuration.error().message);
  if (configuration->kiosk != kiosk) {
    return failed(SyncFailure::kBadAnswer, "the configuration is for another kiosk");
  }
  const auto stored = outbox.store_configuration(*configuration, body, etag);
  if (!stored) return failed(SyncFailure::kStorage, stored.error().text());
  return std::nullopt;
}

ExchangeResult exchange(const ExchangePartners& partners, const ExchangeRequest& request,
                        transfer::HttpClient& client, Clock& clock, Randomness& randomness) {
  const UtcMs sent_utc_ms = clock.utc_ms();
  const MonotonicMs sent_monotonic_ms = clock.monotonic_ms();
  const wire::SignedRequest signed_request{
      request.method, request.path, request.kiosk, sent_utc_ms, wire::make_nonce(randomness),
      request.body};
  const auto result = client.send(http_request(partners, request, signed_request));
  if (const auto* error = std::get_if<transfer::TransferError>(&result)) {
    return ExchangeFailure{failure_of(error->failure), error->detail, {}, {}, {}, {}};
  }
  const auto& answer = std::get<transfer::HttpAnswer>(result);

  const auto signature = wire::parse_signature(answer.header(wire::kSignatureHeader));
  if (!signature) return judge_unsigned(answer);
  const auto key = key_to_believe(partners, answer);
  if (!key) {
    // An enrolment typed by hand was refused: nobody vouches for the words, they are only shown.
    return judge_signed_error(answer);
  }
  const wire::SignedAnswer signed_answer{answer.status,
                                         request.path,
                                         request.kiosk,
                                         signed_request.nonce,
                                         std::string(answer.header("ETag")),
                                         answer.body};
  if (!wire::verify(*key, wire::signing_input(signed_answer), *signature)) {
    return ExchangeFailure{SyncFailure::kBadSignature,
                           "the answer is not signed by our bureau for this request",
                           {},
                           {},
                           {},
                           {}};
  }
  if (answer.status != 200 && answer.status != 304) return judge_signed_error(answer);
  return ExchangeAnswer{answer.status, answer.body,       signed_answer.etag,
                        sent_utc_ms,   sent_monotonic_ms, clock.monotonic_ms() - sent_monotonic_ms};
}

}  // namespace keqian::uploader
