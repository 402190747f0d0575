// Enrolment's messages, and the text of the QR that starts it.
#include <algorithm>
#include <array>
#include <charconv>

#include "server-sync/base/text.h"
#include "server-sync/wire/codec_fields.h"
#include "server-sync/wire/messages.h"

namespace keqian::wire {
namespace {

constexpr std::string_view kEnrolmentPrefix = "keqian://enrol?";
constexpr std::size_t kEnrolmentStringBytesMax = 1024;
constexpr std::string_view kUnreserved = "-._~";  // besides letters and digits (RFC 3986)
constexpr std::size_t kUrlBytesMax = 256;
constexpr std::size_t kOneTimeCodeBytes = 14;  // 12 characters and two hyphens

std::optional<std::string> percent_decode(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    unsigned value = 0;
    const char* end = text.data() + i + 3;
    if (std::from_chars(text.data() + i + 1, end, value, 16).ptr != end) return std::nullopt;
    decoded += static_cast<char>(value);
    i += 2;
  }
  return decoded;
}

bool is_ipv4_loopback(std::string_view host) {
  const auto octets = split(host, '.');
  if (octets.size() != 4 || octets[0] != "127") return false;
  return std::all_of(octets.begin(), octets.end(), [](std::string_view octet) {
    unsigned value = 0;
    const char* end = octet.data() + octet.size();
    const auto [stop, error] = std::from_chars(octet.data(), end, value);
    return !octet.empty() && octet.size() <= 3 && error == std::errc{} && stop == end &&
           value <= 255;
  });
}

bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "[::1]" || is_ipv4_loopback(host);
}

bool is_host(std::string_view host) {
  if (host.empty() || host.front() == '-' || host.front() == '.') return false;
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  return std::all_of(host.begin(), host.end(), [&](char c) {
    return bracketed ? is_alphanumeric(c) || c == ':' || c == '.'
                     : is_alphanumeric(c) || c == '.' || c == '-';
  });
}

bool is_port(std::string_view port) {
  unsigned value = 0;
  const char* end = port.data() + port.size();
  const auto [stop, error] = std::from_chars(port.data(), end, value);
  return !port.empty() && error == std::errc{} && stop == end && value >= 1 && value <= 65535;
}

bool is_path(std::string_view path) {
  return std::all_of(path.begin(), path.end(), [](char c) {
    return is_alphanumeric(c) || c == '/' || c == '-' || c == '_' || c == '.' || c == '~';
  });
}

// The values of an enrolment string by name.
class Parameters {
 public:
  static Result<Parameters> parse(std::string_view query) {
    Parameters parameters;
    for (const std::string_view part : split(query, '&')) {
      const auto equals = part.find('=');
      if (equals == std::string_view::npos) return invalid("enrolment: a value is missing");
      const std::string key(part.substr(0, equals));
      auto value = percent_decode(part.substr(equals + 1));
      if (!value) return invalid("enrolment." + key + ": malformed percent sign");
      if (parameters.find(key)) return invalid("enrolment." + key + ": appears twice");
      parameters.values_.emplace_back(key, std::move(*value));
    }
    return parameters;
  }
  const std::string* find(std::string_view key) const {
    for (const auto& [name, value] : values_) {
      if (name == key) return &value;
    }
    return nullptr;
  }

 private:
  std::vector<std::pair<std::string, std::string>> values_;
};

}  // namespace

bool is_acceptable_bureau_url(std::string_view url) {
  constexpr std::string_view kSecure = "https://";
  constexpr std::string_view kPlain = "http://";
  if (url.size() > kUrlBytesMax) return false;
  const bool secure = url.starts_with(kSecure);
  if (!secure && !url.starts_with(kPlain)) return false;
  url.remove_prefix(secure ? kSecure.size() : kPlain.size());
  const auto slash = url.find('/');
  std::string_view host = url.substr(0, slash);
  if (slash != std::string_view::npos && !is_path(url.substr(slash))) return false;
  const auto colon = host.rfind(':');
  if (colon != std::string_view::npos && host.back() != ']') {
    if (!is_port(host.substr(colon + 1))) return false;
    host = host.substr(0, colon);
  }
  return is_host(host) && (secure || is_loopback(host));
}

std::string encode_enrolment_string(const EnrolmentString& enrolment) {
  std::string text(kEnrolmentPrefix);
  text += "bureau=" + percent_encoded(enrolment.bureau_url, kUnreserved);
  text += "&code=" + percent_encoded(enrolment.code, kUnreserved);
  if (enrolment.bureau_key) text += "&key=" + base64_url(view(enrolment.bureau_key->bytes));
  if (!enrolment.certificate_sha256.empty()) {
    text += "&certificate=" + base64_url(enrolment.certificate_sha256);
  }
  return text;
}

Result<EnrolmentString> parse_enrolment_string(std::string_view text) {
  text = trim(text);
  if (text.size() > kEnrolmentStringBytesMax || !text.starts_with(kEnrolmentPrefix)) {
    return invalid("this is not an enrolment code",
                   "show the kiosk the code of the bureau's page Kiosks");
  }
  KEQIAN_TRY(const auto parameters, Parameters::parse(text.substr(kEnrolmentPrefix.size())));
  EnrolmentString enrolment;
  const std::string* url = parameters.find("bureau");
  if (!url || !is_acceptable_bureau_url(*url)) {
    return invalid("enrolment.bureau: must be an https address, or http to this very machine");
  }
  enrolment.bureau_url = *url;
  while (enrolment.bureau_url.ends_with('/')) enrolment.bureau_url.pop_back();

  const std::string* code = parameters.find("code");
  const auto normalised = code ? normalise_one_time_code(*code) : std::nullopt;
  if (!normalised) return invalid("enrolment.code: must be a one-time code like 7K3M-Q9TD-2XHB");
  enrolment.code = *normalised;

  if (const std::string* key = parameters.find("key")) {
    const auto bytes = parse_base64_url(*key);
    const auto array = bytes ? to_array<32>(*bytes) : std::nullopt;
    if (!array) return invalid("enrolment.key: must be 32 bytes in base64url");
    enrolment.bureau_key = PublicKey{*array};
  }
  if (const std::string* certificate = parameters.find("certificate")) {
    const auto bytes = parse_base64_url(*certificate);
    if (!bytes || bytes->size() != sizeof(Digest)) {
      return invalid("enrolment.certificate: must be 32 bytes in base64url");
    }
    enrolment.certificate_sha256 = *bytes;
  }
  return enrolment;
}

std::string encode(const EnrolmentRequest& message) {
  return Json::object({{"code", message.code},
                       {"public_key", base64(view(message.public_key.bytes))},
                       {"version", message.version}})
      .dump();
}

Result<EnrolmentRequest> decode_enrolment_request(std::string_view bytes) {
  KEQIAN_TRY(const Json json, Json::parse(bytes));
  JsonReader reader(json, "enrolment");
  EnrolmentRequest message;
  const auto code = normalise_one_time_code(reader.text("code", kOneTimeCodeBytes));
  if (reader.ok() && !code) reader.complain("code", "must be a one-time code");
  message.code = code.value_or(std::string());
  message.public_key = codec::read_public_key(reader, "public_key");
  message.version = reader.text("version", codec::kVersionBytesMax);
  return codec::finish(reader, std::move(message));
}

std::string encode(const EnrolmentAnswer& message) {
  return Json::object({{"kiosk", message.kiosk.value},
                       {"venue", message.venue.value},
                       {"kiosk_name", message.kiosk_name},
                       {"bureau_key", base64(view(message.bureau_key.bytes))},
                       {"server_utc_ms", message.server_utc_ms}})
      .dump();
}

Result<EnrolmentAnswer> decode_enrolment_answer(std::string_view bytes) {
  KEQIAN_TRY(const Json json, Json::parse(bytes));
  JsonReader reader(json, "enrolment_answer");
  EnrolmentAnswer message;
  message.kiosk = codec::read_slug<KioskId>(reader, "kiosk");
  message.venue = codec::read_slug<VenueId>(reader, "venue");
  message.kiosk_name = codec::read_title(reader, "kiosk_name");
  message.bureau_key = codec::read_public_key(reader, "bureau_key");
  message.server_utc_ms = reader.integer("server_utc_ms", 0, codec::kUtcMsMax);
  return codec::finish(reader, std::move(message));
}

}  // namespace keqian::wire
