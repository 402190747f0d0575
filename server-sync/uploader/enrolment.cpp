#include "server-sync/uploader/enrolment.h"

#include "server-sync/uploader/exchange.h"

namespace keqian::uploader {
namespace {

EnrolmentFailure failure_from(const ExchangeFailure& failure) {
  return {failure.failure, failure.code, failure.detail};
}

}  // namespace

std::variant<KioskIdentity, EnrolmentFailure> enrol(const wire::EnrolmentString& enrolment,
                                                    std::string_view version, Outbox& outbox,
                                                    transfer::HttpClient& client, Clock& clock,
                                                    Randomness& randomness) {
  const wire::KeyPair keys = wire::make_key_pair(randomness);
  const ExchangePartners partners{enrolment.bureau_url, enrolment.certificate_sha256,
                                  enrolment.bureau_key, keys};
  const ExchangeRequest request{.method = "POST",
                                .path = std::string(wire::kEnrolmentPath),
                                .kiosk = std::string(wire::kNobody),
                                .body = wire::encode(wire::EnrolmentRequest{
                                    enrolment.code, keys.public_key, std::string(version)})};
  const auto result = exchange(partners, request, client, clock, randomness);
  if (const auto* failure = std::get_if<ExchangeFailure>(&result)) return failure_from(*failure);

  const auto& answer = std::get<ExchangeAnswer>(result);
  const auto granted = wire::decode_enrolment_answer(answer.body);
  if (!granted) return EnrolmentFailure{SyncFailure::kBadAnswer, {}, granted.error().message};
  if (enrolment.bureau_key && granted->bureau_key != *enrolment.bureau_key) {
    return EnrolmentFailure{SyncFailure::kBadAnswer, {}, "the answer names another bureau key"};
  }
  const auto identity = granted_identity(enrolment, *granted, keys);
  if (const auto stored = outbox.store_identity(identity); !stored) {
    return EnrolmentFailure{SyncFailure::kStorage, {}, stored.error().text()};
  }
  // Worth keeping when it fails: the next upload measures it again.
  if (const auto stored = outbox.store_clock_offset(answer.clock_offset_ms(granted->server_utc_ms),
                                                    answer.round_trip_ms);
      !stored) {
    return EnrolmentFailure{SyncFailure::kStorage, {}, stored.error().text()};
  }
  return identity;
}

Error EnrolmentFailure::error() const {
  const auto make = [&](ErrorKind kind, std::string hint) {
    return Error{kind, "enrolment failed: " + detail, std::move(hint)};
  };
  switch (failure) {
    case SyncFailure::kEnrolmentRefused:
      return make(ErrorKind::kDenied, "ask the bureau for a new enrolment code");
    case SyncFailure::kBadAddress:
      return make(ErrorKind::kInvalid, "the address must begin with https://");
    case SyncFailure::kCertificate:
      return {ErrorKind::kDenied,
              "enrolment failed: the server's certificate is not trusted: " + detail,
              "check the address; if the bureau has a new certificate, ask it for a new code"};
    case SyncFailure::kCaptivePortal:
    case SyncFailure::kBadSignature:
      return make(ErrorKind::kDenied,
                  "check the address, and whether the network wants a sign-in first");
    case SyncFailure::kStorage:
      return make(ErrorKind::kStorage, "check the data folder");
    case SyncFailure::kBadAnswer:
    case SyncFailure::kRefusedRequest:
    case SyncFailure::kVersionTooOld:
      return make(ErrorKind::kInvalid, "check that kiosk and bureau have matching versions");
    default:
      return make(ErrorKind::kUnavailable, "check the network and that the bureau is running");
  }
}

}  // namespace keqian::uploader
