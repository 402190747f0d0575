#include "server-sync/uploader/parcels.h"

#include <optional>
#include <utility>

#include "server-sync/uploader/exchange.h"
#include "server-sync/wire/json.h"

namespace keqian::uploader {
namespace {

// One place is the configuration's.
constexpr std::size_t kUploadsMax = wire::kParcelItemsMax - 1;
constexpr std::size_t kEnrolmentTextBytesMax = 1024;

// What this kiosk remembers of a parcel: what it asked and, before it is enrolled, as whom.
struct Kept {
  wire::RequestParcel parcel;
  std::optional<wire::EnrolmentString> enrolment;
  wire::KeyPair keys;  // with the enrolment
};

std::string encode(const Kept& kept) {
  auto json = Json::object({{"parcel", wire::encode(kept.parcel)}});
  if (kept.enrolment) {
    json.set("enrolment", wire::encode_enrolment_string(*kept.enrolment));
    json.set("seed", wire::base64(wire::view(kept.keys.seed)));
  }
  return json.dump();
}

Result<Kept> decode_kept(std::string_view bytes) {
  KEQIAN_TRY(const auto json, Json::parse(bytes));
  JsonReader reader(json, "kept");
  const auto parcel = reader.text("parcel", wire::kParcelContentBytesMax);
  const auto enrolment = reader.optional_text("enrolment", kEnrolmentTextBytesMax);
  const auto seed_text = reader.optional_text("seed", kEnrolmentTextBytesMax);
  if (!reader.ok()) return invalid(reader.error());
  Kept kept;
  KEQIAN_TRY(kept.parcel, wire::decode_request_parcel(parcel));
  if (enrolment.empty()) return kept;
  KEQIAN_TRY(kept.enrolment, wire::parse_enrolment_string(enrolment));
  const auto seed = wire::parse_base64(seed_text);
  const auto bytes_of_seed = seed ? wire::to_array<32>(*seed) : std::nullopt;
  if (!bytes_of_seed) return invalid("kept.seed: must be 32 bytes in base64");
  kept.keys = wire::key_pair_from_seed(*bytes_of_seed);
  return kept;
}

// Signs requests one after the other, as one kiosk.
class Packer {
 public:
  Packer(std::string kiosk, const wire::KeyPair& keys, Clock& clock, Randomness& randomness)
      : kiosk_(std::move(kiosk)), keys_(keys), clock_(clock), randomness_(randomness) {
    parcel_.answer_key = keys.public_key;
  }

  void add(std::string_view method, std::string path, std::string body, std::string etag = {}) {
    wire::CarriedRequest carried;
    carried.request = {std::string(method),           std::move(path), kiosk_, clock_.utc_ms(),
                       wire::make_nonce(randomness_), std::move(body)};
    carried.etag = std::move(etag);
    carried.signature = wire::sign(keys_, wire::signing_input(carried.request));
    if (parcel_.requests.empty()) parcel_.name = carried.request.nonce;
    parcel_.requests.push_back(std::move(carried));
  }
  const wire::RequestParcel& parcel() const { return parcel_; }

 private:
  const std::string kiosk_;
  const wire::KeyPair& keys_;
  Clock& clock_;
  Randomness& randomness_;
  wire::RequestParcel parcel_;
};

// Kept before anybody can carry it away.
Result<PackedParcel> finish(PackedParcel packed, const Kept& kept, const wire::PublicKey& bureau,
                            ParcelShelf& shelf, Randomness& randomness) {
  const auto& name = kept.parcel.name;
  KEQIAN_CHECK_OK(shelf.keep_parcel(name, encode(kept)));
  packed.file_name = wire::parcel_file_name({wire::ParcelKind::kRequests, name},
                                            kept.parcel.requests.front().request.kiosk);
  packed.bytes = wire::pack(kept.parcel, bureau, randomness);
  return packed;
}

// Takes the answers of one parcel, in the order of its requests.
class Taker {
 public:
  Taker(const Kept& kept, std::optional<KioskIdentity> identity, Outbox& outbox)
      : kept_(kept), identity_(std::move(identity)), outbox_(outbox) {}

  Result<TakenAnswers> take(const wire::AnswerParcel& parcel) {
    for (const auto& answer : parcel.answers) {
      if (auto failure = take_one(answer)) {
        if (failure->failure == SyncFailure::kStorage) {
          return Error{ErrorKind::kStorage, failure->detail, "see the message of the storage"};
        }
        // The first says why; the others most likely follow from it.
        if (taken_.failure == SyncFailure::kNone) {
          taken_.failure = failure->failure;
          taken_.detail = failure->detail;
        }
      }
    }
    return taken_;
  }

 private:
  const wire::SignedRequest* request_of(const std::string& nonce) const {
    for (const auto& carried : kept_.parcel.requests) {
      if (carried.request.nonce == nonce) return &carried.request;
    }
    return nullptr;
  }

  wire::PublicKey bureau_key() const {
    return kept_.enrolment ? *kept_.enrolment->bureau_key : identity_->bureau_key;
  }

  std::optional<ExchangeFailure> take_one(const wire::CarriedAnswer& carried) {
    const auto& answer = carried.answer;
    const auto* request = request_of(answer.nonce);
    if (request == nullptr) {
      return failed(SyncFailure::kBadAnswer, "an answer is to no request of this file");
    }
    if (!wire::verify(bureau_key(), wire::signing_input(answer), carried.signature)) {
      return failed(SyncFailure::kBadSignature, "an answer is not signed by our bureau");
    }
    // The configuration that follows an enrolment names the kiosk that has just been made.
    const bool is_first_configuration = request->path == wire::kEnrolmentPath && identity_ &&
                                        answer.path == wire::configuration_path(identity_->kiosk);
    if (answer.path != request->path && !is_first_configuration) {
      return failed(SyncFailure::kBadAnswer, "an answer is to another request");
    }
    if (answer.path == wire::kEnrolmentPath) return take_enrolment(answer);
    if (!identity_) return failed(SyncFailure::kNotEnrolled, "this kiosk is not enrolled");
    if (answer.path == wire::configuration_path(identity_->kiosk)) {
      return take_configuration_of(answer);
    }
    return take_upload(*request, answer);
  }

  std::optional<ExchangeFailure> take_enrolment(const wire::SignedAnswer& answer) {
    if (answer.status != 200) return judge_refusal(answer.body);
    const auto granted = wire::decode_enrolment_answer(answer.body);
    if (!granted) return failed(SyncFailure::kBadAnswer, granted.error().message);
    if (granted->bureau_key != *kept_.enrolment->bureau_key) {
      return failed(SyncFailure::kBadAnswer, "the answer names another bureau key");
    }
    const auto identity = granted_identity(*kept_.enrolment, *granted, kept_.keys);
    if (const auto stored = outbox_.store_identity(identity); !stored) {
      return failed(SyncFailure::kStorage, stored.error().text());
    }
    identity_ = identity;
    taken_.enrolled = true;
    return std::nullopt;
  }

  std::optional<ExchangeFailure> take_configuration_of(const wire::SignedAnswer& answer) {
    if (answer.status == 304) return std::nullopt;
    if (answer.status != 200) return judge_refusal(answer.body);
    auto failure = take_configuration(outbox_, identity_->kiosk, answer.body, answer.etag);
    taken_.configured = !failure;
    return failure;
  }

  std::optional<ExchangeFailure> take_upload(const wire::SignedRequest& request,
                                             const wire::SignedAnswer& answer) {
    if (answer.status != 200) {
      auto failure = judge_refusal(answer.body);
      if (failure.code != wire::kHistoryDiffers || !failure.ledger) return failure;
      const auto settled = outbox_.settle_history(*failure.ledger, failure.openings);
      if (!settled) return failed(SyncFailure::kStorage, settled.error().text());
      return std::nullopt;
    }
    const auto sent = wire::decode_upload(request.body);
    const auto verdict = wire::decode_upload_answer(answer.body);
    if (!sent || !verdict) {
      return failed(SyncFailure::kBadAnswer, (sent ? verdict.error() : sent.error()).message);
    }
    const auto now = outbox_.pending_upload(1);
    if (!now) return failed(SyncFailure::kStorage, now.error().text());
    // The network was faster: what this answer says was true before.
    if (sent->to_revision < now->from_revision) return std::nullopt;
    if (const auto stored = outbox_.apply(*sent, *verdict); !stored) {
      return failed(SyncFailure::kStorage, stored.error().text());
    }
    ++taken_.uploads_taken;
    taken_.refused_rows += static_cast<std::int64_t>(verdict->refused.size());
    return std::nullopt;
  }

  const Kept& kept_;
  std::optional<KioskIdentity> identity_;
  Outbox& outbox_;
  TakenAnswers taken_;
};

}  // namespace

Result<PackedParcel> pack_pending(Outbox& outbox, ParcelShelf& shelf, Clock& clock,
                                  Randomness& randomness) {
  KEQIAN_TRY(const auto identity, outbox.identity());
  if (!identity) {
    return Error{ErrorKind::kConflict, "this kiosk is not enrolled",
                 "write its enrolment to a file first"};
  }
  Packer packer(identity->kiosk.value, identity->keys, clock, randomness);
  PackedParcel packed;
  KEQIAN_TRY(auto upload, outbox.pending_upload(wire::kUploadItemsMax));
  while (true) {
    packer.add("PUT", wire::tallies_path(identity->kiosk), wire::encode(upload));
    packed.rows += static_cast<std::int64_t>(wire::item_count(upload));
    packed.complete = upload.complete;
    if (upload.complete || packer.parcel().requests.size() == kUploadsMax) break;
    KEQIAN_TRY(upload, shelf.pending_upload_after(upload, wire::kUploadItemsMax));
  }
  KEQIAN_TRY(const auto etag, outbox.configuration_etag());
  packer.add("GET", wire::configuration_path(identity->kiosk), {}, etag);
  return finish(std::move(packed), {packer.parcel(), {}, {}}, identity->bureau_key, shelf,
                randomness);
}

Result<PackedParcel> pack_enrolment(const wire::EnrolmentString& enrolment,
                                    std::string_view version, ParcelShelf& shelf, Clock& clock,
                                    Randomness& randomness) {
  if (!enrolment.bureau_key) {
    return invalid("the code does not say to whom the file is to be sealed",
                   "use the whole enrolment text, not the short code");
  }
  const auto keys = wire::make_key_pair(randomness);
  Packer packer(std::string(wire::kNobody), keys, clock, randomness);
  packer.add(
      "POST", std::string(wire::kEnrolmentPath),
      wire::encode(wire::EnrolmentRequest{enrolment.code, keys.public_key, std::string(version)}));
  return finish({}, {packer.parcel(), enrolment, keys}, *enrolment.bureau_key, shelf, randomness);
}

Result<TakenAnswers> take_answers(std::string_view bytes, Outbox& outbox, ParcelShelf& shelf) {
  KEQIAN_TRY(const auto label, wire::read_label(bytes));
  KEQIAN_TRY(const auto text, shelf.kept_parcel(label.name));
  KEQIAN_TRY(const auto kept, decode_kept(text));
  KEQIAN_TRY(auto identity, outbox.identity());
  if (!kept.enrolment && !identity) {
    return Error{ErrorKind::kConflict, "this kiosk is not enrolled", "enrol it first"};
  }
  KEQIAN_TRY(const auto parcel,
             wire::unpack_answers(bytes, kept.enrolment ? kept.keys : identity->keys));
  return Taker(kept, std::move(identity), outbox).take(parcel);
}

}  // namespace keqian::uploader
