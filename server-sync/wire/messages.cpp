// What all messages share: field readers, errors, signing inputs.
#include "server-sync/wire/messages.h"

#include "server-sync/base/text.h"
#include "server-sync/wire/codec_fields.h"

namespace keqian::wire {
namespace codec {
namespace {

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

std::string read_hex(JsonReader& reader, std::string_view key, std::size_t digits) {
  std::string text = reader.text(key, digits);
  if (reader.ok() && (text.size() != digits || !is_hex(text))) {
    reader.complain(key, "must be " + std::to_string(digits) + " lower-case hexadecimal digits");
  }
  return text;
}

SessionId read_session_id(JsonReader& reader, std::string_view key) {
  std::string text = reader.text(key, kSessionIdBytesMax);
  SessionIdParts parts;
  if (reader.ok() && !parse_session_id(text, parts)) {
    reader.complain(key, "must be a session id, ACTIVITY.VENUE.YYYY-MM-DD.N");
  }
  return {std::move(text)};
}

BusinessDate read_date(JsonReader& reader, std::string_view key) {
  constexpr std::size_t kBytes = 10;
  const auto date = BusinessDate::parse(reader.text(key, kBytes));
  if (reader.ok() && !date) reader.complain(key, "must be a date, YYYY-MM-DD");
  return date.value_or(BusinessDate{});
}

std::string read_title(JsonReader& reader, std::string_view key) {
  std::string text = reader.text(key, kTitleBytesMax);
  if (reader.ok() && text.empty()) reader.complain(key, "must not be empty");
  return text;
}

PublicKey read_public_key(JsonReader& reader, std::string_view key) {
  constexpr std::size_t kBytes = 44;
  const auto value = parse_public_key(reader.text(key, kBytes));
  if (reader.ok() && !value) reader.complain(key, "must be 32 bytes in base64");
  return value.value_or(PublicKey{});
}

std::string read_chain_head(JsonReader& reader, std::string_view key) {
  if (reader.text(key, kChainHeadDigits).empty()) return {};
  return read_hex(reader, key, kChainHeadDigits);
}

std::optional<LedgerPoint> read_ledger_point(JsonReader& reader, std::string_view key) {
  if (!reader.has(key)) return std::nullopt;
  JsonReader nested(reader.object(key), reader.path() + "." + std::string(key));
  LedgerPoint point;
  point.sequence = nested.integer("sequence", 0, kRevisionMax);
  point.chain_head = read_chain_head(nested, "chain_head");
  reader.absorb(nested);
  return point;
}

Json json_of(const LedgerPoint& point) {
  return Json::object({{"sequence", point.sequence}, {"chain_head", point.chain_head}});
}

std::vector<LedgerOpening> read_openings(JsonReader& reader, std::string_view key) {
  if (!reader.has(key)) return {};
  return read_list<LedgerOpening>(
      reader, key, kOpeningsMax, [](JsonReader& nested, LedgerOpening& opening) {
        opening.number = nested.integer("number", 1, kRevisionMax);
        opening.id = read_hex(nested, "id", kIncarnationDigits);
        opening.first_sequence = nested.integer("first_sequence", 1, kRevisionMax);
      });
}

Json json_of(const LedgerOpening& opening) {
  return Json::object(
      {{"number", opening.number}, {"id", opening.id}, {"first_sequence", opening.first_sequence}});
}

}  // namespace codec

namespace {

constexpr std::string_view kSignaturePrefix = "ed25519:";
constexpr std::size_t kErrorTextBytesMax = 500;
constexpr std::int64_t kRetryAfterMaxS = 86'400;

}  // namespace

std::string encode(const ErrorAnswer& message) {
  Json json = Json::object({{"code", message.code}, {"message", message.message}});
  if (!message.hint.empty()) json.set("hint", message.hint);
  if (message.retry_after_s > 0) json.set("retry_after_s", message.retry_after_s);
  if (message.ledger) json.set("ledger", codec::json_of(*message.ledger));
  if (!message.openings.empty()) {
    json.set("openings", codec::write_list(message.openings, [](const LedgerOpening& opening) {
               return codec::json_of(opening);
             }));
  }
  return json.dump();
}

Result<ErrorAnswer> decode_error_answer(std::string_view bytes) {
  KEQIAN_TRY(const Json json, Json::parse(bytes));
  JsonReader reader(json, "error");
  ErrorAnswer message;
  message.code = reader.text("code", codec::kSlugBytesMax);
  if (reader.ok() && message.code.empty()) reader.complain("code", "must not be empty");
  message.message = reader.text("message", kErrorTextBytesMax);
  message.hint = reader.optional_text("hint", kErrorTextBytesMax);
  message.retry_after_s = reader.optional_integer("retry_after_s", 0, kRetryAfterMaxS, 0);
  message.ledger = codec::read_ledger_point(reader, "ledger");
  message.openings = codec::read_openings(reader, "openings");
  return codec::finish(reader, std::move(message));
}

std::string tallies_path(const KioskId& kiosk) {
  return "/v1/kiosks/" + kiosk.value + "/tallies";
}

std::string configuration_path(const KioskId& kiosk) {
  return "/v1/kiosks/" + kiosk.value + "/configuration";
}

std::string signing_input(const SignedRequest& request) {
  std::string input = "keqian-request-v1\n";
  for (const std::string& line : {request.method, request.path, request.kiosk,
                                  std::to_string(request.time_utc_ms), request.nonce}) {
    input += line;
    input += '\n';
  }
  return input + request.body;
}

std::string signing_input(const SignedAnswer& answer) {
  std::string input = "keqian-answer-v1\n";
  for (const std::string& line :
       {std::to_string(answer.status), answer.path, answer.kiosk, answer.nonce, answer.etag}) {
    input += line;
    input += '\n';
  }
  return input + answer.body;
}

bool is_valid_nonce(std::string_view text) {
  return text.size() == kNonceDigits && codec::is_hex(text);
}

std::string make_nonce(Randomness& randomness) {
  std::array<std::uint8_t, kNonceDigits / 2> bytes{};
  randomness.fill(bytes);
  return hex(view(bytes));
}

std::string encode_signature(const Signature& signature) {
  return std::string(kSignaturePrefix) + base64(view(signature));
}

std::optional<Signature> parse_signature(std::string_view text) {
  if (!text.starts_with(kSignaturePrefix)) return std::nullopt;
  const auto bytes = parse_base64(text.substr(kSignaturePrefix.size()));
  if (!bytes) return std::nullopt;
  return to_array<64>(*bytes);
}

}  // namespace keqian::wire
