#include "server-sync/wire/parcel.h"

#include "server-sync/wire/codec_fields.h"
#include "server-sync/wire/compression.h"

namespace keqian::wire {
namespace {

constexpr std::string_view kRequestsLabel = "keqian-parcel-v1 requests ";
constexpr std::string_view kAnswersLabel = "keqian-parcel-v1 answers ";
constexpr std::size_t kMethodBytesMax = 8;
constexpr std::size_t kPathBytesMax = 256;
constexpr std::size_t kEtagBytesMax = 128;
constexpr std::size_t kSignatureBytesMax = 128;
constexpr int kStatusMin = 200, kStatusMax = 599;

std::string_view label_of(ParcelKind kind) {
  return kind == ParcelKind::kRequests ? kRequestsLabel : kAnswersLabel;
}

Signature read_signature(JsonReader& reader) {
  const auto signature = parse_signature(reader.text("signature", kSignatureBytesMax));
  if (reader.ok() && !signature) reader.complain("signature", "must be ed25519: and 64 bytes");
  return signature.value_or(Signature{});
}

std::string read_kiosk(JsonReader& reader) {
  auto kiosk = reader.text("kiosk", codec::kSlugBytesMax);
  if (reader.ok() && kiosk != kNobody && !is_valid_slug(kiosk)) {
    reader.complain("kiosk", "must be a kiosk's id or -");
  }
  return kiosk;
}

Json json_of(const CarriedRequest& carried) {
  const auto& request = carried.request;
  return Json::object({{"method", request.method},
                       {"path", request.path},
                       {"kiosk", request.kiosk},
                       {"time", request.time_utc_ms},
                       {"nonce", request.nonce},
                       {"etag", carried.etag},
                       {"signature", encode_signature(carried.signature)},
                       {"body", request.body}});
}

void read(JsonReader& reader, CarriedRequest& carried) {
  auto& request = carried.request;
  request.method = reader.text("method", kMethodBytesMax);
  request.path = reader.text("path", kPathBytesMax);
  request.kiosk = read_kiosk(reader);
  request.time_utc_ms = reader.integer("time", -codec::kUtcMsMax, codec::kUtcMsMax);
  request.nonce = codec::read_hex(reader, "nonce", kNonceDigits);
  carried.etag = reader.optional_text("etag", kEtagBytesMax);
  carried.signature = read_signature(reader);
  request.body = reader.optional_text("body", kUploadBytesMax);
}

Json json_of(const CarriedAnswer& carried) {
  const auto& answer = carried.answer;
  return Json::object({{"status", answer.status},
                       {"path", answer.path},
                       {"kiosk", answer.kiosk},
                       {"nonce", answer.nonce},
                       {"etag", answer.etag},
                       {"signature", encode_signature(carried.signature)},
                       {"body", answer.body}});
}

void read(JsonReader& reader, CarriedAnswer& carried) {
  auto& answer = carried.answer;
  answer.status = static_cast<int>(reader.integer("status", kStatusMin, kStatusMax));
  answer.path = reader.text("path", kPathBytesMax);
  answer.kiosk = read_kiosk(reader);
  answer.nonce = codec::read_hex(reader, "nonce", kNonceDigits);
  answer.etag = reader.optional_text("etag", kEtagBytesMax);
  carried.signature = read_signature(reader);
  answer.body = reader.optional_text("body", kConfigurationBytesMax);
}

std::string encode(const AnswerParcel& parcel) {
  return Json::object(
             {{"answers", codec::write_list(parcel.answers,
                                            [](const auto& answer) { return json_of(answer); })}})
      .dump();
}

Result<AnswerParcel> decode_answer_parcel(std::string_view bytes) {
  KEQIAN_TRY(const Json json, Json::parse(bytes));
  JsonReader reader(json, "parcel");
  AnswerParcel parcel;
  parcel.answers = codec::read_list<CarriedAnswer>(
      reader, "answers", kParcelItemsMax,
      [](JsonReader& nested, CarriedAnswer& answer) { read(nested, answer); });
  return codec::finish(reader, std::move(parcel));
}

std::string sealed(ParcelKind kind, const std::string& name, const std::string& content,
                   const PublicKey& to, Randomness& randomness) {
  return std::string(label_of(kind)) + name + '\n' + seal(to, compressed(content), randomness);
}

Result<std::string> opened(std::string_view bytes, ParcelKind kind, const KeyPair& keys) {
  KEQIAN_TRY(const auto label, read_label(bytes));
  if (label.kind != kind) {
    return kind == ParcelKind::kRequests
               ? invalid("this file is the bureau's answer, not a kiosk's data",
                         "take it to the kiosk")
               : invalid("this file is a kiosk's data, not the bureau's answer",
                         "take it to the bureau");
  }
  const auto packed = open_sealed(keys, bytes.substr(bytes.find('\n') + 1));
  if (!packed) {
    return Error{ErrorKind::kDenied, "the file is sealed to somebody else, or damaged",
                 "check that it belongs here, and write it again"};
  }
  auto content = decompressed(*packed, kParcelContentBytesMax);
  if (!content) return invalid("the file is damaged", "write it again");
  return std::move(*content);
}

}  // namespace

std::string encode(const RequestParcel& parcel) {
  return Json::object({{"answer_key", base64(view(parcel.answer_key.bytes))},
                       {"requests",
                        codec::write_list(parcel.requests,
                                          [](const auto& request) { return json_of(request); })}})
      .dump();
}

Result<RequestParcel> decode_request_parcel(std::string_view bytes) {
  KEQIAN_TRY(const Json json, Json::parse(bytes));
  JsonReader reader(json, "parcel");
  RequestParcel parcel;
  parcel.answer_key = codec::read_public_key(reader, "answer_key");
  parcel.requests = codec::read_list<CarriedRequest>(
      reader, "requests", kParcelItemsMax,
      [](JsonReader& nested, CarriedRequest& request) { read(nested, request); });
  if (reader.ok() && parcel.requests.empty()) reader.complain("requests", "must not be empty");
  if (reader.ok()) parcel.name = parcel.requests.front().request.nonce;
  return codec::finish(reader, std::move(parcel));
}

std::string pack(const RequestParcel& parcel, const PublicKey& bureau, Randomness& randomness) {
  return sealed(ParcelKind::kRequests, parcel.name, encode(parcel), bureau, randomness);
}

std::string pack(const AnswerParcel& parcel, const PublicKey& kiosk, Randomness& randomness) {
  return sealed(ParcelKind::kAnswers, parcel.name, encode(parcel), kiosk, randomness);
}

std::string parcel_file_name(const ParcelLabel& label, std::string_view kiosk) {
  constexpr std::size_t kNameDigits = 8;
  const bool is_new = kiosk.empty() || kiosk == kNobody;
  return "keqian-" + std::string(is_new ? "new" : kiosk) + '-' + label.name.substr(0, kNameDigits) +
         std::string(label.kind == ParcelKind::kRequests ? kToBureau : kToKiosk);
}

Result<ParcelLabel> read_label(std::string_view bytes) {
  for (const auto kind : {ParcelKind::kRequests, ParcelKind::kAnswers}) {
    const auto label = label_of(kind);
    if (!bytes.starts_with(label)) continue;
    const auto name = bytes.substr(label.size(), kNonceDigits);
    const auto end = label.size() + kNonceDigits;
    if (is_valid_nonce(name) && bytes.size() > end && bytes[end] == '\n') {
      return ParcelLabel{kind, std::string(name)};
    }
  }
  return invalid("this is not a file of Keqian", "choose the file that the kiosk has written");
}

Result<RequestParcel> unpack_requests(std::string_view bytes, const KeyPair& bureau) {
  KEQIAN_TRY(const auto content, opened(bytes, ParcelKind::kRequests, bureau));
  return decode_request_parcel(content);
}

Result<AnswerParcel> unpack_answers(std::string_view bytes, const KeyPair& kiosk) {
  KEQIAN_TRY(const auto content, opened(bytes, ParcelKind::kAnswers, kiosk));
  KEQIAN_TRY(auto parcel, decode_answer_parcel(content));
  parcel.name = read_label(bytes)->name;
  return parcel;
}

}  // namespace keqian::wire
