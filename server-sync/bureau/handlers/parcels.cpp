#include "server-sync/bureau/handlers/parcels.h"

#include <future>
#include <memory>
#include <utility>

#include "server-sync/bureau/handlers/answer_signer.h"
#include "server-sync/bureau/handlers/answers.h"
#include "server-sync/bureau/handlers/rate_limit.h"
#include "server-sync/qr/encode.h"
#include "server-sync/wire/messages.h"
#include "server-sync/wire/parcel.h"
#include "server-sync/wire/part.h"

namespace keqian::bureau {
namespace {

constexpr std::string_view kFileType = "application/octet-stream";

// The request as the server would have read it from the network.
Request http_request(const wire::CarriedRequest& carried, std::string_view remote_address) {
  const auto& sent = carried.request;
  Request request;
  request.method = sent.method;
  request.target = request.path = sent.path;
  request.headers = {{"keqian-kiosk", sent.kiosk},
                     {"keqian-time", std::to_string(sent.time_utc_ms)},
                     {"keqian-nonce", sent.nonce},
                     {"keqian-signature", wire::encode_signature(carried.signature)}};
  request.body = sent.body;
  request.remote_address = remote_address;
  return request;
}

class ParcelClerk {
 public:
  ParcelClerk(const KioskRoutesParts& parts, std::string_view remote_address)
      : parts_(parts), signer_(parts.bureau_keys), remote_address_(remote_address) {
    add_kiosk_routes(router_, parts);
  }

  void answer(const wire::CarriedRequest& carried) {
    const auto request = http_request(carried, remote_address_);
    const auto response = give(request, ask(request), carried.etag);
    if (response.status != 200 && response.status != 304) {
      note_problem(response);
    } else if (request.path == wire::kEnrolmentPath) {
      follow_enrolment(request, response);
    } else if (request.method == "PUT") {
      note_upload(request, response);
    }
  }

  AnsweredParcel finish(const wire::RequestParcel& parcel, Randomness& randomness) {
    if (done_.kiosk.empty()) done_.kiosk = parcel.requests.front().request.kiosk;
    if (done_.kiosk == wire::kNobody) done_.kiosk.clear();
    answers_.name = parcel.name;
    done_.answers = wire::pack(answers_, parcel.answer_key, randomness);
    done_.file_name =
        wire::parcel_file_name({wire::ParcelKind::kAnswers, parcel.name}, done_.kiosk);
    return std::move(done_);
  }

 private:
  Response ask(const Request& request) {
    const auto match = router_.match(request.method, request.path);
    if (request.body.size() > match.body_bytes_max) {
      return error_response(413, "too_large", "the body is longer than this path takes");
    }
    std::promise<Response> answered;
    router_.dispatch(request, Reply([&answered](Response response) {
                       answered.set_value(std::move(response));
                     }));
    return answered.get_future().get();
  }

  // Signs the answer and lays it into the parcel that goes back.
  Response give(const Request& request, Response response, std::string_view known_etag = {}) {
    if (response.status == 200 && !known_etag.empty() && response.etag == known_etag) {
      response.status = 304;
      response.body.clear();
    }
    signer_(request, response);
    for (const auto& [name, value] : response.headers) {
      if (name != wire::kSignatureHeader) continue;
      answers_.answers.push_back(
          {{response.status, request.target, std::string(request.header("keqian-kiosk")),
            std::string(request.header("keqian-nonce")), response.etag, response.body},
           *wire::parse_signature(value)});
    }
    return response;
  }

  // A new kiosk could not ask for its configuration yet; it goes along, over the same nonce.
  void follow_enrolment(const Request& request, const Response& response) {
    const auto granted = wire::decode_enrolment_answer(response.body);
    if (!granted) return;
    done_.kiosk = granted->kiosk.value;
    done_.enrolled = true;
    Request asked;
    asked.method = "GET";
    asked.target = asked.path = wire::configuration_path(granted->kiosk);
    asked.headers = {{"keqian-kiosk", granted->kiosk.value},
                     {"keqian-nonce", std::string(request.header("keqian-nonce"))}};
    give(asked, configuration_response(parts_, granted->kiosk));
  }

  void note_upload(const Request& request, const Response& response) {
    const auto verdict = wire::decode_upload_answer(response.body);
    const auto sent = wire::decode_upload(request.body);
    if (!verdict || !sent) return;
    ++done_.uploads_taken;
    const auto refused = static_cast<std::int64_t>(verdict->refused.size());
    done_.refused_items += refused;
    done_.items_taken += static_cast<std::int64_t>(wire::item_count(*sent)) - refused;
    if (sent->complete) done_.complete_to = sent->ledger_sequence;
  }

  void note_problem(const Response& response) {
    const auto error = wire::decode_error_answer(response.body);
    if (done_.problem.empty()) done_.problem = error ? error->code : "internal";
  }

  const KioskRoutesParts parts_;
  const AnswerSigner signer_;
  const std::string remote_address_;
  Router router_;
  wire::AnswerParcel answers_;
  AnsweredParcel done_;
};

Json parcel_json(const AnsweredParcel& answered) {
  return Json::object({{"kiosk", answered.kiosk},
                       {"enrolled", answered.enrolled},
                       {"uploads_taken", answered.uploads_taken},
                       {"items_taken", answered.items_taken},
                       {"refused_items", answered.refused_items},
                       {"complete_to", answered.complete_to},
                       {"problem", answered.problem},
                       {"file_name", answered.file_name},
                       {"answers_base64", wire::base64(answered.answers)}});
}

}  // namespace

Result<AnsweredParcel> answer_parcel(std::string_view bytes, const KioskRoutesParts& parts,
                                     std::string_view remote_address, Randomness& randomness) {
  KEQIAN_TRY(const auto parcel, wire::unpack_requests(bytes, parts.bureau_keys));
  ParcelClerk clerk(parts, remote_address);
  for (const auto& request : parcel.requests) clerk.answer(request);
  return clerk.finish(parcel, randomness);
}

namespace {

// A phone sends once; halls and operators let many phones share an address.
constexpr std::int64_t kRelayBurst = 60;
constexpr std::int64_t kRelayRefillMs = 5'000;

Result<Json> receipt_codes(const AnsweredParcel& answered) {
  auto codes = Json::array();
  const auto pieces = wire::cut(answered.answers, wire::kPartBytesToKiosk);
  if (!pieces) return codes;
  for (const auto& piece : *pieces) {
    KEQIAN_TRY(const auto symbol, qr::encode_qr(wire::encode(piece)));
    codes.push(qr::qr_svg(symbol));
  }
  return codes;
}

Response relay(const KioskRoutesParts& parts, Randomness& randomness, const Request& request) {
  const auto answered = answer_parcel(request.body, parts, request.remote_address, randomness);
  if (!answered) return failure_response(answered.error());
  auto codes = receipt_codes(*answered);
  if (!codes) return failure_response(codes.error());
  auto receipt = parcel_json(*answered);
  receipt.set("codes", std::move(*codes));
  return json_response(receipt);
}

}  // namespace

void add_relay_routes(Router& router, const KioskRoutesParts& parts, Randomness& randomness) {
  const auto limit = std::make_shared<RateLimit>(kRelayBurst, kRelayRefillMs);
  router.add(
      "POST", wire::kRelayPath,
      [parts, limit, &randomness](const Request& request) {
        if (request.header("content-type") != kFileType) {
          return error_response(415, "unsupported_media_type", "this is no kiosk's data",
                                "open the page on a phone and read the kiosk's codes");
        }
        if (!limit->take(request.remote_address, parts.clock.monotonic_ms())) {
          return too_many_requests(limit->retry_after_s());
        }
        return relay(parts, randomness, request);
      },
      wire::kRelayedBytesMax);
}

void add_parcel_routes(Router& router, const Desk& desk, const KioskRoutesParts& parts) {
  router.add("POST", "/api/parcels",
             receiving(desk, kFileType,
                       [desk, parts](const Request& request, const Person& person) {
                         const auto answered = answer_parcel(
                             request.body, parts, request.remote_address, desk.randomness);
                         if (!answered) return failure_response(answered.error());
                         const auto noted = desk.store.append_audit(
                             person.act(desk.clock.utc_ms()), "parcel.receive", answered->kiosk,
                             "complete to " + std::to_string(answered->complete_to) +
                                 (answered->problem.empty() ? "" : ", " + answered->problem));
                         if (!noted) return failure_response(noted.error());
                         return json_response(parcel_json(*answered));
                       }),
             wire::kParcelBytesMax);
}

}  // namespace keqian::bureau
