#include "server-sync/bureau/handlers/kiosk_routes.h"

#include <charconv>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "server-sync/base/log.h"
#include "server-sync/base/text.h"
#include "server-sync/bureau/handlers/answer_signer.h"
#include "server-sync/bureau/handlers/answers.h"
#include "server-sync/bureau/handlers/throttle.h"
#include "server-sync/wire/messages.h"

namespace keqian::bureau {
namespace {

constexpr std::size_t kEnrolmentBytesMax = 4 * 1024;
// Wrong codes of one address that cost nothing: a venue's kiosks share one, and people mistype.
// Right codes are never counted, so any number of kiosks may enrol.
constexpr int kWrongCodesFree = 20;
constexpr std::size_t kEtagDigits = 32;
constexpr std::string_view kVersionPrefix = "/v1/";

Response bad_message(std::string_view fault) {
  return error_response(400, "bad_message", fault);
}

Response unknown_kiosk() {
  return error_response(404, "unknown_kiosk", "there is no kiosk of this id here",
                        "enrol it again, or wait until the bureau's data is restored");
}

Response revoked_kiosk() {
  return error_response(403, "revoked_kiosk", "the bureau has withdrawn this kiosk",
                        "its counts stay on it; ask the bureau");
}

// An error with more to say than its words.
Response error_answer(int status, const wire::ErrorAnswer& answer) {
  Response response;
  response.status = status;
  response.body = wire::encode(answer);
  if (answer.retry_after_s > 0)
    response.headers.emplace_back("Retry-After", std::to_string(answer.retry_after_s));
  return response;
}

Response history_differs(const UploadOutcome& outcome) {
  return error_answer(409,
                      {.code = std::string(wire::kHistoryDiffers),
                       .message = "the ledger does not continue what was seen of this incarnation",
                       .hint = "look the named check-in up, and begin a new incarnation without it",
                       .ledger = outcome.seen,
                       .openings = outcome.openings});
}

// The disk or the database: our trouble, and the kiosk tries again.
Response our_fault(ErrorKind kind) {
  if (kind == ErrorKind::kUnavailable || kind == ErrorKind::kStorage) {
    return error_response(503, "unavailable", "the bureau cannot do this now", "try again later");
  }
  return error_response(500, "internal", "a fault of the bureau", "its log says why");
}

Response logged_fault(const Error& error) {
  log_error(error.text());
  return our_fault(error.kind);
}

Response wait_response(std::int64_t seconds) {
  return error_answer(429, {.code = "too_many_requests",
                            .message = "too many wrong codes",
                            .hint = "wait, then try again",
                            .retry_after_s = seconds});
}

// ---- Who asks (PROTOCOL.md section 3) ----

struct SignedHeaders {
  std::string kiosk;
  UtcMs time_utc_ms = 0;
  std::string nonce;
  wire::Signature signature{};
};

// Only as it is printed again: the signature is over these very digits.
std::optional<UtcMs> parse_time(std::string_view text) {
  UtcMs time = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), time);
  if (error != std::errc{} || std::to_string(time) != text) return std::nullopt;
  return time;
}

std::variant<SignedHeaders, Response> read_headers(const Request& request) {
  SignedHeaders headers;
  headers.kiosk = request.header("keqian-kiosk");
  if (!is_kiosk_header(headers.kiosk)) return bad_message("Keqian-Kiosk: must be a kiosk's id");
  const auto time = parse_time(request.header("keqian-time"));
  if (!time) return bad_message("Keqian-Time: must be milliseconds since 1970 in decimal");
  headers.time_utc_ms = *time;
  headers.nonce = request.header("keqian-nonce");
  if (!wire::is_valid_nonce(headers.nonce)) {
    return bad_message("Keqian-Nonce: must be 32 hexadecimal digits in lower case");
  }
  const auto signature = wire::parse_signature(request.header("keqian-signature"));
  if (!signature) return bad_message("Keqian-Signature: must be ed25519: and 64 bytes in base64");
  headers.signature = *signature;
  return headers;
}

bool is_signed_by(const wire::PublicKey& key, const Request& request,
                  const SignedHeaders& headers) {
  const auto input = wire::signing_input(wire::SignedRequest{.method = request.method,
                                                             .path = request.target,
                                                             .kiosk = headers.kiosk,
                                                             .time_utc_ms = headers.time_utc_ms,
                                                             .nonce = headers.nonce,
                                                             .body = request.body});
  return wire::verify(key, input, headers.signature);
}

Response bad_signature() {
  return error_response(401, "bad_signature", "the signature does not fit the kiosk's key");
}

// What a withdrawn kiosk gets; where it hands over what it had counted, a person has said so.
enum class Withdrawn { kIsRefused, kMayHandOver };

// The kiosk of the path, once it has proved to be it and is not withdrawn.
std::variant<KioskId, Response> authenticate(const KioskRoutesParts& parts, const Request& request,
                                             Withdrawn withdrawn) {
  auto read = read_headers(request);
  if (auto* refusal = std::get_if<Response>(&read)) return std::move(*refusal);
  const auto& headers = std::get<SignedHeaders>(read);
  if (headers.kiosk != request.parameter("kiosk")) {
    return bad_message("Keqian-Kiosk: must be the kiosk of the path");
  }
  const auto kiosk = parts.store.kiosk_identity({headers.kiosk});
  if (!kiosk) {
    return kiosk.error().kind == ErrorKind::kNotFound ? unknown_kiosk()
                                                      : logged_fault(kiosk.error());
  }
  if (!is_signed_by(kiosk->public_key, request, headers)) return bad_signature();
  const bool hands_over =
      withdrawn == Withdrawn::kMayHandOver && parts.clock.utc_ms() < kiosk->hands_over_until_utc_ms;
  if (kiosk->revoked && !hands_over) return revoked_kiosk();
  return KioskId{headers.kiosk};
}

// ---- Enrolment ----

std::variant<wire::EnrolmentRequest, Response> read_enrolment(const Request& request) {
  if (request.header("keqian-kiosk") != wire::kNobody) {
    return bad_message("Keqian-Kiosk: must be - in an enrolment");
  }
  auto read = read_headers(request);
  if (auto* refusal = std::get_if<Response>(&read)) return std::move(*refusal);
  const auto& headers = std::get<SignedHeaders>(read);
  // The key is in the body, so here the body's form comes before the signature.
  auto enrolment = wire::decode_enrolment_request(request.body);
  if (!enrolment) return bad_message(enrolment.error().message);
  if (!is_signed_by(enrolment->public_key, request, headers)) return bad_signature();
  return std::move(*enrolment);
}

Response code_refused(ErrorKind kind) {
  constexpr std::string_view kHint = "ask the bureau for a new code";
  return kind == ErrorKind::kDenied
             ? error_response(403, "code_expired", "the 24 hours of this code are over", kHint)
             : error_response(403, "code_unknown_or_used",
                              "there is no such code, or it was used before", kHint);
}

Response enrol(const KioskRoutesParts& parts, const Request& request) {
  const UtcMs now = parts.clock.utc_ms();
  Throttle throttle(parts.store, "enrolment", kWrongCodesFree);
  const auto wait_s = throttle.wait_s(request.remote_address, now);
  if (!wait_s) return logged_fault(wait_s.error());
  if (*wait_s > 0) return wait_response(*wait_s);

  auto read = read_enrolment(request);
  if (auto* refusal = std::get_if<Response>(&read)) return std::move(*refusal);
  const auto& enrolment = std::get<wire::EnrolmentRequest>(read);
  const auto kiosk = parts.store.enrol_kiosk(
      {one_time_digest(enrolment.code), enrolment.public_key, enrolment.version}, now);
  if (kiosk) {
    Response response;
    response.body = wire::encode(wire::EnrolmentAnswer{
        kiosk->id, kiosk->venue, kiosk->name, parts.bureau_keys.public_key, parts.clock.utc_ms()});
    return response;
  }
  switch (kiosk.error().kind) {
    case ErrorKind::kNotFound:
    case ErrorKind::kConflict:
      if (const auto counted = throttle.failed(request.remote_address, now); !counted) {
        return logged_fault(counted.error());
      }
      [[fallthrough]];
    case ErrorKind::kDenied:
      return code_refused(kiosk.error().kind);
    default:
      return logged_fault(kiosk.error());
  }
}

// ---- Upload ----

Response upload_response(const Result<UploadOutcome>& outcome) {
  if (!outcome) return our_fault(outcome.error().kind);  // the writer has logged it
  switch (outcome->problem) {
    case UploadProblem::kUnknownKiosk:
      return unknown_kiosk();
    case UploadProblem::kRevokedKiosk:
      return revoked_kiosk();
    case UploadProblem::kHistoryDiffers:
      return history_differs(*outcome);
    case UploadProblem::kNone:
      break;
  }
  Response response;
  response.body = wire::encode(outcome->answer);
  return response;
}

void take_upload(const KioskRoutesParts& parts, const Request& request, Reply reply) {
  const UtcMs received_utc_ms = parts.clock.utc_ms();
  auto asking = authenticate(parts, request, Withdrawn::kMayHandOver);
  if (auto* refusal = std::get_if<Response>(&asking)) return reply(std::move(*refusal));
  auto upload = wire::decode_upload(request.body);
  if (!upload) return reply(bad_message(upload.error().message));
  if (upload->kiosk != std::get<KioskId>(asking)) {
    return reply(bad_message("upload.kiosk: must be the kiosk of the path"));
  }
  // Shared because a std::function must be copyable; it is called once.
  auto shared_reply = std::make_shared<Reply>(std::move(reply));
  parts.writer.submit({std::move(*upload), received_utc_ms},
                      [shared_reply](const Result<UploadOutcome>& outcome) {
                        (*shared_reply)(upload_response(outcome));
                      });
}

// ---- Configuration ----

Response give_configuration(const KioskRoutesParts& parts, const Request& request) {
  auto asking = authenticate(parts, request, Withdrawn::kIsRefused);
  if (auto* refusal = std::get_if<Response>(&asking)) return std::move(*refusal);
  return configuration_response(parts, std::get<KioskId>(asking));
}

// ---- Everything else ----

Response unknown_path(const Request& request) {
  if (is_kiosk_path(request.path) && !request.path.starts_with(kVersionPrefix)) {
    return error_response(426, "unsupported_version",
                          "this bureau speaks version 1 of the kiosk protocol",
                          "use a kiosk program of the bureau's version");
  }
  return error_response(404, "not_found", "there is nothing at this address");
}

}  // namespace

Response configuration_response(const KioskRoutesParts& parts, const KioskId& kiosk) {
  const auto configuration =
      parts.store.configuration(kiosk, BusinessDate::of(parts.clock.utc_ms()));
  if (!configuration) return logged_fault(configuration.error());
  Response response;
  response.body = wire::encode(*configuration);
  const auto digest = wire::sha256(response.body);
  response.etag = '"' + hex(wire::view(digest)).substr(0, kEtagDigits) + '"';
  return response;
}

void add_kiosk_routes(Router& router, const KioskRoutesParts& parts) {
  router.add(
      "POST", wire::kEnrolmentPath,
      [parts](const Request& request) { return enrol(parts, request); }, kEnrolmentBytesMax);
  router.add_deferred(
      "PUT", "/v1/kiosks/{kiosk}/tallies",
      [parts](const std::shared_ptr<const Request>& request, Reply reply) {
        take_upload(parts, *request, std::move(reply));
      },
      wire::kUploadBytesMax);
  router.add("GET", "/v1/kiosks/{kiosk}/configuration",
             [parts](const Request& request) { return give_configuration(parts, request); });
  // Another version's uploads are as large as ours.
  router.set_fallback(unknown_path, wire::kUploadBytesMax);
}

}  // namespace keqian::bureau
